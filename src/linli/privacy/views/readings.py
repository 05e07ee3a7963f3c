"""One reading of personal data: ask about it, answer, report it; and what colleagues asked me."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, NotNow, NotVisible
from linli.kernel.middleware import ActedRequest
from linli.kernel.models import LogEntry
from linli.people import contract as people
from linli.privacy.forms import SayForm
from linli.privacy.operations import answer_reading, ask_reader, report_reading
from linli.privacy.queries import asking, readings

SAID = {"ask": "问了，等他回答。", "answer": "回答好了，问的人能看到。", "report": "报了，安全审计岗会看到这一条。"}
VERBS = {"ask": ask_reader, "answer": answer_reading, "report": report_reading}
READERS = ("people.view", "privacy.see_reads", "people.reveal")


@never_cache
@staff_page(*READERS)
@require_GET
def reading(request: ActedRequest, entry_id: UUID) -> HttpResponse:
    """Who looked at what and why, and what was said about it."""
    return _page(request, asking.seen(request.actor, entry_id), "", SayForm())


@staff_page(*READERS)
@require_POST
def say(request: ActedRequest, entry_id: UUID, verb: str) -> HttpResponse:
    """Ask, answer or report."""
    act = VERBS.get(verb)
    if act is None:
        raise NotVisible
    form = SayForm(request.POST)
    try:
        act(request.actor, entry_id, request.POST.get("text", ""))
    except (Invalid, NotNow) as refusal:
        form.add_error("text" if isinstance(refusal, Invalid) else None, refusal.message)
        return _page(request, asking.seen(request.actor, entry_id), verb, form, refusal.status)
    messages.success(request, SAID[verb])
    return redirect("reading", entry_id)


def _page(request: ActedRequest, entry: LogEntry, verb: str, form: SayForm, status: int = 200) -> HttpResponse:
    (read,), actor = readings.in_words([entry]), request.actor
    own, region_id = entry.actor_id == actor.user_id, read.region_id
    waits = asking.waits(entry)
    may = {name: bool(region_id and actor.may(f"privacy.{name}", region_id)) for name in ("ask_reader", "report_reading")}
    card = entry.subject_id if entry.subject_id and region_id and actor.may("people.view", region_id) else None
    context = {
        "nav": "reads" if actor.may_anywhere("privacy.see_reads") else "asked" if own else "registry",
        "read": read,
        "subject": people.person_brief(entry.subject_id) if entry.subject_id else None,
        "card": card,
        "thread": asking.thread(entry),
        "own": own,
        "waits": waits,
        "may_ask": may["ask_reader"] and not own and not waits,
        "may_answer": own and waits,
        "may_report": may["report_reading"] and not own and not asking.reported(entry),
        "verb": verb,
        "form": form,
        "blank": SayForm(auto_id="blank_%s"),
    }
    return render(request, "privacy/reading.html", context, status=status)


@staff_page("people.reveal")
@require_GET
def asked(request: ActedRequest) -> HttpResponse:
    """Questions about my own readings that wait for my answer."""
    rows = LogEntry.objects.visible_to(request.actor).filter(pk__in=asking.waiting_for(request.actor)).order_by("-at")
    found = readings.in_words(rows)
    return render(request, "privacy/asked.html", {"nav": "asked", "reads": found, "crumbs": [{"name": "问我的"}]})
