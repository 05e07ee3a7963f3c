"""The region picker that other contexts put into their forms.

It works without JavaScript: its buttons 找一找 and 一级一级找 send the form back to its own page, which shows hits or
the next level as choices. With htmx the same lists are put into the page. Either way one level at a time is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linli.regions import rules
from linli.regions.queries.search import Found, search
from linli.regions.queries.tree import RegionInfo, branches, children, info, infos

MOST_HITS = 12
LONGEST = 60


@dataclass(frozen=True)
class Branch:
    """One level of the tree: where one is, the way back up, what may be chosen, where one may go deeper."""

    at: RegionInfo
    above: tuple[RegionInfo, ...]
    choices: tuple[RegionInfo, ...]
    steps: tuple[RegionInfo, ...]


@dataclass(frozen=True)
class Picker:
    """State of one picker for the template `regions/picker.html`."""

    name: str
    label: str
    typed: str
    hits: tuple[Found, ...]
    chosen: RegionInfo | None
    finding: bool
    levels: tuple[str, ...]
    within: UUID | None
    root: RegionInfo | None
    branch: Branch | None
    error: str = ""

    @property
    def shown(self) -> str:
        """What to say nothing was found for; empty while nobody has searched."""
        return self.typed if self.finding and not self.branch else ""

    @property
    def levels_text(self) -> str:
        """Levels that may be chosen, for the address of the fragments."""
        return ",".join(self.levels)


def picker(  # what a form may ask of its picker
    data: Mapping[str, str],
    name: str = "region",
    *,
    label: str = "在哪个社区（村）",
    levels: tuple[str, ...] = (rules.COMMUNITY,),
    within: UUID | None = None,
    error: str = "",
) -> Picker:
    """Read the picker's part of a form (GET or POST data). While `finding`, show the page again without complaint."""
    typed = data.get(f"{name}_q", "").strip()[:LONGEST]
    chosen = _chosen(data.get(name, ""), levels, within)
    at = uuid_or_none(data.get(f"{name}_at", ""))
    finding = f"{name}_find" in data or at is not None
    hits = tuple(fitting(typed, levels, within)) if typed and finding and at is None else ()
    root = info(within) if within else next(iter(children(None)), None)
    branch = branch_at(at, levels, within) if at else None
    return Picker(name, label, typed, hits, chosen, finding, levels, within, root, branch, "" if finding else error)


def fitting(typed: str, levels: tuple[str, ...], within: UUID | None) -> list[Found]:
    """Hits of the levels that may be chosen."""
    return search(typed, within, limit=MOST_HITS, levels=levels)


def branch_at(region_id: UUID, levels: tuple[str, ...], within: UUID | None = None, on: date | None = None) -> Branch | None:
    """One level of the picker's tree; None when there is no such region that day or it lies outside `within`."""
    at = info(region_id, on)
    if at is None or (within is not None and within not in at.path_ids):
        return None
    top = at.path_ids.index(within) if within else 0
    deepest = max((rules.DEPTH[level] for level in levels), default=0)
    below = [one for trees in branches(region_id, on).values() for one in trees]
    return Branch(
        at=at,
        above=tuple(infos(at.path_ids[top:-1], on)),
        choices=tuple(one for one in below if one.level in levels),
        steps=tuple(one for one in below if rules.DEPTH[one.level] < deepest),
    )


def uuid_or_none(value: str) -> UUID | None:
    """A UUID as typed into an address, or None."""
    try:
        return UUID(value)
    except ValueError:
        return None


def _chosen(value: str, levels: tuple[str, ...], within: UUID | None) -> RegionInfo | None:
    region_id = uuid_or_none(value)
    found = info(region_id) if region_id else None
    inside = found is not None and (within is None or within in found.path_ids)
    return found if found is not None and inside and found.level in levels else None
