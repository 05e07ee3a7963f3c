"""房屋 and 设施: compound, building, unit, house."""
