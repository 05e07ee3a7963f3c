"""权限半年复核: posts nobody confirmed for half a year, as the unit above and as the auditor sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.accounts.models import Grant, Role, User
from linli.accounts.queries.staffing import due_for_review, managed, roles_to_give
from linli.accounts.rules import roles
from linli.kernel.actor import Actor
from linli.kernel.models import LogEntry

MOST = 500
QUESTION = "accounts.question_post"


@dataclass(frozen=True)
class Doubt:
    """What an auditor wrote beside a post."""

    who: str
    note: str
    at: datetime


@dataclass(frozen=True)
class Due:
    """A post to be confirmed; `may_end` when it is this actor's to keep or to end, else it is only looked at."""

    grant: Grant
    may_end: bool
    doubts: list[Doubt]


@dataclass(frozen=True)
class Review:
    """The list, and how many there are in all."""

    rows: list[Due]
    total: int


def _audits(actor: Actor) -> bool:
    return Role.objects.filter(pk=actor.role, branch=roles.AUDIT).exists()


def due(actor: Actor) -> Review:
    """Posts due in the actor's area: an auditor sees all of them, everybody else those he may manage."""
    everybody = Grant.objects.visible_to(actor).filter(user__kind=User.Kind.STAFF)
    rows = due_for_review(everybody if _audits(actor) else managed(actor)).exclude(user__pk=actor.user_id or UUID(int=0))
    shown = list(rows.select_related("user", "role", "region", "reviewed_by").order_by("given_at", "pk")[:MOST])
    own, doubts = {role.pk for role in roles_to_give(actor)}, _doubts(grant.pk for grant in shown)
    total = len(shown) if len(shown) < MOST else rows.count()
    return Review([Due(grant, grant.role_id in own, doubts.get(grant.pk, [])) for grant in shown], total)


def _doubts(grant_ids: Iterable[UUID]) -> dict[UUID, list[Doubt]]:
    """What auditors wrote, newest first, from the log."""
    found: dict[UUID, list[Doubt]] = {}
    rows = LogEntry.objects.filter(object_id__in=list(grant_ids), book=LogEntry.Book.AUDIT, operation=QUESTION).order_by("-at")
    for row in rows:
        payload = row.payload or {}
        doubt = Doubt(str(payload.get("actor", {}).get("name", "")), str(payload.get("note", "")), row.at)
        if row.object_id:
            found.setdefault(row.object_id, []).append(doubt)
    return found
