"""Loads the gazetteers that matching works with."""

from linli.addresses.matching import Divisions, Place
from linli.regions.contract import DirectoryEntry, directory

_kept: list[tuple[tuple[DirectoryEntry, ...], Divisions]] = []


def divisions() -> Divisions:
    """Names of all divisions, past and present; built again only when the tree changed."""
    entries = directory()
    if not _kept or _kept[0][0] is not entries:
        _kept[:] = [(entries, Divisions(Place(e.id, e.level, e.names[0], e.parent_ids, e.names[1:], e.gone) for e in entries))]
    return _kept[0][1]
