"""工作日历 (/admin-calendars/): years known, a year in pictures, loading one after a dry run."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linli.accounts.queries import calendars as queries
from linli.kernel import calendars, clock
from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, NotVisible
from linli.kernel.middleware import ActedRequest

NAV = {"nav": "calendars"}
MOST_BYTES = 100_000
OK, UNPROCESSABLE = 200, 422


class UploadForm(forms.Form):
    """A year, its file, and the notice it was made from."""

    year = forms.IntegerField(label="哪一年", min_value=calendars.FIRST_YEAR, max_value=calendars.LAST_YEAR)
    source = forms.CharField(label="依据", max_length=120, min_length=4, help_text="国务院办公厅通知的文号")
    file = forms.FileField(label="放假安排", help_text="CSV，三栏：日期、班或休、名称；第二栏写“班”或“休”，只写和平常不一样的日子")


class ApplyForm(forms.Form):
    """What the dry run showed, once more."""

    year = forms.IntegerField(min_value=calendars.FIRST_YEAR, max_value=calendars.LAST_YEAR)
    source = forms.CharField(max_length=120, min_length=4)
    days = forms.CharField(max_length=MOST_BYTES)


@staff_page("kernel.load_calendar")
@require_GET
def year_list(request: ActedRequest) -> HttpResponse:
    """Years known, with where they come from."""
    return _list(request, UploadForm(initial={"year": queries.missing_next_year() or clock.today().year + 1}))


def _list(request: ActedRequest, form: forms.Form, status: int = OK) -> HttpResponse:
    known = queries.years()
    bundled = sorted(set(calendars.bundled_years()) - {one.year for one in known}, reverse=True)
    context = {"years": known, "missing": queries.missing_next_year(), "bundled": bundled[:6], "form": form, "columns": calendars.COLUMNS}
    return render(request, "accounts/calendars.html", context | NAV, status=status)


@staff_page("kernel.load_calendar")
@require_GET
def year(request: ActedRequest, number: int) -> HttpResponse:
    """One year as twelve months."""
    if not calendars.FIRST_YEAR <= number <= calendars.LAST_YEAR:
        raise NotVisible
    known = next((one for one in queries.years() if one.year == number), None)
    context = {"number": number, "known": known, "months": queries.picture(number, queries.days_of(number))}
    return render(request, "accounts/calendar_year.html", context | NAV)


@never_cache
@staff_page("kernel.load_calendar")
@require_POST
def try_out(request: ActedRequest) -> HttpResponse:
    """Read the file and show what it would change; nothing is stored."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, form, UNPROCESSABLE)
    said = form.cleaned_data
    try:
        days = calendars.from_csv(said["year"], calendars.text_of(said["file"].read(MOST_BYTES)).splitlines())
    except Invalid as refusal:
        for sentence in refusal.fields.get("file", [refusal.message])[:20]:
            form.add_error("file", sentence)
        return _list(request, form, refusal.status)
    before = queries.days_of(said["year"])
    context = {
        "number": said["year"],
        "source": said["source"],
        "months": queries.picture(said["year"], days, before),
        "off": sum(not day.working for day in days),
        "on": sum(day.working for day in days),
        "changes": queries.changes(days, before),
        "again": bool(before),
        "days": calendars.as_csv(days),
    }
    return render(request, "accounts/calendar_try.html", context | NAV)


@staff_page("kernel.load_calendar")
@require_POST
def load(request: ActedRequest) -> HttpResponse:
    """Load what the dry run showed."""
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return _list(request, UploadForm(), UNPROCESSABLE)
    said = form.cleaned_data
    days = calendars.from_csv(said["year"], said["days"].splitlines())
    calendars.load_year(request.actor, said["year"], days, said["source"])
    messages.success(request, f"{said['year']} 年的放假安排载入了，从现在起按它数工作日。")
    return redirect("calendar_year", said["year"])


@staff_page("kernel.load_calendar")
@require_POST
def load_bundled(request: ActedRequest, number: int) -> HttpResponse:
    """Load a year the platform brings along."""
    calendars.load_bundled(request.actor, number)
    messages.success(request, f"{number} 年的放假安排载入了。")
    return redirect("calendar_year", number)
