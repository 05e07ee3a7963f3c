"""What the triage is told besides the words: place, property contract, earlier cases of the same community."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Avg, Count, F

from linli.kernel import clock
from linli.organisations import contract as organisations
from linli.requests.models import Request
from linli.requests.rules import states, triage

YEAR = timedelta(days=365)
_CLAUSE_OF = {
    "light": "public_lighting",
    "lift": "shared_parts",
    "door": "shared_parts",
    "pipe": "shared_parts",
    "roof": "shared_parts",
    "charge": "shared_parts",
    "garbage": "cleaning",
    "pests": "cleaning",
    "green": "cleaning",
    "parking": "security",
    "firelane": "security",
    "ebike": "security",
}


def of(request: Request) -> triage.Facts:
    """Facts of a request."""
    company = organisations.property_of(request.compound_id) if request.compound_id else None
    clauses = {code: getattr(company, kind) for code, kind in _CLAUSE_OF.items()} if company else {}
    return triage.Facts(
        place_label=request.place_label,
        at_home=request.house_id is not None,
        property_company=company.unit.label if company else "",
        clauses={code: clause.rstrip("。") for code, clause in clauses.items() if clause},
        cases=similar_cases(request),
        against=request.against,
    )


def similar_cases(request: Request) -> dict[str, triage.SimilarCases]:
    """Closed cases of a year in the same community, by category: how many, in which class, after how many days."""
    rows = (
        Request.objects.filter(region_id=request.region_id, filed_on__gt=clock.today() - YEAR, restricted=False, against="")
        .filter(status__in=[states.SOLVED, states.ARCHIVED], merged_into=None)
        .exclude(category="")
        .values("category", "sanshi")
        .annotate(count=Count("id"), span=Avg(F("finished_at") - F("accepted_at")))
    )
    grouped: dict[str, list[tuple[str, int, float]]] = defaultdict(list)
    for row in rows:
        grouped[row["category"]].append((row["sanshi"], row["count"], row["span"].total_seconds() / 86400 if row["span"] else 0.0))
    return {category: _sum(found) for category, found in grouped.items()}


def _sum(found: list[tuple[str, int, float]]) -> triage.SimilarCases:
    total = sum(count for _, count, _ in found)
    days = sum(count * span for _, count, span in found) / total
    return triage.SimilarCases(total, {sanshi: count for sanshi, count, _ in found}, max(1, round(days)))
