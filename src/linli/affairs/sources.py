"""Where affairs come from: for each type the facts of given ids, and all ids in order. Read anew each time, so order does not matter."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point

from linli.affairs import rules
from linli.kernel.clock import SHANGHAI
from linli.places import contract as places
from linli.projects import contract as projects
from linli.requests import contract as requests

Facts = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """A context's two questions. Both answer within the scope of the transaction."""

    facts: Callable[[Iterable[UUID]], dict[UUID, Facts]]
    ids_after: Callable[[Sequence[UUID], UUID | None, int], list[UUID]]


def _point(lon: float | None, lat: float | None) -> Point | None:
    return Point(lon, lat, srid=4326) if lon is not None and lat is not None else None


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def _requests(ids: Iterable[UUID]) -> dict[UUID, Facts]:
    return {
        one.id: {
            "region_id": one.region_id, "grid_id": one.grid_id, "parent_id": one.id, "kind": one.kind, "title": one.title,
            "state": rules.of_request(one.group), "place": one.place, "compound_id": one.compound_id, "building_id": one.building_id,
            "point": _point(one.lon, one.lat), "opened_at": one.opened_at, "closed_at": one.closed_at,
        }
        for one in requests.indexed(ids)
    }  # fmt: skip


def _checks(ids: Iterable[UUID]) -> dict[UUID, Facts]:
    return {
        one.id: {
            "region_id": one.region_id, "grid_id": one.grid_id, "parent_id": one.facility_id, "kind": one.kind,
            "title": f"{one.title}，{'要修' if one.faulty else '好的'}", "state": rules.DONE, "place": one.place,
            "compound_id": one.compound_id, "building_id": one.building_id, "point": _point(one.lon, one.lat), "opened_at": one.at,
            "closed_at": one.at,
        }
        for one in places.indexed_checks(ids)
    }  # fmt: skip


def _projects(ids: Iterable[UUID]) -> dict[UUID, Facts]:
    return {
        one.id: {
            "region_id": one.region_id, "grid_id": None, "parent_id": one.id, "kind": one.kind, "title": one.title,
            "state": rules.of_project(one.state), "place": one.place, "compound_id": one.compound_id, "building_id": one.building_id,
            "point": _point(one.lon, one.lat), "opened_at": _start(one.opened_on),
            "closed_at": _start(one.closed_on) if one.closed_on else None,
        }
        for one in projects.indexed(ids)
    }  # fmt: skip


SOURCES = {
    rules.REQUEST: Source(_requests, requests.ids_after),
    rules.INSPECTION: Source(_checks, places.check_ids_after),
    rules.PROJECT: Source(_projects, projects.ids_after),
}
READERS = {
    rules.REQUEST: ("requests.accept", "requests.sign", "requests.add_note"),
    rules.INSPECTION: ("places.view_facilities",),
    rules.PROJECT: ("projects.view",),
}
LINKS = {rules.REQUEST: "/desk/requests/{}/", rules.INSPECTION: "/organisations/facilities/{}/", rules.PROJECT: "/projects/{}/"}
