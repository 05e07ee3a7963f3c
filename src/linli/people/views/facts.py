"""更正资料, 疑义 and the queue of disputes."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible, Refused
from linli.kernel.filled import op_id, take
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.people.forms import AnswerForm, DisputeForm, FactsForm
from linli.people.models import Person
from linli.people.operations import facts as verbs
from linli.people.queries import brief, card
from linli.people.queries import facts as queries
from linli.people.rules import lists
from linli.people.views.shared import KEEP, crumbs, page


def _person(request: ActedRequest, person_id: UUID) -> Person:
    found = card.person(request.actor, person_id)
    if found is None:
        raise NotVisible
    return found


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.correct_person")
def correct(request: ActedRequest, person_id: UUID) -> HttpResponse:
    """Write what the community knows; what a department said is not offered."""
    found = _person(request, person_id)
    form = FactsForm(request.POST or None, initial={"version": found.version})
    for name in dict(queries.disputable(found)):
        del form.fields[name]
    hint = queries.suggested_class(found)
    if hint:
        form.fields["residence_class"].help_text = f"按人房关联和住了多久，应该是“{hint}”"
    if request.method == "POST" and form.is_valid():
        values = {name: str(said or "") for name, said in form.cleaned_data.items() if name in lists.FIELDS}
        try:
            verbs.correct_person(request.actor, person_id, values, version=form.cleaned_data["version"], op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, "登记好了。空着的没有动。")
            return HttpResponseRedirect(f"/registry/people/{person_id}/")
    return _form(request, form, f"更正 {brief(found).masked_name} 的资料", "登记", found)


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.dispute")
def doubt(request: ActedRequest, person_id: UUID) -> HttpResponse:
    """提疑义: a department's value is wrong."""
    found = _person(request, person_id)
    form = DisputeForm(request.POST or None)
    form.fields["field"].choices = [("", "请选择"), *queries.disputable(found)]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            verbs.dispute(request.actor, person_id, said["field"], said["says"], said["basis"], op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, "提上去了，等部门答复。答复以前登记不变。")
            return HttpResponseRedirect("/registry/disputes/")
    return _form(request, form, f"对 {brief(found).masked_name} 的资料提疑义", "提疑义", found)


def _form(request: ActedRequest, form: forms.Form, title: str, action: str, found: Person) -> HttpResponse:
    back = f"/registry/people/{found.pk}/"
    trail = crumbs(found.region_id, (brief(found).masked_name, back), (action, ""))
    context = {"form": form, "title": title, "action": action, "house": None, "back": back, "crumbs": trail, "op_id": new_id()}
    return page(request, "people/change_form.html", context, status=422 if form.errors else 200)


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.dispute", "people.answer_dispute")
def disputes(request: ActedRequest) -> HttpResponse:
    """The queue; who may answer writes down what the department said."""
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            verbs.answer_dispute(request.actor, said["dispute"], right=said["right"] == "yes", answer=said["answer"], op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, "记下了。")
            return HttpResponseRedirect("/registry/disputes/")
    everything = request.GET.get("all") == "1"
    rows, after = queries.disputes(request.actor, open_only=not everything, after=_uuid(request.GET.get("after", "")))
    actor = request.actor
    context = {
        "rows": [(row, actor.may("people.answer_dispute", row.region_id) and row.state == "open", new_id()) for row in rows],
        "form": form,
        "all": everything,
        "more": f"?all={'1' if everything else ''}&after={after}" if after else "",
        "crumbs": [{"name": "人口与房屋", "url": "/registry/"}, {"name": "疑义", "url": ""}],
    }
    return page(request, "people/disputes.html", context, status=422 if form.errors else 200)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
