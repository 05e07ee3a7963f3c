"""标准地址 and 地址匹配: from a typed address to region, compound, building and house."""
