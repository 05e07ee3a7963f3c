"""What other contexts may ask of the board."""

from linli.disclosure.operations import NewBulletin, publish
from linli.disclosure.queries import board, coming, hanging

__all__ = ["NewBulletin", "board", "coming", "hanging", "publish"]
