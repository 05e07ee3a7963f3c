"""第 2 步：在哪里？ A guess with its reason first; then own home, a typed address, a building from the list, or the map."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from linli.kernel.actor import Actor
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import whole
from linli.regions import contract as regions
from linli.requests.forms.say import WhereForm
from linli.requests.queries import served, whereabouts
from linli.requests.queries.whereabouts import Guess
from linli.requests.views.talk import Talk, begin

UNPROCESSABLE = 422
NEXT = "/say/who/"
LOOKED_AT, SHOWN = 200, 30
NOT_CHOSEN = {
    "list": "还没选是哪一栋。在“楼栋”里选一栋，或换一种说法。",
    "map": "还没在地图上点。点一下出事的地方，或换一种说法。",
}


@require_http_methods(["GET", "POST"])
def where(request: ActedRequest) -> HttpResponse:
    """Ask for the place; a visitor nobody knows says first in which community it is."""
    talk = begin(request)
    if not talk.text:
        return HttpResponseRedirect("/say/what/")
    form = WhereForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _answer(request, talk, form)
    if talk.region_id is None or "region" in request.GET or "q" in request.GET:
        return _ask_region(request, talk)
    if request.GET.get("other"):
        return _ask_other(request, talk, form, near=_nearby(request.actor, talk))
    guess = whereabouts.from_text(request.actor, talk.text, talk.region_id)
    if guess is None or guess.place.building_id is None:
        return _ask_other(request, talk, form, near=guess)
    return _ask_guess(request, talk, form, guess)


def _answer(request: ActedRequest, talk: Talk, form: WhereForm) -> HttpResponse:
    said = form.cleaned_data["where"]
    if form.cleaned_data["region"]:
        return _chosen_region(request, talk, form.cleaned_data["region"])
    if talk.region_id is None:
        return _ask_region(request, talk, error="先选一个社区。", status=UNPROCESSABLE)
    if said == "other":
        return HttpResponseRedirect("/say/where/?other=1")
    if said == "unclear":
        return _unclear(talk, form)
    return _chosen(request, talk, form, said)


def _chosen_region(request: ActedRequest, talk: Talk, region_id: UUID) -> HttpResponse:
    """Another community: what was said of the place no longer holds. Who needs help at once goes straight on to that."""
    chosen = regions.info(region_id)
    if chosen is None or chosen.level != regions.COMMUNITY:
        return _ask_region(request, talk, error="选到社区或村，才有人接。", status=UNPROCESSABLE)
    closed = served.closed(region_id)
    if closed is not None:
        return _ask_region(request, talk, closed=closed, status=UNPROCESSABLE)
    talk.keep("where", region=str(region_id), place=None, typed="")
    return HttpResponseRedirect("/say/urgent/" if talk.emergency else "/say/where/")


def _unclear(talk: Talk, form: WhereForm) -> HttpResponse:
    """说不清: the community, and the words that fitted no place, so that whoever calls back has them."""
    guess = whereabouts.in_region(talk.region_id) if talk.region_id else None
    if guess is None:
        return HttpResponseRedirect("/say/where/")
    typed = form.cleaned_data["address"].strip() or str(talk.answers.get("typed", ""))
    return _keep(talk, replace(guess, place=replace(guess.place, text=typed)), confirmed=False)


def _chosen(request: ActedRequest, talk: Talk, form: WhereForm, said: str) -> HttpResponse:
    actor, region_id = request.actor, talk.region_id
    guess: Guess | None = None
    if said == "guess":
        guess = whereabouts.from_text(actor, talk.text, region_id)
    elif said == "home":
        guess = whereabouts.at_home(actor)
    elif said == "map" and form.cleaned_data["lon"] and form.cleaned_data["lat"]:
        guess = whereabouts.from_point(form.cleaned_data["lon"], form.cleaned_data["lat"], region_id)
    elif said in {"list", ""} and form.cleaned_data["building"] and region_id:
        guess = whereabouts.at_building(region_id, form.cleaned_data["building"])
    elif said == "address" or (not said and form.cleaned_data["address"]):
        return _typed(request, talk, form)
    elif said.startswith("near:"):
        guess = _near(actor, talk, said)
    if guess is None:
        form.add_error(None, NOT_CHOSEN.get(said, "还没选地方。选一个，或点“说不清”，社区会打电话问您。"))
        return _ask_other(request, talk, form, near=_nearby(actor, talk), status=UNPROCESSABLE)
    return _keep(talk, guess, confirmed=True)


def _nearby(actor: Actor, talk: Talk) -> Guess | None:
    """What the typed address may mean, else what the text may mean."""
    typed = str(talk.answers.get("typed", ""))
    return (whereabouts.from_typed(actor, typed, talk.region_id) if typed else None) or whereabouts.from_text(
        actor, talk.text, talk.region_id
    )


def _near(actor: Actor, talk: Talk, said: str) -> Guess | None:
    found = _nearby(actor, talk)
    number = whole(said.removeprefix("near:"))
    others = found.others if found else ()
    return others[number] if number is not None and number < len(others) else None


def _typed(request: ActedRequest, talk: Talk, form: WhereForm) -> HttpResponse:
    typed = form.cleaned_data["address"].strip()
    if not typed:
        form.add_error("address", "写一写在哪里，比如“金竹苑 3 号楼 2 单元”。")
        return _ask_other(request, talk, form, status=UNPROCESSABLE)
    talk.keep("where", typed=typed)
    guess = whereabouts.from_typed(request.actor, typed, talk.region_id)
    if guess is not None and guess.sure:
        return _keep(talk, guess, confirmed=True)
    if guess is not None and guess.others:
        return _ask_other(request, talk, form, near=guess, status=UNPROCESSABLE)
    form.add_error("address", "没对上这个地址。换个写法再试，或在下面选一栋楼；实在对不上就点“说不清”，您写的一起交上去。")
    return _ask_other(request, talk, form, status=UNPROCESSABLE)


def _keep(talk: Talk, guess: Guess, *, confirmed: bool) -> HttpResponse:
    place = guess.place
    talk.keep_place(type(place)(**{**place.__dict__, "confirmed": confirmed, "text": place.text or ("" if not confirmed else guess.title)}))
    return HttpResponseRedirect(NEXT)


def _unclear_label(request: ActedRequest) -> str:
    return "说不清，请社区打电话问我" if request.actor.user_id else "说不清，只知道在这个社区"


def _ask_guess(request: ActedRequest, talk: Talk, form: WhereForm, guess: Guess) -> HttpResponse:
    return render(
        request,
        "requests/say_where.html",
        talk.step_context("where") | {"form": form, "guess": guess, "unclear_label": _unclear_label(request)},
    )


def _ask_other(request: ActedRequest, talk: Talk, form: WhereForm, near: Guess | None = None, status: int = 200) -> HttpResponse:
    region_id = talk.region_id or UUID(int=0)
    context = talk.step_context("where") | {
        "form": form,
        "near": near,
        "home": whereabouts.at_home(request.actor),
        "buildings": whereabouts.buildings_to_pick(region_id),
        "region": regions.info(region_id),
        "unclear_label": _unclear_label(request),
        "typed": form.data.get("address", "") or talk.answers.get("typed", ""),
    }
    return render(request, "requests/say_where_other.html", context, status=status)


def _ask_region(request: ActedRequest, talk: Talk, error: str = "", closed: served.Closed | None = None, status: int = 200) -> HttpResponse:
    """In which community? Those that are open first; `closed` is one that was picked and is not."""
    words = str(request.GET.get("q", "")).strip()[:40]
    found = regions.search(words, limit=LOOKED_AT, levels=[regions.COMMUNITY]) if words else []
    opened = served.open_communities(one.region.id for one in found)
    rows = sorted(found, key=lambda one: one.region.id not in opened)
    context = talk.step_context("where") | {
        "q": words,
        "found": [{"region": one.region, "open": one.region.id in opened} for one in rows[:SHOWN]],
        "more": len(found) > SHOWN,
        "error": error,
        "closed": closed,
    }
    return render(request, "requests/say_region.html", context, status=status)
