"""Pages of 项目."""
