"""Forms of 一口受理: what people type, read once."""
