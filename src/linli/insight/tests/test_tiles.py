"""Tiles: only one's own scope, never a restricted matter, nothing leaked elsewhere; each point counted once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import cast
from uuid import UUID

import pytest
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.test import RequestFactory

from linli.insight import rules
from linli.insight.queries import tiles
from linli.insight.queries.ground import circle, counts_within
from linli.insight.tests.builders import Town, at, build_town, staff, stranger
from linli.insight.views.tiles import tile as door
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.kernel.scope import use_scope
from linli.places import contract as places
from linli.requests.models import MapPoint

pytestmark = pytest.mark.django_db
CANARY = "CANARY"
Z = 15


@pytest.fixture
def town() -> Town:
    return build_town()


def tile_at(lon: float, lat: float, z: int) -> tuple[int, int, int]:
    x, y = rules.mercator(lon, lat)
    size = rules.WORLD / (1 << z)
    return z, int((x + rules.WORLD / 2) // size), int((rules.WORLD / 2 - y) // size)


def tiles_around(actor: Actor, layer: str, z: int = Z) -> bytes:
    """All tiles that touch the town, one after the other."""
    _, west, north = tile_at(*at(-700, 400), z)
    _, east, south = tile_at(*at(1000, -400), z)
    return b"".join(tiles.tile(actor, layer, z, x, y) for x in range(west, east + 1) for y in range(north, south + 1))


def point(region_id: UUID, east: float, north: float, *, status: str = "doing") -> UUID:
    lon, lat = at(east, north)
    row = MapPoint.objects.create(
        request_id=new_id(), region_id=region_id, point=Point(lon, lat, srid=4326), status_group=status, filed_on=date(2026, 9, 1)
    )
    return row.request_id


@pytest.mark.parametrize("layer", ["compounds", "buildings", "labels"])
def test_own_names_only(town: Town, layer: str) -> None:
    own = tiles_around(staff(town.own), layer)
    assert own
    assert CANARY.encode() not in own
    assert str(town.other_building).encode() not in own
    assert str(town.building).encode() in tiles_around(staff(town.own), "buildings")
    assert CANARY.encode() in tiles_around(staff(town.other), "compounds")


@pytest.mark.parametrize("layer", ["compounds", "buildings", "requests"])
def test_a_stranger_sees_nothing_at_all(town: Town, layer: str) -> None:
    point(town.own, -100, 0)
    assert tiles_around(stranger(), layer) == b""
    assert tiles_around(Actor.anonymous(), layer) == b""


def test_points_of_the_next_community_are_not_there(town: Town) -> None:
    mine, theirs = point(town.own, -100, 0), point(town.other, 300, 0)
    seen = tiles_around(staff(town.own), "requests")
    assert str(mine).encode() in seen
    assert str(theirs).encode() not in seen


@pytest.mark.parametrize("role", ["resident", "property", "department", "system_admin", "vendor"])
def test_who_sees_only_own_matters_gets_no_points_of_others(town: Town, role: str) -> None:
    point(town.own, -100, 0)
    actor = staff(town.own)
    limited = replace(actor, grants=tuple(replace(grant, role=role) for grant in actor.grants))
    assert tiles_around(limited, "buildings")
    assert tiles_around(limited, "requests") == b""
    assert counts_within(limited, circle(*at(100, 0), 600))["open"] == 0


def test_done_matters_leave_the_map(town: Town) -> None:
    done = point(town.own, -100, 0, status="done")
    assert str(done).encode() not in tiles_around(staff(town.own), "requests")


def test_points_close_together_are_one_sign_without_ids(town: Town) -> None:
    ids = [point(town.own, -100, 0) for _ in range(3)]
    seen = tiles_around(staff(town.own), "requests")
    assert seen
    assert not [pk for pk in ids if str(pk).encode() in seen]


@pytest.mark.parametrize("z", [10, 12, 15, 18])
def test_each_point_is_counted_once_at_every_zoom(town: Town, z: int) -> None:
    for n in range(12):
        point(town.own, -180 + 30 * n, 20 * (n % 4))
    head = tiles.statement("requests").rsplit("SELECT ST_AsMVT", maxsplit=1)[0]
    sql = f"{head} SELECT coalesce(sum(number), 0) FROM t WHERE geom IS NOT NULL"  # noqa: S608  # the tile's own statement
    total = 0
    _, west, north = tile_at(*at(-700, 400), z)
    _, east, south = tile_at(*at(1000, -400), z)
    for x in range(west, east + 1):
        for y in range(north, south + 1):
            with connection.cursor() as cursor:
                cursor.execute(sql, tiles.parameters("requests", z, x, y, scope=[town.own], wide=False))
                total += cursor.fetchone()[0]
    assert total == 12


def test_outlines_are_published_and_tell_what_is_ones_own(town: Town) -> None:
    seen = tiles_around(staff(town.own), "regions")
    assert "石坝社区".encode() in seen
    assert tiles_around(stranger(), "base")


@pytest.mark.parametrize(("layer", "z", "x", "y"), [("people", 15, 1, 1), ("base", 21, 1, 1), ("base", 14, 1 << 14, 0)])
def test_what_is_no_tile_is_empty(town: Town, layer: str, z: int, x: int, y: int) -> None:
    assert tiles.tile(staff(town.own), layer, z, x, y) == b""


def test_counting_in_a_circle_stays_inside_the_scope(town: Town) -> None:
    point(town.own, -100, 0)
    point(town.other, 300, 0)
    hydrant(town, town.own, "自家消火栓", -100)
    hydrant(town, town.other, "白鹭CANARY消火栓", 300)
    area = circle(*at(100, 0), 600)
    assert counts_within(staff(town.own), area) == {"open": 1, "compound": 1, "building": 2, "facility": 1}
    assert counts_within(staff(town.own, town.other), area)["open"] == 2
    assert counts_within(stranger(), area) == {"open": 0, "facility": 0}


def hydrant(town: Town, region_id: UUID, name: str, east: float) -> None:
    lon, lat = at(east, 0)
    places.register_facility(town.builder, places.NewFacility(region_id, "hydrant", name, lon=lon, lat=lat))


def test_facilities_are_drawn_in_the_own_area_only_and_not_when_scrapped(town: Town) -> None:
    hydrant(town, town.own, "自家消火栓", -100)
    hydrant(town, town.other, "白鹭CANARY消火栓", 300)
    drawn = tiles_around(staff(town.own), "facilities")
    assert "自家消火栓".encode() in drawn
    assert b"CANARY" not in drawn
    own = places.facilities([town.own])[0]
    places.check_facility(town.builder, own.id, "scrap", note="拆了，换了新的")
    assert tiles_around(staff(town.own), "facilities") == b""


@pytest.fixture
def scoped(town: Town) -> Iterator[Actor]:
    """The actor of a request, under the role that a request runs with."""
    actor = staff(town.own)
    with transaction.atomic(), use_scope(actor):
        yield Actor(new_id(), "工作人员", "", "desk", actor.grants)


def asked(actor: Actor, tag: str = "") -> ActedRequest:
    """A request as the scope middleware hands it on."""
    request = cast("ActedRequest", RequestFactory().get("/", headers={"If-None-Match": tag} if tag else {}))
    request.actor = actor
    return request


def test_the_door_answers_with_tag_and_private_cache(scoped: Actor) -> None:
    z, x, y = tile_at(*at(-100, 0), Z)
    answer = door(asked(scoped), "buildings", z, x, y)
    assert answer.status_code == 200
    assert "private" in answer.headers["Cache-Control"]
    assert door(asked(scoped, f"W/{answer.headers['ETag']}"), "buildings", z, x, y).status_code == 304
    elsewhere = Actor(new_id(), "别处的人", "", "desk", stranger().grants)
    answer = door(asked(elsewhere), "buildings", z, x, y)
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_visitor_gets_no_tile() -> None:
    with pytest.raises(NotVisible):
        door(asked(Actor.anonymous()), "base", 15, 1, 1)
