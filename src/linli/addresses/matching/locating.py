"""Finds places inside a resident's own words: "我们 3 号楼 2 单元的楼道灯…5 楼到 7 楼全黑" plus the home.

Positions refer to the text as written, so that a page can mark the words it relied on.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from linli.addresses.matching import say
from linli.addresses.matching.gazetteer import Building, Compound, Gazetteer
from linli.addresses.matching.matching import ALIAS, HOMONYM, INFERRED, MISSING_BUILDING, SURE
from linli.addresses.matching.outcome import Candidate, Home, Match, settle
from linli.addresses.matching.text import NUMERAL, fold, normalise, number

_N = rf"(?:\d{{1,3}}|[{NUMERAL}]{{1,3}})"
_BUILDING = re.compile(rf"(?P<n>{_N}|[A-Z]\d?|[甲乙丙丁戊己])\s*(?:号\s*楼|号\s*栋|[栋幢座]|#\s*楼?)")
_UNIT = re.compile(rf"(?P<n>{_N})\s*单元")
_FLOORS = re.compile(rf"(?P<low>负?{_N})\s*[楼层F]?\s*(?:到|至|-|、|和)\s*(?P<high>负?{_N})\s*[楼层F]")
_FLOOR = re.compile(rf"(?<!号)(?<!号\s)(?P<low>负?{_N})\s*[楼层F](?!栋|道口)")
_STREET = re.compile(r"平街层?")
_PARTS = re.compile(
    r"楼道|过道|走廊|电梯|楼梯间|楼顶|屋顶|天台|车库|地下室|大门口?|单元门|门卫|广场|花园|绿化带|健身器材|垃圾桶|垃圾房|梯坎|坡坎|堡坎|路口|路边|河边|院坝"
)
_DENIED = re.compile(r"(?:不是|不在|并非|除了)\s*(?:在|我们)?\s*$")
_OURS = re.compile(
    r"我们?家|家里|我们?屋头|我们?(?:这|那)?\s*(?:栋|楼|单元)|本(?:栋|楼|单元)|楼上|楼下|隔壁(?!的?(?:社区|小区|村|街道|镇))"
)
_OUR_UNIT = re.compile(r"我们?(?:这|那)?\s*(?:个)?单元|本单元")
_WEAK_COMMUNITY = 0.6
_OUR_BUILDING = 0.86
_ELSEWHERE = 0.7


@dataclass(frozen=True)
class _Mention:
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class _Words:
    """All that the text says about a place."""

    compounds: tuple[_Mention, ...]
    buildings: tuple[_Mention, ...]
    units: tuple[_Mention, ...]
    floors: tuple[int, int] | None
    street_floor: bool
    parts: tuple[_Mention, ...]
    ours: tuple[_Mention, ...]
    spans: tuple[tuple[int, int], ...]


def locate(text: str, gazetteer: Gazetteer, home: Home | None = None) -> Match:
    """The place a text speaks of, guessed from its words and the home. Asks back unless one place is clear."""
    home = home or Home()
    words = _read(text, gazetteer)
    where = _quoted(text, words)
    found = [
        _deepen(start, mention, words, gazetteer)
        for mention in _unless_empty(words.buildings)
        for start in _compounds(words, mention, where, gazetteer, home)
    ]
    candidates = list(dict.fromkeys(one for one in found if one is not None)) or _near_home(words, gazetteer, home)
    detail = _detail(words)
    return settle(candidates, (), detail=detail, evidence=words.spans)


def _unless_empty(mentions: tuple[_Mention, ...]) -> tuple[_Mention | None, ...]:
    return mentions or (None,)


def _value(numeral: str) -> str:
    return numeral if re.fullmatch(r"[A-Z]\d?|[甲乙丙丁戊己]", numeral) else str(number(numeral))


def _mentions(pattern: re.Pattern[str], text: str) -> tuple[_Mention, ...]:
    found: dict[str, _Mention] = {}
    for hit in pattern.finditer(text):
        if not _DENIED.search(text[: hit.start()]):
            value = _value(hit["n"]) if "n" in pattern.groupindex else hit.group()
            found.setdefault(value, _Mention(value, hit.start(), hit.end()))
    return tuple(found.values())


def _read(text: str, gazetteer: Gazetteer) -> _Words:
    folded = fold(text)
    buildings, units, parts = _mentions(_BUILDING, folded), _mentions(_UNIT, folded), _mentions(_PARTS, folded)
    compounds = _compound_mentions(folded, gazetteer)
    blanked = _without(folded, (*buildings, *units, *compounds))
    span, at = _floors(blanked)
    street = _STREET.search(blanked)
    used = [(one.start, one.end) for one in (*compounds, *buildings, *units, *parts[:1])]
    used += [at] if at else []
    used += [street.span()] if street else []
    ours = _mentions(_OURS, folded)
    return _Words(compounds, buildings, units, span, street is not None, parts, ours, tuple(sorted(used)))


def _without(text: str, mentions: tuple[_Mention, ...]) -> str:
    for one in mentions:
        text = text[: one.start] + "\u3000" * (one.end - one.start) + text[one.end :]
    return text


def _compound_mentions(text: str, gazetteer: Gazetteer) -> tuple[_Mention, ...]:
    found: list[_Mention] = []
    for name in sorted(gazetteer.compound_names, key=len, reverse=True):
        at = text.find(name)
        clear = at >= 0 and not any(one.start < at + len(name) and at < one.end for one in found)
        if clear and not _DENIED.search(text[:at]):
            found.append(_Mention(name, at, at + len(name)))
    return tuple(sorted(found, key=lambda one: one.start))


def _floor(numeral: str) -> int:
    return -number(numeral[1:]) if numeral.startswith("负") else number(numeral)


def _floors(text: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    if hit := _FLOORS.search(text):
        low, high = sorted((_floor(hit["low"]), _floor(hit["high"])))
        return (low, high), hit.span()
    if hit := _FLOOR.search(text):
        return (_floor(hit["low"]), _floor(hit["low"])), hit.span()
    return None, None


def _quoted(text: str, words: _Words) -> str:
    """The words for building and unit as the person wrote them, in one quotation when they stand together."""
    said = sorted((*words.compounds, *words.buildings[:1], *words.units[:1]), key=lambda one: one.start)
    if not said:
        return ""
    if len(said) > 1 and all(not text[a.end : b.start].strip(" 的在，,") for a, b in pairwise(said)):
        return say.spaced(text[said[0].start : said[-1].end])
    return "”“".join(say.spaced(text[one.start : one.end]) for one in said)


def _start(compound: Compound, score: float, reason: str) -> Candidate:
    return Candidate("compound", say.spaced(compound.name), score, reason, region_id=compound.region_id, compound_id=compound.id)


def _compounds(words: _Words, building: _Mention | None, where: str, gazetteer: Gazetteer, home: Home) -> list[Candidate]:
    if words.compounds:
        return _named(words, where, gazetteer, home)
    if building is None:
        return []
    own = gazetteer.compounds.get(home.compound_id) if home.compound_id else None
    if own and gazetteer.building_in(own.id, building.value):
        return [_start(own, INFERRED, f"您写了“{where}”，又住在{say.spaced(own.name)}，所以猜是这里")]
    having = [c for c in gazetteer.compounds.values() if gazetteer.building_in(c.id, building.value)]
    score = _ELSEWHERE if len(having) > 1 else _ELSEWHERE + 0.1
    found = [_start(c, score, f"您写了“{where}”，{say.spaced(c.name)}有这栋楼") for c in having]
    if own and not found:
        return [_start(own, INFERRED, f"您写了“{where}”，但您住的{say.spaced(own.name)}没有登记这栋楼")]
    return found


def _named(words: _Words, where: str, gazetteer: Gazetteer, home: Home) -> list[Candidate]:
    found: dict[Compound, float] = {}
    for mention in words.compounds:
        named = gazetteer.compound_names[mention.value]
        for compound in named:
            is_name = mention.value in normalise(compound.name)
            alone = len(named) == 1 or compound.region_id == home.region_id
            score = (SURE if is_name else ALIAS) if alone else HOMONYM
            found[compound] = max(found.get(compound, 0.0), score)
    return [_start(compound, score, f"您写了“{where}”") for compound, score in found.items()]


def _deepen(start: Candidate, mention: _Mention | None, words: _Words, gazetteer: Gazetteer) -> Candidate | None:
    if mention is None:
        return start
    building = gazetteer.building_in(start.compound_id, mention.value)
    if building is None:
        missing = say.building(mention.value)
        return replace(start, score=start.score * MISSING_BUILDING, reason=f"{start.reason}；{start.label}没有登记 {missing}")
    return _at_unit(_at_building(start, building), building, words, gazetteer)


def _at_building(start: Candidate, building: Building) -> Candidate:
    label = say.joined(start.label, say.building(building.label))
    return replace(start, level="building", label=label, building_id=building.id, region_id=building.region_id)


def _at_unit(at: Candidate, building: Building, words: _Words, gazetteer: Gazetteer) -> Candidate:
    wanted = {mention.value for mention in words.units}
    if len(wanted) != 1:
        return at
    unit = gazetteer.unit_in(building.id, wanted.pop())
    if unit:
        return replace(at, level="unit", unit_id=unit.id, label=say.joined(at.label, say.unit(unit.label)))
    return at


def _near_home(words: _Words, gazetteer: Gazetteer, home: Home) -> list[Candidate]:
    own = gazetteer.buildings.get(home.building_id) if home.building_id else None
    compound = gazetteer.compounds.get(home.compound_id) if home.compound_id else None
    inside = words.ours or words.units or words.floors or _indoors(words)
    if own and inside:
        said = words.ours[0].value if words.ours else "楼里的事"
        base = _start(compound, _OUR_BUILDING, "") if compound else Candidate("building", "", _OUR_BUILDING, "")
        at = _at_building(base, own)
        at = replace(at, reason=f"您没写楼号，说的是“{said}”，就按您家那栋楼猜")
        unit = gazetteer.units.get(home.unit_id) if home.unit_id else None
        if unit and (words.floors or _indoors(words) or _OUR_UNIT.search(words.ours[0].value if words.ours else "")):
            return [replace(at, level="unit", unit_id=unit.id, label=say.joined(at.label, say.unit(unit.label)))]
        return [at]
    if compound:
        return [_start(compound, _WEAK_COMMUNITY, f"您没写在哪里，先按您住的{say.spaced(compound.name)}猜")]
    if home.region_id and home.region_id in gazetteer.divisions.places:
        place = gazetteer.divisions.places[home.region_id]
        return [Candidate("community", place.name, _WEAK_COMMUNITY, f"您没写在哪里，先按{place.name}猜", region_id=place.id)]
    return []


def _indoors(words: _Words) -> bool:
    return any(part.value in {"楼道", "过道", "走廊", "电梯", "楼梯间", "楼顶", "天台", "单元门"} for part in words.parts)


def _detail(words: _Words) -> str:
    floors = say.floors(words.floors, street=words.street_floor)
    part = words.parts[0].value if words.parts else ""
    return f"{floors}{part}"
