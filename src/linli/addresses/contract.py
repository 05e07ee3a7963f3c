"""What other contexts may ask of 标准地址 and 地址匹配.

`Match.asks_back` is true below 0.85 or with two near hits; then show `candidates` with their reasons and let the person choose.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from linli.addresses import queries
from linli.addresses.matching import ASK_BELOW, LEVELS, Candidate, Home, Match, Parsed, locate, match, normalise, parse, say
from linli.kernel.actor import Actor
from linli.regions.contract import at_point

__all__ = [
    "ASK_BELOW",
    "LEVELS",
    "Candidate",
    "Home",
    "Match",
    "Parsed",
    "locate_point",
    "locate_text",
    "match_address",
    "match_many",
    "normalise",
    "parse",
]

IN_REACH = 40.0


def match_address(actor: Actor, text: str, home: Home | None = None) -> Match:
    """Where a typed address is, down to the house where the actor may see houses."""
    home = home or Home()
    return match(text, queries.gazetteer(text, home), home, lambda building_id: queries.rooms_of(actor, building_id))


def match_many(texts: Iterable[str], folder: Path | None = None) -> Iterator[Match]:
    """Where many addresses are, one after the other, within the scope of the transaction; the index may be kept in a folder."""
    index = queries.house_index(folder)
    return (match(text, index) for text in texts)


def locate_text(text: str, home: Home | None = None) -> Match:
    """The place that a resident's own words speak of, guessed with the home; `evidence` are the spans relied on."""
    home = home or Home()
    return locate(text, queries.gazetteer(text, home), home)


def locate_point(lon: float, lat: float) -> Match:
    """What lies at a tap on the map (WGS-84): the building within 40 m, else the compound, else the division."""
    shapes = queries.near(lon, lat, IN_REACH)
    names = {pk: label for pk, kind, _, _, label, _ in shapes if kind == "compound"}
    for pk, kind, parent_id, region_id, label, metres in shapes:
        if kind == "building":
            whole = say.joined(say.spaced(names.get(parent_id, "")) if parent_id else "", say.building(label))
            return _found(
                "building",
                whole,
                0.95 if metres < 1 else 0.88,
                f"您点的地方{_apart(metres)}{whole}",
                region_id,
                compound_id=parent_id,
                building_id=pk,
            )
        return _found("compound", say.spaced(label), 0.9, f"您点的地方在{say.spaced(label)}", region_id, compound_id=pk)
    region = at_point(lon, lat)
    if region is None:
        return Match("", "", 0.0, ("这一点不在任何已登记的区域里，请再点一次或写地址",))
    return _found(region.level, region.name, 0.86, f"您点的地方在{region.name}", region.id)


def _apart(metres: float) -> str:
    return "是" if metres < 1 else f"离得最近的是（{metres:.0f} 米）"


def _found(  # noqa: PLR0913  # the fields of one answer
    level: str,
    label: str,
    score: float,
    reason: str,
    region_id: UUID,
    *,
    compound_id: UUID | None = None,
    building_id: UUID | None = None,
) -> Match:
    return Match(
        level,
        label,
        score,
        (reason,),
        region_id=region_id,
        compound_id=compound_id,
        building_id=building_id,
        asks_back=False,
    )
