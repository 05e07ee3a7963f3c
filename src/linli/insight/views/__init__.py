"""Doors of the map."""

from linli.insight.views.cards import card
from linli.insight.views.counting import count
from linli.insight.views.pages import ground, map_page
from linli.insight.views.printing import print_page, sheet, sheet_file
from linli.insight.views.tile_json import tile_json
from linli.insight.views.tiles import tile
from linli.insight.views.walking import cover, nearest

__all__ = ["card", "count", "cover", "ground", "map_page", "nearest", "print_page", "sheet", "sheet_file", "tile", "tile_json"]
