"""One WSGI server for both sides: `/bare/` goes past all middleware, everything else is the site."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

_site = get_wsgi_application()
with override_settings(MIDDLEWARE=[]):
    _bare = WSGIHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Choose the side by the address."""
    return (_bare if environ["PATH_INFO"] == "/bare/" else _site)(environ, start_response)
