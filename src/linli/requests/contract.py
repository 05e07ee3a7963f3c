"""What other contexts may ask of 一口受理."""

from linli.kernel.actor import Actor
from linli.requests import queries
from linli.requests.queries import asking
from linli.requests.queries.on_map import MapRow, OnMap, open_on_map
from linli.requests.queries.own_page import Line, line

__all__ = ["Line", "MapRow", "OnMap", "asking", "mine", "open_on_map"]


def mine(actor: Actor) -> list[Line]:
    """The acting resident's own matters, those that ask for something first."""
    return [line(row) for row in queries.mine(actor)]
