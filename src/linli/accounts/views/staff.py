"""Staff signing in: password, second step, and what else must be settled before the desk opens."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from linli.accounts.forms import CodeForm, NewPasswordForm, PasswordForm
from linli.accounts.models import User
from linli.accounts.operations import second_factor, staff_entry
from linli.accounts.queries.demo import demo_shelves
from linli.accounts.views import device, pending, session
from linli.accounts.views.qr import qr_data_uri
from linli.kernel.errors import Refused
from linli.kernel.limits import paced
from linli.kernel.middleware import ActedRequest

OK, UNPROCESSABLE = 200, 422
SEALED_SECRET, RECOVERY = "totp_sealed", "recovery_codes"


def _own(request: ActedRequest) -> User | None:
    return request.stay.user if hasattr(request, "stay") else None


@never_cache
@sensitive_post_parameters("password")
@paced("staff sign-in", most=60)
def sign_in(request: ActedRequest) -> HttpResponse:
    """Name and password; in demo mode also every role as one click."""
    form = PasswordForm(request.POST or None)
    wanted = str(request.GET.get("next", request.POST.get("next", "")))
    if request.method == "POST" and form.is_valid():
        visit = session.visit_of(request)
        checked = staff_entry.check(request.actor, form.cleaned_data["username"], form.cleaned_data["password"], visit)
        if checked.user is not None:
            request.session["onward"] = wanted
            pending.start(request, checked.user, pending.PASSWORD, "password")
            return redirect("second_step" if second_factor.enrolled(checked.user) else "second_step_set")
        form.add_error(None, staff_entry.WRONG)
    context = {
        "form": form,
        "next": wanted,
        "shelves": demo_shelves(),
        "ended": getattr(request, "ended", ""),
    }
    return render(request, "accounts/staff_sign_in.html", context, status=UNPROCESSABLE if form.errors else OK)


def _enter(request: ActedRequest, waiting: pending.Pending) -> HttpResponse:
    """Everything is proved: open the stay, unless the password is due."""
    if staff_entry.expired(waiting.user):
        return redirect("new_password")
    onward = request.session.get("onward", "")
    stay = session.enter(request, waiting.user, waiting.way)
    target = session.safe(request, onward) or session.HOME[User.Kind.STAFF]
    answer = HttpResponseRedirect(target if stay.grant_id else "/staff/post/")
    device.remember(request, answer, waiting.user)
    return answer


@never_cache
def second_step(request: ActedRequest) -> HttpResponse:
    """The code of the second factor."""
    waiting = pending.of(request)
    if waiting is None:
        return redirect("staff_sign_in")
    if not second_factor.enrolled(waiting.user):
        return redirect("second_step_set")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if second_factor.verify(request.actor, waiting.user, form.cleaned_data["code"], session.visit_of(request)):
            pending.advance(request, pending.SECOND, "password+totp")
            return _enter(request, pending.Pending(waiting.user, pending.SECOND, "password+totp"))
        form.add_error("code", "验证码不对，或者已经用过。等手机上换一个数再输；连错 5 次会锁 15 分钟。")
    return render(request, "accounts/second_step.html", {"form": form}, status=UNPROCESSABLE if form.errors else OK)


@never_cache
def second_step_set(request: ActedRequest) -> HttpResponse:
    """Set up the second step at the first sign-in: scan, type the first code, note the recovery codes."""
    waiting = pending.of(request)
    if waiting is None:
        return redirect("staff_sign_in")
    if second_factor.enrolled(waiting.user):
        return redirect("second_step")
    begun = second_factor.begin(waiting.user, request.session.get(SEALED_SECRET, ""))
    request.session[SEALED_SECRET] = begun.sealed
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factor.enrol(request.actor, waiting.user, begun.sealed, form.cleaned_data["code"])
        except Refused as refusal:
            form.add_error("code", refusal.message)
        else:
            del request.session[SEALED_SECRET]
            pending.advance(request, pending.SECOND, "password+totp")
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
    context = {"form": form, "secret": begun.secret, "qr": qr_data_uri(begun.uri)}
    return render(request, "accounts/second_step_set.html", context, status=UNPROCESSABLE if form.errors else OK)


@never_cache
@require_POST
def second_step_done(request: ActedRequest) -> HttpResponse:
    """The recovery codes are noted: go in."""
    waiting = pending.of(request)
    if waiting is None or waiting.step != pending.SECOND:
        return redirect("staff_sign_in")
    return _enter(request, waiting)


@never_cache
@sensitive_post_parameters("new", "again")
def new_password(request: ActedRequest) -> HttpResponse:
    """The password is older than the rule allows: a new one before the desk opens."""
    waiting = pending.of(request)
    if waiting is None or waiting.step != pending.SECOND:
        return redirect("staff_sign_in")
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            staff_entry.change_password(request.actor, waiting.user, form.cleaned_data["new"])
        except Refused as refusal:
            form.add_error("new", list(refusal.facts.get("fields", {}).get("new", [refusal.message])))
        else:
            return _enter(request, waiting)
    return render(request, "accounts/new_password.html", {"form": form}, status=UNPROCESSABLE if form.errors else OK)


@require_POST
def sign_out(request: ActedRequest) -> HttpResponse:
    """Leave; back to the door one came through."""
    user = _own(request)
    session.leave(request)
    return redirect("staff_sign_in" if user is not None and user.kind == User.Kind.STAFF else "/")
