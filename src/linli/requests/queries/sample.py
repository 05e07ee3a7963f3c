"""抽查: a share of the answered matters of a community, drawn by lot each week, for those who watch over its work (domain §10).

The lot is the digest of the week and the matter's id: nobody picks, and all who look in one week see the same ones.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.models import in_scope
from linli.requests.models import Request
from linli.requests.rules import catalogue, states
from linli.requests.rules import words as vocabulary

profiles.declare_rule("request_sample_percent", "监督抽查占上月答复的", 5, "%", "D", "domain/requests_triage.md §10")
profiles.declare_rule("request_sample_least", "监督抽查至少", 5, "件", "D", "domain/requests_triage.md §10")

SPAN = timedelta(days=30)
ANSWERED = (states.CALLBACK, states.SOLVED, states.HARD, states.REDO, states.ARCHIVED)


@dataclass(frozen=True)
class Sampled:
    """One matter of the sample: no words of the requester, no name, no house; of a private matter not even where."""

    id: UUID
    number: str
    category_path: str
    sanshi_label: str
    place_label: str
    owner_unit: str
    status_label: str
    filed_at: datetime
    finished_at: datetime
    outcome_label: str
    rating_label: str
    redo_count: int


@dataclass(frozen=True)
class Sample:
    """This week's sample, of how many answered in the last thirty days."""

    rows: tuple[Sampled, ...]
    answered: int


def drawn(week: str, ids: list[UUID], percent: int, least: int) -> list[UUID]:
    """The share of the ids that the week's lot falls on: rounded up, and at least so many when there are."""
    number = max(least, -(-len(ids) * percent // 100))
    return sorted(ids, key=lambda one: hashlib.sha256(f"{week} {one}".encode()).digest())[:number]


def sample(actor: Actor) -> Sample:
    """The week's sample of the actor's community. Complaints about whoever works there and restricted matters are in nobody's lot."""
    rows = Request.objects.filter(in_scope("region_id", actor.scope), restricted=False, against="", status__in=ANSWERED)
    ids = list(rows.filter(finished_at__gte=clock.now() - SPAN).order_by("id").values_list("pk", flat=True))
    limits = profiles.values(("request_sample_percent", "request_sample_least"))
    chosen = drawn(f"{clock.today():%G-%V}", ids, int(limits["request_sample_percent"]), int(limits["request_sample_least"]))
    found = Request.objects.filter(pk__in=chosen).defer("text", "reply", "title", "requester_phone").order_by("-finished_at", "id")
    return Sample(tuple(_row(row) for row in found), len(ids))


def _row(row: Request) -> Sampled:
    return Sampled(
        id=row.pk, number=row.number, category_path=catalogue.path_of(row.category), sanshi_label=vocabulary.SANSHI.get(row.sanshi, ""),
        place_label="" if row.sanshi == "private" else row.place_label, owner_unit=row.owner_unit, status_label=states.STATUSES[row.status].label, filed_at=row.filed_at,
        finished_at=row.finished_at or row.filed_at, outcome_label=vocabulary.OUTCOMES.get(row.outcome, ""),
        rating_label=vocabulary.RATINGS.get(row.rating or 0, ""), redo_count=row.redo_count,
    )  # fmt: skip
