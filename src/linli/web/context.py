"""What both shells need on every page."""

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """Actor, demo flag and reading size for the base templates."""
    return {
        "actor": getattr(request, "actor", None),
        "demo": settings.DEMO,
        "reading_size": request.COOKIES.get("size", ""),
        "theme": request.COOKIES.get("theme", ""),
    }
