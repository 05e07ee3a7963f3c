"""Pages of 组织与设施."""
