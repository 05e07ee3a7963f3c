"""The verbs of the map."""

from linli.insight.operations.counting import count_communities, sum_up
from linli.insight.operations.ground import NewGround, draw_ground

__all__ = ["NewGround", "count_communities", "draw_ground", "sum_up"]
