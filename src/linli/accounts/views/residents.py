"""Residents signing in: privacy notice, phone, code, who you are; and binding oneself to the registry."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from linli.accounts.forms import IdentityForm, PhoneForm, SmsCodeForm
from linli.accounts.models import SmsMessage, User
from linli.accounts.operations import binding, codes, notices, sms
from linli.accounts.queries.demo import demo_shelves
from linli.accounts.rules import phones
from linli.accounts.rules.roles import PUBLIC
from linli.accounts.views import device, session
from linli.kernel import clock, crypto, masks
from linli.kernel.doors import resident_page
from linli.kernel.errors import Refused
from linli.kernel.fields import open_sealed
from linli.kernel.limits import paced
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none

OK, UNPROCESSABLE, TOO_MANY = 200, 422, 429
NOTICE, PHONE, CODE, PROVED, ONWARD = "notice", "phone", "phone_code", "phone_proved", "onward"
_PLACE = "session|phone"
WRONG = "验证码不对，或者过期了。在这里点了“发”收到的那一条才能用；试 5 次还不对，要重新发一条。"
PROVED_MINUTES = 10  # whoever leaves before choosing who he is has not left the door open


def _seen(request: ActedRequest) -> bool:
    notice = notices.current_notice()
    return notice is None or request.session.get(NOTICE) == notice.version


def _phone(request: ActedRequest) -> str:
    kept = request.session.get(PHONE, "")
    return crypto.unseal(kept, _PLACE) if kept else ""


@never_cache
def privacy(request: ActedRequest) -> HttpResponse:
    """The notice, on one page; reading it on the way in is remembered before anything is asked."""
    notice = notices.current_notice()
    if notice is None:
        raise Http404
    on_the_way = request.actor.user_id is None
    if request.method == "POST":
        request.session[NOTICE] = notice.version
        return redirect("sign_in")
    request.session[ONWARD] = request.GET.get("next", request.session.get(ONWARD, "")) if on_the_way else ""
    return render(request, "accounts/privacy.html", {"notice": notice, "on_the_way": on_the_way})


@never_cache
@sensitive_post_parameters("phone")
@paced("sign-in", most=30)
def sign_in(request: ActedRequest) -> HttpResponse:
    """The phone; a code goes there."""
    if "next" in request.GET:
        request.session[ONWARD] = session.safe(request, request.GET["next"])
    if not _seen(request):
        return HttpResponseRedirect("/privacy/" + (f"?next={request.session.get(ONWARD, '')}" if request.session.get(ONWARD) else ""))
    form = PhoneForm(request.POST or None)
    status = OK
    if request.method == "POST" and form.is_valid():
        status = _ask(request, form)
        if status == OK:
            return redirect("sign_in_code")
    elif form.errors:
        status = UNPROCESSABLE
    context = {
        "form": form,
        "shelves": sorted(demo_shelves(), key=lambda one: one.code != PUBLIC),
        "stair": {"current": 1, "total": 2, "label": "登录"},
    }
    return render(request, "accounts/sign_in.html", context, status=status)


def _ask(request: ActedRequest, form: PhoneForm) -> int:
    phone = form.cleaned_data["phone"]
    try:
        asked = codes.request_code(request.actor, phone, session.visit_of(request))
    except Refused as refusal:
        form.add_error("phone", refusal.message)
        return UNPROCESSABLE
    if asked.again_at is not None:
        form.add_error("phone", codes.too_soon(asked.again_at).message)
        return TOO_MANY
    request.session[PHONE], request.session[CODE] = crypto.seal(phones.cleaned(phone), _PLACE), str(asked.code_id)
    request.session.pop(PROVED, None)
    return OK


@never_cache
@sensitive_post_parameters("code")
@paced("sign-in code", most=30)
def code(request: ActedRequest) -> HttpResponse:
    """The six digits."""
    phone = _phone(request)
    if not phone or not _seen(request):
        return redirect("sign_in")
    form = SmsCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = uuid_or_none(request.session.get(CODE, ""))
        if codes.redeem_code(request.actor, phone, asked, form.cleaned_data["code"], session.visit_of(request)):
            request.session.cycle_key()
            request.session[PROVED] = clock.now().timestamp() + PROVED_MINUTES * 60
            known = codes.users_at(phone)
            return redirect("sign_in_who") if len(known) > 1 else _enter(request, known[0].pk if known else None)
        form.add_error("code", WRONG)
    context = {
        "form": form,
        "phone": masks.mask_phone(phone),
        "sink": sms.adapter() == sms.SINK,
        "back": {"url": "/sign-in/", "label": "换个号码"},
        "stair": {"current": 2, "total": 2, "label": "登录"},
    }
    return render(request, "accounts/sign_in_code.html", context, status=UNPROCESSABLE if form.errors else OK)


def _enter(request: ActedRequest, user_id: UUID | None) -> HttpResponse:
    user = codes.resident_at(request.actor, _phone(request), user_id)
    version, onward = request.session.get(NOTICE), request.session.get(ONWARD, "")
    stay = session.enter(request, user, "code")
    if version is not None:
        codes.accept_notice(request.actor, stay.user, version)
    answer = HttpResponseRedirect(session.safe(request, onward) or session.HOME[User.Kind.RESIDENT])
    device.remember(request, answer, user)
    return answer


@never_cache
def who(request: ActedRequest) -> HttpResponse:
    """Several people use this phone: which of them are you."""
    phone = _phone(request)
    if not phone or request.session.get(PROVED, 0) < clock.now().timestamp():
        return redirect("sign_in")
    known = codes.users_at(phone)
    if request.method == "POST":
        chosen = next((user for user in known if str(user.pk) == request.POST.get("who")), None)
        if chosen is not None or request.POST.get("who") == "other":
            return _enter(request, chosen.pk if chosen else None)
    people = [(str(user.pk), masks.mask_name(user.name) or "还没绑定的人", user.date_joined) for user in known]
    status = UNPROCESSABLE if request.method == "POST" else OK
    return render(request, "accounts/sign_in_who.html", {"people": people, "wrong": request.method == "POST"}, status=status)


@never_cache
@resident_page
@sensitive_post_parameters("name", "id_number")
def identity(request: ActedRequest) -> HttpResponse:
    """Bind oneself: name and ID number must agree with what the community holds for this phone."""
    form = IdentityForm(request.POST or None)
    bound = request.actor.person_id is not None
    if request.method == "POST" and not bound and form.is_valid():
        agreed = binding.claim_identity(request.actor, form.cleaned_data["name"], form.cleaned_data["id_number"], session.visit_of(request))
        if agreed:
            return redirect("identity")
        form.add_error(None, binding.NOT_MATCHED)
    context = {"form": form, "bound": bound, "back": {"url": "/me/", "label": "我的"}}
    return render(request, "accounts/identity.html", context, status=UNPROCESSABLE if form.errors else OK)


@never_cache
def demo_messages(request: ActedRequest) -> HttpResponse:
    """What the local sink holds. Demo mode only: nowhere else can anybody read a message."""
    if not settings.DEMO:
        raise Http404
    rows = SmsMessage.objects.filter(adapter=sms.SINK).order_by("-made_at")[:30]
    messages_sent = [(masks.mask_phone(open_sealed(row, "phone")), open_sealed(row, "text"), row.made_at) for row in rows]
    return render(request, "accounts/demo_messages.html", {"sent": messages_sent})
