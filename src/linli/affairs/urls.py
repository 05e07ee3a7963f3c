"""Addresses of 事情."""

from django.urls import URLPattern, URLResolver, path

from linli.affairs import views

urlpatterns: list[URLPattern | URLResolver] = [path("affairs/", views.affairs, name="affairs")]
