"""Doors of the open layers: JSON for programs, a page for people (`?f=html`, or a browser that asks for one)."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from linli.api import jobs
from linli.api.features import describing, files
from linli.api.features.asking import Unasked, Wanted, wanted
from linli.api.features.describing import GEOJSON, JSON, OPENAPI, link
from linli.api.features.layers import LAYERS
from linli.kernel import clock, layers
from linli.kernel.errors import NotVisible, Refused
from linli.kernel.layers import ID, Feature, Field, Layer
from linli.kernel.limits import limit
from linli.kernel.middleware import ActedRequest
from linli.kernel.problems import refused

MOST_A_MINUTE = 600
CACHE = "public, max-age=60"
FORMS = frozenset({"json", "html"})
View = Callable[..., HttpResponseBase]


def _door(view: View) -> View:
    """Limit the pace, refuse with problem+json, let pages of other origins read: everything here is public."""

    @wraps(view)
    def answer(request: ActedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            limit("features", str(request.actor.user_id or request.actor.ip), most=MOST_A_MINUTE)
            if request.GET.get("f", "json") not in FORMS:
                message = "f 是 json 或 html。"
                raise Unasked(message)
            response = view(request, *args, **kwargs)
            response.headers["Cache-Control"] = CACHE
        except Refused as refusal:
            response = refused(request, refusal)
        response.headers["Vary"] = "Accept, Cookie"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return require_safe(answer)


def _at(request: HttpRequest) -> describing.Address:
    root = request.build_absolute_uri(reverse("features"))
    return lambda path: f"{root}{path}"


def _as_page(request: HttpRequest) -> bool:
    asked = request.GET.get("f")
    return asked == "html" or (asked is None and request.get_preferred_type([JSON, GEOJSON, describing.HTML]) == describing.HTML)


def _said(body: dict[str, Any], kind: str = JSON) -> HttpResponse:
    return HttpResponse(json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False), content_type=kind)


def _only(request: HttpRequest, *names: str) -> None:
    strange = sorted(set(request.GET) - {"f", *names})
    if strange:
        message = f"没有这个参数：{strange[0][:40]}。"
        raise Unasked(message)


def _layer(name: str) -> Layer:
    if name not in LAYERS:
        raise NotVisible
    return LAYERS[name]


@_door
def landing(request: HttpRequest) -> HttpResponse:
    """What is here and how to open it in QGIS."""
    _only(request)
    if _as_page(request):
        return _first_page(request)
    return _said(describing.landing(_at(request)))


@_door
def conformance(request: HttpRequest) -> HttpResponse:
    """Which parts of the standard this follows."""
    _only(request)
    return _said({"conformsTo": describing.CONFORMS})


@_door
def api(request: HttpRequest) -> HttpResponse:
    """The description of the interface."""
    _only(request)
    return _said(describing.openapi(_at(request)), OPENAPI)


@_door
def collections(request: HttpRequest) -> HttpResponse:
    """All layers."""
    _only(request)
    if _as_page(request):
        return _first_page(request)
    at = _at(request)
    listed = [describing.collection(layer, layers.extent(layer), at) for layer in LAYERS.values()]
    return _said({"collections": listed, "links": describing.both(at("collections"), "self", "图层")})


@_door
def describe(request: HttpRequest, collection: str) -> HttpResponse:
    """One layer."""
    _only(request)
    layer, at = _layer(collection), _at(request)
    if _as_page(request):
        return _page(request, layer, wanted(layer, {}))
    return _said(describing.collection(layer, layers.extent(layer), at))


@_door
def items(request: HttpRequest, collection: str) -> HttpResponse:
    """A page of features."""
    layer = _layer(collection)
    asked = wanted(layer, request.GET.dict())
    if _as_page(request):
        return _page(request, layer, asked)
    found, here = layers.page(layer, asked.asked), _at(request)(f"collections/{collection}/items")
    repeat = {key: value for key, value in asked.repeat.items() if key != "f"}
    links = [
        link(f"{here}?{urlencode(request.GET.dict())}".rstrip("?"), "self", GEOJSON),
        link(f"{here}?{urlencode({**repeat, 'f': 'html'})}", "alternate", describing.HTML),
    ]
    if found.after:
        links.append(link(f"{here}?{urlencode({**repeat, 'after': str(found.after)})}", "next", GEOJSON))
    body = {
        "type": "FeatureCollection",
        "timeStamp": clock.now().isoformat(timespec="seconds").replace("+00:00", "Z"),
        "numberMatched": layers.count(layer, asked.asked),
        "numberReturned": len(found.features),
        "features": [layers.as_geojson(feature) for feature in found.features],
        "links": links,
    }
    return _said(body, GEOJSON)


@_door
def file(request: HttpRequest, collection: str, form: str) -> FileResponse:
    """The whole layer of today as one file, as it was last made."""
    _only(request)
    found = files.made(_layer(collection)).get(form)
    if found is None:
        message = "这个文件还没有生成。在图层首页按「生成文件」，几分钟后再来。"
        raise NotVisible(message)
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.path.name, content_type=files.FORMS[form])


@require_POST
def make(request: ActedRequest) -> HttpResponse:
    """Have the files of all layers made anew, by a job."""
    limit("features_files", str(request.actor.user_id or request.actor.ip), most=3, seconds=600)
    jobs.make_files.enqueue()
    messages.success(request, "正在生成。几分钟后刷新这一页，就能下载新的文件。")
    return redirect(f"{reverse('features')}?f=html")


@_door
def item(request: HttpRequest, collection: str, feature_id: str) -> HttpResponse:
    """One feature."""
    _only(request)
    layer = _layer(collection)
    try:
        found = layers.one(layer, UUID(feature_id))
    except ValueError:
        found = None
    if found is None:
        raise NotVisible
    here = _at(request)
    links = [
        link(here(f"collections/{collection}/items/{feature_id}"), "self", GEOJSON),
        link(here(f"collections/{collection}"), "collection", JSON, layer.title),
    ]
    return _said({**layers.as_geojson(found), "links": links}, GEOJSON)


def _first_page(request: HttpRequest) -> HttpResponse:
    context = {
        "title": describing.TITLE,
        "about": describing.ABOUT,
        "address": _at(request)(""),
        "layers": [(layer, files.made(layer)) for layer in LAYERS.values()],
    }
    return render(request, "api/features.html", context)


def _shown(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:,.0f}"
    return dict(field.choices).get(value, str(value))


def _row(layer: Layer, feature: Feature) -> dict[str, Any]:
    known = [(field, feature.properties[field.name]) for field in layer.fields if field.type != ID]
    facts = [
        (field.title, _shown(field, value)) for field, value in known if field.name not in {"name", "demo"} and value not in {None, ""}
    ]
    return {"title": feature.properties["name"], "facts": facts}


def _page(request: HttpRequest, layer: Layer, asked: Wanted) -> HttpResponse:
    found = layers.page(layer, asked.asked)
    repeat = {**asked.repeat, "f": "html"}
    rows = [_row(layer, feature) for feature in found.features]
    context = {
        "title": layer.title,
        "layer": layer,
        "rows": rows,
        "matched": layers.count(layer, asked.asked),
        "address": _at(request)(f"collections/{layer.name}/items"),
        "next": urlencode({**repeat, "after": str(found.after)}) if found.after else "",
        "first": "after" not in request.GET,
        "filters": [field for field in layer.fields if field.filter and field.choices],
    }
    return render(request, "api/layer.html", context)
