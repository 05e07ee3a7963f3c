"""我的事: what I said, who has it, until when, and what is asked of me (look P3)."""

from collections.abc import Callable
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import limits
from linli.kernel.actor import Actor
from linli.kernel.doors import resident_page
from linli.kernel.errors import Invalid, NotVisible, Refused
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import whole
from linli.people import contract as people
from linli.requests import operations, queries
from linli.requests.models.request import CodeHolder
from linli.requests.operations.shape import is_requester_door, short
from linli.requests.queries import own_page
from linli.requests.rules import access, emergency, words
from linli.requests.views.shut import is_shut, open_here, with_code
from linli.requests.views.talk import duty_of

# A community's visitors share one exit to the network; a code has 31 to the power of 10 values.
TRACKS_PER_TEN_MINUTES = 60


@resident_page
def mine(request: ActedRequest) -> HttpResponse:
    """All my matters: what asks for me first, then open ones, then the rest."""
    rows = [own_page.line(row) for row in queries.mine(request.actor)]
    groups = [
        ("请您看看", [row for row in rows if row.asks]),
        ("正在办", [row for row in rows if not row.asks and row.open]),
        ("办完的", [row for row in rows if not row.asks and not row.open]),
    ]
    context = {
        "groups": [(name, found) for name, found in groups if found],
        "tab": "mine",
        "draft": operations.latest_draft(request.actor),
        "unread": queries.unread(request.actor),
        "ward": people.own_name(request.actor) if request.actor.role == access.FAMILY else "",
    }
    return render(request, "requests/mine.html", context | _shell(request))


@resident_page
@require_http_methods(["GET", "POST"])
def news(request: ActedRequest) -> HttpResponse:
    """消息: each step of one's matters as one sentence, the new ones marked until the matter is opened or all are ticked off."""
    if request.method == "POST":
        operations.read_notices(request.actor)
        return HttpResponseRedirect("/mine/news/")
    rows = queries.notices(request.actor)
    new = any(row.read_at is None for row in rows)
    context = {"rows": rows, "new": new, "tab": "mine", "back": {"url": "/mine/", "label": "我的事"}}
    return render(request, "requests/mine_news.html", context | _shell(request))


def _shell(request: ActedRequest, region_id: UUID | None = None) -> dict[str, object]:
    return {"duty": duty_of(region_id or request.actor.region_id), "mine_count": queries.asking(request.actor)}


@resident_page
@with_code
def matter(request: ActedRequest, request_id: UUID) -> HttpResponse:
    """One matter of mine."""
    found = queries.own(request.actor, request_id)
    operations.read_notices(request.actor, request_id)
    return _page(request, found)


def _page(request: ActedRequest, found: queries.OwnMatter, error: str = "", doing: str = "", status: int = 200) -> HttpResponse:
    context = {
        "found": found,
        "own": own_page.own(found),
        "error": error,
        "doing": doing,
        "typed": request.POST.get("text", ""),
        "ratings": words.RATINGS,
        "tab": "mine",
        "back": {"url": "/mine/", "label": "我的事"},
        "just_said": request.GET.get("said"),
        "said_words": own_page.received(found),
    }
    return render(request, "requests/mine_matter.html", context | _shell(request, found.request.region_id), status=status)


def _text(request: ActedRequest) -> str:
    return short(str(request.POST.get("text", "")))


def _rating(request: ActedRequest) -> int:
    return whole(request.POST.get("rating", "")) or 0


_BY_CODE = ("solved", "not-fixed", "rate")
_VERBS: dict[str, Callable[[Actor, UUID, ActedRequest], object]] = {
    "solved": lambda actor, pk, _: operations.confirm_solved(actor, pk),
    "not-fixed": lambda actor, pk, request: operations.not_fixed(actor, pk, text=_text(request)),
    "rate": lambda actor, pk, request: operations.rate(actor, pk, rating=_rating(request), text=_text(request)),
    "withdraw": lambda actor, pk, request: operations.withdraw(actor, pk, text=_text(request)),
    "supply": lambda actor, pk, request: operations.supply(actor, pk, text=_text(request)),
    "object": lambda actor, pk, request: operations.object_to_class(actor, pk, text=_text(request)),
}


