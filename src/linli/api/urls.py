"""Addresses of the API."""

from django.urls import URLPattern, URLResolver, path

from linli.api.door import build
from linli.api.features import views as features

_LAYER = "api/features/collections/<slug:collection>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", build().urls),
    path("api/features/", features.landing, name="features"),
    path("api/features/api", features.api, name="features-api"),
    path("api/features/conformance", features.conformance, name="features-conformance"),
    path("api/features/collections", features.collections, name="features-layers"),
    path("api/features/files", features.make, name="features-make"),
    path(_LAYER, features.describe, name="features-layer"),
    path(f"{_LAYER}/items", features.items, name="features-items"),
    path(f"{_LAYER}/file/<slug:form>", features.file, name="features-file"),
    path(f"{_LAYER}/items/<str:feature_id>", features.item, name="features-item"),
]
