"""What other contexts may ask of 事情."""

from linli.affairs.queries import Cell, Point, heat, points
from linli.affairs.rules import STATES, TYPES

__all__ = ["STATES", "TYPES", "Cell", "Point", "heat", "points"]
