"""Addresses of 组织与设施."""

from django.urls import URLPattern, URLResolver, path

from linli.organisations.views import compounds, facilities, units

urlpatterns: list[URLPattern | URLResolver] = [
    path("compounds/", compounds.own_compounds, name="own-compounds"),
    path("organisations/", units.units, name="organisations"),
    path("organisations/new/", units.register, name="organisation-new"),
    path("organisations/<uuid:unit_id>/", units.unit, name="organisation"),
    path("organisations/<uuid:unit_id>/change/", units.change, name="organisation-change"),
    path("organisations/<uuid:unit_id>/close/", units.close, name="organisation-close"),
    path("organisations/facilities/", facilities.facilities, name="facilities"),
    path("organisations/facilities/new/", facilities.register, name="facility-new"),
    path("organisations/facilities/<uuid:facility_id>/", facilities.facility, name="facility"),
    path("organisations/facilities/<uuid:facility_id>/change/", facilities.change, name="facility-change"),
]
