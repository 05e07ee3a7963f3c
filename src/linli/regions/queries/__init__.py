"""Reads of 区划."""

from linli.regions.queries.directory import DirectoryEntry, directory
from linli.regions.queries.ground import Outline, at_point, levels_at, outlines
from linli.regions.queries.history import (
    BoundaryNote,
    Contact,
    Dated,
    Move,
    boundary_note,
    codes,
    contact,
    doubts,
    history,
    moves,
)
from linli.regions.queries.picker import Picker, fitting, picker
from linli.regions.queries.search import Found, gone, search
from linli.regions.queries.tree import (
    RegionInfo,
    ancestors,
    branches,
    breadcrumb,
    by_code,
    child_counts,
    children,
    info,
    infos,
    on_day,
    subtree_ids,
    totals,
)

__all__ = [
    "BoundaryNote",
    "Contact",
    "Dated",
    "DirectoryEntry",
    "Found",
    "Move",
    "Outline",
    "Picker",
    "RegionInfo",
    "ancestors",
    "at_point",
    "boundary_note",
    "branches",
    "breadcrumb",
    "by_code",
    "child_counts",
    "children",
    "codes",
    "contact",
    "directory",
    "doubts",
    "fitting",
    "gone",
    "history",
    "info",
    "infos",
    "levels_at",
    "moves",
    "on_day",
    "outlines",
    "picker",
    "search",
    "subtree_ids",
    "totals",
]
