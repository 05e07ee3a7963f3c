"""What other contexts may ask of the map."""

from linli.insight.operations import NewGround, draw_ground

__all__ = ["NewGround", "draw_ground"]
