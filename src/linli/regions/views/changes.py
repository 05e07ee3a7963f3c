"""The changes staff may make to a region, each with its form, permission and operation; and their one page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotVisible, Refused
from linli.regions import operations, queries, rules
from linli.regions.forms import CloseForm, ContactForm, NameForm, OutlineForm, PartForm
from linli.regions.models import Region
from linli.regions.views.common import actor_of, base_context

UNPROCESSABLE = 422

SMALL = frozenset({rules.COMMUNITY, rules.GRID, rules.GROUP})


@dataclass(frozen=True)
class Change:
    """One thing to do, as the page offers it."""

    what: str
    title: str
    button: str
    permission: str
    levels: frozenset[str]
    form: type[Form]
    act: Callable[[Actor, UUID, Any], object]

    def offered(self, actor: Actor, region: Region) -> bool:
        """Whether the page offers it: the operation decides again."""
        return region.valid_to is None and region.level in self.levels and actor.may(self.permission, region.pk)


def _contact(actor: Actor, region_id: UUID, form: ContactForm) -> object:
    return operations.set_contact(actor, form.for_region(region_id))


def _part(actor: Actor, region_id: UUID, form: PartForm) -> object:
    return operations.create(actor, form.for_region(region_id))


def _outline(actor: Actor, region_id: UUID, form: OutlineForm) -> object:
    return operations.set_boundary(actor, form.for_region(region_id))


def _name(actor: Actor, region_id: UUID, form: NameForm) -> object:
    return operations.rename(actor, region_id, **form.cleaned_data)


def _close(actor: Actor, region_id: UUID, form: CloseForm) -> object:
    return operations.close(actor, region_id, **form.cleaned_data)


EVERY = frozenset(rules.LEVELS)
CHANGES = {
    change.what: change
    for change in (
        Change("contact", "登记值班电话", "登记", "regions.set_contact", EVERY, ContactForm, _contact),
        Change("part", "新建网格或小组", "新建", "regions.create", frozenset({rules.COMMUNITY}), PartForm, _part),
        Change("boundary", "换边界", "用这个边界", "regions.set_boundary", EVERY, OutlineForm, _outline),
        Change("name", "改名称", "改名称", "regions.rename", EVERY, NameForm, _name),
        Change("close", "撤销", "撤销", "regions.close", SMALL, CloseForm, _close),
    )
}


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, region_id: UUID, what: str) -> HttpResponse:
    """One change of a region by staff; a refusal comes back with the form (422)."""
    actor, chosen = actor_of(request), CHANGES.get(what)
    one = Region.objects.filter(pk=region_id).first()
    if one is None or chosen is None or not chosen.offered(actor, one):
        raise NotVisible
    form = chosen.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.act(actor, region_id, form)
        except Refused as refusal:
            _explain(form, refusal)
        else:
            return redirect("regions:region", region_id)
    context = base_context(request, queries.info(one.pk)) | {
        "region": one,
        "form": form,
        "change": chosen,
    }
    return render(request, "regions/change.html", context, status=UNPROCESSABLE if form.errors else 200)


def _explain(form: Form, refusal: Refused) -> None:
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    for name, texts in fields.items():
        form.add_error(name if name in form.fields else None, list(texts))
    if not fields:
        form.add_error(None, refusal.message)
