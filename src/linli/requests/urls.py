"""Addresses of the pages of this context."""

from django.urls import URLPattern, URLResolver, path

from linli.requests.views import desk as queue
from linli.requests.views import mine, say, say_where

resident: list[URLPattern | URLResolver] = [
    path("say/", say.start, name="say"),
    path("say/what/", say.what, name="say-what"),
    path("say/keep/", say.keep, name="say-keep"),
    path("say/photos/<int:place>/", say.photo, name="say-photo"),
    path("say/urgent/", say.urgent, name="say-urgent"),
    path("say/where/", say_where.where, name="say-where"),
    path("say/who/", say.who, name="say-who"),
    path("say/check/", say.check, name="say-check"),
    path("say/done/", say.done, name="say-done"),
    path("say/offline/", say.offline, name="say-offline"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<uuid:request_id>/", mine.matter, name="mine-matter"),
    path("mine/<uuid:request_id>/<slug:verb>/", mine.act, name="mine-act"),
    path("mine/<uuid:request_id>/<slug:verb>/ask/", mine.ask, name="mine-ask"),
    path("photos/<uuid:photo_id>/", mine.photo, name="request-photo"),
    path("track/", mine.track, name="track"),
]

desk: list[URLPattern | URLResolver] = [
    path("desk/", queue.queue, name="desk"),
    path("desk/requests/", queue.everything, name="desk-requests"),
    path("desk/alerts/<uuid:alert_id>/", queue.alert, name="desk-alert"),
]

urlpatterns: list[URLPattern | URLResolver] = [*resident, *desk]
