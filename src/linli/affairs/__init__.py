"""事情: one index of all that happens at a place, fed by events; what it shows leads to its source."""
