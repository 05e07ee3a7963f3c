"""Addresses of the pages of this context."""

from django.urls import URLPattern, URLResolver, path

from linli.requests.views import desk as queue
from linli.requests.views import desk_bulk, desk_matter, desk_new, desk_place, desk_sample, desk_views, mine, say, say_where, shut

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
    path("mine/news/", mine.news, name="mine-news"),
    path("mine/<uuid:request_id>/", mine.matter, name="mine-matter"),
    path("mine/<uuid:request_id>/open/", shut.unlock, name="mine-open"),
    path("mine/<uuid:request_id>/urgent/", mine.urgent, name="mine-urgent"),
    path("mine/<uuid:request_id>/<slug:verb>/", mine.act, name="mine-act"),
    path("mine/<uuid:request_id>/<slug:verb>/ask/", mine.ask, name="mine-ask"),
    path("photos/<uuid:photo_id>/", mine.photo, name="request-photo"),
    path("track/", mine.track, name="track"),
]

desk: list[URLPattern | URLResolver] = [
    path("desk/", queue.queue, name="desk"),
    path("desk/requests/", queue.everything, name="desk-requests"),
    path("desk/new/", desk_new.new, name="desk-new"),
    path("desk/views/", desk_views.keep, name="desk-view-keep"),
    path("desk/views/drop/", desk_views.drop, name="desk-view-drop"),
    path("desk/bulk/", desk_bulk.bulk, name="desk-bulk"),
    path("desk/sample/", desk_sample.sampled, name="desk-sample"),
    path("desk/requests/<uuid:request_id>/slip/", desk_new.slip, name="desk-slip"),
    path("desk/alerts/<uuid:alert_id>/", queue.alert, name="desk-alert"),
    path("desk/requests/<uuid:request_id>/", desk_matter.matter, name="desk-matter"),
    path("desk/requests/<uuid:request_id>/do/<slug:verb>/", desk_matter.act, name="desk-act"),
    path("desk/requests/<uuid:request_id>/reveal/", desk_matter.reveal, name="desk-reveal"),
    path("desk/requests/<uuid:request_id>/paper/", desk_matter.paper, name="desk-paper"),
    path("desk/requests/<uuid:request_id>/place/", desk_place.place, name="desk-place"),
    path("desk/requests/<uuid:request_id>/transfer/", desk_place.transfer, name="desk-transfer"),
]

urlpatterns: list[URLPattern | URLResolver] = [*resident, *desk]
