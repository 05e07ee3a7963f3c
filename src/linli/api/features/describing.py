"""What the interface says of itself: collections, links, conformance, OpenAPI 3.0 (OGC API Features Core §7.2-7.13)."""

from collections.abc import Callable, Mapping
from typing import Any

from linli import __version__
from linli.api.features.asking import CRS84, MOST, USUAL
from linli.api.features.layers import LAYERS
from linli.kernel.layers import DAY, ID, Box, Field, Layer

TITLE = "邻里开放图层"
ABOUT = "区划、边界、小区、公共设施：公开的、不含个人信息的图层。坐标是 WGS-84 经纬度。"
LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
JSON, GEOJSON, HTML, OPENAPI = "application/json", "application/geo+json", "text/html", "application/vnd.oai.openapi+json;version=3.0"
CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
CONFORMS = [f"{CORE}/{part}" for part in ("core", "oas30", "html", "geojson")]
Address = Callable[[str], str]
Link = dict[str, str]


def link(href: str, rel: str, kind: str, title: str = "") -> Link:
    """A link as RFC 8288 and the standard name its parts."""
    return {"href": href, "rel": rel, "type": kind} | ({"title": title} if title else {})


def both(address: str, rel: str, title: str = "", kind: str = JSON) -> list[Link]:
    """A page's links to itself and to its other form; it is read as JSON by programs."""
    return [link(f"{address}?f=json", rel, kind, title), link(f"{address}?f=html", "alternate" if rel == "self" else rel, HTML, title)]


def landing(at: Address) -> dict[str, Any]:
    """The landing page."""
    links = [
        *both(at(""), "self", TITLE),
        link(at("api"), "service-desc", OPENAPI, "接口说明（OpenAPI 3.0）"),
        link(f"{at('')}?f=html", "service-doc", HTML, "怎么用"),
        link(at("conformance"), "conformance", JSON, "符合哪些标准"),
        link(at("collections"), "data", JSON, "有哪些图层"),
    ]
    return {"title": TITLE, "description": ABOUT, "links": links}


def collection(layer: Layer, box: Box | None, at: Address) -> dict[str, Any]:
    """A layer, as the list of collections and its own page describe it."""
    here = at(f"collections/{layer.name}")
    extent: dict[str, Any] = {"spatial": {"bbox": [list(box)], "crs": CRS84}} if box else {}
    if layer.dated:
        extent["temporal"] = {"interval": [[None, None]]}
    return {
        "id": layer.name,
        "title": layer.title,
        "description": f"{layer.about}来源：{layer.source}。",
        "itemType": "feature",
        "crs": [CRS84],
        "extent": extent,
        "links": [
            link(here, "self", JSON, layer.title),
            link(f"{here}?f=html", "alternate", HTML, layer.title),
            link(f"{here}/items", "items", GEOJSON, f"{layer.title}（GeoJSON）"),
            link(LICENCE, "license", HTML, "许可"),
        ],
    }


def _schema(field: Field) -> dict[str, Any]:
    formats = {DAY: {"type": "string", "format": "date"}, ID: {"type": "string", "format": "uuid"}}
    told: dict[str, Any] = dict(formats.get(field.type, {"type": field.type}))
    if field.choices:
        told["enum"] = [code for code, _ in field.choices]
    return {**told, "nullable": True}


def _asked(name: str, schema: Mapping[str, Any], about: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": dict(schema), "description": about, "style": "form", "explode": False}


_LIMIT = _asked("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}, "一页多少个")
_BBOX = _asked("bbox", {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}, "西,南,东,北（度，WGS-84）")
_DATETIME = _asked("datetime", {"type": "string"}, "一天或 起/止；不写是今天，../.. 是全部历史")
_AFTER = _asked("after", {"type": "string", "format": "uuid"}, "上一页最后一个的编号，next 链接里有")
_FORM = _asked("f", {"type": "string", "enum": ["json", "html"]}, "要网页还是 JSON")


def _answers(kind: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": {"type": "object"}}}
    return {
        "200": {"description": "有", "content": {kind: {"schema": dict(schema)}}},
        "400": {"description": "参数不对", "content": problem},
        "404": {"description": "没有", "content": problem},
        "429": {"description": "太频繁", "content": problem},
    }


def _get(name: str, about: str, asked: list[dict[str, Any]], kind: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"get": {"operationId": name, "summary": about, "tags": ["features"], "parameters": asked, "responses": _answers(kind, schema)}}


def _paths(layer: Layer) -> dict[str, Any]:
    here, plain = f"/collections/{layer.name}", {"type": "object"}
    filters = [_asked(field.name, _schema(field), field.title) for field in layer.fields if field.filter]
    fields = {field.name: {**_schema(field), "title": field.title} for field in layer.fields}
    feature = {"type": "object", "properties": {"properties": {"type": "object", "properties": fields}}}
    which = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    several = {"type": "object", "properties": {"features": {"type": "array", "items": feature}}}
    pages = [_LIMIT, _BBOX, _DATETIME, _AFTER, _FORM, *filters]
    return {
        here: _get(f"describe_{layer.name}", layer.title, [_FORM], JSON, plain),
        f"{here}/items": _get(f"list_{layer.name}", f"{layer.title}，一页一页", pages, GEOJSON, several),
        f"{here}/items/{{featureId}}": _get(f"get_{layer.name}", f"一个{layer.title}", [which, _FORM], GEOJSON, feature),
    }


def openapi(at: Address) -> dict[str, Any]:
    """The description of the interface, one path a layer."""
    plain = {"type": "object"}
    paths: dict[str, Any] = {
        "/": _get("landing", "首页", [_FORM], JSON, plain),
        "/conformance": _get("conformance", "符合哪些标准", [], JSON, plain),
        "/collections": _get("collections", "有哪些图层", [_FORM], JSON, plain),
    }
    for layer in LAYERS.values():
        paths |= _paths(layer)
    return {
        "openapi": "3.0.3",
        "info": {"title": TITLE, "description": ABOUT, "version": __version__, "license": {"name": "Apache-2.0", "url": LICENCE}},
        "servers": [{"url": at("").rstrip("/")}],
        "paths": paths,
    }
