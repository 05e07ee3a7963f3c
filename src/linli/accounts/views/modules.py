"""Modules per region (/admin-modules/)."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from linli.accounts.models import ModuleSwitch
from linli.accounts.operations import modules
from linli.accounts.queries import modules as reading
from linli.accounts.rules.modules import MODULES
from linli.accounts.views.refusals import onto
from linli.kernel import clock
from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible, Refused
from linli.kernel.middleware import ActedRequest
from linli.kernel.once import OnceField
from linli.regions import contract as regions

NAV = {"nav": "modules"}
OK, UNPROCESSABLE = 200, 422
_LEVELS = (regions.CITY, regions.DISTRICT, regions.TOWNSHIP, regions.COMMUNITY)


class SwitchForm(forms.Form):
    """A module, on or off, from when until when, and why."""

    module = forms.ChoiceField(label="哪个模块", choices=lambda: [(one.code, one.label) for one in MODULES if reading.installed(one)])
    on = forms.ChoiceField(label="开还是停", choices=[("on", "开通"), ("off", "停用")], widget=forms.RadioSelect, initial="on")
    starts_on = forms.DateField(label="从哪天起", widget=forms.DateInput(attrs={"type": "date", "class": "box-short"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(
        label="到哪天为止", required=False, widget=forms.DateInput(attrs={"type": "date", "class": "box-short"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label="为什么", max_length=200, min_length=4, help_text="比如：第一批试点")
    op_id = OnceField()


@staff_page("accounts.switch_module")
def switches(request: ActedRequest) -> HttpResponse:
    """What runs in a region, every switch in the area, and a form for one more."""
    grant = request.actor.grants[0]
    within = None if grant.wide else grant.region_id
    wanted = {str(key): str(value) for key, value in (request.POST or request.GET).items()}
    wanted.setdefault("region", str(grant.region_id))
    picker = regions.picker(wanted, "region", label="哪个地方（连同下面的）", levels=_LEVELS, within=within)
    form = SwitchForm(request.POST or None, initial={"starts_on": clock.today()})
    status = OK
    if request.method == "POST" and picker.finding:
        form.errors.clear()
    elif request.method == "POST":
        status = UNPROCESSABLE
        if picker.chosen is None:
            form.add_error(None, "还没选哪个地方。")
        elif form.is_valid():
            data = form.cleaned_data
            new = modules.NewSwitch(
                data["module"], picker.chosen.id, data["on"] == "on", data["starts_on"], data["ends_on"], data["reason"]
            )
            try:
                modules.switch(request.actor, new, op_id=data["op_id"])
            except Refused as refusal:
                status = onto(form, refusal)
            else:
                messages.success(request, "记下了，到那天自动生效。")
                return redirect(f"/admin-modules/?region={picker.chosen.id}")
    shown = picker.chosen.id if picker.chosen and request.actor.sees(picker.chosen.id) else grant.region_id
    context = {
        "form": form,
        "picker": picker,
        "shown": regions.info(shown),
        "states": reading.states(shown),
        "rows": reading.in_area(request.actor),
        "labels": {module.code: module.label for module in MODULES},
    }
    return render(request, "accounts/modules.html", context | NAV, status=status)


@staff_page("accounts.switch_module")
@require_POST
def withdraw(request: ActedRequest, switch_id: UUID) -> HttpResponse:
    """Take a switch back."""
    if not ModuleSwitch.objects.filter(pk=switch_id).exists():
        raise NotVisible
    modules.withdraw(request.actor, switch_id)
    messages.success(request, "撤回了，按原来的来。")
    return redirect("modules")
