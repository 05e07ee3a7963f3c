"""Pages for errors that no view answers: Django calls these by name (root_urls handlers)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from linli.kernel.errors import NotVisible
from linli.kernel.problems import at_api, problem, refused


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """400."""
    if at_api(request):
        return problem(request, 400, "读不懂", "请求里有读不懂的字符。", code="unsound")
    return render(request, "400.html", status=400)


def unreadable(request: HttpRequest) -> HttpResponse:
    """400 for what must not be decoded, without context processors: they would."""
    if at_api(request):
        return problem(request, 400, "读不懂", "请求只收 UTF-8 的文字。", code="unsound")
    return HttpResponse(loader.get_template("400.html").render(), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """403."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """404, the same words whether the thing is hidden or does not exist."""
    if at_api(request):
        return refused(request, NotVisible())
    return render(request, "404.html", status=404)


def too_large(request: HttpRequest) -> HttpResponse:
    """413, without context processors: nothing of the request has been looked at yet."""
    if at_api(request):
        return problem(request, 413, "东西太大了", "一次交的东西太大。", code="too_large")
    return HttpResponse(loader.get_template("413.html").render(), status=413)


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """500, without context processors: they may be what failed."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """A form whose token is missing or too old (settings.CSRF_FAILURE_VIEW)."""
    return render(request, "web/csrf.html", status=403)
