"""Walking: the nearest of each kind from anywhere, cover by houses, and the description of tiles."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory

from linli.insight import views
from linli.insight.operations import count_communities
from linli.insight.queries import tiles, walking
from linli.insight.tests.builders import Town, at, build_town, staff, stranger
from linli.insight.tests.test_tiles import tiles_around
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.kernel.scope import use_scope
from linli.places import contract as places

pytestmark = pytest.mark.django_db
COUNTER = Actor.system("数一数", frozenset({"insight.count"}), wide=True)


@pytest.fixture
def town() -> Iterator[Town]:
    built = build_town()
    with transaction.atomic(), use_scope(built.builder):
        yield built


def stand(town: Town, region_id: UUID, kind: str, name: str, east: float) -> UUID:
    lon, lat = at(east, 0)
    return places.register_facility(town.builder, places.NewFacility(region_id, kind, name, lon=lon, lat=lat)).pk


def asked(actor: Actor, path: str, **query: object) -> Any:
    request = RequestFactory().get(path, {name: str(value) for name, value in query.items()})
    request.actor = replace(actor, user_id=new_id())  # type: ignore[attr-defined]
    return request


def test_the_nearest_of_each_kind_in_order_only(town: Town) -> None:
    stand(town, town.own, "clinic", "近诊所", 0)
    stand(town, town.own, "clinic", "远诊所", 500)
    stand(town, town.other, "wc", "公厕", 400)
    stand(town, town.own, "hydrant", "消火栓", 0)
    found = {one.name: one for one in walking.nearest(*at(-100, 0))}
    assert set(found) == {"近诊所", "公厕"}
    assert found["近诊所"].metres == pytest.approx(100, rel=0.01)
    assert found["近诊所"].minutes == walking.walk().minutes_for(100) == 3
    assert not walking.nearest(0.0, 0.0)


def test_cover_is_the_share_of_houses_near_enough(town: Town) -> None:
    places.add_houses(town.builder, town.building, [places.NewHouse(f"{n}01", "1") for n in range(1, 13)])
    count_communities(COUNTER, [town.own, town.other])
    radius = walking.walk().radius
    stand(town, town.other, "clinic", "隔壁的诊所", radius * 0.8)
    stand(town, town.other, "wc", "远公厕", radius * 2)
    (line,) = walking.covered([town.own, town.other])
    assert (line.region_id, line.houses, line.undrawn) == (town.own, 12, 0)
    kinds = {one.kind: one for one in line.kinds}
    assert (kinds["clinic"].near, kinds["clinic"].of, kinds["clinic"].percent) == (12, 12, 100)
    assert kinds["wc"].percent == 0


def test_no_percentage_of_a_handful(town: Town) -> None:
    assert walking.Cover("wc", "公厕", 1, 9).percent is None
    assert walking.Cover("wc", "公厕", 1, 10).percent == 10
    assert town.own


def test_pages_answer_within_the_own_scope(town: Town) -> None:
    page = cast("HttpResponse", views.cover(asked(staff(town.own), "/map/cover/", region=town.own)))
    assert page.status_code == 200
    with pytest.raises(NotVisible):
        views.cover(asked(staff(town.own), "/map/cover/", region=town.other))
    with pytest.raises(NotVisible):
        views.cover(asked(stranger(), "/map/cover/", region=town.own))


@pytest.mark.parametrize(
    ("query", "status"),
    [({}, 200), ({"q": "金竹苑 1 号楼"}, 200), ({"lon": 106.6, "lat": 29.58}, 200), ({"lon": "x"}, 422), ({"lon": 1}, 422)],
)
def test_nearest_takes_a_point_or_words(town: Town, query: dict[str, object], status: int) -> None:
    stand(town, town.own, "clinic", "近诊所", 0)
    page = cast("HttpResponse", views.nearest(asked(staff(town.own), "/map/nearest/", **query)))
    assert page.status_code == status
    if status == 200 and query:
        assert "近诊所" in page.content.decode() or "没找到" in page.content.decode()


@pytest.mark.parametrize("layer", tiles.NAMES)
def test_every_layer_is_described_in_tilejson(town: Town, layer: str) -> None:
    told = json.loads(views.tile_json(asked(staff(town.own), f"/tiles/{layer}.json"), layer).content)
    assert told["tilejson"] == "3.0.0"
    assert told["tiles"] == [f"http://testserver/tiles/{layer}/{{z}}/{{x}}/{{y}}.pbf"]
    (one,) = told["vector_layers"]
    assert (one["id"], one["minzoom"]) == (layer, told["minzoom"])
    drawn = tiles_around(staff(town.own), layer)
    assert not drawn or set(re.findall(r"[a-z_]+", " ".join(one["fields"]))) == set(one["fields"])


def test_no_description_for_strangers_and_for_nothing(town: Town) -> None:
    with pytest.raises(NotVisible):
        views.tile_json(asked(staff(town.own), "/tiles/people.json"), "people")
    visitor = RequestFactory().get("/tiles/base.json")
    visitor.actor = Actor.anonymous()  # type: ignore[attr-defined]
    with pytest.raises(NotVisible):
        views.tile_json(cast("ActedRequest", visitor), "base")
