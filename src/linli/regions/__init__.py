"""区划: the tree of regions, its code systems, dates and boundaries."""
