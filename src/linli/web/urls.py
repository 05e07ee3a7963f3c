"""Addresses of the pages of this context."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from linli.web import gallery, home, installable, preferences, search, start

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("place/", home.place, name="place"),
    path("me/", home.me, name="me"),
    path("search/", search.search, name="search"),
    path("staff/start/", start.start, name="start"),
    path("staff/platform/", start.platform, name="platform"),
    path("reading/", preferences.reading, name="reading"),
    path("app.webmanifest", installable.manifest, name="manifest"),
    path("worker.js", installable.worker, name="service-worker"),
    path("offline/", installable.offline, name="offline"),
    path("phones/", installable.phones, name="phones"),
]
if settings.DEMO:
    urlpatterns += [
        path("gallery/", gallery.gallery, name="gallery"),
        path("gallery/<slug:shell>/", gallery.shell, name="gallery-shell"),
    ]
