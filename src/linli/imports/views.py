"""Importing a file: upload, dry run, decision, progress, roll-back."""

import base64
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.imports import jobs, operations
from linli.imports.forms import UploadForm
from linli.imports.models import ImportBatch, ImportRow
from linli.imports.operations import importer as kinds
from linli.imports.operations.importer import Importer
from linli.imports.operations.sheets import template_sheet
from linli.kernel.doors import staff_page
from linli.kernel.errors import NotPermitted, NotVisible, Refused
from linli.kernel.fields import open_sealed
from linli.kernel.filled import op_id, take
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.kernel.models import Progress
from linli.kernel.typed import whole
from linli.regions import contract as regions

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEEP = never_cache
SHOWN = 100
State = ImportBatch.State
UNDER_WAY = {State.CHECKING, State.LOADING, State.UNDOING}


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("imports.upload")
def upload(request: ActedRequest) -> HttpResponse:
    """Choose what to import and a file; what was imported before."""
    here = _communities(request)
    importer = _kind(request, request.POST.get("kind") or request.GET.get("kind") or "")
    form = UploadForm(request.POST or None, request.FILES or None, initial={"region": here[0].id if here else None})
    if request.method == "POST" and form.is_valid():
        try:
            batch = _take(request, importer, form)
        except Refused as refusal:
            take(form, refusal)
        else:
            jobs.check.in_regions([batch.region_id]).once_as(str(batch.pk)).enqueue(batch.pk)
            return HttpResponseRedirect(f"/registry/import/{batch.pk}/")
    batches = ImportBatch.objects.visible_to(request.actor).order_by("-uploaded_at")[:20]
    context = {
        "form": form,
        "batches": [(batch, kinds.get(batch.kind).title) for batch in batches],
        "communities": here,
        "importer": importer,
        "kinds": _kinds(request),
        "op_id": new_id(),
        "crumbs": _crumbs(here[0].id, ("导入", "")) if here else [],
    }
    return _page(request, "imports/import.html", context, status=422 if form.errors else 200)


def _take(request: ActedRequest, importer: Importer[Any], form: UploadForm) -> ImportBatch:
    file = form.cleaned_data["file"]
    content = file.read(operations.MOST_BYTES + 1)
    return operations.upload(request.actor, importer.key, form.cleaned_data["region"], str(file.name), content, op_id=op_id(request))


@require_GET
@staff_page("imports.upload")
def template(request: ActedRequest) -> HttpResponse:
    """The empty template of a kind, with this community's own names in its lists."""
    importer = _kind(request, request.GET.get("kind", ""))
    offers = importer.offers([info.id for info in _communities(request)])
    return _file(template_sheet(importer, offers), f"{importer.title}模板.xlsx")


@KEEP
@require_GET
@staff_page("imports.upload")
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
        "importer": kinds.get(found.kind),
        "crumbs": _crumbs(found.region_id, ("导入", f"/registry/import/?kind={found.kind}"), ("这一份", "")),
    }
    partial = request.headers.get("HX-Request") and found.state in UNDER_WAY
    answer = _page(request, "imports/batch_progress.html" if partial else "imports/batch.html", context)
    if request.headers.get("HX-Request") and not partial:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@staff_page("imports.upload")
def decide(request: ActedRequest, batch_id: UUID, step: str) -> HttpResponse:
    """Load, take back or give up."""
    once = op_id(request)
    if step == "load":
        found = operations.start_loading(request.actor, batch_id, op_id=once)
        jobs.load.in_regions([found.region_id]).once_as(str(batch_id)).enqueue(batch_id)
    elif step == "undo":
        found = operations.start_undoing(request.actor, batch_id, op_id=once)
        jobs.undo.in_regions([found.region_id]).once_as(str(batch_id)).enqueue(batch_id)
    else:
        operations.drop(request.actor, batch_id, op_id=once)
    return HttpResponseRedirect(f"/registry/import/{batch_id}/")


@KEEP
@require_GET
@staff_page("imports.upload")
def errors(request: ActedRequest, batch_id: UUID) -> HttpResponse:
    """The rows to change, as the check job wrote them."""
    found = _batch(request, batch_id)
    if not request.actor.may("imports.upload", found.region_id) or not found.error_file:
        raise NotVisible
    return _file(base64.b64decode(open_sealed(found, "error_file")), "要改的行.xlsx")


def _batch(request: ActedRequest, batch_id: UUID) -> ImportBatch:
    found = ImportBatch.objects.visible_to(request.actor).filter(pk=batch_id).first()
    if found is None or not request.actor.may("imports.upload", found.region_id):
        raise NotVisible
    return found


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=SHEET)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _kinds(request: ActedRequest) -> list[Importer[Any]]:
    """What the post in use may import."""
    return [one for one in kinds.everything() if all(request.actor.may_anywhere(permission) for permission in one.needs)]


def _kind(request: ActedRequest, key: str) -> Importer[Any]:
    """The kind named, or the first the post may import. Raises NotVisible for another one, NotPermitted when there is none."""
    mine = _kinds(request)
    if not mine:
        message = f"{request.actor.role_label}没有能导入的东西。"
        raise NotPermitted(message, permission="imports.upload")
    found = next((one for one in mine if one.key == key), None) if key else mine[0]
    if found is None:
        raise NotVisible
    return found


def _communities(request: ActedRequest) -> list[regions.RegionInfo]:
    """Communities and villages where the post in use may import."""
    ids = {region_id for grant in request.actor.grants if "imports.upload" in grant.permissions for region_id in grant.region_ids}
    return [info for info in regions.infos(ids) if info.level == regions.COMMUNITY]


def _crumbs(region_id: UUID, *more: tuple[str, str]) -> list[dict[str, object]]:
    region = regions.info(region_id)
    first = {"name": region.short_name if region else "社区", "url": "/registry/", "demo": bool(region and region.demo)}
    return [first, *({"name": name, "url": url, "demo": False} for name, url in more)]


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, template, {"nav": "registry"} | context, status=status)
