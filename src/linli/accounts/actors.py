"""From a signed-in request to the Actor that operations take."""

from django.http import HttpRequest

from linli.kernel.actor import Actor


def actor_of_request(request: HttpRequest) -> Actor:
    """The actor of a request: the active post of a member of staff, a resident, or a visitor."""
    return Actor.anonymous(ip=str(request.META.get("REMOTE_ADDR", "")))
