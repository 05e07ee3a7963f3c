"""Reading size (大字版), light or dark, keys of the desk on or off: cookies that the server reads, so that no page flashes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

YEAR = 365 * 24 * 3600
SIZES = (("", "平常", "18 号字"), ("large", "大字", "大四分之一"), ("xlarge", "特大字", "大一半，一行字少一些"))
THEMES = (("", "跟着手机", "手机变暗就变暗"), ("light", "亮", "纸一样的底色"), ("dark", "暗", "晚上看不刺眼"))
KEYS = (("", "能用", "按 J、K、A 这些键直接办事"), ("off", "不用", "用读屏软件，或怕碰到键"))
CHOICES = {"size": SIZES, "theme": THEMES, "keys": KEYS}


def _kept(request: HttpRequest, name: str) -> str:
    value = request.COOKIES.get(name, "")
    return value if value in {key for key, _, _ in CHOICES[name]} else ""


def reading_size(request: HttpRequest) -> str:
    """`large`, `xlarge` or empty; an unknown cookie counts as none."""
    return _kept(request, "size")


def theme(request: HttpRequest) -> str:
    """`light`, `dark` or empty for the device's own choice."""
    return _kept(request, "theme")


def keys(request: HttpRequest) -> str:
    """`off` when the reader wants no single-letter keys at the desk (WCAG 2.1.4), else empty."""
    return _kept(request, "keys")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"


@require_http_methods(["GET", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """Choose size, theme and, at the desk, keys. Works without script; a post sets the cookies and returns to where one was."""
    back = _next(request)
    if request.method == "GET":
        marked = {f"{name}s": [(*one, one[0] == _kept(request, name)) for one in CHOICES[name]] for name in ("size", "theme")}
        marked["keys"] = [(*one, one[0] == keys(request)) for one in KEYS]
        return render(request, "web/reading.html", {"next": back, **marked})
    response = HttpResponseRedirect(back)
    for name, allowed in CHOICES.items():
        value = request.POST.get(name)
        if value is not None and value in {key for key, _, _ in allowed}:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response
