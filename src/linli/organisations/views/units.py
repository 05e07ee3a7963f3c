"""组织: the list of units, a unit's card, registering and correcting one."""

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible, Refused
from linli.kernel.filled import op_id, take
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.organisations import operations, queries, rules
from linli.organisations.forms import OrganisationForm
from linli.organisations.operations import NewOrganisation
from linli.organisations.views.shared import area, communities, crumbs, page

TEXTS = ("kind", "name", "short_name", "unified_code", "phone", "address", "hours")


@require_GET
@staff_page("organisations.view")
def units(request: ActedRequest) -> HttpResponse:
    """Units of the area and of the regions above it, by kind; `q` searches name, short name and code."""
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:60]
    after = uuid_or_none(request.GET.get("after", ""))
    found = queries.units_in(area(request.actor), kind=kind, text=text, closed="closed" in request.GET, after=after)
    context = {
        "tab": "units",
        "rows": found.rows,
        "more": f"?{urlencode({'kind': kind, 'q': text, 'after': found.more})}" if found.more else "",
        "kinds": rules.KINDS.items(),
        "kind": kind,
        "q": text,
        "closed": "closed" in request.GET,
        "may_register": bool(communities(request, "organisations.register")),
    }
    return page(request, "organisations/units.html", context)


@require_GET
@staff_page("organisations.view")
def unit(request: ActedRequest, unit_id: UUID) -> HttpResponse:
    """A unit's card: its public data, the compounds it keeps."""
    row = queries.unit_card(request.actor, unit_id)
    context = {
        "tab": "units",
        "row": row,
        "contracts": queries.contracts_of(request.actor, unit_id),
        "may_change": request.actor.may("organisations.register", row.region_id),
        "today": clock.today(),
        "op_id": new_id(),
        "crumbs": crumbs((row.name, "")),
    }
    return page(request, "organisations/unit.html", context)


@require_http_methods(["GET", "POST"])
@staff_page("organisations.register")
def register(request: ActedRequest) -> HttpResponse:
    """A new unit. A refusal keeps what was typed."""
    here = communities(request, "organisations.register")
    form = OrganisationForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    region_id = uuid_or_none(request.POST.get("region", "")) or (here[0].id if here else None)
    if request.method == "POST" and form.is_valid() and region_id:
        new = NewOrganisation(region_id, **{name: form.cleaned_data[name] for name in TEXTS})
        try:
            made = operations.register(request.actor, new, op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, f"{made.name}登记好了。")
            return HttpResponseRedirect(f"/organisations/{made.pk}/")
    return _form(request, form, {"here": here, "region_id": region_id, "title": "登记组织", "back": "/organisations/"})


@require_http_methods(["GET", "POST"])
@staff_page("organisations.register")
def change(request: ActedRequest, unit_id: UUID) -> HttpResponse:
    """Correct a unit's data."""
    row = queries.unit_card(request.actor, unit_id)
    if not request.actor.may("organisations.register", row.region_id):
        raise NotVisible
    form = OrganisationForm(request.POST or None, initial={name: getattr(row, name) for name in (*TEXTS, "version")})
    if request.method == "POST" and form.is_valid():
        new = NewOrganisation(row.region_id, **{name: form.cleaned_data[name] for name in TEXTS})
        try:
            operations.change(request.actor, unit_id, new, version=form.cleaned_data["version"] or 0)
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, "改好了。")
            return HttpResponseRedirect(f"/organisations/{unit_id}/")
    return _form(request, form, {"title": f"改{row.name}", "back": f"/organisations/{unit_id}/"})


@require_POST
@staff_page("organisations.register")
def close(request: ActedRequest, unit_id: UUID) -> HttpResponse:
    """停办 today, or open again."""
    shut = "reopen" not in request.POST
    try:
        row = operations.close(request.actor, unit_id, on=clock.today() if shut else None, op_id=op_id(request))
    except NotVisible:
        raise
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, f"{row.name}{'停办了，事情不再派给它' if shut else '又开办了'}。")
    return HttpResponseRedirect(f"/organisations/{unit_id}/")


def _form(request: ActedRequest, form: forms.Form, context: dict[str, object]) -> HttpResponse:
    title, back = str(context["title"]), str(context["back"])
    whole = {"tab": "units", "form": form, "op_id": new_id(), "crumbs": crumbs((title, ""))} | context | {"back": back}
    return page(request, "organisations/form.html", whole, status=422 if form.errors else 200)
