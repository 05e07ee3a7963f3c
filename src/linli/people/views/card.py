"""人房卡: the house, one person of it, and 查看原因."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock, profiles, reads
from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, NotPermitted, NotVisible, TooMany
from linli.kernel.filled import take
from linli.kernel.middleware import ActedRequest
from linli.people import contract
from linli.people.forms import VerifyForm
from linli.people.models import Person
from linli.people.operations import Why, reveal, verify_id
from linli.people.operations.reading import FIELDS
from linli.people.queries import brief, card, history, home_of, households
from linli.people.views.shared import KEEP, crumbs, house_crumbs, page
from linli.places import contract as places


@KEEP
@require_GET
@staff_page("people.view")
def house(request: ActedRequest, house_id: UUID) -> HttpResponse:
    """The card of a house, with one of its people in the middle."""
    found = _house(request, house_id)
    related = card.related(house_id)
    wanted = request.GET.get("person", "")
    chosen = next((line.person.id for line in related if str(line.person.id) == wanted), None)
    chosen = chosen or next((line.person.id for line in related if not line.past), None)
    on = _on_day(request, house_id)
    one = card.person(request.actor, chosen) if chosen else None
    return _card(request, found, one, related=related, more={"on": on}, status=422 if on["error"] else 200)


def _on_day(request: ActedRequest, house_id: UUID) -> dict[str, Any]:
    """The day of the past that was asked for, and who had to do with the house then; as known now or at the end of another day."""
    value, known_value, today = request.GET.get("on", ""), request.GET.get("known", ""), clock.today()
    asked: dict[str, Any] = {"value": value, "known_value": known_value, "today": today, "error": ""}
    if not value:
        return asked
    try:
        day = date.fromisoformat(value)
        known = date.fromisoformat(known_value) if known_value else None
    except ValueError:
        return asked | {"error": "写成年月日，例如 2024-05-01。"}
    if day > today or (known and known > today):
        return asked | {"error": "还没到这一天，选今天或以前的日子。"}
    return asked | {"day": day, "known": known, "lines": history.linked_on(house_id, day, known)}


@KEEP
@require_GET
@staff_page("people.view")
def person(request: ActedRequest, person_id: UUID) -> HttpResponse:
    """The card of a person: at their home, or alone where none is registered."""
    found = _person(request, person_id)
    home = home_of(person_id)
    if home and request.actor.may("people.view", home.region_id):
        return HttpResponseRedirect(f"/registry/houses/{home.house.id}/?person={person_id}")
    return _card(request, None, found)


def _house(request: ActedRequest, house_id: UUID) -> places.HouseInfo:
    found = places.house(house_id)
    if found is None or not request.actor.sees(found.region_id):
        raise NotVisible
    if not request.actor.may("people.view", found.region_id):
        raise NotPermitted("您的岗位看楼盘图，不看人房卡。")
    return found


def _person(request: ActedRequest, person_id: UUID) -> Person:
    found = card.person(request.actor, person_id)
    if found is None:
        raise NotVisible
    return found


def _card(
    request: ActedRequest,
    at: places.HouseInfo | None,
    one: Person | None,
    *,
    related: list[card.Related] | None = None,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    lines, looks = (card.facts(one), card.reads(one.pk)) if one else ([], ([], 0))
    who = brief(one) if one else None
    actor = request.actor
    context = {
        "house": at,
        "related": card.related(at.id) if at and related is None else related,
        "bars": card.bars(at.id) if at else None,
        "person": who,
        "facts": lines,
        "households": households.of_person(one.pk) if one else [],
        "may_reveal": bool(one) and actor.may("people.reveal", one.region_id) if one else False,
        "may_verify": bool(one) and actor.may("people.verify_id", one.region_id) if one else False,
        "may_see_tags": bool(one) and actor.may("people.see_tags", one.region_id) if one else False,
        "may_correct": bool(one) and actor.may("people.correct_person", one.region_id) if one else False,
        "may_bind": bool(one) and actor.may("accounts.bind_resident", one.region_id) if one else False,
        "may_change": actor.may("places.set_house_state", at.region_id) if at else False,
        "reads": looks[0],
        "reads_total": looks[1],
        "opened": {},
        "on": {"today": clock.today()},
        "crumbs": house_crumbs(at) if at else crumbs(one.region_id, ("人", "")) if one else [],
    }
    return page(request, "people/card.html", context | (more or {}), status=status)


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.reveal")
def show(request: ActedRequest, person_id: UUID, field: str) -> HttpResponse:
    """查看原因 in place, then the value for a minute. Without script both are the whole card."""
    found = _person(request, person_id)
    if field not in FIELDS:
        raise NotVisible
    box = _box(request, found, field)
    if request.method == "GET":
        if request.GET.get("hide"):
            return _again(request, found, {"field": field, "phone": box["phone"], "masked": True})
        return _again(request, found, box)
    why = Why(request.POST.get("purpose", ""), request.POST.get("note", ""), request.POST.get("link", ""))
    phone_id = _uuid(request.GET.get("phone", ""))
    try:
        box["value"] = reveal(request.actor, person_id, field, why, phone_id=phone_id)
    except (Invalid, TooMany) as refusal:
        return _again(request, found, box | {"error": refusal.message}, status=refusal.status)
    return _again(request, found, box)


def _box(request: ActedRequest, found: Person, field: str) -> dict[str, Any]:
    minute, day = reads.used(request.actor)
    most, a_minute = profiles.value("reveal_per_day"), profiles.value("reveal_per_minute")
    phone = request.GET.get("phone", "")
    where = request.GET.get("house", "")
    address = f"/registry/people/{found.pk}/reveal/{field}/?house={where}&phone={phone}"
    return {
        "field": field,
        "phone": phone,
        "what": FIELDS[field],
        "action": address,
        "hide": f"{address}&hide=1",
        "back": f"/registry/houses/{where}/?person={found.pk}" if where else f"/registry/people/{found.pk}/",
        "reasons": list(reads.PURPOSES.items()),
        "quota": f"今天看过 {day} 次，上限 {most} 次；每分钟最多 {a_minute} 次",
        "seconds": profiles.value("reveal_seconds"),
        "who": {"1": "他本人", "2": "她本人"}.get(found.sex, "本人"),
        "minute": minute,
    }


def _again(request: ActedRequest, found: Person, box: dict[str, Any], *, status: int = 200) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "people/reveal.html", box, status=status)
    where = _uuid(request.GET.get("house", ""))
    at = _house(request, where) if where else None
    return _card(request, at, found, more={"opened": box}, status=status)


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.verify_id")
def verify(request: ActedRequest, person_id: UUID) -> HttpResponse:
    """只给核验对错: the number somebody shows is theirs, or not."""
    found = _person(request, person_id)
    form = VerifyForm(request.POST or None)
    right: bool | None = None
    if request.method == "POST" and form.is_valid():
        try:
            right = verify_id(request.actor, person_id, form.cleaned_data["number"])
        except (Invalid, TooMany) as refusal:
            take(form, refusal)
    status = 422 if form.errors else 200
    home = contract.home_of(person_id)
    back = f"/registry/houses/{home.house.id}/?person={person_id}" if home else f"/registry/people/{person_id}/"
    trail = house_crumbs(home.house, ("核验证件号", "")) if home else crumbs(found.region_id, ("核验证件号", ""))
    context = {"form": VerifyForm() if right is not None else form, "person": brief(found), "right": right, "back": back, "crumbs": trail}
    return page(request, "people/verify.html", context, status=status)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
