"""The community desk binds a resident's phone to a person, the ID card in hand."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from linli.accounts.operations import binding
from linli.accounts.queries.holders import users_of_person
from linli.accounts.views.refusals import onto
from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible, Refused
from linli.kernel.middleware import ActedRequest
from linli.kernel.once import OnceField
from linli.people import contract as people

OK, UNPROCESSABLE = 200, 422


def _box(**more: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off"} | more)


class BindForm(forms.Form):
    """Name as on the card, and the phone the person signs in with."""

    name = forms.CharField(label="姓名", max_length=60, help_text="照身份证写，和登记的对一遍", widget=_box())
    phone = forms.CharField(label="他登录用的手机号", max_length=20, help_text="一家人可以共用", widget=_box(inputmode="tel"))
    op_id = OnceField()


@staff_page("accounts.bind_resident")
@sensitive_post_parameters("name", "phone")
def bind(request: ActedRequest, person_id: UUID) -> HttpResponse:
    """Bind, with the masked line of the registry beside it."""
    brief = people.person_brief(person_id)
    if brief is None:
        raise NotVisible
    form, status = BindForm(request.POST or None), OK
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            data = form.cleaned_data
            try:
                binding.bind_resident(request.actor, binding.DeskBinding(person_id, data["name"], data["phone"]), op_id=data["op_id"])
            except Refused as refusal:
                status = onto(form, refusal)
            else:
                messages.success(request, "绑好了。请本人现在用这个手机号登录试一下。")
                return redirect("bind_resident", person_id)
    context = {"form": form, "brief": brief, "accounts": len(users_of_person(person_id)), "nav": "registry"}
    return render(request, "accounts/bind.html", context, status=status)
