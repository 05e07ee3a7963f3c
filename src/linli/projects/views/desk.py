"""项目 at the desk: the list, a project's card, proposing and correcting, and the deeds of the card."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible, Refused
from linli.kernel.filled import op_id, take
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.organisations import contract as organisations
from linli.places import contract as places
from linli.projects import operations, queries, rules
from linli.projects.forms import BudgetForm, PaymentForm, ProjectForm, RemarkForm, StepForm, cents
from linli.projects.models import Project
from linli.projects.operations import NewPayment, NewProject, Told
from linli.projects.views.story import told_as_entry
from linli.regions import contract as regions

LIST = "/projects/"
TEXTS = ("name", "kind", "source", "aim", "place_text", "lon", "lat", "starts_on", "ends_on")
COMPANIES = ("property", "enterprise", "social_org", "care_provider", "department", "township")
DEEDS = {"move": "projects.move", "pay": "projects.pay", "budget": "projects.change_budget", "inspect": "projects.inspect"}
MOST_REGIONS = 200


def _page(request: ActedRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, template, {"nav": "projects"} | context, status=status)


def _crumbs(*steps: str) -> list[dict[str, str]]:
    return [{"name": "项目", "url": LIST}, *({"name": step, "url": ""} for step in steps)]


@require_GET
@staff_page("projects.view")
def projects(request: ActedRequest) -> HttpResponse:
    """Projects of the area by state, kind and words."""
    wanted = {name: request.GET.get(name, "").strip()[:60] for name in ("state", "kind", "q")}
    after = uuid_or_none(request.GET.get("after", ""))
    found = queries.projects(request.actor, state=wanted["state"], kind=wanted["kind"], text=wanted["q"], after=after)
    totals = queries.totals(request.actor)
    context = {
        "rows": [(row, rules.share(row.paid, row.budget)) for row in found.rows],
        "more": f"?{urlencode(wanted | {'after': found.more})}" if found.more else "",
        "wanted": wanted,
        "filtered": any(wanted.values()),
        "kinds": rules.KINDS.items(),
        "states": [(code, label, totals.states[code]) for code, label in rules.STATES.items() if totals.states.get(code)],
        "number": sum(totals.states.values()),
        "totals": totals,
        "share": rules.share(totals.paid, totals.budget),
        "may_propose": request.actor.may_anywhere("projects.propose"),
    }
    return _page(request, "projects/list.html", context)


@require_GET
@staff_page("projects.view")
def project(request: ActedRequest, project_id: UUID) -> HttpResponse:
    """A project's card."""
    return _card(request, queries.card(request.actor, project_id))


def _card(request: ActedRequest, row: Project, used: dict[str, forms.Form] | None = None) -> HttpResponse:
    actor = request.actor
    steps = [(step.name, step.label) for step in rules.steps_from(row.state)]
    may = {deed: actor.may(permission, row.region_id) for deed, permission in DEEDS.items()}
    made: dict[str, forms.Form] = {
        "move": StepForm(steps=steps, initial={"held_on": clock.today(), "step": steps[0][0] if steps else ""}),
        "pay": PaymentForm(initial={"paid_on": clock.today(), "payee": row.contractor.name if row.contractor else ""}),
        "budget": BudgetForm(),
        "inspect": RemarkForm(),
    }
    stopped = row.state == rules.STOPPED
    context = {
        "row": row,
        "share": rules.share(row.paid, row.budget),
        "left": row.budget - row.paid,
        "stage": 0 if stopped else rules.LINE.index(row.state) + 1,
        "line": [(code, rules.STATES[code]) for code in rules.LINE],
        "story": [told_as_entry(line) for line in queries.lines(actor, row.pk)],
        "payments": queries.payments(actor, row.pk),
        "forms": made | (used or {}),
        "may": may,
        "open": row.state in rules.OPEN,
        "pays": row.state in rules.PAYING,
        "waits_for_sign": row.state in {rules.DECIDED, rules.ACCEPTED} and not row.signed,
        "may_change": row.state in rules.OPEN and actor.may("projects.propose", row.region_id),
        "compound": places.compound(row.compound_id) if row.compound_id else None,
        "op_id": new_id(),
        "crumbs": _crumbs(row.name),
    }
    return _page(request, "projects/card.html", context, status=422 if used else 200)


@require_POST
@staff_page("projects.view")
def deed(request: ActedRequest, project_id: UUID, deed: str) -> HttpResponse:
    """Take a step, pay, change the budget, or say what the supervisory committee found. A refusal keeps what was typed."""
    row = queries.card(request.actor, project_id)
    if deed not in DEEDS:
        raise NotVisible
    form = _form_of(deed, row, request)
    if form.is_valid():
        try:
            _do(request.actor, row, deed, form, op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, "记下了。")
            return HttpResponseRedirect(f"{LIST}{project_id}/")
    return _card(request, queries.card(request.actor, project_id), {deed: form})


