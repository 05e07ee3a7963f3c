"""Reading size (大字版) and light or dark: two cookies that the server reads, so that no page flashes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

YEAR = 365 * 24 * 3600
SIZES = (("", "平常", "18 号字"), ("large", "大字", "大四分之一"), ("xlarge", "特大字", "大一半，一行字少一些"))
THEMES = (("", "跟着手机", "手机变暗就变暗"), ("light", "亮", "纸一样的底色"), ("dark", "暗", "晚上看不刺眼"))


def reading_size(request: HttpRequest) -> str:
    """`large`, `xlarge` or empty; an unknown cookie counts as none."""
    value = request.COOKIES.get("size", "")
    return value if value in {key for key, _, _ in SIZES} else ""


def theme(request: HttpRequest) -> str:
    """`light`, `dark` or empty for the device's own choice."""
    value = request.COOKIES.get("theme", "")
    return value if value in {key for key, _, _ in THEMES} else ""


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"


@require_http_methods(["GET", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """Choose size and theme. Works without script; a post sets the cookies and returns to where one was."""
    back = _next(request)
    if request.method == "GET":
        facts = {
            "next": back,
            "sizes": [(*size, size[0] == reading_size(request)) for size in SIZES],
            "themes": [(*tone, tone[0] == theme(request)) for tone in THEMES],
        }
        return render(request, "web/reading.html", facts)
    response = HttpResponseRedirect(back)
    for name, allowed in (("size", SIZES), ("theme", THEMES)):
        value = request.POST.get(name)
        if value is not None and value in {key for key, _, _ in allowed}:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response
