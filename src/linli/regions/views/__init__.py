"""Doors of 区划."""

from linli.regions.views.changes import change
from linli.regions.views.pages import browse, report
from linli.regions.views.picking import children, region, search

__all__ = ["browse", "change", "children", "region", "report", "search"]
