"""Matches one typed address: divisions → compound → building → unit → house, each step with its reason."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from linli.addresses.matching import say
from linli.addresses.matching.elements import split
from linli.addresses.matching.gazetteer import Building, Compound, Gazetteer, House, Place
from linli.addresses.matching.levels import Parsed, levels
from linli.addresses.matching.outcome import LEVELS, Candidate, Home, Match, settle
from linli.addresses.matching.streets import Evidence, Hit, book_of
from linli.addresses.matching.text import normalise, room_key, tight, unit_key
from linli.addresses.matching.titles import titles_of

Rooms = Callable[[UUID], Sequence[House]]
SURE, ALIAS, PLATE, INFERRED, HOMONYM, GONE = 0.97, 0.95, 0.93, 0.9, 0.7, 0.5
SHALLOW = 0.86
AS_WELL = 0.84
MISSING_BUILDING, MISSING_UNIT, MISSING_ROOM = 0.8, 0.93, 0.94
_SIMILAR = 74.0
_FUZZY_TOP = 0.84
# How deep a level of the text lies, to know whether more was said than a division found.
_DEPTH = {"": 0, "city": 0, "province": 0, "district": 1, "town": 2, "township": 2, "village": 3, "community": 3, "group": 4}


def match(text: str, gazetteer: Gazetteer, home: Home | None = None, rooms_of: Rooms | None = None) -> Match:
    """Where a typed address is. Never raises: what cannot be read scores 0 and asks back.

    Houses come from the gazetteer, or from `rooms_of` where they are to be read under the asker's own rights.
    """
    text = tight(text)
    address = split(text, titles_of(gazetteer.divisions), gazetteer.names)
    parsed, places = _farmhouse(levels(address)), address.places
    if address.abroad:
        return settle([], (f"写的是{parsed.province or parsed.city}的地址，不在本市",))
    starts = _compounds(text, parsed, places, gazetteer, home or Home())
    candidates = [found for start in starts for found in descend(start, parsed, gazetteer, rooms_of)]
    if not candidates:
        candidates = _divisions(parsed, places, gazetteer)
    detail = say.floors(parsed.floors, street=parsed.street_floor)
    return settle(candidates, (), detail=detail)


def _start(compound: Compound, score: float, reason: str) -> Candidate:
    return Candidate("compound", say.spaced(compound.name), score, reason, region_id=compound.region_id, compound_id=compound.id)


def _inside(compound: Compound, places: Sequence[Place], gazetteer: Gazetteer) -> bool:
    region = gazetteer.divisions.places.get(compound.region_id)
    return not places or (region is not None and any(gazetteer.divisions.under(region, place.id) for place in places))


def _compounds(text: str, parsed: Parsed, places: Sequence[Place], gazetteer: Gazetteer, home: Home) -> list[Candidate]:
    named = _named(parsed, gazetteer)
    exact = [compound for compound in named if _inside(compound, places, gazetteer)]
    if exact:
        return [_exact(compound, exact, parsed, home) for compound in exact]
    if ground := [one for one in _ground_of_group(parsed, gazetteer) if _inside(one, places, gazetteer)]:
        return [_start(one, SURE if len(ground) == 1 else HOMONYM, f"写了“{say.spaced(one.name)}”") for one in ground]
    if parsed.road and (plated := [one for one in _by_street(text, gazetteer) if _within(one, places, gazetteer)]):
        return plated
    if parsed.compound:
        return _similar(parsed, places, gazetteer)
    if home.compound_id in gazetteer.compounds and (parsed.building or parsed.unit):
        own = gazetteer.compounds[home.compound_id]
        return [_start(own, INFERRED, f"没写小区，您住在{say.spaced(own.name)}，所以猜是这里"), *_neighbours(parsed, own, gazetteer)]
    return []


def _neighbours(parsed: Parsed, own: Compound, gazetteer: Gazetteer) -> list[Candidate]:
    """The other compounds of the community that have such a building too: then the home is a guess, and a person chooses."""
    around = (one for one in gazetteer.compounds.values() if one.region_id == own.region_id and one.id != own.id)
    alike = [one for one in around if parsed.building and gazetteer.building_in(one.id, parsed.building)]
    return [_start(one, AS_WELL, f"没写小区，{say.spaced(one.name)}也有 {say.building(parsed.building)}") for one in alike]


def _named(parsed: Parsed, gazetteer: Gazetteer) -> list[Compound]:
    whole = parsed.road + parsed.compound if parsed.road and not parsed.plate else parsed.compound
    for text in dict.fromkeys((whole, parsed.compound)):
        if text in gazetteer.compound_names:
            return gazetteer.compound_names[text]
    return gazetteer.named_in(whole)


def _farmhouse(parsed: Parsed) -> Parsed:
    """In a villagers' group without a street the plate is the number of the farmhouse."""
    if parsed.group and parsed.plate and not (parsed.road or parsed.building or parsed.compound):
        return replace(parsed, building=parsed.plate)
    return parsed


