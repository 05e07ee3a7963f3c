"""交接: what is in somebody's hands, who takes it over; and what nobody took over yet."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linli.accounts.operations.handing_over import hand_over
from linli.accounts.queries import handover, staffing
from linli.accounts.views.refusals import onto
from linli.accounts.views.user_forms import HandOverForm
from linli.kernel.doors import staff_page
from linli.kernel.errors import Refused
from linli.kernel.middleware import ActedRequest

OK, UNPROCESSABLE = 200, 422


@never_cache
@staff_page("accounts.hand_over")
@require_http_methods(["GET", "POST"])
def pass_on(request: ActedRequest, user_id: UUID) -> HttpResponse:
    """Choose things and a successor; all are chosen at first."""
    found = staffing.card(request.actor, user_id)
    form, status = HandOverForm(request.POST or None, found.items, handover.successors(request.actor, user_id)), OK
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                number = hand_over(request.actor, user_id, form.cleaned_data["items"], UUID(form.cleaned_data["to"]))
            except Refused as refusal:
                status = onto(form, refusal)
            else:
                messages.success(request, f"{number} 件交接好了，接手的人现在就能看到。")
                return redirect("hand_over", user_id)
    return render(request, "accounts/user_handover.html", {"form": form, "card": found, "nav": "users"}, status=status)


@never_cache
@staff_page("accounts.hand_over")
@require_GET
def left_behind(request: ActedRequest) -> HttpResponse:
    """Things in the hands of accounts that are stopped, or of people whose post is over."""
    left = handover.left_behind(request.actor)
    context = {"nav": "users", "left": left, "total": sum(len(one.items) for one in left)}
    return render(request, "accounts/left_behind.html", context)
