"""数据比对 at the desk: the list, a task, drafting one, and the steps of two posts."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.exchange import operations, queries, rules
from linli.exchange.forms import StepForm, TaskForm
from linli.exchange.models import MatchTask
from linli.exchange.operations import NewTask
from linli.kernel.actor import Actor
from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible, Refused
from linli.kernel.filled import op_id, take
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.people import contract as people
from linli.regions import contract as regions

LIST = "/exchange/"
DEEDS = {"ask": "exchange.ask", "decide": "exchange.decide"}
MOST_REGIONS = 200
FIELDS = {"fields": "fields_wanted"}


def _page(request: ActedRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, template, {"nav": "exchange"} | context, status=status)


def _crumbs(step: str) -> list[dict[str, str]]:
    return [{"name": "数据比对", "url": LIST}, {"name": step, "url": ""}]


@require_GET
@staff_page("exchange.view")
def tasks(request: ActedRequest) -> HttpResponse:
    """Tasks of the area by state and words."""
    wanted = {name: request.GET.get(name, "").strip()[:60] for name in ("state", "q")}
    found = queries.tasks(request.actor, state=wanted["state"], text=wanted["q"], after=uuid_or_none(request.GET.get("after", "")))
    context = {
        "rows": found.rows,
        "more": f"?{urlencode(wanted | {'after': found.more})}" if found.more else "",
        "wanted": wanted,
        "filtered": any(wanted.values()),
        "states": rules.STATES.items(),
        "may_draft": request.actor.may_anywhere("exchange.draft"),
    }
    return _page(request, "exchange/list.html", context)


@require_GET
@staff_page("exchange.view")
def task(request: ActedRequest, task_id: UUID) -> HttpResponse:
    """A task."""
    return _card(request, queries.task(request.actor, task_id))


def _form_of(actor: Actor, row: MatchTask, deed: str, data: Any = None) -> StepForm | None:
    """The steps a post can take now; None when there is none."""
    if not actor.may(DEEDS[deed], row.region_id) or (deed == "decide" and row.asked_by_id == actor.user_id):
        return None
    steps = [(step.name, step.label) for step in rules.steps_from(row.state, decides=deed == "decide")]
    return StepForm(data, steps=steps) if steps else None


def _card(request: ActedRequest, row: MatchTask, used: dict[str, StepForm] | None = None) -> HttpResponse:
    made = {deed: _form_of(request.actor, row, deed) for deed in DEEDS}
    context = {
        "row": row,
        "stage": rules.LINE.index(row.state) + 1 if row.state in rules.LINE else 0,
        "line": [(code, rules.STATES[code]) for code in rules.LINE],
        "columns": "、".join(rules.FIELDS[name] for name in row.fields),
        "tag": people.TAG_KINDS.get(row.tag, row.tag),
        "forms": [(deed, form) for deed, form in (made | (used or {})).items() if form],
        "op_id": new_id(),
        "crumbs": _crumbs(row.title),
    }
    return _page(request, "exchange/task.html", context, status=422 if used else 200)


@require_POST
@staff_page("exchange.view")
def deed(request: ActedRequest, task_id: UUID, deed: str) -> HttpResponse:
    """Take a step. A refusal keeps what was typed."""
    row = queries.task(request.actor, task_id)
    if deed not in DEEDS:
        raise NotVisible
    steps = [(step.name, step.label) for step in rules.STEPS if step.decides == (deed == "decide")]
    form = StepForm(request.POST, steps=steps)
    if form.is_valid():
        act = operations.decide if deed == "decide" else operations.move
        try:
            act(request.actor, task_id, form.cleaned_data["step"], form.cleaned_data["note"], op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal, FIELDS)
        else:
            messages.success(request, "记下了。")
            return HttpResponseRedirect(f"{LIST}{task_id}/")
    return _card(request, row, {deed: form})


@require_http_methods(["GET", "POST"])
@staff_page("exchange.draft")
def draft(request: ActedRequest) -> HttpResponse:
    """A new task."""
    here = _places(request.actor)
    region_id = uuid_or_none(request.POST.get("region", "")) or (here[0].id if here else None)
    form = TaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and region_id:
        said = dict(form.cleaned_data)
        new = NewTask(region_id, fields=tuple(said.pop("fields_wanted")), **said)
        try:
            made = operations.draft(request.actor, new, op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal, FIELDS)
        else:
            messages.success(request, "存成草稿了，送审以后由另一个人批。")
            return HttpResponseRedirect(f"{LIST}{made.pk}/")
    context = {"form": form, "here": here, "region_id": region_id, "op_id": new_id(), "crumbs": _crumbs("起草")}
    return _page(request, "exchange/form.html", context, status=422 if form.errors else 200)


def _places(actor: Actor) -> list[regions.RegionInfo]:
    ids = {one for grant in actor.grants if "exchange.draft" in grant.permissions for one in grant.region_ids}
    return sorted((one for one in regions.infos(ids) if one.level == regions.COMMUNITY), key=lambda one: one.name)[:MOST_REGIONS]
