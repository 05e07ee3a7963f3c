"""权限半年复核: keep a post or end it; an auditor writes a doubt beside it. The list prints, and is taken along as a sheet."""

import csv
from io import StringIO
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linli.accounts.operations import posts
from linli.accounts.queries import review as queries
from linli.kernel import clock, profiles
from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, NotVisible
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none

LIST = "/admin-users/review/"
HEADS = ("姓名", "岗位", "哪里", "单位", "谁给的", "哪天给的", "上次核对", "最近登录", "疑问")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class DoubtForm(forms.Form):
    """An auditor's doubt."""

    note = forms.CharField(label="疑问", max_length=200, required=False)


@never_cache
@staff_page("accounts.see_review")
@require_GET
def review(request: ActedRequest) -> HttpResponse:
    """Posts due, each with what may be done about it."""
    return _page(request, DoubtForm())


def _page(request: ActedRequest, form: DoubtForm, status: int = 200) -> HttpResponse:
    actor = request.actor
    context = {
        "nav": "review",
        "crumbs": [{"name": "权限半年复核"}],
        "review": queries.due(actor),
        "months": profiles.value("review_months"),
        "may_doubt": actor.may_anywhere("accounts.question_post"),
        "may_manage": actor.may_anywhere("accounts.see_users"),
        "form": form,
        "at": request.POST.get("post", "") if form.errors else "",
    }
    return render(request, "accounts/user_review.html", context, status=status)


@never_cache
@staff_page("accounts.see_review")
@require_GET
def sheet(request: ActedRequest) -> HttpResponse:
    """The same list as CSV that Excel opens: with a byte-order mark, and no cell that it would reckon as a formula."""
    written = StringIO()
    written.write("\ufeff")
    lines = csv.writer(written)
    lines.writerow(HEADS)
    for row in queries.due(request.actor).rows:
        grant = row.grant
        kept = f"{clock.local(grant.reviewed_at):%Y-%m-%d} {grant.reviewed_by.name}" if grant.reviewed_at and grant.reviewed_by else "没有"
        seen = f"{clock.local(grant.user.last_seen_at):%Y-%m-%d}" if grant.user.last_seen_at else "没登录过"
        doubts = "；".join(f"{doubt.note}（{doubt.who}）" for doubt in row.doubts)
        cells = (
            grant.user.name, grant.role.label, grant.region.name, grant.unit, grant.giver_name, f"{clock.local(grant.given_at):%Y-%m-%d}",
            kept, seen, doubts,
        )  # fmt: skip
        lines.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    response = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('权限半年复核.csv')}"
    return response


@staff_page("accounts.review")
@require_POST
def keep(request: ActedRequest) -> HttpResponse:
    """Still needed."""
    grant_id = uuid_or_none(request.POST.get("post", ""))
    if grant_id is None:
        raise NotVisible
    grant = posts.review(request.actor, grant_id)
    messages.success(request, f"记下了：{grant.user.name}的“{grant.role.label}”还需要。")
    return HttpResponseRedirect(LIST)


@staff_page("accounts.question_post")
@require_POST
def doubt(request: ActedRequest) -> HttpResponse:
    """Write a doubt beside a post."""
    grant_id = uuid_or_none(request.POST.get("post", ""))
    if grant_id is None:
        raise NotVisible
    form = DoubtForm(request.POST)
    try:
        grant = posts.question(request.actor, grant_id, request.POST.get("note", ""))
    except Invalid as refusal:
        form.add_error("note", refusal.message)
        return _page(request, form, refusal.status)
    messages.success(request, f"记下了：{grant.user.name}的“{grant.role.label}”，管他的上级单位能看到您的疑问。")
    return HttpResponseRedirect(LIST)
