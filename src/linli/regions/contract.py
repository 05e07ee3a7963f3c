"""What other contexts may ask of 区划. `on` is the day asked for; None means today in Shanghai."""

from datetime import date
from uuid import UUID

from linli.kernel.actor import Actor
from linli.regions import operations, queries
from linli.regions.operations import NewContact, NewOutline, NewRegion
from linli.regions.queries import (
    TREE,
    Contact,
    DirectoryEntry,
    Found,
    Outline,
    Picker,
    RegionInfo,
    ancestors,
    at_point,
    breadcrumb,
    by_code,
    child_counts,
    children,
    directory,
    grids_under,
    info,
    infos,
    levels_at,
    outlines,
    picker,
    search,
    subtree_ids,
    totals,
)
from linli.regions.queries.layers import LAYERS
from linli.regions.rules import (
    ADMINISTRATIVE,
    CITY,
    COMMUNITY,
    DISTRICT,
    DRAWN,
    GRID,
    GRIDS,
    GROUP,
    GROUPS,
    MCA,
    NBS,
    OFFICIAL,
    SYNTHETIC,
    TOWNSHIP,
)

__all__ = [
    "ADMINISTRATIVE",
    "CITY",
    "COMMUNITY",
    "DISTRICT",
    "DRAWN",
    "GRID",
    "GRIDS",
    "GROUP",
    "GROUPS",
    "LAYERS",
    "MCA",
    "NBS",
    "OFFICIAL",
    "SYNTHETIC",
    "TOWNSHIP",
    "TREE",
    "Contact",
    "DirectoryEntry",
    "Found",
    "NewContact",
    "NewOutline",
    "NewRegion",
    "Outline",
    "Picker",
    "RegionInfo",
    "ancestors",
    "at_point",
    "breadcrumb",
    "by_code",
    "child_counts",
    "children",
    "committee_contact",
    "committee_phone",
    "create_region",
    "directory",
    "grids_under",
    "info",
    "infos",
    "levels_at",
    "outlines",
    "picker",
    "search",
    "set_boundary",
    "set_contact",
    "subtree_ids",
    "totals",
]


def committee_contact(region_id: UUID, on: date | None = None) -> Contact | None:
    """The office to call: the region's own, else that of the nearest region above that has one."""
    for one in (region_id, *ancestors(region_id, on)):
        found = queries.contact(one, on)
        if found is not None:
            return found
    return None


def committee_phone(region_id: UUID, on: date | None = None) -> str:
    """The number to call, empty when nobody up to the city has entered one."""
    found = committee_contact(region_id, on)
    return found.phone if found else ""


def create_region(actor: Actor, new: NewRegion, *, op_id: UUID | None = None) -> UUID:
    """Set up a grid, group or community; its id. Raises NotVisible, NotPermitted, Invalid, NotNow."""
    return operations.create(actor, new, op_id=op_id).pk


def set_boundary(actor: Actor, new: NewOutline, *, op_id: UUID | None = None) -> UUID:
    """Give a region an outline; its id. Raises NotVisible, NotPermitted, Invalid."""
    return operations.set_boundary(actor, new, op_id=op_id).pk


def set_contact(actor: Actor, new: NewContact, *, op_id: UUID | None = None) -> UUID:
    """Enter the duty phone of a region; its id. Raises NotVisible, NotPermitted, Invalid."""
    return operations.set_contact(actor, new, op_id=op_id).pk