def _form_of(deed: str, row: Project, request: ActedRequest) -> forms.Form:
    if deed == "move":
        return StepForm(request.POST, steps=[(step.name, step.label) for step in rules.STEPS if row.state in step.sources])
    return {"pay": PaymentForm, "budget": BudgetForm, "inspect": RemarkForm}[deed](request.POST)


def _do(actor: Actor, row: Project, deed: str, form: forms.Form, op_id: UUID | None) -> None:
    said = form.cleaned_data
    if deed == "move" and isinstance(form, StepForm):
        told = Told(said["held_on"], form.votes(), said["ref"], said["note"])
        operations.move(actor, row.pk, said["step"], told, op_id=op_id)
    elif deed == "pay":
        new = NewPayment(cents(said["amount"]), said["stage"], said["voucher"], said["payee"], said["paid_on"])
        operations.pay(actor, row.pk, new, op_id=op_id)
    elif deed == "budget":
        told = Told(clock.today(), ref=said["ref"], note=said["note"])
        operations.change_budget(actor, row.pk, cents(said["budget"]), told, op_id=op_id)
    else:
        operations.inspect(actor, row.pk, said["finding"], said["note"], op_id=op_id)


@require_http_methods(["GET", "POST"])
@staff_page("projects.propose")
def propose(request: ActedRequest) -> HttpResponse:
    """A new project."""
    here = _communities(request.actor)
    region_id = uuid_or_none(request.POST.get("region", "")) or (here[0].id if here else None)
    form = ProjectForm(request.POST or None, **_choices(region_id))
    if request.method == "POST" and form.is_valid() and region_id:
        try:
            made = operations.propose(request.actor, _new(region_id, form), op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, f"{made.name}提出来了。")
            return HttpResponseRedirect(f"{LIST}{made.pk}/")
    return _form(request, form, {"here": here, "region_id": region_id, "title": "提出项目", "back": LIST})


@require_http_methods(["GET", "POST"])
@staff_page("projects.propose")
def change(request: ActedRequest, project_id: UUID) -> HttpResponse:
    """Correct a project."""
    row = queries.card(request.actor, project_id)
    if not request.actor.may("projects.propose", row.region_id):
        raise NotVisible
    lon, lat = (row.point.x, row.point.y) if row.point else (None, None)
    initial = {name: getattr(row, name) for name in TEXTS if name not in {"lon", "lat"}} | {
        "lon": lon, "lat": lat, "version": row.version, "budget": f"{row.budget / 100:.2f}", "contractor_id": row.contractor_id,
        "compound_id": row.compound_id,
    }  # fmt: skip
    form = ProjectForm(request.POST or None, initial=initial, **_choices(row.region_id))
    if request.method == "POST" and form.is_valid():
        try:
            new = _new(row.region_id, form, building_id=row.building_id)
            operations.change(request.actor, project_id, new, version=form.cleaned_data["version"] or 0)
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, "改好了。")
            return HttpResponseRedirect(f"{LIST}{project_id}/")
    return _form(request, form, {"title": f"改{row.name}", "back": f"{LIST}{project_id}/"})


def _communities(actor: Actor) -> list[regions.RegionInfo]:
    ids = {one for grant in actor.grants if "projects.propose" in grant.permissions for one in grant.region_ids}
    return sorted((one for one in regions.infos(ids) if one.level == regions.COMMUNITY), key=lambda one: one.name)[:MOST_REGIONS]


def _choices(region_id: UUID | None) -> dict[str, list[tuple[UUID, str]]]:
    if region_id is None:
        return {"compounds": [], "companies": []}
    compounds = [(one.id, one.name) for one in places.compounds_of([region_id])]
    return {"compounds": compounds, "companies": [(one.id, one.name) for one in organisations.units_for(region_id, COMPANIES)]}


def _new(region_id: UUID, form: ProjectForm, *, building_id: UUID | None = None) -> NewProject:
    said = form.cleaned_data
    return NewProject(
        region_id,
        budget=cents(said["budget"]),
        contractor_id=uuid_or_none(said["contractor_id"]),
        compound_id=uuid_or_none(said["compound_id"]),
        building_id=building_id,
        **{name: said[name] for name in TEXTS},
    )


def _form(request: ActedRequest, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    whole = {"form": form, "op_id": new_id(), "crumbs": _crumbs(context["title"])} | context
    return _page(request, "projects/form.html", whole, status=422 if form.errors else 200)