@require_POST
@resident_page
@with_code
def act(request: ActedRequest, request_id: UUID, verb: str) -> HttpResponse:
    """One of the requester's own verbs. A refusal shows on the matter's page with what was typed."""
    if verb not in _VERBS:
        raise NotVisible
    actor = request.actor
    try:
        _VERBS[verb](actor, request_id, request)
    except NotVisible:
        raise
    except Refused as refusal:
        return _page(request, queries.own(actor, request_id), refusal.message, verb, refusal.status)
    if emergency.detect("", _text(request)):
        open_here(request, request_id)
        return HttpResponseRedirect(f"/mine/{request_id}/urgent/")
    return HttpResponseRedirect(f"/mine/{request_id}/")


@resident_page
@require_GET
def urgent(request: ActedRequest, request_id: UUID) -> HttpResponse:
    """先打电话: what was said later speaks of danger. Names neither the matter nor the danger: others use this phone too."""
    found = queries.own(request.actor, request_id)
    if not found.request.emergency:
        return HttpResponseRedirect(f"/mine/{request_id}/")
    context = {"advice": emergency.ADVICE.items(), "matter_url": f"/mine/{request_id}/"}
    return render(request, "requests/mine_urgent.html", context | _shell(request, found.request.region_id))


@resident_page
@require_http_methods(["GET"])
@with_code
def ask(request: ActedRequest, request_id: UUID, verb: str) -> HttpResponse:
    """The page that asks for words before a verb that needs them; the verb itself is a POST."""
    pages = {
        "not-fixed": ("哪里没解决？", "说说现在的样子，办的人好接着办。可以不写。", "没解决，重新办"),
        "withdraw": ("不要了，撤回？", "撤回后不再办。以后还可以再说。可以写一句原因。", "撤回这件事"),
        "object": ("您觉得该怎么分？", "只能提一次，由书记答复。期限照样算，不会因为您提了就往后拖。", "请书记再看看"),
        "supply": ("补材料", "把要补的写在这里。", "补好了，交上去"),
    }
    if verb not in pages:
        raise NotVisible
    found = queries.own(request.actor, request_id)
    title, hint, button = pages[verb]
    context = {
        "found": found, "verb": verb, "title": title, "hint": hint, "button": button,
        "back": {"url": f"/mine/{request_id}/", "label": "返回"},
    }  # fmt: skip
    return render(request, "requests/mine_ask.html", context | _shell(request, found.request.region_id))


def photo(request: ActedRequest, photo_id: UUID) -> FileResponse:
    """A picture of a matter, to its requester and to staff who may see the matter."""
    row = queries.photo(request.actor, photo_id)
    if is_requester_door(request.actor) and is_shut(request, row.request):
        raise NotVisible
    path = row.thumb if request.GET.get("small") else row.path
    answer = FileResponse(operations.file_of(path).open("rb"), content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _by_code(request: ActedRequest, found: queries.OwnMatter, number: str) -> HttpResponse:
    """The matter of a code, and what its holder may say of it when no account filed it. The code stays in the form, in no address."""
    code, verb, error, status = str(request.POST.get("code", ""))[:24], str(request.POST.get("verb", "")), "", 200
    speaks = found.request.requester_account_id is None
    if verb in _BY_CODE and speaks:
        try:
            _VERBS[verb](CodeHolder.of(found.request), found.request.pk, request)
        except Refused as refusal:
            error, status = refusal.message, refusal.status
        found = queries.by_code(number, code)
    context = {
        "found": found,
        "own": own_page.own(found),
        "duty": duty_of(found.request.region_id),
        "back": {"url": "/", "label": "返回"},
        "can": found.can if speaks else frozenset(),
        "number": number,
        "code": code,
        "error": error,
        "ratings": words.RATINGS,
        "typed": request.POST.get("text", "") if error else "",
    }
    return render(request, "requests/track_matter.html", context, status=status)


@require_http_methods(["GET", "POST"])
def track(request: ActedRequest) -> HttpResponse:
    """查一查: by number and query code, for who stayed unknown or filed at the window."""
    context: dict[str, object] = {"back": {"url": "/", "label": "返回"}, "number": "", "error": ""}
    if request.method == "POST":
        context["number"] = number = str(request.POST.get("number", "")).strip()[:24].upper()
        limits.limit("track", request.actor.ip, most=TRACKS_PER_TEN_MINUTES, seconds=600)
        try:
            found = queries.by_code(number, str(request.POST.get("code", ""))[:24])
        except (NotVisible, Invalid):
            context["error"] = "没查到。编号和查询码都对才看得到，请再核对一下。"
            return render(request, "requests/track.html", context, status=422)
        return _by_code(request, found, number)
    return render(request, "requests/track.html", context)
