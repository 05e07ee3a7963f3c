"""Small reads of the desk beside queue and matter: who answered an emergency, who may be handed a matter, who looked at it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.accounts import contract as accounts
from linli.kernel.actor import Actor
from linli.kernel.models import LogEntry
from linli.organisations import contract as organisations
from linli.regions import contract as regions
from linli.requests.models import Alarm, Request
from linli.requests.operations import To

PEOPLE = (
    "community_worker", "grid_worker", "community_head", "property", "town_officer", "town_command", "department",
    "care_provider", "social_org",
)  # fmt: skip
UNITS = frozenset({"property", "department", "care_provider", "social_org"})


@dataclass(frozen=True)
class Receiver:
    """Somebody a matter can be given to; `key` is what a form carries and means nothing outside this list."""

    key: str
    label: str
    group: str
    to: To
    region_id: UUID | None = None


@dataclass(frozen=True)
class Look:
    """One time that somebody had name and phone shown."""

    at: datetime
    name: str
    unit: str
    purpose: str


def answered_by(request_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Who said 已应 to which emergency."""
    ids = list(request_ids)
    return dict(Alarm.objects.filter(request__in=ids, answered_at__isnull=False).values_list("request_id", "answered_by")) if ids else {}


def receivers(region_id: UUID) -> list[Receiver]:
    """Whom a matter of this community can be given to: its own people, then units, then the levels above."""
    line = [region_id, *regions.ancestors(region_id)]
    people = accounts.holders(line, PEOPLE)
    own = {region_id, *regions.grids_under([region_id])}
    near = {one: place for place, one in enumerate(line)} | dict.fromkeys(own, 0)
    people.sort(key=lambda one: (near.get(one.region_id, len(line)), PEOPLE.index(one.role)))
    found = [
        Receiver(
            f"u-{one.user_id}-{one.role}",
            f"{one.name}（{one.unit}）",
            "本社区" if one.region_id in own else "镇街和区县",
            To(one.role, one.unit, one.user_id, one.name),
            one.region_id,
        )
        for one in people
    ]
    staffed = {(one.role, one.unit) for one in people}
    found.extend(
        Receiver(f"o-{unit.id}", unit.label, "单位", To(unit.kind, unit.label))
        for unit in organisations.units_for(region_id)
        if unit.kind in UNITS and not staffed & {(unit.kind, unit.label), (unit.kind, unit.name)}
    )
    return found


def visible_or_none(actor: Actor, request_id: UUID | None) -> Request | None:
    """The matter another one follows, when this post may see it."""
    return Request.objects.visible_to(actor).filter(pk=request_id).first() if request_id else None


def looks(request: Request) -> list[Look]:
    """Who had name and phone of the requester shown, newest first, from the log the requester reads too."""
    rows = LogEntry.objects.filter(book=LogEntry.Book.READ, object_id=request.pk).order_by("-at")[:20]
    return [_look(row) for row in rows if row.payload]


def _look(row: LogEntry) -> Look:
    payload = row.payload or {}
    who = payload.get("actor", {})
    return Look(row.at, str(who.get("name", "")), str(who.get("unit", "")), str(payload.get("purpose", "")))


def several(actor: Actor, request_ids: list[UUID]) -> list[Request]:
    """Matters by id, among those this post sees, the most pressing first."""
    return list(Request.objects.visible_to(actor).filter(pk__in=request_ids).order_by("queue_rank", "sort_at", "id"))
