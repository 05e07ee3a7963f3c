"""Reads of the map: tiles, ground, counts, lists."""
