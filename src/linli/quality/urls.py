"""Addresses of 登记质量."""

from django.urls import URLPattern, URLResolver, path

from linli.quality.views import pages, twins

urlpatterns: list[URLPattern | URLResolver] = [
    path("quality/", pages.home, name="quality"),
    path("quality/findings/", pages.findings, name="quality-findings"),
    path("quality/findings/<uuid:finding_id>/", pages.finding, name="quality-finding"),
    path("quality/twins/", twins.twins, name="quality-twins"),
    path("quality/twins/<uuid:person_id>/<uuid:other_id>/", twins.twin, name="quality-twin"),
    path("quality/merges/<uuid:merge_id>/part/", twins.part, name="quality-part"),
    path("quality/<uuid:region_id>/", pages.community, name="quality-community"),
    path("quality/<uuid:region_id>/check/", pages.check, name="quality-check"),
]
