"""What other contexts may ask of the map."""

from linli.insight.operations import NewGround, count_communities, draw_ground, sum_up

__all__ = ["NewGround", "count_communities", "draw_ground", "sum_up"]
