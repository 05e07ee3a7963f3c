"""Addresses of the pages of this context."""

from django.urls import URLPattern, URLResolver, path

from linli.disclosure.views import board, desk

urlpatterns: list[URLPattern | URLResolver] = [
    path("notices/", board.notices, name="notices"),
    path("notices/<uuid:bulletin_id>/", board.notice, name="notice"),
    path("desk/notices/", desk.bulletins, name="desk-notices"),
    path("desk/notices/<uuid:bulletin_id>/take-down/", desk.take_down, name="desk-notice-down"),
]
