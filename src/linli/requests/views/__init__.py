"""Doors of 一口受理: the resident's questions and matters, the desk."""
