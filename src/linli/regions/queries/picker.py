"""The region picker that other contexts put into their forms.

It works without JavaScript: the form's own button 找一找 sends the form back to its page, which shows the hits as a
list of choices. With JavaScript the same list comes while typing, and the tree opens child by child.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from linli.regions import rules
from linli.regions.queries.search import Found, search
from linli.regions.queries.tree import RegionInfo, children, info

MOST_HITS = 12


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
    root: RegionInfo | None
    error: str = ""

    @property
    def shown(self) -> str:
        """What to say nothing was found for; empty while nobody has searched."""
        return self.typed if self.finding or self.chosen is None else ""

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
    """Read the picker's part of a form (GET or POST data). When `finding`, show the page again without complaint."""
    typed = data.get(f"{name}_q", "").strip()
    chosen = _chosen(data.get(name, ""), levels)
    finding = f"{name}_find" in data
    hits = tuple(fitting(typed, levels, within)) if typed and (finding or chosen is None) else ()
    root = info(within) if within else next(iter(children(None)), None)
    return Picker(name, label, typed, hits, chosen, finding, levels, root, error)


def fitting(typed: str, levels: tuple[str, ...], within: UUID | None) -> list[Found]:
    """Hits of the levels that may be chosen."""
    return search(typed, within, limit=MOST_HITS, levels=levels)


def _chosen(value: str, levels: tuple[str, ...]) -> RegionInfo | None:
    try:
        found = info(UUID(value))
    except ValueError:
        return None
    return found if found is not None and (not levels or found.level in levels) else None
