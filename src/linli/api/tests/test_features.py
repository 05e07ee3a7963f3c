"""OGC API Features: what the standard asks for, what other tools read, and what never leaves."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyogrio
import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.management import CommandError, call_command
from django.test import Client
from owslib.ogcapi.features import Features  # type: ignore[import-untyped]

from linli.api.features import files
from linli.api.features.layers import LAYERS
from linli.kernel.drain import drain
from linli.places.models import Facility, PlaceShape
from linli.regions.models import Region, RegionBoundary
from linli.regions.rules import COMMUNITY, DRAWN

ROOT = "/api/features/"
BOX = (106.50, 29.50, 106.51, 29.51)


def _region(name: str, start: date = date(2020, 1, 1), end: date | None = None) -> Region:
    region: Region = Region.objects.create(
        name=name, short_name=name, level=COMMUNITY, kind="community", position="1", valid_from=start, valid_to=end
    )
    shape = MultiPolygon(Polygon.from_bbox(BOX), srid=4326)
    RegionBoundary.objects.create(region=region, geometry=shape, area=1.0, quality=DRAWN, source="试验", valid_from=start, valid_to=end)
    return region


@pytest.fixture
def ground(transactional_db: None) -> Region:  # the server reads from another connection
    region = _region("青枫社区")
    _region("旧枫社区", end=date(2025, 11, 6))
    for number in range(7):
        kind, name = ("clinic", f"卫生站{number}") if number < 5 else ("hydrant", f"消火栓{number}")
        Facility.objects.create(
            region=region, kind=kind, name=name, point=Point(106.5 + number / 1000, 29.505, srid=4326), registered_on=date(2024, 1, 1)
        )
    outline = Polygon.from_bbox(BOX)
    outline.srid = 4326
    PlaceShape.objects.create(
        kind="compound",
        region=region,
        label="枫园",
        quality="drawn",
        point=Point(106.505, 29.505, srid=4326),
        geometry=outline.transform(3857, clone=True),
    )
    return region


def _read(client: Client, path: str, status: int = 200, **given: Any) -> dict[str, Any]:
    answer = client.get(f"{ROOT}{path}", given)
    assert answer.status_code == status, answer.content
    body: dict[str, Any] = json.loads(answer.content)
    return body


@pytest.mark.usefixtures("ground")
class TestCore:
    def test_the_landing_page_links_to_all_parts(self, client: Client) -> None:
        rels = {link["rel"] for link in _read(client, "")["links"]}
        assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= rels

    def test_every_link_of_the_descriptions_answers(self, client: Client) -> None:
        first = _read(client, "")
        listed = _read(client, "collections")
        links = [*first["links"], *listed["links"], *(link for one in listed["collections"] for link in one["links"])]
        inside = [link["href"] for link in links if link["rel"] != "license"]
        assert [href for href in inside if client.get(href).status_code != 200] == []

    def test_it_says_what_it_conforms_to(self, client: Client) -> None:
        classes = _read(client, "conformance")["conformsTo"]
        assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in classes

    def test_a_collection_tells_its_extent(self, client: Client) -> None:
        told = _read(client, "collections/facilities")
        west, south, east, north = told["extent"]["spatial"]["bbox"][0]
        assert (west, south) == pytest.approx((106.5, 29.505))
        assert east == pytest.approx(106.504)
        assert north == pytest.approx(29.505)

    def test_the_description_names_every_layer(self, client: Client) -> None:
        told = _read(client, "api")
        assert told["openapi"].startswith("3.0")
        assert all(f"/collections/{name}/items" in told["paths"] for name in LAYERS)

    def test_pages_join_to_the_whole_without_gap_or_double(self, client: Client) -> None:
        got: list[str] = []
        body = _read(client, "collections/facilities/items", limit=2)
        assert (body["numberMatched"], body["numberReturned"]) == (5, 2)
        while True:
            got += [feature["id"] for feature in body["features"]]
            following = [link["href"] for link in body["links"] if link["rel"] == "next"]
            if not following:
                break
            body = json.loads(client.get(following[0]).content)
        assert len(got) == len(set(got)) == 5

    def test_a_box_and_a_value_narrow(self, client: Client) -> None:
        body = _read(client, "collections/facilities/items", bbox="106.5005,29.5,106.5025,29.6")
        assert sorted(feature["properties"]["name"] for feature in body["features"]) == ["卫生站1", "卫生站2"]
        assert _read(client, "collections/facilities/items", kind="school")["features"] == []
        assert _read(client, "collections/facilities/items", name="卫生站3")["numberMatched"] == 1

    def test_each_day_has_its_own_divisions(self, client: Client) -> None:
        def names(**given: Any) -> set[str]:
            return {
                feature["properties"]["name"]
                for feature in _read(client, "collections/boundaries/items", level=COMMUNITY, **given)["features"]
            }

        assert names() == {"青枫社区"}
        assert names(datetime="2025-11-05") == {"青枫社区", "旧枫社区"}
        assert names(datetime="2025-11-06T00:00:00+08:00") == {"青枫社区"}
        assert names(datetime="../..") == {"青枫社区", "旧枫社区"}
        assert names(datetime="../2019-01-01") == set()

    def test_one_feature_and_none(self, client: Client, ground: Region) -> None:
        one = _read(client, f"collections/regions/items/{ground.pk}")
        assert one["properties"]["name"] == "青枫社区"
        assert one["geometry"]["type"] == "Point"
        for gone in (uuid4(), "x"):
            assert _read(client, f"collections/regions/items/{gone}", 404)["code"] == "not_visible"
        assert _read(client, "collections/people", 404)["code"] == "not_visible"

    @pytest.mark.parametrize(
        "given",
        [
            {"limit": "0"}, {"limit": "x"}, {"limit": "-1"}, {"bbox": "1,2,3"}, {"bbox": "1,2,nan,4"}, {"bbox": "3,2,1,4"},
            {"datetime": "gestern"}, {"datetime": ".."}, {"datetime": "2025-01-02/2025-01-01"}, {"after": "x"}, {"owner": "x"},
            {"region_id": "x"}, {"demo": "maybe"}, {"name": "\x00"}, {"f": "xml"}, {"bbox": "1,2,3,4", "bbox-crs": "x"},
        ],
    )  # fmt: skip
    def test_a_wrong_parameter_is_a_problem(self, client: Client, given: dict[str, str]) -> None:
        answer = client.get(f"{ROOT}collections/facilities/items", given)
        assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")

    def test_a_large_limit_is_cut(self, client: Client) -> None:
        assert _read(client, "collections/facilities/items", limit=99999999)["numberReturned"] == 5

    def test_a_browser_gets_a_page(self, client: Client) -> None:
        for path in ("", "collections", "collections/boundaries", "collections/boundaries/items?level=community"):
            answer = client.get(f"{ROOT}{path}", headers={"Accept": "text/html,application/xhtml+xml;q=0.9"})
            assert answer.headers["Content-Type"].startswith("text/html"), path
        assert "青枫社区" in answer.content.decode()

    def test_other_origins_may_read(self, client: Client) -> None:
        assert client.get(ROOT).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.usefixtures("ground")
class TestWhatStays:
    def test_street_furniture_of_safety_does_not_leave(self, client: Client) -> None:
        body = _read(client, "collections/facilities/items")
        assert {feature["properties"]["kind"] for feature in body["features"]} == {"clinic"}
        hidden = Facility.objects.filter(kind="hydrant").first()
        assert hidden is not None
        _read(client, f"collections/facilities/items/{hidden.pk}", 404)

    def test_only_named_fields_leave(self, client: Client) -> None:
        given = _read(client, "collections/facilities/items")["features"][0]["properties"]
        assert set(given) == {field.name for field in LAYERS["facilities"].fields}
        assert not {"maintainer_phone", "owner", "maintainer"} & set(given)

    def test_a_visitor_is_slowed_down(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("linli.api.features.views.MOST_A_MINUTE", 2)
        answers = [client.get(f"{ROOT}conformance").status_code for _ in range(3)]
        assert answers == [200, 200, 429]


class TestFiles:
    @pytest.mark.parametrize("form", sorted(files.FORMS))
    def test_a_layer_as_a_file_holds_todays_features(self, ground: Region, tmp_path: Path, form: str) -> None:
        path = tmp_path / f"b.{form}"
        assert files.write(LAYERS["boundaries"], path, form) == RegionBoundary.objects.filter(valid_to=None).count()
        _meta, _ids, shapes, columns = pyogrio.raw.read(path, columns=["name"], where=f"region_id = '{ground.pk}'")
        assert list(columns[0]) == ["青枫社区"]
        assert shapes[0] is not None
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.usefixtures("ground")
    def test_portions_are_joined(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "PORTION", 2)
        for form in files.FORMS:
            assert files.write(LAYERS["facilities"], tmp_path / f"f.{form}", form) == 5
            assert pyogrio.read_info(tmp_path / f"f.{form}")["features"] == 5

    @pytest.mark.usefixtures("ground")
    def test_a_failed_file_leaves_the_old_one(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "f.geojson"
        files.write(LAYERS["facilities"], path, "geojson")
        before = path.read_bytes()
        monkeypatch.setattr("linli.api.features.files.shapely.to_geojson", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            files.write(LAYERS["facilities"], path, "geojson")
        assert path.read_bytes() == before
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.usefixtures("ground")
    def test_downloads(self, client: Client, tmp_path: Path, settings: Any) -> None:
        settings.MEDIA_ROOT = tmp_path
        assert "还没有生成" in _read(client, "collections/regions/file/gpkg", 404)["detail"]
        assert client.post(f"{ROOT}files").status_code == 302
        drain()
        answer = client.get(f"{ROOT}collections/regions/file/gpkg")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/geopackage+sqlite3")
        _read(client, "collections/regions/file/shp", 404)
        assert "GeoPackage" in client.get(f"{ROOT}?f=html").content.decode()

    @pytest.mark.usefixtures("ground")
    def test_the_command(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("export_layer", "facilities", "--out", str(tmp_path / "f.gpkg"))
        assert json.loads(capsys.readouterr().out)["features"] == 5
        with pytest.raises(CommandError):
            call_command("export_layer", "facilities", "--out", str(tmp_path / "f.shp"))


def _gdal(script: str) -> Any:
    """What a script prints as JSON that reads with GDAL; GDAL holds the interpreter while it waits, so it has a process of its own."""
    told = subprocess.run(
        [sys.executable, "-c", f"import json, pyogrio\n{script}"], capture_output=True, text=True, timeout=120, check=False
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


class TestOtherTools:
    def test_gdal_reads_it(self, ground: Region, live_server: Any) -> None:
        address = f"OAPIF:{live_server.url}{ROOT}collections/boundaries"
        crs, names, shapes = _gdal(
            f"meta, _, shapes, columns = pyogrio.raw.read({address!r}, where=\"level = 'community'\")\n"
            "print(json.dumps([meta['crs'], list(columns[list(meta['fields']).index('name')]), len(shapes)]))"
        )
        assert crs in {"OGC:CRS84", "EPSG:4326"}
        assert (names, shapes) == ([ground.name], 1)

    @pytest.mark.usefixtures("ground")
    def test_gdal_lists_all_layers_and_pages(self, live_server: Any) -> None:
        listed = _gdal(f"print(json.dumps([row[0] for row in pyogrio.list_layers('OAPIF:{live_server.url}{ROOT}').tolist()]))")
        assert set(listed) == set(LAYERS)
        address = f"OAPIF:{live_server.url}{ROOT}collections/facilities"
        assert _gdal(f"print(len(pyogrio.raw.read({address!r}, PAGE_SIZE='2')[2]))") == 5

    @pytest.mark.usefixtures("ground")
    def test_owslib_reads_it(self, live_server: Any) -> None:
        service = Features(f"{live_server.url}{ROOT}")
        assert set(service.feature_collections()) == set(LAYERS)
        found = service.collection_items("facilities", bbox=[106.4995, 29.5, 106.5005, 29.51], limit=10)
        assert [feature["properties"]["name"] for feature in found["features"]] == ["卫生站0"]
