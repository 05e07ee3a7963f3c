"""What is known about one region over time: names, places, codes, outlines, contacts, changes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from linli.kernel import clock
from linli.regions import rules
from linli.regions.models import (
    Region,
    RegionBoundary,
    RegionChange,
    RegionCode,
    RegionContact,
    RegionDoubt,
    RegionName,
    RegionPlacement,
)
from linli.regions.queries.tree import on_day


@dataclass(frozen=True)
class Contact:
    """A public office contact (值班电话)."""

    region_id: UUID
    title: str
    phone: str
    address: str
    hours: str
    source: str


@dataclass(frozen=True)
class Dated:
    """One line of a history: from when to when (open when None) what held, and on what ground."""

    what: str
    text: str
    start: date | None
    end: date | None
    ground: str
    year: int = 0


@dataclass(frozen=True)
class BoundaryNote:
    """What the outline of a day is worth."""

    quality: str
    label: str
    note: str
    source: str


def contact(region_id: UUID, on: date | None = None) -> Contact | None:
    """The office one may call, or None when nobody has entered one."""
    row = RegionContact.objects.filter(on_day(on or clock.today()), region_id=region_id).first()
    return Contact(region_id, row.title, row.phone, row.address, row.hours, row.source) if row else None


def codes(region_id: UUID, on: date | None = None) -> list[Dated]:
    """The codes that hold on a day, with their system."""
    return [_code(one) for one in RegionCode.objects.filter(on_day(on or clock.today()), region_id=region_id)]


def boundary_note(region_id: UUID, on: date | None = None) -> BoundaryNote | None:
    """Quality and source of the outline, or None when there is no outline."""
    rows = RegionBoundary.objects.filter(on_day(on or clock.today()), region_id=region_id).defer("geometry")
    row = rows.first()
    return BoundaryNote(row.quality, rules.QUALITIES[row.quality], row.note, row.source) if row else None


def history(region: Region) -> list[Dated]:
    """Everything that changed, the latest first (改革经过). What held since the region's first day is no change."""
    lines = [_change(one) for one in RegionChange.objects.filter(region=region)]
    lines += [_placement(one) for one in RegionPlacement.objects.filter(child=region).select_related("parent")]
    lines += [_code(one) for one in RegionCode.objects.filter(region=region)]
    lines += [Dated("曾用名", one.name, one.valid_from, one.valid_to, "") for one in RegionName.objects.filter(region=region)]
    changed = [one for one in lines if one.end or one.start != region.valid_from]
    return sorted(changed, key=lambda one: (one.start.year if one.start else one.year, one.start or date.min), reverse=True)


def _change(one: RegionChange) -> Dated:
    text = " → ".join(part for part in (one.before, one.after) if part)
    return Dated(one.kind, f"{text}。{one.note}" if one.note else text, one.day, None, one.source, one.year)


def _placement(one: RegionPlacement) -> Dated:
    return Dated("隶属", one.parent.name, one.valid_from, one.valid_to, one.reason)


def _code(one: RegionCode) -> Dated:
    return Dated(rules.SYSTEMS[one.system], one.code, one.valid_from, one.valid_to, "")


@dataclass(frozen=True)
class Move:
    """Regions that passed between two parents on one day; `inward` when they came to the region asked about."""

    day: date
    inward: bool
    other: str
    other_id: UUID
    names: tuple[str, ...]
    ground: str


_MOVES = """
SELECT later.valid_from, later.parent_id = %(region)s, other.name, other.id, later.reason,
       array_agg(child.short_name ORDER BY later.position)
FROM regions_regionplacement AS earlier
JOIN regions_regionplacement AS later
  ON later.child_id = earlier.child_id AND later.hierarchy = earlier.hierarchy AND later.valid_from = earlier.valid_to
JOIN regions_region AS child ON child.id = later.child_id
JOIN regions_region AS other
  ON other.id = CASE WHEN later.parent_id = %(region)s THEN earlier.parent_id ELSE later.parent_id END
WHERE (earlier.parent_id = %(region)s) <> (later.parent_id = %(region)s)
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1 DESC, 2 DESC, count(*) DESC
"""


def moves(region_id: UUID) -> list[Move]:
    """Which regions came to this one and which left it, when, and on what ground; the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVES, {"region": region_id})
        return [
            Move(day, inward, other, other_id, tuple(names), ground) for day, inward, other, other_id, ground, names in cursor.fetchall()
        ]


def doubts(region_id: UUID | None = None) -> list[RegionDoubt]:
    """What the sources do not agree on: about one region, or everything."""
    rows = RegionDoubt.objects.select_related("region").order_by("kind", "code")
    return list(rows if region_id is None else rows.filter(region_id=region_id))
