"""One click into any role, in demo mode only."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from linli.accounts.models import User
from linli.accounts.operations import stays
from linli.accounts.queries.demo import demo_accounts
from linli.accounts.views import session
from linli.kernel.middleware import ActedRequest


@require_POST
def demo_sign_in(request: ActedRequest) -> HttpResponse:
    """Sign in as the demo account of a post, without a second factor. 404 outside demo mode."""
    wanted = str(request.POST.get("post", ""))
    account = next((one for one in demo_accounts() if str(one.grant_id) == wanted), None)
    if not settings.DEMO or account is None:
        raise Http404
    session.leave(request)
    user = User.objects.get(pk=account.user_id)
    stay = session.enter(request, user, "demo")
    if not account.resident:
        stays.switch_post(stays.actor_of_stay(stay), stay.pk, account.grant_id)
    return HttpResponseRedirect(session.onward(request, user))
