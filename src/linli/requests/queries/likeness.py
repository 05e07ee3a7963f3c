"""Candidates for "the same thing", fetched narrowly and compared by the rules."""

from datetime import timedelta

from django.db.models import Q

from linli.kernel import clock
from linli.kernel.ids import random_id
from linli.requests.models import Likeness, Request
from linli.requests.rules import likeness, states

MOST_CANDIDATES = 200
_FIELDS = (
    "id", "title", "text", "category", "proposed_category", "filed_at", "compound_id", "building_id", "unit_id", "house_id",
    "requester_account_id", "restricted", "emergency", "against", "status",
)  # fmt: skip


def case_of(request: Request, category: str = "") -> likeness.Case:
    """A request as the comparison sees it."""
    return likeness.Case(
        id=request.pk,
        text=f"{request.title}。{request.text}",
        category=category or request.category or request.proposed_category,
        filed_at=request.filed_at,
        compound_id=request.compound_id,
        building_id=request.building_id,
        unit_id=request.unit_id,
        house_id=request.house_id,
        requester=str(request.requester_account_id or ""),
        privacy=likeness.Privacy(request.restricted, bool(request.emergency), request.against),
    )


def suggest(request: Request, category: str) -> list[Likeness]:
    """Unsaved suggestions for a request, the likeliest first."""
    one = case_of(request, category)
    if not likeness.may_link(one.privacy, one.privacy):
        return []
    days = request.limits["request_duplicate_days"]
    near = Q(compound_id=request.compound_id) if request.compound_id else Q(compound_id=None) | Q(proposed_category=category)
    others = (
        Request.objects.filter(near, region_id=request.region_id, filed_at__gte=request.filed_at - timedelta(days=days))
        .filter(restricted=False, emergency="", against="", merged_into=None)
        .exclude(pk=request.pk)
        .exclude(status__in=[states.WITHDRAWN, states.TRANSFERRED, states.DECLINED])
        .only(*_FIELDS)
        .order_by("-filed_at")[:MOST_CANDIDATES]
    )
    found = likeness.rank(one, [case_of(other) for other in others], days)
    return [
        Likeness(
            id=random_id(),
            region_id=request.region_id,
            request=request,
            other_id=alike.id,
            score=alike.score,
            reasons=list(alike.reasons),
            at=clock.this_hour(),
        )
        for alike in found
    ]
