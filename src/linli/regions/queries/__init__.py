"""Reads of 区划."""

from linli.regions.queries.directory import DirectoryEntry, directory
from linli.regions.queries.ground import Outline, at_point, levels_at, outlines
from linli.regions.queries.history import BoundaryNote, Contact, Dated, boundary_note, contact, doubts, history
from linli.regions.queries.search import Found, search
from linli.regions.queries.tree import (
    RegionInfo,
    ancestors,
    breadcrumb,
    by_code,
    child_counts,
    children,
    info,
    infos,
    on_day,
    subtree_ids,
)

__all__ = [
    "BoundaryNote",
    "Contact",
    "Dated",
    "DirectoryEntry",
    "Found",
    "Outline",
    "RegionInfo",
    "ancestors",
    "at_point",
    "boundary_note",
    "breadcrumb",
    "by_code",
    "child_counts",
    "children",
    "contact",
    "directory",
    "doubts",
    "history",
    "info",
    "infos",
    "levels_at",
    "on_day",
    "outlines",
    "search",
    "subtree_ids",
]
