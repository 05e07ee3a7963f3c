"""The API door (接口): one ninja API, signed in by the session, refusing with problem+json (RFC 9457).

A context that offers something here has an `api.py` with a `router`; it answers under `/api/v1/<context>`. A write takes
its op_id from the header `Idempotency-Key` (a parameter of the view): the same key twice does the thing once.
"""

from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import APIKeyCookie

from linli import __version__
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotVisible, Refused
from linli.kernel.middleware import ActedRequest
from linli.kernel.problems import CONTENT_TYPE, problem, refused

REFUSALS = (400, 401, 403, 404, 409, 413, 422, 429)


class SignedIn(APIKeyCookie):
    """Whoever is signed in, with a CSRF token for every write."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002  # the session was read already
        """The actor of the request, None for a visitor."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return actor if actor.user_id else None


def _unsound(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    fields = {".".join(str(part) for part in error["loc"]): [str(error["msg"])] for error in wrong.errors}
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, Invalid.title, "有的栏填得不对。", code=Invalid.code, fields=fields)


def _stranger(request: HttpRequest, _wrong: AuthenticationError) -> HttpResponse:
    return problem(request, HTTPStatus.UNAUTHORIZED, "还没登录", "先登录，再来问。", code="not_signed_in")


def _gone(request: HttpRequest, _wrong: Http404) -> HttpResponse:
    return refused(request, NotVisible())


def _other(request: HttpRequest, wrong: HttpError) -> HttpResponse:
    return problem(request, wrong.status_code, HTTPStatus(wrong.status_code).phrase, str(wrong), code="http_error")


class Problem(Schema):
    """A refusal (RFC 9457): `detail` is fit to show, `code` is for machines, `fields` says what is wrong where."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    fields: dict[str, list[str]] | None = None


class Interface(NinjaAPI):
    """Describes what its handlers do: every operation may refuse, always with the same body."""

    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        """The description, with the refusals added to each operation."""
        schema = super().get_openapi_schema(**how)
        schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        body = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"] |= {status: {"description": HTTPStatus(status).phrase, "content": body} for status in REFUSALS}
        return schema


class Me(Schema):
    """Who is asking, in which post."""

    name: str
    unit: str
    role: str
    region_id: UUID | None
    permissions: list[str]


def me(request: ActedRequest) -> Me:
    """Name, unit, post and permissions of whoever is signed in."""
    actor = request.actor
    held = sorted({name for grant in actor.grants for name in grant.permissions})
    return Me(name=actor.name, unit=actor.unit, role=actor.role, region_id=actor.region_id, permissions=held)


def routers() -> dict[str, Router]:
    """Routers of the contexts, by name of the context."""
    found: dict[str, Router] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.api"
        if config.name.startswith("linli.") and config.name != "linli.api" and find_spec(name):
            router = getattr(import_module(name), "router", None)
            if isinstance(router, Router):
                found[config.label] = router
    return found


def build() -> NinjaAPI:
    """The API with every context's router. The interactive page of ninja needs foreign scripts and is off."""
    api = Interface(title="邻里", version=__version__, description="邻里开放接口", docs_url=None, urls_namespace="api-v1", auth=SignedIn())
    handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
        Refused: refused,
        ValidationError: _unsound,
        AuthenticationError: _stranger,
        Http404: _gone,
        HttpError: _other,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
    api.get("/me", response=Me, operation_id="me")(me)
    for name, router in routers().items():
        api.add_router(f"/{name}", router)
    return api
