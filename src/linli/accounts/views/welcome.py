"""The invitation link: set the first password, then the second step."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from linli.accounts.forms import NewPasswordForm
from linli.accounts.operations import staff_accounts
from linli.accounts.views import pending
from linli.accounts.views.refusals import onto
from linli.kernel.errors import Invalid
from linli.kernel.middleware import ActedRequest

OK, UNPROCESSABLE = 200, 422


@never_cache
@sensitive_post_parameters("new", "again")
def welcome(request: ActedRequest, token: str) -> HttpResponse:
    """Works once, until it expires. Opening it changes nothing: mail scanners open links too."""
    user = staff_accounts.invited(token)
    form = NewPasswordForm(request.POST or None)
    status = OK
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                user = staff_accounts.accept_invitation(request.actor, token, form.cleaned_data["new"])
            except Invalid as refusal:
                status = onto(form, refusal)
            else:
                pending.start(request, user, pending.PASSWORD, "password")
                return redirect("second_step_set")
    context = {
        "form": form,
        "heading": f"{user.name}，设一个密码",
        "why": f"您的用户名是 {user.username}。设好密码，下一步设两步验证。",
        "button": "下一步：两步验证",
    }
    return render(request, "accounts/new_password.html", context, status=status)
