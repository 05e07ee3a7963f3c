"""The auditor's page: pick a period, verify, walk one record, print the statement, take the evidence home."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible
from linli.kernel.middleware import ActedRequest
from linli.kernel.proof import Tally
from linli.kernel.scope import use_scope
from linli.kernel.typed import whole
from linli.privacy import jobs, operations, rules
from linli.privacy.forms import THREE, VerifyForm
from linli.privacy.models import Verification
from linli.privacy.operations import statement
from linli.privacy.operations.verifying import area_of
from linli.privacy.queries import alarms, checkpoints, sample

FILES = {"statement.pdf": ("application/pdf", "核验说明"), "evidence.zip": ("application/zip", "证据包")}


@dataclass(frozen=True)
class BookLine:
    """One row of the result's table."""

    title: str
    tally: Tally


def _found(actor: Actor, verification_id: UUID) -> Verification:
    found = Verification.objects.visible_to(actor).filter(pk=verification_id).first()
    if found is None:
        raise NotVisible
    return found


def _page(request: ActedRequest, form: VerifyForm, verification: Verification | None, status: int = 200) -> HttpResponse:
    whole_city = Actor.system("privacy.checkpoints", frozenset(), wide=True)
    done = verification is not None and verification.state == Verification.State.DONE
    context: dict[str, Any] = {
        "nav": "audit",
        "crumbs": [{"name": "核验记录"}],
        "form": form,
        "verification": verification,
        "waiting": checkpoints.waiting(),
        "alarm_count": alarms.open_count(request.actor),
        "earlier": Verification.objects.visible_to(request.actor).order_by("-made_at")[:6],
        "today": clock.today(),
        "places_words": checkpoints.places_in_words(),
        "seconds": f"{(verification.milliseconds if verification else 0) / 1000:.1f}",
        "seconds_expected": max(1, (verification.expected if verification else 0) // rules.RECORDS_A_SECOND),
    }
    last = verification.result.get("last") if done and verification else None
    with use_scope(whole_city):
        context["checkpoints"] = checkpoints.lines(last["size"] if last else None)
        if done and verification:
            context["sample"] = sample.pick(area_of(verification), whole(request.GET.get("record", "")))
    if done and verification:
        tallies = verification.result["tallies"]
        context["books"] = [BookLine(rules.BOOK_TITLES[book], Tally(**tallies[book])) for book in verification.books]
        context["statement"] = statement.compose(verification)
        context["root_lines"] = rules.grouped(last["root"]) if last else []
    return render(request, "privacy/audit.html", context, status=status)


@staff_page("privacy.verify")
@require_http_methods(["GET", "POST"])
def audit(request: ActedRequest) -> HttpResponse:
    """Ask for a verification."""
    if request.method == "GET":
        return _page(request, VerifyForm(request.actor), None)
    form = VerifyForm(request.actor, request.POST)
    if not form.is_valid():
        return _page(request, form, None, status=422)
    made = operations.verify_records(request.actor, form.wanted())
    if made.state == Verification.State.WAITING:
        jobs.verify_long.in_regions(request.actor.scope, correlation_id=request.correlation_id).enqueue(verification_id=made.pk)
    return HttpResponseRedirect(reverse("audit-result", args=[made.pk]))


@staff_page("privacy.verify")
@require_GET
def result(request: ActedRequest, verification_id: UUID) -> HttpResponse:
    """What a verification found."""
    made = _found(request.actor, verification_id)
    form = VerifyForm(
        request.actor,
        initial={
            "start": made.start.isoformat(),
            "end": made.end.isoformat(),
            "region": str(made.region_id),
            "books": THREE if len(made.books) > 1 else made.books[0],
        },
    )
    return _page(request, form, made)


@staff_page("privacy.verify")
@require_GET
def download(request: ActedRequest, verification_id: UUID, name: str) -> HttpResponseBase:
    """Statement or evidence package of a verification."""
    made, path = operations.take(request.actor, verification_id, name)
    kind, title = FILES[name]
    return FileResponse(path.open("rb"), content_type=kind, as_attachment=True, filename=f"{title} {made.number}{path.suffix}")
