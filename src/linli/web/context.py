"""What the shells need on every page."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.requests import contract as requests
from linli.web import nav, places, preferences

SEARCHED = frozenset({"requests", "registry"})  # the search box looks for matters and people


def in_wechat(request: HttpRequest) -> bool:
    """Whether the page is shown inside WeChat's web view, where no service worker may be registered."""
    return "MicroMessenger" in request.META.get("HTTP_USER_AGENT", "")


def _mine_count(actor: Actor | None) -> int:
    """How many of the resident's matters wait for the resident; asked only where the tab bar stands."""
    return requests.asking(actor) if actor and actor.user_id and actor.door == "resident" else 0


def _place(request: HttpRequest, actor: Actor | None) -> dict[str, object] | None:
    """Where a resident is, for the header of every resident page."""
    region = places.looked_at(request, actor)
    return places.place_of(region) if region else None


def _duty(request: HttpRequest, actor: Actor | None) -> dict[str, str]:
    """The telephone of the community looked at; a view that knows the matter's own community says another."""
    region = places.looked_at(request, actor)
    return places.duty_of(region.id) if region else {}


def shell(request: HttpRequest) -> dict[str, object]:
    """Actor, demo flag, reading size, theme, time and sidebar for the base templates."""
    actor: Actor | None = getattr(request, "actor", None)
    lines = SimpleLazyObject(lambda: nav.groups(actor, request.path))
    return {
        "actor": actor,
        "demo": settings.DEMO,
        "reading_size": preferences.reading_size(request),
        "theme": preferences.theme(request),
        "keys_off": preferences.keys(request) == "off",
        "in_wechat": in_wechat(request),
        "moment": clock.now(),
        "stay": getattr(request, "stay", None),
        "place": SimpleLazyObject(lambda: _place(request, actor)),
        "duty": SimpleLazyObject(lambda: _duty(request, actor)),
        "mine_count": SimpleLazyObject(lambda: _mine_count(actor)),
        "may_search": SimpleLazyObject(lambda: any(item["key"] in SEARCHED for group in lines for item in group)),
        "nav_groups": lines,
    }
