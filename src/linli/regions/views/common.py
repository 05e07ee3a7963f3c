"""What every page of 区划 shows."""

from datetime import date
from typing import Any, cast

from django.http import HttpRequest

from linli.kernel.actor import Actor
from linli.kernel.middleware import ActedRequest
from linli.regions.operations.sources import RECORD_START, REFORM

DESK = "desk"


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; the kernel's middleware has put the actor there."""
    return cast("ActedRequest", request).actor


def base_context(request: HttpRequest) -> dict[str, Any]:
    """The shell of the one who asks, and the dates the record turns on."""
    desk = actor_of(request).door == DESK
    return {
        "base": "web/desk.html" if desk else "web/resident.html",
        "nav": "regions",
        "desk": desk,
        "record_start": RECORD_START,
        "before_reform": date(2024, 1, 1),
        "reform": REFORM,
    }