def _group_words(parsed: Parsed) -> set[str]:
    """Names that a villagers' group goes by."""
    number = parsed.group
    return {number, f"{number}组", f"第{number}组", f"第{number}村民小组", f"{number}村民小组"} if number else set()


def _ground_of_group(parsed: Parsed, gazetteer: Gazetteer) -> list[Compound]:
    """The ground of a villagers' group, kept like a compound: its farmhouses have numbers."""
    return [compound for word in sorted(_group_words(parsed)) for compound in gazetteer.compound_names.get(word, ())]


def _by_street(text: str, gazetteer: Gazetteer) -> list[Candidate]:
    """Compounds by plate or by the likeness of their addresses; what only lies on the same street is no candidate."""
    hits = [hit for hit in book_of(gazetteer).rank(text) if hit.evidence not in {Evidence.STREET, Evidence.FAINT}]
    return [_start(gazetteer.compounds[hit.key], min(hit.score, PLATE), _because(hit, gazetteer.compounds[hit.key])) for hit in hits]


def _because(hit: Hit, compound: Compound) -> str:
    if hit.number is None:
        return f"地址和{say.spaced(compound.name)}的相近"
    plate = say.spaced(f"{hit.street}{hit.number}号")
    return (
        f"门牌“{plate}”是{say.spaced(compound.name)}"
        if hit.evidence is Evidence.PLATE
        else f"门牌“{plate}”可能是{say.spaced(compound.name)}"
    )


def _within(candidate: Candidate, places: Sequence[Place], gazetteer: Gazetteer) -> bool:
    return candidate.compound_id is None or _inside(gazetteer.compounds[candidate.compound_id], places, gazetteer)


def _exact(compound: Compound, found: list[Compound], parsed: Parsed, home: Home) -> Candidate:
    name = say.spaced(compound.name)
    if len(found) > 1:
        if compound.region_id == home.region_id:
            return _start(compound, PLATE, f"叫“{name}”的有 {len(found)} 处，您社区里的是这一处")
        return _start(compound, HOMONYM, f"叫“{name}”的有 {len(found)} 处")
    if normalise(compound.name).removesuffix("小区") in parsed.road + parsed.compound:
        return _start(compound, SURE, f"写了“{name}”")
    return _start(compound, ALIAS, f"“{say.spaced(parsed.compound)}”是{name}的别名")


def _similar(parsed: Parsed, places: Sequence[Place], gazetteer: Gazetteer) -> list[Candidate]:
    best: dict[UUID, Candidate] = {}
    for name, ratio in gazetteer.similar(parsed.compound, _SIMILAR):
        for compound in gazetteer.compound_names[name]:
            if _inside(compound, places, gazetteer):
                found = _start(compound, ratio / 100 * _FUZZY_TOP, f"“{parsed.compound}”和“{compound.name}”只差一点")
                best[compound.id] = max(best.get(compound.id, found), found, key=lambda one: one.score)
    return sorted(best.values(), key=lambda one: -one.score)[:3]


