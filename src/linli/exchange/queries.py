"""Reads of 数据共享 for pages."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from linli.exchange.models import MatchTask
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Tasks, the newest first; `more` is the id to go on after, None at the end."""

    rows: list[MatchTask]
    more: UUID | None


def tasks(actor: Actor, *, state: str = "", text: str = "", after: UUID | None = None) -> Page:
    """Tasks of the area, filtered. Ids tell the time, so the newest has the greatest."""
    rows = MatchTask.objects.visible_to(actor).select_related("region")
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(department__icontains=text))
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def task(actor: Actor, task_id: UUID) -> MatchTask:
    """One task. Raises NotVisible."""
    row = MatchTask.objects.visible_to(actor).select_related("region").filter(pk=task_id).first()
    if row is None:
        raise NotVisible
    return row
