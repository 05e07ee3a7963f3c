"""The verbs of the map."""

from linli.insight.operations.counting import count_communities, sum_up
from linli.insight.operations.ground import NewGround, draw_ground
from linli.insight.operations.printing import drop_old_sheets, make_sheet, own_sheet, print_map, take_sheet

__all__ = [
    "NewGround",
    "count_communities",
    "draw_ground",
    "drop_old_sheets",
    "make_sheet",
    "own_sheet",
    "print_map",
    "sum_up",
    "take_sheet",
]
