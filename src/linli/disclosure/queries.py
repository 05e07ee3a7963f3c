"""Reads of the board."""

from uuid import UUID

from django.db.models import Q, QuerySet

from linli.disclosure.models import Bulletin
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import in_scope
from linli.regions import contract as regions


def board(region_id: UUID) -> QuerySet[Bulletin]:
    """What hangs on a community's board today, with what township and above posted for all; newest first."""
    return _standing().filter(region_id__in=(region_id, *regions.ancestors(region_id))).order_by("-published_at", "-id")


def hanging(actor: Actor, limit: int) -> list[Bulletin]:
    """What hangs today in the area of the acting post, and what was posted for all above it; newest first."""
    if actor.wide or actor.region_id is None:
        return []
    rows = _standing().filter(in_scope("region_id", [*actor.scope, *regions.ancestors(actor.region_id)])).select_related("region")
    return list(rows.order_by("-published_at", "-id")[:limit])


def _standing() -> QuerySet[Bulletin]:
    return Bulletin.objects.filter(Q(until=None) | Q(until__gte=clock.today()), taken_down_at=None)


def coming_first(region_id: UUID, most: int) -> list[Bulletin]:
    """A board as it is read: what is still to come, the nearest day first, then the rest, newest first."""
    dated = coming(region_id, most)
    rest = board(region_id).exclude(pk__in=[row.pk for row in dated])
    return [*dated, *rest[: most - len(dated)]]


def coming(region_id: UUID, limit: int = 3) -> list[Bulletin]:
    """Dated notices from today on, the nearest first."""
    return list(board(region_id).filter(happens_on__gte=clock.today()).order_by("happens_on", "id")[:limit])
