"""`/tiles/<layer>.json`: what a layer of tiles holds, as TileJSON 3.0.0 (github.com/mapbox/tilejson-spec), for MapLibre and QGIS."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.insight import rules
from linli.insight.queries import tiles
from linli.insight.queries.outline import CITY_BOX
from linli.kernel.errors import NotVisible
from linli.kernel.middleware import ActedRequest


@require_safe
def tile_json(request: ActedRequest, layer: str) -> HttpResponse:
    """The description of a layer. Its tiles show the scope of whoever asks. Raises NotVisible."""
    if request.actor.user_id is None or layer not in tiles.DESCRIBED:
        raise NotVisible
    about, fields = tiles.DESCRIBED[layer]
    first = tiles.first_zoom(layer)
    address = reverse("insight:tile", args=[layer, 0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}")
    return JsonResponse(
        {
            "tilejson": "3.0.0",
            "tiles": [f"{request.scheme}://{request.get_host()}{address}"],
            "vector_layers": [{"id": layer, "description": about, "minzoom": first, "maxzoom": rules.MAX_ZOOM, "fields": fields}],
            "name": layer,
            "description": about,
            "attribution": "邻里，自有切片",
            "scheme": "xyz",
            "version": "1.0.0",
            "minzoom": first,
            "maxzoom": rules.MAX_ZOOM,
            "bounds": list(CITY_BOX),
        }
    )
