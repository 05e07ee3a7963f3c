"""Reads of 一口受理 for its doors."""

from linli.requests.queries.desk import GROUPS, TABS, Filters, Group, Page, Row, counts, desk, is_front, neighbours, rows_of
from linli.requests.queries.matter import LikeRow, Matter, RequesterView, alerts, matter, requester_view, sees, similar, visible
from linli.requests.queries.mine import OwnMatter, OwnRow, Slip, asking, by_code, mine, notices, opens, own, own_scope, photo, slip, unread

__all__ = [
    "GROUPS", "TABS", "Filters", "Group", "LikeRow", "Matter", "OwnMatter", "OwnRow", "Page", "RequesterView", "Row", "Slip",
    "alerts", "asking", "by_code", "counts", "desk", "is_front", "matter", "mine", "neighbours", "notices", "opens", "own", "own_scope", "photo",
    "requester_view", "rows_of", "sees", "similar", "slip", "unread", "visible",
]  # fmt: skip
