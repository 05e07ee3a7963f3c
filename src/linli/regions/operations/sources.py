"""Reads the carried division files and says, without a database, what they mean.

Sources and licences: data/README.md. Two dates matter: the statistics bureau's cut-off (our record starts there; what
was before is not claimed) and the reform of 2025-11-06 (渝府发〔2025〕15号). The civil-affairs list was read after the
reform, so its codes are claimed from that day on, not earlier.
"""

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from linli.regions import rules
from linli.regions.rules import MCA, NBS, Placing, Span

RECORD_START = date(2023, 6, 30)
REFORM = date(2025, 11, 6)
REFORM_DECISION = "渝府发〔2025〕15号"
CITY_CODE, CITY_NAME = "500000", "重庆市"
NEW_DISTRICT = "500157"
ABOLISHED = frozenset({"500105", "500112"})
RESHAPED = "500109"

DISTRICTS = "admin/chongqing_districts_2023.csv"
STREETS = "admin/chongqing_streets_2023.csv"
VILLAGES = "admin/chongqing_villages_2023.csv"
CONCORDANCE = "admin/chongqing_township_2023_to_2026.csv"
DIRECTORY_2026 = "admin/chongqing_townships_quhua_2026.json"
CHANGES = "admin/chongqing_division_changes_quhua.json"
OUTLINES = "boundary/chongqing_districts_fastgeocn.geojson"
FILES = (DISTRICTS, STREETS, VILLAGES, CONCORDANCE, DIRECTORY_2026, CHANGES, OUTLINES)
# Moves when the meaning read from the same files changes, so that installations load again.
READING = "2026-11-23.2"


@dataclass(frozen=True)
class Entry:
    """One region as the files tell it; `key` is its statistical code, or the civil-affairs one of 两江新区."""

    key: str
    name: str
    level: str
    span: Span


@dataclass(frozen=True)
class Coded:
    """A code of the region `key` in a system, with its days."""

    key: str
    system: str
    code: str
    span: Span


@dataclass(frozen=True)
class Changed:
    """A dated change of the region `key` (the city's own key where no living region is meant)."""

    key: str
    year: int
    day: date | None
    kind: str
    before: str
    after: str
    note: str
    source: str


@dataclass(frozen=True)
class Doubted:
    """Something the two lists do not agree on."""

    kind: str
    key: str | None
    district: str
    name: str
    system: str
    code: str
    note: str


@dataclass
class Reading:
    """Everything the files say."""

    entries: list[Entry] = field(default_factory=list)
    placings: list[Placing[str]] = field(default_factory=list)
    codes: list[Coded] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    doubts: list[Doubted] = field(default_factory=list)
    outlines: dict[str, str] = field(default_factory=dict)


def fingerprint(folder: Path) -> str:
    """A digest of all files and of how they are read. Raises FileNotFoundError."""
    digest = hashlib.sha256(READING.encode())
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def read(folder: Path) -> Reading:
    """Read all files. Raises FileNotFoundError, and KeyError when a column is missing."""
    reading = Reading()
    concordance = {row["code_2023"]: row for row in _rows(folder / CONCORDANCE)}
    directory = _directory(folder)
    _city_and_districts(reading, folder)
    _townships(reading, folder, concordance)
    _communities(reading, folder)
    _changes(reading, folder)
    _doubts(reading, concordance, directory)
    outlines = json.loads((folder / OUTLINES).read_text())
    reading.outlines = {one["properties"]["adcode"]: json.dumps(one["geometry"]) for one in outlines["features"]}
    return reading


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as lines:
        yield from csv.DictReader(lines)


def _directory(folder: Path) -> dict[str, dict[str, str]]:
    listed = json.loads((folder / DIRECTORY_2026).read_text())
    return {district["county"]: district["townships"] for district in listed.values()}


def _city_and_districts(reading: Reading, folder: Path) -> None:
    always = Span(RECORD_START)
    reading.entries.append(Entry(CITY_CODE, CITY_NAME, rules.CITY, always))
    reading.codes += [Coded(CITY_CODE, system, CITY_CODE, always) for system in (NBS, MCA)]
    for row in _rows(folder / DISTRICTS):
        code = row["code"]
        span = Span(RECORD_START, REFORM) if code in ABOLISHED else always
        reading.entries.append(Entry(code, row["name"], rules.DISTRICT, span))
        reading.placings.append(Placing(code, CITY_CODE, span))
        # Six-digit codes of districts come from GB/T 2260 in both systems.
        reading.codes += [Coded(code, system, code, span) for system in (NBS, MCA)]
    since = Span(REFORM)
    reading.entries.append(Entry(NEW_DISTRICT, "两江新区", rules.DISTRICT, since))
    reading.placings.append(Placing(NEW_DISTRICT, CITY_CODE, since))
    reading.codes.append(Coded(NEW_DISTRICT, MCA, NEW_DISTRICT, since))


