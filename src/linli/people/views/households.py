"""户: list, card, and what can be registered about one."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, NotVisible, Refused
from linli.kernel.filled import op_id, take
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.people import contract, rules
from linli.people.forms import HeadForm, MemberForm, MergeForm, SplitForm
from linli.people.operations import households as verbs
from linli.people.queries import briefs, residents_of
from linli.people.queries import households as queries
from linli.people.views.shared import KEEP, ask_directory, crumbs, page


def _card(request: ActedRequest, household_id: UUID) -> queries.Card:
    found = queries.card(request.actor, household_id)
    if found is None:
        raise NotVisible
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@KEEP
@require_GET
@staff_page("people.view")
def households(request: ActedRequest) -> HttpResponse:
    """All households of the post's communities; those without a head on request."""
    kind, headless = request.GET.get("kind", ""), request.GET.get("headless") == "1"
    rows, after = queries.page(request.actor, kind=kind, headless=headless, after=_uuid(request.GET.get("after", "")))
    more = f"?kind={kind}&headless={'1' if headless else ''}&after={after}" if after else ""
    context = {
        "rows": rows,
        "kinds": rules.HOUSEHOLD_KINDS.items(),
        "kind": kind,
        "headless": headless,
        "waiting": queries.headless_count(request.actor),
        "more": more,
        "crumbs": [{"name": "人口与房屋", "url": "/registry/"}, {"name": "户", "url": ""}],
    }
    return page(request, "people/households.html", context)


@KEEP
@require_GET
@staff_page("people.view")
def household(request: ActedRequest, household_id: UUID) -> HttpResponse:
    """One household with its people."""
    found = _card(request, household_id)
    context = {
        "household": found,
        "may_change": request.actor.may("people.change_household", found.region_id),
        "others": queries.others(request.actor, found),
        "op_id": new_id(),
        "crumbs": crumbs(found.region_id, ("户", "/registry/households/"), (found.kind_label, "")),
    }
    return page(request, "people/household.html", context)


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.change_household")
def add(request: ActedRequest, household_id: UUID) -> HttpResponse:
    """Somebody joins, or is something else to the head."""
    found = _card(request, household_id)
    near = briefs(residents_of(found.house.id)) if found.house else {}
    near |= briefs([line.person.id for line in found.members])
    form = MemberForm(request.POST or None, initial={"person": request.GET.get("person", "")})
    form.fields["person"].widget = forms.Select(choices=[("", "按证件号找"), *((str(pk), one.masked_name) for pk, one in near.items())])
    return _post(request, found, form, "登记户成员", lambda said: _add(request, found, said))


def _add(request: ActedRequest, found: queries.Card, said: dict[str, Any]) -> str:
    person = said["person"]
    if said["id_number"]:
        ask_directory(request)
        person = contract.find_by_id(request.actor, said["id_number"])
        if person is None:
            raise Invalid("本社区没有登记这个证件号的人，先登记他。", {"id_number": ["本社区没有登记这个证件号的人，先登记他。"]})
    if person is None:
        raise Invalid("选一个人，或者写证件号。", {"person": ["选一个人，或者写证件号。"]})
    verbs.add_member(request.actor, found.id, person, said["relation"], op_id=op_id(request))
    return "登记好了。"


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.change_household")
def leave(request: ActedRequest, household_id: UUID) -> HttpResponse:
    """Somebody leaves the household."""
    found = _card(request, household_id)
    form = HeadForm(request.POST or None, initial={"person": request.GET.get("person", "")})
    form.fields["person"].label = "谁离开这一户"
    _choose(form, [(line.person.id, f"{line.person.masked_name}，{line.relation_label}") for line in found.members])

    def done(said: dict[str, Any]) -> str:
        verbs.end_membership(request.actor, found.id, said["person"], op_id=op_id(request))
        return "登记好了，以前的记录还在。"

    return _post(request, found, form, "登记离开", done)


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.name_head")
def head(request: ActedRequest, household_id: UUID) -> HttpResponse:
    """Confirm the next head."""
    found = _card(request, household_id)
    start = request.GET.get("person", "") or (found.proposed.person.id if found.proposed else "")
    form = HeadForm(request.POST or None, initial={"person": start})
    _choose(
        form,
        [(line.person.id, f"{line.person.masked_name}，{line.relation_label}") for line in found.members if line.relation != rules.HEAD],
    )

    def done(said: dict[str, Any]) -> str:
        verbs.name_head(request.actor, found.id, said["person"], op_id=op_id(request))
        return "新户主登记好了。请看看其他人与新户主的关系对不对。"

    return _post(request, found, form, "确认户主", done)


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.split_household")
def split(request: ActedRequest, household_id: UUID) -> HttpResponse:
    """分户: choose who leaves and what they are to the new head."""
    found = _card(request, household_id)
    form = SplitForm(request.POST or None)
    for line in found.members:
        choices = [("", "留在原来的户"), *rules.RELATIONS.items()]
        label = f"{line.person.masked_name}（现在是{line.relation_label}）"
        form.fields[f"to_{line.person.id}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    def done(said: dict[str, Any]) -> str:
        chosen = tuple((line.person.id, said[f"to_{line.person.id}"]) for line in found.members if said[f"to_{line.person.id}"])
        verbs.split_household(request.actor, found.id, verbs.NewHousehold(chosen, said["number"]), op_id=op_id(request))
        return "分好了，新的一户在“户”的列表里。"

    return _post(request, found, form, "分户", done)


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.merge_households")
def merge(request: ActedRequest, household_id: UUID) -> HttpResponse:
    """并户: another household of the same house joins this one."""
    found = _card(request, household_id)
    form = MergeForm(request.POST or None)
    lines = queries.others(request.actor, found)
    named = [
        (line.id, f"户主 {line.head.masked_name}，{line.members} 人" if line.head else f"没有户主，{line.members} 人") for line in lines
    ]
    _choose(form, named, "other")

    def done(said: dict[str, Any]) -> str:
        verbs.merge_households(request.actor, found.id, said["other"], op_id=op_id(request))
        return "并好了。并进来的人先记作非亲属，请逐个改成与户主的关系。"

    return _post(request, found, form, "并户", done)


def _choose(form: forms.Form, choices: list[tuple[UUID, str]], name: str = "person") -> None:
    form.fields[name].widget = forms.Select(choices=[("", "请选择"), *((str(pk), label) for pk, label in choices)])


def _post(request: ActedRequest, found: queries.Card, form: forms.Form, action: str, done: Any) -> HttpResponse:
    """Do what the form says, or show it again with what was refused."""
    back = f"/registry/households/{found.id}/"
    if request.method == "POST" and form.is_valid():
        try:
            said = done(form.cleaned_data)
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(back)
    context = {
        "form": form,
        "title": action,
        "action": action,
        "house": found.house,
        "back": back,
        "crumbs": crumbs(found.region_id, ("户", "/registry/households/"), (found.kind_label, back), (action, "")),
        "op_id": new_id(),
    }
    return page(request, "people/change_form.html", context, status=422 if form.errors else 200)
