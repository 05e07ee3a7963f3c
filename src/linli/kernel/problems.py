"""Refusals at the API: problem+json (RFC 9457), the same body whoever refuses."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from linli.kernel.errors import Refused

CONTENT_TYPE = "application/problem+json"


def at_api(request: HttpRequest) -> bool:
    """Whether a program asks, not a page."""
    return request.path.startswith("/api/")


def problem(request: HttpRequest, status: int, title: str, detail: str, **facts: Any) -> JsonResponse:
    """A refusal; what the request wrote so far is rolled back."""
    request.refused = True  # type: ignore[attr-defined]  # read by the scope middleware
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.path, **facts}
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE)


def refused(request: HttpRequest, refusal: Refused) -> JsonResponse:
    """A `Refused` in its own words."""
    told = refusal.problem()
    return problem(request, told.pop("status"), told.pop("title"), told.pop("detail"), **told)
