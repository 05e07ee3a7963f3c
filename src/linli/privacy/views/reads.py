"""Who looked: the auditor's list, the alarms, and the resident's own page."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.kernel.doors import resident_page, staff_page
from linli.kernel.middleware import ActedRequest
from linli.people import contract as people
from linli.privacy.queries import alarms, readings

PAGE = 50
OWN_PAGE = 30


def _before(request: HttpRequest) -> datetime | None:
    try:
        moment = datetime.fromisoformat(request.GET.get("before", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _next(request: HttpRequest, shown: list[readings.Reading], size: int) -> str:
    query = request.GET.copy()
    if len(shown) <= size:
        return ""
    query["before"] = shown[size - 1].at.isoformat()
    return f"?{query.urlencode()}"


@staff_page("privacy.see_reads")
@require_GET
def reads(request: ActedRequest) -> HttpResponse:
    """Readings of personal data in the auditor's area."""
    rows = readings.reads().visible_to(request.actor)  # type: ignore[attr-defined]
    before = _before(request)
    if before:
        rows = rows.filter(at__lt=before)
    wanted = request.GET.get("who", "").strip()[:60]
    if wanted:
        rows = rows.filter(payload__actor__name=wanted)
    shown = readings.in_words(rows[: PAGE + 1])
    named = people.briefs({one.subject_id for one in shown if one.subject_id})
    lines = [{"read": one, "subject": named.get(one.subject_id) if one.subject_id else None} for one in shown[:PAGE]]
    context: dict[str, Any] = {
        "nav": "reads",
        "crumbs": [{"name": "谁看过个人信息"}],
        "lines": lines,
        "who": wanted,
        "next_url": _next(request, shown, PAGE),
    }
    return render(request, "privacy/reads.html", context)


@staff_page("privacy.see_reads")
@require_GET
def alarm_list(request: ActedRequest) -> HttpResponse:
    """What needs a second look."""
    context = {"nav": "alarms", "crumbs": [{"name": "告警"}], "alarms": alarms.alarms(request.actor)}
    return render(request, "privacy/alarms.html", context)


@resident_page
@require_GET
def own_reads(request: ActedRequest) -> HttpResponse:
    """谁看过我的信息: the resident's own page."""
    person_id = request.actor.person_id
    shown = readings.of_subject(person_id, OWN_PAGE + 1, _before(request)) if person_id else []
    context = {
        "tab": "me",
        "back": {"url": "/me/", "label": "我的"},
        "bound": person_id is not None,
        "reads": shown[:OWN_PAGE],
        "next_url": _next(request, shown, OWN_PAGE),
    }
    return render(request, "privacy/own_reads.html", context)
