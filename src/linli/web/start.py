"""本岗位: where a post starts whose work is not a list, and what any post is: from when, given by whom, what it can do today."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.accounts import contract as accounts
from linli.disclosure import contract as disclosure
from linli.kernel.doors import staff_page
from linli.kernel.middleware import ActedRequest
from linli.web import health, nav

NEWEST = 4
WORKER = {"ok": ("done", "在跑"), "late": ("late", "超过一分半没有回音"), "absent": ("late", "没有启动")}


@require_safe
@staff_page()
def start(request: ActedRequest) -> HttpResponse:
    """What this post is, what it can do today, what is still to come, and the board."""
    post = accounts.own_post(request.actor)
    if post is None:
        return HttpResponseRedirect("/staff/post/")
    module = accounts.own_module(request.actor)
    context = {
        "post": post,
        "can": nav.can(request.actor),
        "waiting": None if module is None or module.open else module,
        "board": None if request.actor.wide else disclosure.hanging(request.actor, NEWEST),
        "nav": "start",
        "crumbs": [{"name": name} for name in (post.place[1:] or post.place)],
    }
    return render(request, "web/start.html", context)


@require_safe
@staff_page("web.see_health")
def platform(request: ActedRequest) -> HttpResponse:
    """平台状况: what /healthz answers, for people; nothing about anybody."""
    told = health.state()
    shape, words = WORKER[str(told["worker"])]
    return render(request, "web/platform.html", {"told": told, "worker_shape": shape, "worker_words": words, "nav": "platform"})