def _townships(reading: Reading, folder: Path, concordance: dict[str, dict[str, str]]) -> None:
    always, before, after = Span(RECORD_START), Span(RECORD_START, REFORM), Span(REFORM)
    for row in _rows(folder / STREETS):
        code, district = row["code"], row["district_code"]
        reading.entries.append(Entry(code, row["name"], rules.TOWNSHIP, always))
        reading.codes.append(Coded(code, NBS, code, always))
        match = concordance[code]
        if match["status"] == "moved":
            reading.placings += [Placing(code, district, before), Placing(code, match["district_code_2026"], after)]
            reading.changes.append(_move(code, match))
        else:
            reading.placings.append(Placing(code, district, always))
        if match["code_2026"]:
            reading.codes.append(Coded(code, MCA, match["code_2026"], after))


def _move(code: str, match: dict[str, str]) -> Changed:
    return Changed(
        key=code,
        year=REFORM.year,
        day=REFORM,
        kind="划归",
        before=match["district_2023"],
        after=match["district_2026"],
        note=f"由{match['district_2023']}划归{match['district_2026']}，名称不变。",
        source=REFORM_DECISION,
    )


def _communities(reading: Reading, folder: Path) -> None:
    always = Span(RECORD_START)
    for row in _rows(folder / VILLAGES):
        code = row["code"]
        reading.entries.append(Entry(code, row["name"], rules.COMMUNITY, always))
        reading.codes.append(Coded(code, NBS, code, always))
        reading.placings.append(Placing(code, row["street_code"], always))


def _changes(reading: Reading, folder: Path) -> None:
    listed: list[dict[str, Any]] = json.loads((folder / CHANGES).read_text())
    known = {entry.key for entry in reading.entries if entry.level == rules.DISTRICT}
    became = {one["old"]["code"][:6]: one["new"]["code"][:6] for one in listed if _both(one)}
    for one in listed:
        codes = [side["code"][:6] for side in (one["new"], one["old"]) if side["code"]]
        keys = {_follow(code, became, known) for code in codes} - {None} or {CITY_CODE}
        reading.changes += [_change(key, one) for key in sorted(key for key in keys if key)]


def _both(one: dict[str, Any]) -> bool:
    return bool(one["old"]["code"] and one["new"]["code"])


def _follow(code: str, became: dict[str, str], known: set[str]) -> str | None:
    """The region of our record that an older code ended in, or None where the files do not say."""
    passed: set[str] = set()
    while code not in known:
        if code in passed or code not in became:
            return None
        passed.add(code)
        code = became[code]
    return code


def _change(key: str, one: dict[str, Any]) -> Changed:
    old, new = one["old"], one["new"]
    reform = one["year"] == REFORM.year
    return Changed(
        key=key,
        year=one["year"],
        day=REFORM if reform else None,
        kind=one["type"],
        before=_named(old),
        after=_named(new),
        note=one.get("note", "") if reform else "",
        source=one["doc_no"] or one["source"].partition("（")[0],
    )


def _named(side: dict[str, str | None]) -> str:
    return f"{side['name']}（{str(side['code'])[:6]}）" if side["name"] and side["code"] else ""


def _doubts(reading: Reading, concordance: dict[str, dict[str, str]], directory: dict[str, dict[str, str]]) -> None:
    for code, row in concordance.items():
        if row["status"] == "unmatched":
            note = "仍按 2023 年的名称和隶属显示，等人核定。"
            place = (row["district_2023"], row["name_2023"])
            reading.doubts.append(Doubted("not_in_2026", code, *place, NBS, code, note))
    matched = {row["code_2026"]: code for code, row in concordance.items() if row["code_2026"]}
    home = {row["name_2026"]: code for code, row in concordance.items() if row["status"] == "moved"}
    for district, towns in directory.items():
        for name, long_code in towns.items():
            code = long_code[:9]
            if code in matched:
                continue
            if district == "北碚区" and name in home:
                note = "2025 年已划归两江新区，名录在北碚区还留着一条；按两江新区显示。"
                reading.doubts.append(Doubted("listed_twice", home[name], district, name, MCA, code, note))
            else:
                note = "没有对上 2023 年的乡镇街道，没有入库。"
                reading.doubts.append(Doubted("only_in_2026", None, district, name, MCA, code, note))
