"""The verbs of 区划."""

from linli.regions.operations.contact import NewContact, set_contact
from linli.regions.operations.load import Loaded, load
from linli.regions.operations.outline import NewOutline, set_boundary
from linli.regions.operations.shape import NewRegion, close, create, rename

__all__ = [
    "Loaded",
    "NewContact",
    "NewOutline",
    "NewRegion",
    "close",
    "create",
    "load",
    "rename",
    "set_boundary",
    "set_contact",
]
