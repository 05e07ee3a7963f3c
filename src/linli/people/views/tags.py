"""特殊群体: what the post may learn of one person, entering and withdrawing a tag, and how many there are."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock, profiles, reads
from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, NotVisible, Refused, TooMany
from linli.kernel.filled import op_id, take
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.people.forms import TagForm, WithdrawTagForm
from linli.people.models import Person
from linli.people.operations import NewTag, TagSeen, Why, put_tag, see_tags, withdraw_tag
from linli.people.queries import brief, card
from linli.people.queries.tags import counts, totals
from linli.people.rules import tags
from linli.people.views.shared import KEEP, communities, crumbs, page
from linli.regions import contract as regions

PAGE = 40


def _person(request: ActedRequest, person_id: UUID) -> Person:
    found = card.person(request.actor, person_id)
    if found is None:
        raise NotVisible
    return found


def _here(found: Person, what: str) -> list[dict[str, object]]:
    return crumbs(found.region_id, (brief(found).masked_name, f"/registry/people/{found.pk}/"), (what, ""))


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.see_tags")
def person(request: ActedRequest, person_id: UUID) -> HttpResponse:
    """查看原因, then what this post may learn."""
    found = _person(request, person_id)
    seen: list[TagSeen] | None = None
    error, status = "", 200
    if request.method == "POST":
        why = Why(request.POST.get("purpose", ""), request.POST.get("note", ""), request.POST.get("link", ""))
        try:
            seen = see_tags(request.actor, person_id, why)
        except (Invalid, TooMany) as refusal:
            error, status = refusal.message, refusal.status
    _, day = reads.used(request.actor)
    context = {
        "person": brief(found),
        "seen": seen,
        "error": error,
        "action": f"/registry/people/{person_id}/tags/",
        "back": f"/registry/people/{person_id}/",
        "reasons": list(reads.PURPOSES.items()),
        "quota": f"今天看过 {day} 次，上限 {profiles.value('reveal_per_day')} 次",
        "seconds": profiles.value("reveal_seconds"),
        "who": {"1": "他本人", "2": "她本人"}.get(found.sex, "本人"),
        "may_put": request.actor.may("people.put_tag", found.region_id),
        "crumbs": _here(found, "特殊群体"),
    }
    if request.headers.get("HX-Request"):
        return render(request, "people/tags_seen.html", context, status=status)
    return page(request, "people/tags.html", context, status=status)


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.put_tag")
def put(request: ActedRequest, person_id: UUID) -> HttpResponse:
    """Enter a tag with source, basis and the day it ends."""
    found = _person(request, person_id)
    roles = {grant.role for grant in request.actor.grants if grant.covers(found.region_id)}
    start = {"expires_on": clock.today() + timedelta(days=365), "basis": "list"}
    form = TagForm(request.POST or None, initial=start)
    form.fields["kind"].widget = forms.Select(choices=[("", "请选择"), *((code, tags.KINDS[code].label) for code in tags.enterable(roles))])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            put_tag(request.actor, person_id, NewTag(said["kind"], said["source"], said["expires_on"], said["basis"]), op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, f"登记好了，到 {said['expires_on']:%Y-%m-%d} 自动失效。")
            return HttpResponseRedirect(f"/registry/people/{person_id}/")
    return _form(request, form, f"给 {brief(found).masked_name} 登记特殊群体", "登记", found)


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.withdraw_tag")
def withdraw(request: ActedRequest, person_id: UUID) -> HttpResponse:
    """Withdraw a tag with the reason."""
    found = _person(request, person_id)
    form = WithdrawTagForm(request.POST or None, initial={"tag": request.GET.get("tag", "")})
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_tag(request.actor, form.cleaned_data["tag"], form.cleaned_data["reason"], op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, "撤好了，登记过的还留着记录。")
            return HttpResponseRedirect(f"/registry/people/{person_id}/")
    return _form(request, form, f"撤 {brief(found).masked_name} 的一个标签", "撤掉", found)


def _form(request: ActedRequest, form: forms.Form, title: str, action: str, found: Person) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "action": action,
        "house": None,
        "back": f"/registry/people/{found.pk}/",
        "crumbs": _here(found, title),
        "op_id": new_id(),
    }
    return page(request, "people/change_form.html", context, status=422 if form.errors else 200)


@KEEP
@require_GET
@staff_page("people.count_tags")
def numbers(request: ActedRequest) -> HttpResponse:
    """How many people of which group, by community: numbers, never names."""
    here = sorted(communities(request, "people.count_tags"), key=lambda info: (info.name, info.id))
    start = _place(request.GET.get("after", ""), here)
    shown = here[start : start + PAGE]
    lines = counts(request.actor, [info.id for info in shown])
    by_region: dict[UUID, list[str]] = {info.id: [] for info in shown}
    for line in lines:
        by_region[line.region_id].append(line.shown)
    kinds = [kind for kind in tags.KINDS.values() if kind.code != "alone"]
    whole = len(shown) == len(here)
    sums = totals(lines)
    context = {
        "kinds": kinds,
        "rows": [(info, by_region[info.id]) for info in shown],
        "sums": [sums[kind.code] for kind in kinds] if whole and len(shown) > 1 else [],
        "more": f"?after={shown[-1].id}" if start + PAGE < len(here) else "",
        "least": profiles.value("small_count"),
        "today": clock.today(),
        "crumbs": [{"name": "人口与房屋", "url": "/registry/"}, {"name": "特殊群体人数", "url": ""}],
    }
    return page(request, "people/tag_counts.html", context)


def _place(after: str, here: list[regions.RegionInfo]) -> int:
    return next((place + 1 for place, info in enumerate(here) if str(info.id) == after), 0)
