"""What every verb on a request does: find it, check the step, write the line, reckon the clock, show it on the map."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id, random_id
from linli.kernel.operations import Operation
from linli.kernel.scope import acting_in
from linli.places import contract as places
from linli.requests.models import Alarm, MapPoint, Notice, Request, RequestEvent, RequestHandler, RequestKey
from linli.requests.models.request import CodeHolder, held_by
from linli.requests.operations import discretion
from linli.requests.queries import reckoning
from linli.requests.rules import access, catalogue, clocks, emergency, states

CHANGED_MEANWHILE = "刚才有人先改了这件事，您的没有存。请看最新的情况再定。"
NEUTRAL = ("您说的一件事有新进展", "请打开“我的事”看，或打社区电话问。")
LONGEST = 2000
NOT_YOURS = "这件事归{holder}办，您能看，不能改。"


@contextmanager
def reach(actor: Actor, request_id: UUID) -> Iterator[None]:
    """Let a requester act on their own matter in a community that is not their home. Whose it is, is asked afterwards."""
    key = RequestKey.objects.filter(request_id=request_id).first() if is_requester_door(actor) else None
    if key is None:
        yield
        return
    with acting_in(key.region_id):
        yield


def is_requester_door(actor: Actor) -> bool:
    """Whether the actor comes as a resident, not in a post."""
    return actor.door == "resident" or actor.role in access.RESIDENTS


def locked(actor: Actor, request_id: UUID, version: int | None = None) -> Request:
    """The request, locked for this transaction. Raises NotVisible; Conflict when `version` is no longer the latest."""
    request = Request.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=request_id).first()
    if request is None:
        raise NotVisible
    if version is not None and request.version != version:
        raise Conflict(CHANGED_MEANWHILE, version=request.version)
    return request


def own(actor: Actor, request_id: UUID, version: int | None = None) -> Request:
    """As `locked`, and it must be the actor's own request. Raises NotVisible otherwise."""
    request = locked(actor, request_id, version)
    if not is_own(actor, request):
        raise NotVisible
    return request


def is_own(actor: Actor, request: Request) -> bool:
    """Whether the actor is the requester."""
    by_account = actor.user_id is not None and request.requester_account_id == actor.user_id
    by_person = actor.person_id is not None and request.requester_person_id == actor.person_id
    by_code = isinstance(actor, CodeHolder) and actor.matter_id == request.pk and request.requester_account_id is None
    return by_account or by_person or by_code


def is_handler(actor: Actor, request: Request) -> bool:
    """Whether the matter is in this actor's hands as lead."""
    return RequestHandler.objects.filter(held_by(actor), request=request, active=True, joint=False).exists()


def require_handler(actor: Actor, request: Request) -> None:
    """Raises NotPermitted, naming who has it."""
    if not is_handler(actor, request):
        holder = "".join(part for part in (request.owner_unit, request.owner_name) if part) or "别人"
        raise NotPermitted(NOT_YOURS.format(holder=holder))


@dataclass(frozen=True)
class Line:
    """What the timeline says about a step. `facts` hold codes and numbers, never personal data."""

    title: str
    text: str = ""
    public: bool = True
    facts: dict[str, Any] = field(default_factory=dict)


def check(request: Request, step: states.Step) -> str:
    """The status after the step. Raises NotNow with the sentence of the rules."""
    try:
        return states.after(request.status, step)
    except states.NotPossibleNow as refusal:
        raise NotNow(refusal.message) from refusal


def take(op: Operation, request: Request, step: states.Step, line: Line, *, by: Actor | None = None) -> RequestEvent:
    """Take a step: status, timeline, clock, version, map, audit; the request is saved. Raises NotNow, Invalid for numbers of people.

    `by`: whose line it is, where that is not the acting person.
    """
    short(line.text)
    if line.text and not is_requester_door(op.actor):
        discretion.check(request.region_id, line.text)
    before, request.status = request.status, check(request, step)
    event = write(by or op.actor, request, step.name, line)
    settle(request)
    op.record(request, status=[before, request.status], step=[None, step.name], version=[request.version - 1, request.version])
    return event


def short(text: str, field: str = "text") -> str:
    """A text no longer than what is read to its end; each is looked through for danger word by word. Raises Invalid."""
    if len(text) > LONGEST:
        message = f"写得太长了，请留最要紧的，{LONGEST} 字以内。"
        raise Invalid(message, {field: [message]})
    return text


def row_id(request: Request) -> UUID:
    """An id for a row beside a request. Those of an anonymous matter tell no time."""
    return random_id() if request.privacy == "anonymous" else new_id()


