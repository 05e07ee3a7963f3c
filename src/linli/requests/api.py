"""一口受理 for programs: the same two verbs as the forms (一网通办 and 12345 link up here), refusals as problem+json.

A write carries a CSRF token, as the session is a cookie, and an `Idempotency-Key`: the same key twice files once.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Header, Router, Schema, Status
from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints

from linli.accounts import contract as accounts
from linli.kernel import limits
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import as_seen
from linli.requests import operations, queries
from linli.requests.models import Request
from linli.requests.operations.filing import MAX_TEXT, MIN_TEXT, Filing, Place, Requester
from linli.requests.operations.shape import is_requester_door
from linli.requests.queries import whereabouts, words
from linli.requests.rules import states

FILES, TEN_MINUTES = 30, 600
NO_NUL = r"^[^\x00]*$"


def _written(day: object) -> object:
    """A day is written out; pydantic would also take seconds since 1970."""
    if not isinstance(day, str):
        message = "a day like 2026-11-25"
        raise ValueError(message)  # noqa: TRY004  # pydantic turns this one into a refusal
    return day


router = Router(tags=["requests"])
Key = Annotated[
    UUID, Header(alias="Idempotency-Key", description="UUIDv7 made once for this request; send the same one when you try again")
]
Said = Annotated[str, StringConstraints(min_length=MIN_TEXT, max_length=MAX_TEXT, pattern=NO_NUL), AfterValidator(as_seen)]
Day = Annotated[date, BeforeValidator(_written)]
Short = Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL), AfterValidator(as_seen)]
Name = Annotated[str, StringConstraints(max_length=60, pattern=NO_NUL)]
Phone = Annotated[str, StringConstraints(max_length=20, pattern=NO_NUL)]


class Caller(Schema):
    """For whom a member of staff writes it down."""

    model_config = ConfigDict(extra="forbid")

    name: Name = ""
    phone: Phone = ""


class NewRequest(Schema):
    """What somebody says. Without `region_id` it goes to the community one belongs to."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["consult", "help", "service", "tip", "suggestion", "complaint"]
    text: Said
    privacy: Literal["open", "hidden", "anonymous"] = "hidden"
    where: Short = Field("", description="address in words")
    region_id: UUID | None = Field(None, description="community (社区, 村)")
    lon: float | None = Field(None, strict=True, ge=105, le=111, description="with lat: the point, WGS 84 degrees")
    lat: float | None = Field(None, strict=True, ge=28, le=33)
    in_danger: bool = Field(default=False, strict=True)
    occurred_on: Day | None = None
    about: Literal["", "community", "grid", "property", "town", "district", "nobody"] = Field(
        "", description="of a complaint: whom it is about"
    )
    channel: Literal["window", "phone", "grid", "transfer", "property", "patrol"] = Field("phone", description="staff only: how it came in")
    requester: Caller | None = Field(None, description="staff only")


class Filed(Schema):
    """What was filed. An anonymous matter has no address of its own: number and query code are the only way back."""

    id: UUID | None
    number: str
    query_code: str | None
    filed_at: datetime


class HowFar(Schema):
    """How far it is."""

    id: UUID
    number: str
    status: str
    status_label: str
    open: bool
    filed_at: datetime
    due_at: datetime | None
    region_id: UUID
    owner_unit: str


@router.post("", response={201: Filed}, operation_id="file_request", summary="Say a thing (说件事)")
def file(request: ActedRequest, key: Key, said: NewRequest) -> Status[Filed]:
    """A resident for himself; a member of staff for a caller or a visitor, within the area of the post."""
    actor = request.actor
    limits.limit("api file", str(actor.user_id), most=FILES, seconds=TEN_MINUTES)
    own = is_requester_door(actor)
    filing = Filing(
        type=said.type, text=said.text, place=_place(actor, said), privacy=said.privacy,
        channel="app" if own else said.channel, occurred_on=said.occurred_on, in_danger=said.in_danger, about=said.about,
    )  # fmt: skip
    if own:
        filed = operations.file_request(actor, filing, phone=accounts.phone_of(actor.user_id) if actor.user_id else "", op_id=key)
    else:
        caller = said.requester or Caller()
        filed = operations.file_for_other(actor, filing, Requester(caller.name, caller.phone), op_id=key)
    return Status(201, _filed(filed, own=own))


def _place(actor: Actor, said: NewRequest) -> Place:
    """The point, else what the words fit, in the community that was named; matched places are asked back by the desk."""
    region_id = said.region_id or whereabouts.home_region(actor)
    if region_id is None:
        message = "写上是哪个社区（region_id）。"
        raise Invalid(message, {"region_id": [message]})
    if (said.lon is None) != (said.lat is None):
        message = "lon 和 lat 要一起写。"
        raise Invalid(message, {"lon": [message]})
    at = whereabouts.from_point(said.lon, said.lat, region_id) if said.lon is not None and said.lat is not None else None
    found = at.place if at else whereabouts.said_place(actor, said.where, said.text, region_id)
    if said.region_id and found.region_id != said.region_id:
        found = Place(said.region_id, text=said.where)
    return replace(found, confirmed=False)


def _filed(filed: Request, *, own: bool) -> Filed:
    unknown = filed.privacy == "anonymous"
    return Filed(
        id=None if own and unknown else filed.pk, number=filed.number,
        query_code=filed.query_code if unknown or not own else None, filed_at=filed.filed_at,
    )  # fmt: skip


@router.get("/{uuid:request_id}", response=HowFar, operation_id="request_status", summary="How far it is")
def status(request: ActedRequest, request_id: UUID) -> HowFar:
    """One's own matter; for staff one that the post sees. 404 for everything else, whether it exists or not."""
    actor = request.actor
    if is_requester_door(actor):
        own = queries.own(actor, request_id)
        return _status(own.request, own.status_label)
    found = queries.visible(actor, request_id)
    return _status(found, words.status_words(found))


def _status(found: Request, label: str) -> HowFar:
    return HowFar(
        id=found.pk, number=found.number, status=found.status, status_label=label, open=found.status in states.OPEN,
        filed_at=found.filed_at, due_at=found.due_at, region_id=found.region_id, owner_unit=found.owner_unit,
    )  # fmt: skip
