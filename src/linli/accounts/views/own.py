"""One's own account: posts, stays, password."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from linli.accounts.forms import ChangePasswordForm
from linli.accounts.models import Grant, SignIn, User
from linli.accounts.operations import staff_entry, stays
from linli.accounts.views import session
from linli.accounts.views.session import StayingRequest
from linli.kernel import clock
from linli.kernel.doors import staff_page
from linli.kernel.errors import Refused
from linli.kernel.typed import uuid_or_none

OK, UNPROCESSABLE = 200, 422


@staff_page()
def posts(request: StayingRequest) -> HttpResponse:
    """My posts; choosing one goes on in it."""
    stay = request.stay
    if request.method == "POST":
        stays.switch_post(request.actor, stay.pk, uuid_or_none(request.POST.get("post", "")) or UUID(int=0))
        return HttpResponseRedirect(session.safe(request, str(request.POST.get("next", ""))) or "/")
    mine = Grant.objects.filter(user_id=stay.user_id).to_come(clock.today()).select_related("role", "region", "cover_for__user")
    today = clock.today()
    running = [grant for grant in mine.order_by("role__rank", "starts_on") if grant.runs_on(today)]
    coming = [grant for grant in mine.order_by("starts_on") if not grant.runs_on(today)]
    context = {"running": running, "coming": coming, "current": stay.grant_id, "stay": stay, "nav": "post"}
    return render(request, "accounts/posts.html", context)


@session.signed_in
def my_stays(request: StayingRequest) -> HttpResponse:
    """Where I am signed in, and the last attempts with my name."""
    stay = request.stay
    mine = SignIn.objects.filter(user_id=stay.user_id).order_by("-started_at")
    staff = stay.user.kind == User.Kind.STAFF
    context = {
        "open": mine.filter(ended_at=None),
        "ended": mine.exclude(ended_at=None)[:10],
        "current": stay.pk,
        "staff": staff,
        "stays_base": "web/desk.html" if staff else "web/resident.html",
        "nav": "me",
        "tab": "me",
    }
    return render(request, "accounts/stays.html", context)


@session.signed_in
@require_POST
def end_stay(request: StayingRequest, stay_id: UUID) -> HttpResponse:
    """Sign out somewhere else."""
    stays.end(request.actor, stay_id, SignIn.End.CLOSED)
    return redirect("my_stays")


@staff_page()
@sensitive_post_parameters("old", "new", "again")
def change_password(request: StayingRequest) -> HttpResponse:
    """A new password with the old one as proof; other stays end."""
    stay = request.stay
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        checked = staff_entry.check(request.actor, stay.user.username, form.cleaned_data["old"], session.visit_of(request))
        if checked.user is None:
            form.add_error("old", "现在的密码不对。连错 5 次会锁 15 分钟。")
        else:
            try:
                staff_entry.change_password(request.actor, checked.user, form.cleaned_data["new"], stay=stay)
            except Refused as refusal:
                form.add_error("new", list(refusal.facts.get("fields", {}).get("new", [refusal.message])))
            else:
                return redirect("my_stays")
    return render(request, "accounts/change_password.html", {"form": form, "nav": "me"}, status=UNPROCESSABLE if form.errors else OK)
