"""The verbs of the map."""

from linli.insight.operations.ground import NewGround, draw_ground

__all__ = ["NewGround", "draw_ground"]
