"""Keeping the index: follow one source, compare and repair a piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from linli.affairs.models import Affair
from linli.affairs.sources import SOURCES, Facts
from linli.kernel.actor import Actor
from linli.kernel.models import in_scope
from linli.kernel.operations import Operation, operation

PIECE = 500


@dataclass(frozen=True)
class Piece:
    """What a comparison of one piece found: how many were looked at, and missing, different and surplus rows; `last` id, None at the end."""

    looked: int
    missing: int
    different: int
    surplus: int
    last: UUID | None


def follow(actor: Actor, kind: str, source_id: UUID) -> None:
    """Bring one affair up to what its source says now; gone when the source may not be indexed. Doing it again changes nothing."""
    with operation(actor, "affairs.follow") as op:
        facts = SOURCES[kind].facts([source_id]).get(source_id)
        row = Affair.objects.select_for_update().filter(type=kind, source_id=source_id).first()
        if facts is not None:
            op.require(facts["region_id"])
        if not _put(op, kind, source_id, row, facts):
            op.unchanged()


def compare(actor: Actor, kind: str, region_ids: Sequence[UUID], after: UUID | None, *, repair: bool) -> Piece:
    """Compare the next piece of a type's sources, and the rows of the index between its ends; repair them when told to."""
    with operation(actor, "affairs.follow") as op:
        for region_id in (None,) if actor.wide else region_ids:
            op.require(region_id)
        ids = SOURCES[kind].ids_after(region_ids, after, PIECE)
        last = ids[-1] if len(ids) == PIECE else None
        facts = SOURCES[kind].facts(ids)
        rows = Affair.objects.filter(in_scope("region_id", region_ids), type=kind)
        rows = rows.filter(source_id__gt=after) if after else rows
        known = {row.source_id: row for row in (rows.filter(source_id__lte=last) if last else rows).select_for_update()}
        missing = [one for one in facts if one not in known]
        different = [one for one in facts if one in known and _changes(known[one], facts[one])]
        surplus = [one for one in known if one not in facts]
        written = [_put(op, kind, one, known.get(one), facts.get(one)) for one in (*missing, *different, *surplus) if repair]
        if not any(written):
            op.unchanged()
        return Piece(len(ids), len(missing), len(different), len(surplus), last)


def _put(op: Operation, kind: str, source_id: UUID, row: Affair | None, facts: Facts | None) -> bool:
    """Write what differs; whether anything did."""
    if facts is None:
        if row is None:
            return False
        op.record(row, state=[row.state, None])
        row.delete()
        return True
    if row is None:
        made = Affair(type=kind, source_id=source_id, **facts)
        made.save(force_insert=True)
        op.record(made, state=[None, made.state])
        return True
    changes = _changes(row, facts)
    if not changes:
        return False
    for name, (_, value) in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    told: dict[str, Any] = {name: [str(before), str(now)] for name, (before, now) in changes.items()}
    op.record(row, **told)
    return True


def _changes(row: Affair, facts: Facts) -> dict[str, tuple[Any, Any]]:
    return {name: (getattr(row, name), value) for name, value in facts.items() if getattr(row, name) != value}
