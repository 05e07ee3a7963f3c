"""登记变更: house state, moving in, moving out, telephone."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock
from linli.kernel.doors import staff_page
from linli.kernel.errors import Conflict, NotVisible, Refused
from linli.kernel.filled import op_id, take
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.people import rules
from linli.people.forms import MoveInForm, MoveOutForm, PhoneForm, StateForm
from linli.people.models import Person
from linli.people.operations import NewLink, NewPerson, correct_phone, move_in, move_out, register_person
from linli.people.queries import brief, card, home_of
from linli.people.views.shared import ask_directory, crumbs, house_crumbs, page
from linli.places import contract as places


@require_GET
@staff_page("places.set_house_state")
def change(request: ActedRequest, house_id: UUID) -> HttpResponse:
    """What can be registered at this house."""
    house = _house(request, house_id)
    lines = [line for line in card.related(house_id) if not line.past]
    may_correct = request.actor.may("places.correct_house", house.region_id)
    context = {"house": house, "lines": lines, "may_correct": may_correct, "crumbs": house_crumbs(house, ("登记变更", ""))}
    return page(request, "people/change.html", context)


@require_http_methods(["GET", "POST"])
@staff_page("places.set_house_state")
def state(request: ActedRequest, house_id: UUID) -> HttpResponse:
    """How the house stands today."""
    house = _house(request, house_id)
    start = {"state": house.state, "checked_on": clock.today(), "version": house.version}
    form = StateForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            places.set_house_state(request.actor, house_id, said["state"], version=said["version"], checked_on=said["checked_on"])
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, f"登记好了：{places.STATE_LABELS[said['state']]}。")
            return HttpResponseRedirect(f"/registry/houses/{house_id}/")
    return _form(request, form, "这套房现在怎样", "登记", house)


@require_http_methods(["GET", "POST"])
@staff_page("people.move_in")
def arrive(request: ActedRequest, house_id: UUID) -> HttpResponse:
    """Somebody new at the house: registered already, or registered now."""
    house = _house(request, house_id)
    form = MoveInForm(request.POST or None, initial={"kind": "living", "starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _arrive(request, house, form.cleaned_data)
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, "登记好了。")
            return HttpResponseRedirect(f"/registry/houses/{house_id}/")
    return _form(request, form, "谁来了", "登记入住", house)


def _arrive(request: ActedRequest, house: places.HouseInfo, said: dict[str, Any]) -> None:
    new = NewPerson(
        region_id=house.region_id,
        name=said["name"],
        id_type=said["id_type"],
        id_number=said["id_number"],
        phones=((said["phone"], "本人"),) if said["phone"] else (),
        residence_class=said["residence_class"] or "unknown",
        source=f"{request.actor.name}登记",
    )
    once = op_id(request)
    if said["id_number"]:
        ask_directory(request)
    try:
        person_id = register_person(request.actor, new, op_id=once).pk
    except Conflict as conflict:
        known = conflict.facts.get("person_id")
        if not known:
            raise
        person_id = UUID(known)
        kept = card.person(request.actor, person_id)
        if kept is None:
            raise Conflict("这个证件号登记在本社区别的网格。请社区窗口登记他搬过来。", code="other_grid") from conflict
        if kept.name != said["name"].strip():
            raise Conflict("这个证件号已经登记过，登记的姓名和您写的不一样。请对照证件。", code="name_differs") from conflict
    main = said["main"] and said["kind"] in rules.STAYS
    move_in(request.actor, person_id, NewLink(house.id, said["kind"], said["starts_on"], main, source=f"{request.actor.name}登记"))


@require_http_methods(["GET", "POST"])
@staff_page("people.move_out")
def leave(request: ActedRequest, person_id: UUID) -> HttpResponse:
    """Somebody moved away."""
    found = _person(request, person_id)
    home = home_of(person_id)
    form = MoveOutForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        on: date = form.cleaned_data["on"]
        try:
            move_out(request.actor, person_id, on, leaves_community=form.cleaned_data["leaves_community"])
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, f"登记好了：{brief(found).masked_name} 已搬走。以前的记录都还在。")
            return HttpResponseRedirect(f"/registry/houses/{home.house.id}/" if home else "/registry/")
    return _form(request, form, f"{brief(found).masked_name} 搬走了", "登记搬走", home.house if home else None, found)


@require_http_methods(["GET", "POST"])
@staff_page("people.correct_phone")
def phone(request: ActedRequest, person_id: UUID) -> HttpResponse:
    """A new telephone number."""
    found = _person(request, person_id)
    home = home_of(person_id)
    form = PhoneForm(request.POST or None, initial={"replaces": request.GET.get("replaces")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            correct_phone(request.actor, person_id, said["phone"], replaces=said["replaces"], label=said["label"], op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, "新电话登记好了。")
            return HttpResponseRedirect(f"/registry/people/{person_id}/")
    return _form(request, form, f"更正 {brief(found).masked_name} 的电话", "登记新电话", home.house if home else None, found)


def _form(
    request: ActedRequest, form: forms.Form, title: str, action: str, house: places.HouseInfo | None, person: Person | None = None
) -> HttpResponse:
    trail = house_crumbs(house, (action, "")) if house else crumbs(person.region_id, (action, "")) if person else []
    back = f"/registry/houses/{house.id}/" if house else f"/registry/people/{person.pk}/" if person else "/registry/"
    context = {"form": form, "title": title, "action": action, "house": house, "back": back, "crumbs": trail, "op_id": new_id()}
    return page(request, "people/change_form.html", context, status=422 if form.errors else 200)


def _house(request: ActedRequest, house_id: UUID) -> places.HouseInfo:
    found = places.house(house_id)
    if found is None or not request.actor.may("people.view", found.region_id):
        raise NotVisible
    return found


def _person(request: ActedRequest, person_id: UUID) -> Person:
    found = card.person(request.actor, person_id)
    if found is None:
        raise NotVisible
    return found