def descend(start: Candidate, parsed: Parsed, gazetteer: Gazetteer, rooms_of: Rooms | None = None) -> list[Candidate]:
    """From a compound down to building, unit and house as far as the text and the register go together."""
    if not parsed.building:
        return [start]
    building = gazetteer.building_in(start.compound_id, parsed.building)
    if building is None:
        wanted = say.building(parsed.building)
        return [replace(start, score=start.score * MISSING_BUILDING, reason=f"{start.label}没有登记 {wanted}")]
    label = say.joined(start.label, say.building(building.label))
    at_building = replace(start, level="building", label=label, building_id=building.id, region_id=building.region_id)
    at_unit = _unit(at_building, building, parsed, gazetteer)
    return _house(at_unit, building, parsed, gazetteer, rooms_of) if parsed.room else [at_unit]


def _unit(at: Candidate, building: Building, parsed: Parsed, gazetteer: Gazetteer) -> Candidate:
    if not parsed.unit:
        return at
    unit = gazetteer.unit_in(building.id, parsed.unit)
    if unit:
        return replace(at, level="unit", unit_id=unit.id, label=say.joined(at.label, say.unit(unit.label)))
    return replace(at, score=at.score * MISSING_UNIT, reason=f"{at.label}没有登记 {parsed.unit} 单元")


def _house(at: Candidate, building: Building, parsed: Parsed, gazetteer: Gazetteer, rooms_of: Rooms | None) -> list[Candidate]:
    room = parsed.room
    if parsed.floors and room.isdecimal() and len(room) <= 2:  # 5楼8号 is room 5-8
        room = f"{parsed.floors[0]}-{room}"
    wanted = room_key(room)
    houses = (
        gazetteer.houses_in(building.id, wanted) if rooms_of is None else [h for h in rooms_of(building.id) if room_key(h.room) == wanted]
    )
    if parsed.unit:
        houses = [house for house in houses if unit_key(house.unit) in {"", parsed.unit}]
    if not houses:
        return [replace(at, score=at.score * MISSING_ROOM)]
    several = len(houses) > 1
    reason = f"{at.label}有 {len(houses)} 个 {room}，要看是哪个单元" if several else at.reason
    score = min(at.score, HOMONYM) if several else at.score
    return [replace(_room(at, house, building, gazetteer), reason=reason, score=score) for house in houses]


def _room(at: Candidate, house: House, building: Building, gazetteer: Gazetteer) -> Candidate:
    unit = gazetteer.unit_in(building.id, house.unit) if house.unit else None
    label = at.label if at.unit_id or unit is None else say.joined(at.label, say.unit(unit.label))
    unit_id = unit.id if unit else at.unit_id
    return replace(at, level="house", house_id=house.id, unit_id=unit_id, label=say.joined(label, house.room))


def _divisions(parsed: Parsed, places: Sequence[Place], gazetteer: Gazetteer) -> list[Candidate]:
    reached = _groups(parsed, places, gazetteer) or list(places)
    unique = len(reached) == 1
    deeper = bool(reached) and _DEPTH.get(parsed.deepest, len(LEVELS)) > _DEPTH[reached[0].level]
    return [_division(place, gazetteer, unique=unique, deeper=deeper) for place in reached[:6]]


def _groups(parsed: Parsed, places: Sequence[Place], gazetteer: Gazetteer) -> list[Place]:
    if not parsed.group:
        return []
    return [p for p in gazetteer.divisions.groups.get(parsed.group, ()) if any(gazetteer.divisions.under(p, outer.id) for outer in places)]


def _division(place: Place, gazetteer: Gazetteer, *, unique: bool, deeper: bool) -> Candidate:
    parent = gazetteer.divisions.parent(place)
    label = say.joined(parent.name if parent else "", say.spaced(place.name))
    if place.gone:
        return Candidate(place.level, label, GONE, f"{place.name}已经撤销，要看现在归哪里", region_id=place.id)
    if not unique:
        return Candidate(place.level, label, HOMONYM, f"叫“{place.name}”的不止一处", region_id=place.id)
    if deeper:
        return Candidate(place.level, label, SHALLOW, f"只对到{place.name}，再往下没有登记", region_id=place.id)
    return Candidate(place.level, label, SURE, f"写了“{place.name}”", region_id=place.id)
