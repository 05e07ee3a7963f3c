"""Requests are read as UTF-8 whatever their sender says.

Django decodes the address while it makes the request, before any middleware, with the codec the sender names; some of them raise.
`web.unsound` answers such a request with 400.
"""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Utf8Request(WSGIRequest):
    """A request whose declared charset is known and not used."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    """Django's handler with such requests."""

    request_class = Utf8Request
