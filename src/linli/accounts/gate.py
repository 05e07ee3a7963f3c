"""Modules that a region does not run yet: their addresses answer a calm page with the day they open, menus leave them out."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.accounts.queries.modules import standing
from linli.accounts.rules import modules
from linli.kernel import problems
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible

NOT_FOUND = 404


class module_gate:  # noqa: N801  # a middleware reads as a function in settings
    """Looks at the address just before the view runs, when actor and scope are known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """The page "not open here yet", or nothing."""
        module = modules.module_of(request.path)
        actor: Actor | None = getattr(request, "actor", None)
        if module is None or actor is None or actor.region_id is None:
            return None
        on, opens_on = standing(module, actor.region_id)
        if on:
            return None
        if problems.at_api(request):
            return problems.refused(request, NotVisible(f"这里还没有开通“{module.label}”。", code="module_off"))
        context = {"module": module, "opens_on": opens_on, "staff": actor.door == "desk"}
        return render(request, "accounts/not_open.html", context, status=NOT_FOUND)
