"""Doors of the map."""

from linli.insight.views.cards import card
from linli.insight.views.counting import count
from linli.insight.views.pages import ground, map_page
from linli.insight.views.tiles import tile

__all__ = ["card", "count", "ground", "map_page", "tile"]
