"""Who looked: the auditor's list, the alarms, and the resident's own page."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from linli.kernel.doors import resident_page, staff_page
from linli.kernel.errors import Invalid, NotNow, NotVisible
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.people import contract as people
from linli.privacy.forms import NoteForm
from linli.privacy.operations import handle_alarm, reopen_alarm
from linli.privacy.queries import alarms, readings

PAGE = 50
OWN_PAGE = 30


def _before(request: HttpRequest) -> datetime | None:
    """The moment to go on before, in UTC; None for what is none. PostgreSQL takes fewer offsets than Python does."""
    try:
        moment = datetime.fromisoformat(request.GET.get("before", ""))
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


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
    """What needs a second look, and what was done about it."""
    return _alarms(request, NoteForm())


@staff_page("privacy.handle_alarm")
@require_POST
def act_on_alarm(request: ActedRequest, what: str) -> HttpResponse:
    """Deal with one alarm, or open it again; both with a note."""
    verb = {"handle": handle_alarm, "reopen": reopen_alarm}.get(what)
    code, entry_id = request.POST.get("code", ""), uuid_or_none(request.POST.get("entry", ""))
    if verb is None or entry_id is None:
        raise NotVisible
    form = NoteForm(request.POST)
    try:
        verb(request.actor, code, entry_id, request.POST.get("note", ""))
    except (Invalid, NotNow) as refusal:
        form.add_error("note" if isinstance(refusal, Invalid) else None, refusal.message)
        return _alarms(request, form, refusal.status)
    messages.success(request, "记下了：这条处理完了。" if what == "handle" else "重新打开了。")
    return HttpResponseRedirect("/audit/alarms/" if what == "handle" else "/audit/alarms/?done=1")


def _alarms(request: ActedRequest, form: NoteForm, status: int = 200) -> HttpResponse:
    found = alarms.alarms(request.actor)
    waiting, done = [one for one in found if one.handled is None], [one for one in found if one.handled]
    shown = done if request.GET.get("done") or request.path.endswith("/reopen/") else waiting
    context = {
        "nav": "alarms",
        "crumbs": [{"name": "告警"}],
        "alarms": shown,
        "done": shown is done,
        "counts": (len(waiting), len(done)),
        "form": form,
        "at": request.POST.get("entry", "") + request.POST.get("code", "") if form.errors else "",
    }
    return render(request, "privacy/alarms.html", context, status=status)


@resident_page
@require_GET
def own_reads(request: ActedRequest) -> HttpResponse:
    """谁看过我的信息: the resident's own page. Whoever speaks for somebody does not read that person's book: it tells of calls for help."""
    family = request.actor.role == "family"
    person_id = None if family else request.actor.person_id
    shown = readings.of_subject(person_id, OWN_PAGE + 1, _before(request)) if person_id else []
    context = {
        "tab": "me",
        "back": {"url": "/me/", "label": "我的"},
        "bound": person_id is not None,
        "family": family,
        "reads": shown[:OWN_PAGE],
        "next_url": _next(request, shown, OWN_PAGE),
    }
    return render(request, "privacy/own_reads.html", context)
