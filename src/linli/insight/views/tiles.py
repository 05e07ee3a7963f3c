"""`/tiles/<layer>/<z>/<x>/<y>.pbf`: one vector tile, for the post in use only."""

import hashlib
import time
from collections import OrderedDict, deque
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.insight.queries import tiles
from linli.kernel.errors import NotVisible, TooMany
from linli.kernel.middleware import ActedRequest

TYPE = "application/vnd.mapbox-vector-tile"
CACHE = "private, max-age=60"
WINDOW, MOST, REMEMBERED = 60.0, 1500, 5000


class _Pace:
    """How many tiles one visitor of this process took within the last minute. Kept in memory: losing it costs nothing."""

    def __init__(self) -> None:
        self.taken: OrderedDict[str, deque[float]] = OrderedDict()
        self.lock = Lock()

    def take(self, who: str) -> None:
        """Count one. Raises TooMany."""
        now = time.monotonic()
        with self.lock:
            times = self.taken.setdefault(who, deque())
            self.taken.move_to_end(who)
            while times and times[0] < now - WINDOW:
                times.popleft()
            if len(times) >= MOST:
                message = "地图拉得太快了，等一分钟再看。"
                raise TooMany(message)
            times.append(now)
            if len(self.taken) > REMEMBERED:
                self.taken.popitem(last=False)


_pace = _Pace()


@require_safe
def tile(request: ActedRequest, layer: str, z: int, x: int, y: int) -> HttpResponse:
    """A tile of a layer; 204 where the actor's scope holds nothing, which looks the same as nothing being there."""
    actor = request.actor
    if actor.user_id is None:
        raise NotVisible
    _pace.take(str(actor.user_id))
    body = tiles.tile(actor, layer, z, x, y)
    if not body:
        return _cached(HttpResponse(status=204))
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    if tag in _offered(request):
        return _cached(HttpResponse(status=304, headers={"ETag": tag}))
    return _cached(HttpResponse(body, content_type=TYPE, headers={"ETag": tag}))


def _offered(request: HttpRequest) -> list[str]:
    # A proxy that compresses marks the tag as weak; the bytes of a tile are the same.
    return [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]


def _cached(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = CACHE
    response.headers["Vary"] = "Cookie"
    return response
