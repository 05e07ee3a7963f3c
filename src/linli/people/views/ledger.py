"""Importing a ledger: upload, dry run, decision, progress, roll-back."""

import base64
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible, Refused
from linli.kernel.fields import open_sealed
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.kernel.models import Progress
from linli.kernel.typed import whole
from linli.people import jobs
from linli.people.forms import LedgerForm
from linli.people.models import ImportBatch, ImportRow
from linli.people.operations import ledger
from linli.people.operations.ledger.sheets import template_sheet
from linli.people.views.shared import KEEP, communities, crumbs, op_id, page, refused, take
from linli.places import contract as places

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100
State = ImportBatch.State
UNDER_WAY = {State.CHECKING, State.LOADING, State.UNDOING}


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.upload_ledger")
def upload(request: ActedRequest) -> HttpResponse:
    """Choose a file; what was imported before."""
    here = communities(request, "people.upload_ledger")
    form = LedgerForm(request.POST or None, request.FILES or None, initial={"region": here[0].id if here else None})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = ledger.upload_ledger(
                request.actor, form.cleaned_data["region"], str(file.name), file.read(ledger.MOST_BYTES + 1), op_id=op_id(request)
            )
        except Refused as refusal:
            refused(refusal)
            take(form, refusal)
        else:
            jobs.check.in_regions([batch.region_id]).once_as(str(batch.pk)).enqueue(batch.pk)
            return HttpResponseRedirect(f"/registry/import/{batch.pk}/")
    batches = ImportBatch.objects.visible_to(request.actor).order_by("-uploaded_at")[:20]
    context = {
        "form": form,
        "batches": batches,
        "communities": here,
        "columns": ledger.COLUMNS,
        "op_id": new_id(),
        "crumbs": crumbs(here[0].id, ("导入台账", "")) if here else [],
    }
    return page(request, "people/import.html", context, status=422 if form.errors else 200)


@require_GET
@staff_page("people.upload_ledger")
def template(request: ActedRequest) -> HttpResponse:
    """The empty template with this community's compounds in its list."""
    here = communities(request, "people.upload_ledger")
    names = [compound.name for compound in places.compounds_of([info.id for info in here])]
    return _file(template_sheet(names), "人房台账模板.xlsx")


@KEEP
@require_GET
@staff_page("people.upload_ledger")
def batch(request: ActedRequest, batch_id: UUID) -> HttpResponse:
    """One batch: how far it is, what is wrong, what can be decided."""
    found = _batch(request, batch_id)
    after = whole(request.GET.get("after", ""))
    rows = found.rows.filter(state=ImportRow.State.BAD).order_by("number")
    rows = rows if after is None else rows.filter(number__gt=after)
    bad = list(rows.only("number", "problems")[: SHOWN + 1])
    hinted = found.rows.exclude(hints=[]).exclude(state=ImportRow.State.BAD).order_by("number").only("number", "hints", "state")
    context = {
        "batch": found,
        "progress": Progress.objects.filter(pk=found.progress_id).first() if found.progress_id else None,
        "under_way": found.state in UNDER_WAY,
        "bad": bad[:SHOWN],
        "more": f"?after={bad[SHOWN - 1].number}" if len(bad) > SHOWN else "",
        "hinted": hinted[:SHOWN],
        "good": found.total - found.bad,
        "left_to_load": found.total - found.bad - found.loaded,
        "left": found.loaded - found.undone - found.kept,
        "op_id": new_id(),
        "crumbs": crumbs(found.region_id, ("导入台账", "/registry/import/"), ("这一份", "")),
    }
    partial = request.headers.get("HX-Request") and found.state in UNDER_WAY
    answer = page(request, "people/batch_progress.html" if partial else "people/batch.html", context)
    if request.headers.get("HX-Request") and not partial:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@staff_page("people.upload_ledger")
def decide(request: ActedRequest, batch_id: UUID, step: str) -> HttpResponse:
    """Load, take back or give up."""
    once = op_id(request)
    if step == "load":
        found = ledger.start_loading(request.actor, batch_id, op_id=once)
        jobs.load.in_regions([found.region_id]).once_as(str(batch_id)).enqueue(batch_id)
    elif step == "undo":
        found = ledger.start_undoing(request.actor, batch_id, op_id=once)
        jobs.undo.in_regions([found.region_id]).once_as(str(batch_id)).enqueue(batch_id)
    else:
        ledger.drop_ledger(request.actor, batch_id, op_id=once)
    return HttpResponseRedirect(f"/registry/import/{batch_id}/")


@KEEP
@require_GET
@staff_page("people.upload_ledger")
def errors(request: ActedRequest, batch_id: UUID) -> HttpResponse:
    """The rows to change, as the check job wrote them."""
    found = _batch(request, batch_id)
    if not request.actor.may("people.upload_ledger", found.region_id) or not found.error_file:
        raise NotVisible
    return _file(base64.b64decode(open_sealed(found, "error_file")), "要改的行.xlsx")


def _batch(request: ActedRequest, batch_id: UUID) -> ImportBatch:
    found = ImportBatch.objects.visible_to(request.actor).filter(pk=batch_id).first()
    if found is None or not request.actor.may("people.upload_ledger", found.region_id):
        raise NotVisible
    return found


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=SHEET)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
