"""Addresses of the map."""

from django.urls import path

from linli.insight import views

app_name = "insight"

urlpatterns = [
    path("tiles/<slug:layer>/<int:z>/<int:x>/<int:y>.pbf", views.tile, name="tile"),
    path("tiles/<slug:layer>.json", views.tile_json, name="tile-json"),
    path("map/", views.map_page, name="map"),
    path("map/ground/", views.ground, name="ground"),
    path("map/card/", views.card, name="card"),
    path("map/count/", views.count, name="count"),
    path("map/nearest/", views.nearest, name="nearest"),
    path("map/cover/", views.cover, name="cover"),
    path("map/print/", views.print_page, name="print"),
    path("map/print/<uuid:sheet_id>/", views.sheet, name="sheet"),
    path("map/print/<uuid:sheet_id>/map.pdf", views.sheet_file, name="sheet-file"),
]
