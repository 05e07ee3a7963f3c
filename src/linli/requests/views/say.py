"""说件事: four questions on a phone, each a page of its own (J17). Emergencies leave the row at once (domain §6)."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts import contract as accounts
from linli.kernel import limits, profiles
from linli.kernel.doors import resident_page
from linli.kernel.errors import Conflict, Invalid, NotVisible, Refused, TooMany
from linli.kernel.ids import random_id
from linli.kernel.limits import paced
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none, whole
from linli.requests import operations
from linli.requests.forms.say import CheckForm, WhatForm, WhoForm
from linli.requests.models import Request
from linli.requests.operations.filing import Filing
from linli.requests.queries import served, whereabouts
from linli.requests.rules import emergency, words
from linli.requests.rules.kinds import guess_type
from linli.requests.views.shut import open_here
from linli.requests.views.talk import Talk, begin, start_afresh, take_up

UNPROCESSABLE = 422
SAID, SAID_SECONDS = "said", 600
TIPS_PER_HOUR, HOUR = 60, 3600
PARTIES = (("", "不说"), *words.ABOUT.items())
PRIVACY_CARDS = {
    "open": ("对办理单位公开", "谁在办，谁就能看您的名字和电话，直接找您；看要写原因"),
    "hidden": ("对办理单位隐名", "谁在办，谁就看不到您的名字和电话；要联系您，由不办这件事的同事打"),
    "anonymous": ("匿名", "谁也不知道是您说的；给您一个查询码，自己来查结果"),
}


def start(request: ActedRequest) -> HttpResponse:
    """Before the first question: who is not signed in chooses between an answer and staying unknown."""
    if request.actor.user_id is None and request.GET.get("as") != "anonymous":
        return render(request, "requests/say_start.html", {"back": {"url": "/", "label": "返回"}})
    if request.GET.get("new"):
        start_afresh(request)
    elif request.GET.get("on"):
        take_up(request)
    return HttpResponseRedirect("/say/what/")


@require_http_methods(["GET", "POST"])
def what(request: ActedRequest) -> HttpResponse:
    """第 1 步：发生了什么？ Text and photos; the draft keeps both."""
    talk = begin(request)
    form = WhatForm(request.POST or None, initial={"text": talk.text, "danger": talk.answers.get("danger", False)})
    if request.method == "GET":
        return _what_page(request, talk, form)
    status = UNPROCESSABLE
    try:
        talk.keep("what", text=str(request.POST.get("text", ""))[:4000])
        _photos(request, talk)
    except (Invalid, TooMany) as refusal:
        form.is_valid()
        form.add_error(None, refusal.message)
        status = refusal.status
    else:
        if "drop" in request.POST or "more" in request.POST:
            return HttpResponseRedirect("/say/what/#photos")
    if not form.is_valid():
        return _what_page(request, talk, form, status=status)
    talk.keep("what", text=form.cleaned_data["text"], danger=form.cleaned_data["danger"], type="")
    return HttpResponseRedirect("/say/urgent/" if talk.emergency or talk.asks_danger else "/say/where/")


def _photos(request: ActedRequest, talk: Talk) -> None:
    dropped = whole(request.POST.get("drop", ""))
    if dropped is not None and talk.draft_id:
        operations.drop_draft_photo(request.actor, talk.draft_id, dropped, talk.secret)
    for upload in request.FILES.getlist("photo"):
        if talk.draft_id:
            operations.add_draft_photo(request.actor, talk.draft_id, upload, talk.secret)


def _what_page(request: ActedRequest, talk: Talk, form: WhatForm, status: int = 200) -> HttpResponse:
    fresh = begin(request)
    count = len(fresh.answers.get("photos", []))
    context = talk.step_context("what") | {"form": form, "photos": range(count), "room_for": 6 - count, "saved": bool(talk.text)}
    context["draft_key"] = fresh.draft_id or talk.key or random_id()
    context["draft_hours"] = profiles.value("visitor_draft_hours")
    return render(request, "requests/say_what.html", context, status=status)


@require_POST
def keep(request: ActedRequest) -> HttpResponse:
    """Keep what is being typed; answers with the line under the box. What cannot be kept stays in the box."""
    talk = begin(request)
    text = str(request.POST.get("text", ""))[:4000]
    try:
        if text.strip():
            if request.actor.user_id is None:
                limits.limit("draft save", request.actor.ip, most=profiles.value("visitor_saves_hour"), seconds=HOUR)
            talk.keep("what", text=text)
    except TooMany as refusal:
        return render(request, "requests/say_kept.html", {"refused": "这会儿存不了，字还在这一页，先别关"}, status=refusal.status)
    return render(request, "requests/say_kept.html", {"kept": bool(text.strip())})


def photo(request: ActedRequest, place: int) -> FileResponse:
    """A small picture of the draft, to its own writer only."""
    kept = begin(request).answers.get("photos", [])
    if place >= len(kept):
        raise NotVisible
    return FileResponse(operations.file_of(kept[place]["thumb"]).open("rb"), content_type="image/jpeg")


@require_http_methods(["GET", "POST"])
def urgent(request: ActedRequest) -> HttpResponse:
    """先打电话: full-screen advice, then one tap tells everybody on duty; no sorting, no further question.

    Where the words only may speak of danger, the person is asked first. What is said here holds for these words alone.
    """
    talk = begin(request)
    if request.method == "POST" and "calm" in request.POST:
        talk.keep("what", calm=talk.text, danger=False)
        return HttpResponseRedirect("/say/where/")
    if request.method == "POST" and "danger" in request.POST:
        talk.keep("what", calm="", danger=True)
        return HttpResponseRedirect("/say/urgent/")
    if talk.asks_danger:
        return render(request, "requests/say_danger.html", talk.step_context("what"))
    if talk.emergency is None:
        return _sent_already(request, talk) or HttpResponseRedirect("/say/where/")
    if request.method == "POST":
        return _file_urgent(request, talk, talk.emergency)
    return _urgent_page(request, talk, talk.emergency)


def _urgent_page(request: ActedRequest, talk: Talk, found: emergency.Emergency, error: str = "", status: int = 200) -> HttpResponse:
    place = _first_guess(talk)
    context = talk.step_context("what") | {
        "found": found,
        "error": error,
        "kept_close": emergency.is_restricted(talk.text, found),
        "place": place,
        "closed": served.closed(place.place.region_id) if place else None,
        "minutes": profiles.value("emergency_answer_minutes"),
        "op_id": random_id(),
    }
    return render(request, "requests/say_urgent.html", context, status=status)


def _first_guess(talk: Talk) -> whereabouts.Guess | None:
    actor = talk.request.actor
    guess = whereabouts.from_text(actor, talk.text, talk.region_id) or whereabouts.at_home(actor)
    if guess is None and talk.region_id:
        return whereabouts.in_region(talk.region_id)
    return guess


def _file_urgent(request: ActedRequest, talk: Talk, found: emergency.Emergency) -> HttpResponse:
    guess = _first_guess(talk)
    if guess is None:
        messages.warning(request, "先选一下在哪个社区，选好点一下就报。电话也请先打。")
        return HttpResponseRedirect("/say/where/")
    signed_in = request.actor.user_id is not None
    filing = Filing(
        type="help" if signed_in else "tip", text=talk.text, place=guess.place,
        privacy="hidden" if signed_in else "anonymous", channel="app", in_danger=True,
    )  # fmt: skip
    form = CheckForm({"op_id": request.POST.get("op_id"), "type": filing.type}, allowed=tuple(words.TYPES))
    if form.is_valid():
        try:
            return _send(request, talk, filing, form)
        except Refused as refusal:
            return _urgent_page(request, talk, found, error=refusal.message, status=refusal.status)
    return _urgent_page(request, talk, found, error="页面放得太久了，请再点一次。", status=UNPROCESSABLE)


@require_http_methods(["GET", "POST"])
def who(request: ActedRequest) -> HttpResponse:
    """第 3 步: who may see it."""
    talk = begin(request)
    if talk.place is None:
        return HttpResponseRedirect("/say/where/")
    allowed = ("anonymous",) if request.actor.user_id is None else tuple(words.PRIVACY)
    form = WhoForm(request.POST or None, allowed=allowed, initial={"privacy": talk.answers.get("privacy") or allowed[0]})
    if request.method == "POST" and form.is_valid():
        talk.keep("who", privacy=form.cleaned_data["privacy"])
        return HttpResponseRedirect("/say/check/")
    chosen = talk.answers.get("privacy") or ("anonymous" if len(allowed) == 1 else "hidden")
    cards = [{"value": code, "label": PRIVACY_CARDS[code][0], "note": PRIVACY_CARDS[code][1], "chosen": code == chosen} for code in allowed]
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "requests/say_who.html", talk.step_context("who") | {"form": form, "cards": cards}, status=status)


@require_http_methods(["GET", "POST"])
@paced("say", most=20, seconds=600, visitors_only=True)
def check(request: ActedRequest) -> HttpResponse:
    """第 4 步：看一看，对不对？ Sends once, however often the button is pressed."""
    talk = begin(request)
    missing = "what" if not talk.text else "where" if talk.place is None else "who" if not talk.answers.get("privacy") else ""
    if missing:
        return _sent_already(request, talk) or HttpResponseRedirect(f"/say/{missing}/")
    guessed = guess_type(talk.text)
    form = CheckForm(request.POST or None, initial={"type": guessed}, allowed=_types(talk))
    if request.method == "POST" and form.is_valid() and talk.place:
        filing = Filing(
            type=form.cleaned_data["type"], text=talk.text, place=talk.place, privacy=talk.answers["privacy"],
            channel="app", in_danger=talk.in_danger, not_in_danger=talk.said_calm,
            about=form.cleaned_data["about"],
        )  # fmt: skip
        try:
            return _send(request, talk, filing, form)
        except Refused as refusal:
            return _check_page(request, talk, form, _explained(form, refusal), status=refusal.status)
    return _check_page(request, talk, form, status=UNPROCESSABLE if request.method == "POST" else 200)


def _sent_already(request: ActedRequest, talk: Talk) -> HttpResponse | None:
    """The second press of a button whose first answer got lost: the same confirmation, not an empty form."""
    op_id = uuid_or_none(request.POST.get("op_id", ""))
    filed = operations.filed_before(request.actor, op_id, talk.secret) if op_id else None
    return _filed(request, filed) if filed else None


def _types(talk: Talk) -> tuple[str, ...]:
    """What may be said: who stays unknown only tips and suggestions."""
    unknown = talk.request.actor.user_id is None or talk.answers.get("privacy") == "anonymous"
    return tuple(code for code in words.TYPES if code in words.ANONYMOUS_TYPES or not unknown)


def _check_page(
    request: ActedRequest, talk: Talk, form: CheckForm, fixes: tuple[tuple[str, str], ...] = (), status: int = 200
) -> HttpResponse:
    """`fixes`: what must be put right on an earlier page, with its address."""
    guessed, allowed = guess_type(talk.text), _types(talk)
    chosen = str(form.data.get("type") or guessed)
    context: dict[str, Any] = talk.step_context("check") | {
        "form": form,
        "fixes": fixes,
        "types": [{"value": code, "label": words.TYPES[code], "chosen": code == chosen} for code in allowed],
        "guessed": words.TYPES[guessed],
        "parties": [{"value": code, "label": label, "chosen": code == form.data.get("about", "")} for code, label in PARTIES],
        "guess_fits": guessed in allowed,
        "place": talk.place,
        "privacy": PRIVACY_CARDS[talk.answers["privacy"]],
        "photo_count": len(talk.answers.get("photos", [])),
        "op_id": random_id() if status == Conflict.status else form.data.get("op_id") or random_id(),
    }
    return render(request, "requests/say_check.html", context, status=status)


def _send(request: ActedRequest, talk: Talk, filing: Filing, form: CheckForm) -> HttpResponse:
    """File it once by the op_id of a valid form. Raises Refused."""
    if request.actor.user_id is None:
        limits.limit("tip", request.actor.ip, most=TIPS_PER_HOUR, seconds=HOUR)
    op_id = form.cleaned_data["op_id"]
    filed = operations.file_request(request.actor, filing, phone=_phone(request), op_id=op_id, draft_id=talk.draft_id, secret=talk.secret)
    talk.forget()
    return _filed(request, filed)


def _filed(request: ActedRequest, filed: Request) -> HttpResponse:
    if filed.privacy == "anonymous":
        return _anonymous_done(request, filed)
    if filed.restricted:
        open_here(request, filed.pk)
    return HttpResponseRedirect(f"/mine/{filed.pk}/?said=1")


PAGE_OF_FIELD = {"text": "what", "place": "where", "region": "where", "privacy": "who"}


def _explained(form: CheckForm, refusal: Refused) -> tuple[tuple[str, str], ...]:
    """Each sentence of a refusal: on its field of this page, or with the address of the page where it is put right."""
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    here = {name: said for name, said in fields.items() if name in form.fields}
    for name, said in here.items():
        form.add_error(name, said)
    fixes = tuple((sentence, f"/say/{PAGE_OF_FIELD[name]}/") for name, said in fields.items() if name in PAGE_OF_FIELD for sentence in said)
    if not here and not fixes:
        form.add_error(None, refusal.message)
    return fixes


def _phone(request: ActedRequest) -> str:
    return accounts.phone_of(request.actor.user_id) if request.actor.user_id else ""


def _anonymous_done(request: ActedRequest, filed: Request) -> HttpResponse:
    """Number and query code travel in a cookie of this phone only: a session row would tie the tip to the account."""
    answer = HttpResponseRedirect("/say/done/")
    answer.set_signed_cookie(
        SAID, f"{filed.number} {filed.query_code}", max_age=SAID_SECONDS, path="/say/done/", httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    return answer


def done(request: ActedRequest) -> HttpResponse:
    """匿名说完: number and query code, on this phone for ten minutes."""
    number, _, code = (request.get_signed_cookie(SAID, default="", max_age=SAID_SECONDS) or "").partition(" ")
    if not code:
        return HttpResponseRedirect("/say/")
    return render(request, "requests/say_done.html", {"number": number, "code": code})


@require_POST
@resident_page
def offline(request: ActedRequest) -> HttpResponse:
    """A thing written without network, sent by the phone later: stored once by its op_id, place to be asked back."""
    actor = request.actor
    region_id = whereabouts.home_region(actor)
    if region_id is None:
        raise Invalid("先在“我的”里选好社区，再交。", {"region": ["先选社区"]})
    where = str(request.POST.get("where", "")).strip()[:200]
    text = str(request.POST.get("text", ""))[:2000]
    place = whereabouts.said_place(actor, where, text, region_id)
    typed = {"op_id": request.POST.get("op_id") or request.headers.get("Idempotency-Key"), "type": guess_type(text)}
    form = CheckForm(typed, allowed=tuple(words.TYPES))
    if not form.is_valid():
        raise Invalid("页面放得太久了，请再点一次。", {"op_id": ["缺操作编号"]})
    filing = Filing(type=form.cleaned_data["type"], text=text, place=place, privacy="hidden", channel="app")
    filed = operations.file_request(actor, filing, phone=_phone(request), op_id=form.cleaned_data["op_id"])
    return _filed(request, filed)
