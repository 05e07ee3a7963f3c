"""Addresses of the demonstration; none of them exists outside demo mode."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from linli.demo import tour

urlpatterns: list[URLPattern | URLResolver] = [path("tour/", tour.tour, name="tour")] if settings.DEMO else []
