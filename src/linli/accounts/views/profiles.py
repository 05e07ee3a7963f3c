"""The editor of rule profiles (/admin-profiles/): versions, values with source and certainty, a new version with preview."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from linli.accounts.operations import profiles
from linli.accounts.queries import calendars
from linli.accounts.queries import profiles as reading
from linli.accounts.rules import parameters
from linli.accounts.views.refusals import onto
from linli.kernel import clock
from linli.kernel.doors import staff_page
from linli.kernel.errors import Refused
from linli.kernel.middleware import ActedRequest
from linli.kernel.models import CalendarYear
from linli.kernel.once import OnceField
from linli.regions import contract as regions

NAV = {"nav": "profiles"}
OK, UNPROCESSABLE = 200, 422


class VersionForm(forms.Form):
    """From when and why; the values come beside it, one box each."""

    effective_from = forms.DateField(
        label="从哪天起用", widget=forms.DateInput(attrs={"type": "date", "class": "box-short"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label="依据", max_length=300, min_length=6, help_text="哪个文件、第几条；会一直留着")
    op_id = OnceField()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@staff_page("accounts.publish_profile")
def profile_list(request: ActedRequest) -> HttpResponse:
    """All profiles with their versions, and the calendars loaded."""
    groups: dict[str, list[reading.Version]] = {}
    for one in reading.versions():
        groups.setdefault(one.title, []).append(one)
    years = CalendarYear.objects.order_by("-year")[:6]
    may_load, missing = request.actor.may_anywhere("kernel.load_calendar"), calendars.missing_next_year()
    context = {"groups": groups.items(), "years": years, "may_load": may_load, "missing": missing}
    return render(request, "accounts/profiles.html", context | NAV)


@staff_page("accounts.publish_profile")
def profile(request: ActedRequest, version_id: UUID) -> HttpResponse:
    """One version; compared with another when asked."""
    one = reading.version(version_id)
    against = _uuid(request.GET.get("against", ""))
    rows = reading.rows(version_id, against)
    others = [other for other in reading.versions() if other.code.split("-")[0] == one.code.split("-")[0] and other.id != one.id]
    context = {
        "one": one,
        "rows": [row for row in rows if row.before is not None] if against else rows,
        "others": others,
        "against": next((other for other in others if other.id == against), None),
        "gone": reading.gone(version_id, against) if against else [],
        "unsure": sum(row.unsure for row in rows),
    }
    return render(request, "accounts/profile.html", context | NAV)


def _typed(request: HttpRequest, rows: list[reading.Row]) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed, in the sort of each value, and key → sentence of what cannot be read."""
    changes: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for row in rows:
        text = str(request.POST.get(f"v_{row.key}", row.written))
        if text.strip() == row.written:
            continue
        try:
            changes[row.key] = parameters.read(text, row.value)
        except ValueError as failure:
            wrong[row.key] = str(failure)
    return changes, wrong


def _area(request: ActedRequest) -> UUID | None:
    """City posts publish for the city, a district's for the district."""
    grant = request.actor.grants[0] if request.actor.grants else None
    return None if grant is None or grant.wide else grant.region_id


@staff_page("accounts.publish_profile")
def new_version(request: ActedRequest, version_id: UUID) -> HttpResponse:
    """Change values, look at the difference, then publish; nothing is published without the look."""
    one, rows = reading.version(version_id), reading.rows(version_id)
    form = VersionForm(request.POST or None, initial={"effective_from": clock.today()})
    changes, wrong = _typed(request, rows) if request.method == "POST" else ({}, {})
    status, checked = OK, False
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid() and not wrong:
            data, area = form.cleaned_data, _area(request)
            new = profiles.NewVersion(version_id, area, data["effective_from"], data["note"], changes)
            try:
                if "publish" in request.POST:
                    made = profiles.publish(request.actor, new, op_id=data["op_id"])
                    messages.success(request, f"发布了第 {made.version} 版，{made.effective_from} 起用。以前的版本都留着。")
                    return redirect("profile", made.pk)
                profiles.preview(request.actor, new)
                status, checked = OK, True
            except Refused as refusal:
                status = onto(form, refusal)
                wrong = wrong | {key: texts[0] for key, texts in refusal.facts.get("fields", {}).items() if key not in form.fields}
    context = {
        "one": one,
        "form": form,
        "area": regions.info(area_id) if (area_id := _area(request)) else None,
        "checked": checked,
        "boxes": [
            {
                "row": row,
                "text": request.POST.get(f"v_{row.key}", row.written),
                "wrong": wrong.get(row.key, ""),
                "after": parameters.shown(changes[row.key]) if row.key in changes else "",
            }
            for row in rows
        ],
        "changed": len(changes),
    }
    return render(request, "accounts/profile_new.html", context | NAV, status=status)
