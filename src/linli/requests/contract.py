"""What other contexts may ask of 一口受理: briefs and figures, never rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.requests import queries
from linli.requests.models import Request, RequestQuerySet
from linli.requests.queries import asking, counts, words
from linli.requests.queries.index import IndexedRequest, ids_after, indexed
from linli.requests.queries.on_map import MapRow, OnMap, RegionPoints, open_on_map, points_by_region, these_on_map
from linli.requests.queries.own_page import Line, line
from linli.requests.rules import access, catalogue, states
from linli.requests.rules import words as vocabulary

__all__ = [
    "Brief", "Figures", "IndexedRequest", "Line", "MapRow", "OnMap", "RegionPoints", "asking", "brief", "briefs", "counts", "figures",
    "ids_after", "indexed", "mine", "of_building", "of_house", "open_on_map", "points_by_region", "sees_points", "these_on_map", "waiting",
]  # fmt: skip


@dataclass(frozen=True)
class Brief:
    """A request on a card: what a list beside a map or a house shows."""

    id: UUID
    region_id: UUID
    number: str
    title: str
    status_label: str
    shape: str
    sanshi_label: str
    category_path: str
    place_label: str
    owner: str
    due_words: str
    filed_at: datetime
    open: bool


@dataclass(frozen=True)
class Figures:
    """Counts of one region: open, late, new today, answered, solved as told by the requester."""

    region_id: UUID
    open: int
    late: int
    filed_today: int
    answered: int
    solved: int


def _brief(request: Request) -> Brief:
    return Brief(
        id=request.pk, region_id=request.region_id, number=request.number, title=request.title,
        status_label=words.status_words(request), shape=words.shape_of(request),
        sanshi_label=vocabulary.SANSHI.get(request.sanshi, ""), category_path=catalogue.path_of(request.category or request.proposed_category),
        place_label=request.place_label, owner=f"{request.owner_unit}{request.owner_name}", due_words=words.due_words(request),
        filed_at=request.filed_at, open=request.status in states.OPEN,
    )  # fmt: skip


def _seen(actor: Actor) -> RequestQuerySet:
    return Request.objects.visible_to(actor).defer("text", "reply", "requester_phone")


def sees_points(actor: Actor) -> bool:
    """Whether the map may show this post every matter of its regions: not residents, nor units that see only what was given to them."""
    return actor.role in access.WHOLE_REGION | {access.CITY_LEAD, access.SYSTEM}


def brief(actor: Actor, request_id: UUID) -> Brief | None:
    """One request the actor sees, or None."""
    found = _seen(actor).filter(pk=request_id).first()
    return _brief(found) if found else None


def briefs(actor: Actor, request_ids: Iterable[UUID]) -> list[Brief]:
    """Those of the ids that the actor sees."""
    return [_brief(found) for found in _seen(actor).filter(pk__in=list(request_ids)).order_by("sort_at")]


def of_house(actor: Actor, house_id: UUID, limit: int = 20) -> list[Brief]:
    """Requests about a house, newest first; restricted ones never, whoever asks: a card must not give them away."""
    return [_brief(found) for found in _seen(actor).filter(house_id=house_id, restricted=False).order_by("-filed_at")[:limit]]


def of_building(actor: Actor, building_id: UUID, limit: int = 50) -> list[Brief]:
    """Open requests about a building; restricted ones never."""
    rows = _seen(actor).filter(building_id=building_id, restricted=False).open()
    return [_brief(found) for found in rows.order_by("sort_at")[:limit]]


def figures(actor: Actor) -> list[Figures]:
    """Counts of each region the actor's post sees, in one query."""
    still = Q(status__in=states.OPEN)
    rows = (
        Request.objects.visible_to(actor)
        .values("region_id")
        .annotate(
            open=Count("id", filter=still),
            late=Count("id", filter=still & Q(due_at__lt=clock.now())),
            filed_today=Count("id", filter=Q(filed_on=clock.today())),
            answered=Count("id", filter=Q(outcome__in=["solved", "unsolved"])),
            solved=Count("id", filter=Q(outcome="solved")),
        )
        .order_by("region_id")
    )
    return [Figures(**row) for row in rows]


def waiting(actor: Actor) -> dict[str, int]:
    """For the sidebar, in one query: what waits for the post itself, and all that is open."""
    counted = counts(actor, ("mine", "all"))
    return {"desk": counted["mine"], "requests": counted["all"]}


def mine(actor: Actor) -> list[Line]:
    """The acting resident's own matters, those that ask for something first."""
    return [line(row) for row in queries.mine(actor)]
