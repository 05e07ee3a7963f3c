"""Doors of the map."""

from linli.insight.views.counting import count
from linli.insight.views.pages import ground, map_page
from linli.insight.views.tiles import tile

__all__ = ["count", "ground", "map_page", "tile"]
