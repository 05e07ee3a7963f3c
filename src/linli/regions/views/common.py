"""What every page of 区划 shows."""

from datetime import date
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.middleware import ActedRequest
from linli.regions.operations.sources import RECORD_START, REFORM
from linli.regions.queries import RegionInfo
from linli.regions.rules import short_name

DESK = "desk"


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; the kernel's middleware has put the actor there."""
    return cast("ActedRequest", request).actor


def base_context(request: HttpRequest, info: RegionInfo | None = None, on: date | None = None) -> dict[str, Any]:
    """The breadcrumb of the shell and the dates the record turns on."""
    suffix = f"?as_of={on:%Y-%m-%d}" if on and on != clock.today() else ""
    top = {"name": "区划", "url": reverse("regions:browse") + suffix}
    line = zip(info.path, info.path_ids, strict=True) if info else ()
    crumbs = [{"name": short_name(name), "url": reverse("regions:region", args=[pk]) + suffix} for name, pk in line]
    return {
        "desk": at_desk(request),
        "crumbs": [top, *crumbs],
        "record_start": RECORD_START,
        "before_reform": date(2024, 1, 1),
        "reform": REFORM,
    }


def at_desk(request: HttpRequest) -> bool:
    """Whether staff ask; everybody else gets the short page in the resident shell. Divisions are public knowledge."""
    return actor_of(request).door == DESK
