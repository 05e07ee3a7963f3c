"""Pages of 人口与房屋."""
