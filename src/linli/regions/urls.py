"""Addresses of the pages of this context."""

from django.urls import path

from linli.regions import views

app_name = "regions"

urlpatterns = [
    path("regions/", views.browse, name="browse"),
    path("regions/search/", views.search, name="search"),
    path("regions/report/", views.report, name="report"),
    path("regions/<uuid:region_id>/", views.region, name="region"),
    path("regions/<uuid:region_id>/children/", views.children, name="children"),
    path("regions/<uuid:region_id>/change/<slug:what>/", views.change, name="change"),
]
