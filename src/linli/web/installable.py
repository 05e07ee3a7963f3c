"""The installable app: manifest, service worker and offline page. Never inside WeChat (design §8)."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from linli.kernel.actor import Actor
from linli.web.places import duty_of

PRECACHED = ("resident.css", "resident.js", "icon.svg")


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Web app manifest of 民政易."""
    body = {
        "id": "/",
        "name": "邻里",
        "short_name": "邻里",
        "description": "社区直通车：说件事，看进度，查公告。",
        "lang": "zh-CN",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#FAF8F2",
        "theme_color": "#FAF8F2",
        "icons": [
            {"src": staticfiles_storage.url("icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": staticfiles_storage.url("icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {"src": staticfiles_storage.url("icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }
    return JsonResponse(body, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It lives at the root, because its address bounds what it may serve."""
    files = ",".join([*(staticfiles_storage.url(name) for name in PRECACHED), "/offline/"])
    return render(
        request, "web/worker.js", {"files": files, "script": staticfiles_storage.url("worker.js")}, content_type="text/javascript"
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What one sees without a network; says what still works."""
    return render(request, "web/offline.html")


@require_safe
def phones(request: HttpRequest) -> HttpResponse:
    """The numbers that work without an account."""
    region_id = getattr(request, "actor", Actor.anonymous()).region_id
    return render(request, "web/phones.html", {"duty": duty_of(region_id) if region_id else None})
