"""Addresses of the API."""

from django.urls import URLPattern, URLResolver, path

from linli.api.door import build

urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/", build().urls)]