def told_at(request: Request) -> datetime:
    """When what follows by itself from the filing happened: of an anonymous matter the hour it was filed in, and a second."""
    if request.privacy == "anonymous" and request.moved_from_id is None:
        return request.filed_at + timedelta(seconds=1)
    return clock.now()


def write(actor: Actor, request: Request, step: str, line: Line) -> RequestEvent:
    """Add a line to the timeline."""
    event = line_of(actor, request, step, line)
    event.save(force_insert=True)
    return event


def line_of(actor: Actor, request: Request, step: str, line: Line) -> RequestEvent:
    """A line of the timeline, not yet written, with the name of the acting person (requesters stay masked)."""
    own_line = is_requester_door(actor)
    by_itself = step in {"file", states.NOTE.name} and actor.user_id is None
    return RequestEvent(
        id=row_id(request),
        region_id=request.region_id,
        request=request,
        at=request.received_at if step == "file" else told_at(request) if by_itself else clock.now(),
        step=step,
        status=request.status,
        title=line.title,
        text=line.text,
        public=line.public,
        actor_id=actor.user_id,
        actor_name="" if own_line else actor.name,
        actor_unit="居民" if own_line else actor.unit,
        facts=line.facts,
    )


def settle(request: Request) -> None:
    """Reckon due time and place in the queue, count the version, save, and publish the point."""
    events = RequestEvent.objects.filter(request=request, step__in=clocks.MARK_OF_STEP).order_by("at", "id")
    request.due_at, request.due_kind = reckoning.due_of(request, events)
    alarm = Alarm.objects.filter(request=request, arrived_at=None, false_alarm=False).first() if request.emergency else None
    request.queue_rank = reckoning.rank_of(request, alarm_open=alarm is not None)
    if alarm is not None and request.queue_rank == reckoning.EMERGENCY_RANK:
        request.due_at, request.due_kind = alarm.arrive_by, reckoning.ARRIVE
    request.sort_at = request.due_at or request.filed_at + reckoning.FAR
    request.version += 1
    request.save()
    publish(request)


def on_map(request: Request) -> bool:
    """Whether the map may show it: never a restricted, private or personal matter (domain §6, design §6).

    Nor a complaint about whoever works here: those complained about look at the same map (domain §9).
    """
    kind = catalogue.CATEGORIES.get(request.category or request.proposed_category)
    if request.restricted or request.against or request.sanshi == "private" or request.point is None or not request.filed_on:
        return False
    if request.emergency and not emergency.KINDS[request.emergency].mappable:
        return False
    return (
        kind is not None and kind.mappable and request.status not in {states.MERGED, states.WITHDRAWN, states.TRANSFERRED, states.DECLINED}
    )


def _snapped(request: Request) -> Point:
    """The building's own point, or the given one to about ten metres: never a door."""
    building = places.building(request.building_id) if request.building_id else None
    if building is not None and building.lon is not None and building.lat is not None:
        return Point(building.lon, building.lat, srid=4326)
    given: Point = request.point or Point(0.0, 0.0, srid=4326)
    return Point(round(given.x, 4), round(given.y, 4), srid=4326)


def publish(request: Request) -> None:
    """Write, move or take away the request's point on the map."""
    if not on_map(request):
        if request.version > 1:
            MapPoint.objects.filter(request_id=request.pk).delete()
        return
    point = _snapped(request)
    row = MapPoint(
        request_id=request.pk,
        region_id=request.region_id,
        grid_id=request.grid_id,
        point=point,
        status_group=states.STATUSES[request.status].group,
        sanshi=request.sanshi,
        category=request.category or request.proposed_category,
        urgent=request.urgency == "urgent",
        due_at=request.due_at,
        filed_on=request.filed_on,
    )
    fields = ["region_id", "grid_id", "point", "status_group", "sanshi", "category", "urgent", "due_at", "filed_on"]
    MapPoint.objects.bulk_create([row], update_conflicts=True, unique_fields=["request_id"], update_fields=fields)


def notify(request: Request, kind: str, title: str, text: str = "", *, asks: bool = False) -> None:
    """One sentence to the requester's account. A restricted matter's notice says nothing of its content (domain §6)."""
    if request.requester_account_id is None:
        return
    if request.restricted:
        title, text = NEUTRAL
    Notice(
        region_id=request.region_id,
        account_id=request.requester_account_id,
        request=request,
        kind=kind,
        title=title[:80],
        text=text[:300],
        asks=asks,
        at=clock.now(),
    ).save(force_insert=True)
