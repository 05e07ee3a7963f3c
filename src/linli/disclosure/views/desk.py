"""Posting on the board, from the desk."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from linli.disclosure import operations, queries
from linli.disclosure.forms import BulletinForm
from linli.disclosure.models import Bulletin
from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, NotPermitted, Refused
from linli.kernel.middleware import ActedRequest
from linli.kernel.models import in_scope

NEWEST = 50


@staff_page("disclosure.publish", "disclosure.read")
@require_http_methods(["GET", "POST"])
def bulletins(request: ActedRequest) -> HttpResponse:
    """What hangs; for who may post, also the form for one more."""
    if request.actor.may_anywhere("disclosure.publish"):
        return _posting(request)
    if request.method == "POST":
        message = "您这个岗位能看公告，不能贴。"
        raise NotPermitted(message, permission="disclosure.publish")
    return render(request, "disclosure/desk_board.html", {"rows": queries.hanging(request.actor, NEWEST), "nav": "notices"})


def _posting(request: ActedRequest) -> HttpResponse:
    """A refusal keeps what was typed."""
    form = BulletinForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        region_id = request.actor.region_id
        if form.is_valid() and region_id:
            data = dict(form.cleaned_data)
            op_id = data.pop("op_id")
            try:
                row = operations.publish(request.actor, operations.NewBulletin(region_id=region_id, **data), op_id=op_id)
            except Refused as refusal:
                fields = refusal.fields if isinstance(refusal, Invalid) else {"": [refusal.message]}
                for name, texts in fields.items():
                    form.add_error(name if name in form.fields else None, texts)
            else:
                messages.success(request, f"贴出去了：{row.title}")
                return HttpResponseRedirect("/desk/notices/")
    rows = Bulletin.objects.select_related("region").order_by("-published_at")
    if not request.actor.wide:
        rows = rows.filter(in_scope("region_id", request.actor.scope))
    return render(
        request,
        "disclosure/desk.html",
        {"form": form, "rows": rows[:NEWEST], "may_take_down": request.actor.may_anywhere("disclosure.take_down"), "nav": "notices"},
        status=status,
    )


@require_POST
@staff_page("disclosure.take_down")
def take_down(request: ActedRequest, bulletin_id: UUID) -> HttpResponse:
    """Take one down with a reason."""
    try:
        operations.take_down(request.actor, bulletin_id, why=str(request.POST.get("why", "")))
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, "撤下了。")
    return HttpResponseRedirect("/desk/notices/")
