"""User management for the unit above (/admin-users/): who holds which post here, inviting, taking back, standing in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.accounts.models import Grant
from linli.accounts.operations import posts, staff_accounts
from linli.accounts.queries import handover, staffing
from linli.accounts.rules import roles
from linli.accounts.views.refusals import onto
from linli.accounts.views.user_forms import CoverForm, InviteForm, PostForm, ReasonForm, RevokeForm
from linli.kernel import profiles
from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible, Refused
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.regions import contract as regions

NAV = {"nav": "users"}
OK, UNPROCESSABLE = 200, 422
NO_ID = UUID(int=0)
_LEVELS = (regions.CITY, regions.DISTRICT, regions.TOWNSHIP, regions.COMMUNITY, regions.GRID, regions.GROUP)


def _filters(query: QueryDict) -> staffing.Filters:
    region = uuid_or_none(query.get("region", ""))
    return staffing.Filters(
        typed=query.get("q", "").strip()[:40],
        role=query.get("role", ""),
        state=query.get("state", "now"),
        region_ids=regions.subtree_ids(region) if region else None,
        after=uuid_or_none(query.get("after", "")),
    )


@staff_page("accounts.see_users")
def users(request: ActedRequest) -> HttpResponse:
    """Posts in the area, by state, role, place and name."""
    filters = _filters(request.GET)
    rows, after = staffing.posts(request.actor, filters)
    chosen = regions.info(region) if (region := uuid_or_none(request.GET.get("region", ""))) else None
    kept = request.GET.copy()
    kept.pop("after", None)
    next_url = f"?{kept.urlencode()}&after={after}" if after else ""
    counted = staffing.counts(request.actor)
    tabs = [(state, label, counted.get(state), state == filters.state) for state, label in staffing.STATES.items()]
    context = {
        "rows": rows,
        "filters": filters,
        "tabs": tabs,
        "roles": staffing.roles_to_give(request.actor),
        "chosen": chosen,
        "next_url": next_url,
        "left": handover.left_behind(request.actor),
    }
    return render(request, "accounts/users.html", context | NAV)


def _picker(request: ActedRequest, error: str = "") -> regions.Picker:
    grant = request.actor.grants[0] if request.actor.grants else None
    within = grant.region_id if grant and not grant.wide else None
    wanted: dict[str, Any] = dict(request.POST.items()) or dict(request.GET.items())
    if not wanted.get("region") and within is not None:
        wanted["region"] = str(within)
    elif not wanted.get("region") and grant and all(role.levels == [roles.CITY] for role in staffing.roles_to_give(request.actor)):
        wanted["region"] = str(grant.region_id)  # all this post hands out stands at the city
    return regions.picker(wanted, "region", label="在哪里", levels=_LEVELS, within=within, error=error)


def _new_post(form: PostForm, region_id: UUID) -> posts.NewPost:
    data = form.cleaned_data
    return posts.NewPost(data["role"], region_id, data["unit"], data["starts_on"], data["ends_on"], data["reason"])


@never_cache
@staff_page("accounts.invite")
def invite(request: ActedRequest) -> HttpResponse:
    """Open an account with its first post; the link is shown this one time."""
    form = InviteForm(request.POST or None, staffing.roles_to_give(request.actor))
    picker, status = _picker(request), OK
    if request.method == "POST" and picker.finding:
        form.errors.clear()
    elif request.method == "POST":
        status = UNPROCESSABLE
        if picker.chosen is None:
            form.add_error(None, "还没选在哪里。")
        elif form.is_valid():
            data = form.cleaned_data
            person = staff_accounts.NewPerson(data["name"], data["username"], data["phone"])
            try:
                post = _new_post(form, picker.chosen.id)
                made = staff_accounts.invite(request.actor, person, post, welcome=_welcome(request), op_id=data["op_id"])
            except Refused as refusal:
                status = onto(form, refusal)
                picker = _picker(request, _region_problem(refusal))
            else:
                return _show_link(request, made)
    return render(request, "accounts/user_invite.html", {"form": form, "picker": picker} | NAV, status=status)


def _region_problem(refusal: Refused) -> str:
    return "".join(refusal.facts.get("fields", {}).get("region_id", []))


def _welcome(request: ActedRequest) -> str:
    return request.build_absolute_uri("/staff/welcome/")


def _show_link(request: ActedRequest, made: staff_accounts.Invited) -> HttpResponse:
    found = staffing.card(request.actor, made.user_id)
    link = f"{_welcome(request)}{made.token}/" if made.token else ""
    context = {"card": found, "link": link, "sent": made.sent, "hours": profiles.value("invitation_hours")}
    return render(request, "accounts/user_link.html", context | NAV)


@never_cache
@staff_page("accounts.see_users")
def user(request: ActedRequest, user_id: UUID) -> HttpResponse:
    """One account: posts, state, last attempts, what is still open."""
    found = staffing.card(request.actor, user_id)
    return render(request, "accounts/user.html", {"card": found, "form": ReasonForm()} | NAV)


@staff_page("accounts.grant")
def give(request: ActedRequest, user_id: UUID) -> HttpResponse:
    """One more post for somebody."""
    found = staffing.card(request.actor, user_id)
    form = PostForm(request.POST or None, staffing.roles_to_give(request.actor))
    picker, status = _picker(request), OK
    if request.method == "POST" and picker.finding:
        form.errors.clear()
    elif request.method == "POST":
        status = UNPROCESSABLE
        if picker.chosen is None:
            form.add_error(None, "还没选在哪里。")
        elif form.is_valid():
            try:
                posts.give(request.actor, user_id, _new_post(form, picker.chosen.id), op_id=form.cleaned_data["op_id"])
            except Refused as refusal:
                status = onto(form, refusal)
                picker = _picker(request, _region_problem(refusal))
            else:
                messages.success(request, "岗位给好了，到开始那天就能用。")
                return redirect("user", user_id)
    return render(request, "accounts/user_give.html", {"form": form, "picker": picker, "card": found} | NAV, status=status)


def _managed_grant(request: ActedRequest, grant_id: UUID) -> Grant:
    grant = staffing.managed(request.actor).filter(pk=grant_id).select_related("user", "role", "region").first()
    if grant is None:
        raise NotVisible
    return grant


@staff_page("accounts.revoke")
def revoke(request: ActedRequest, grant_id: UUID) -> HttpResponse:
    """Take a post back: first what has to be handed over."""
    grant = _managed_grant(request, grant_id)
    form, status = RevokeForm(request.POST or None), OK
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                posts.revoke(request.actor, grant_id, form.cleaned_data["reason"], leave_open=form.cleaned_data["leave_open"])
            except Refused as refusal:
                status = onto(form, refusal)
            else:
                messages.success(request, f"收回了，{grant.user.name}现在就不能再用这个岗位。")
                return redirect("user", grant.user_id)
    context = {"form": form, "grant": grant, "items": handover.of_post(request.actor, grant)}
    return render(request, "accounts/user_revoke.html", context | NAV, status=status)


@staff_page("accounts.cover")
def cover(request: ActedRequest, grant_id: UUID) -> HttpResponse:
    """Somebody stands in while the holder is away."""
    grant = _managed_grant(request, grant_id)
    form, status = CoverForm(request.POST or None, staffing.substitutes(request.actor, grant)), OK
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            data = form.cleaned_data
            new = posts.NewCover(UUID(data["user_id"]), data["starts_on"], data["ends_on"], data["reason"])
            try:
                posts.cover(request.actor, grant_id, new, op_id=data["op_id"])
            except Refused as refusal:
                status = onto(form, refusal)
            else:
                messages.success(request, "替班排好了，到期自动结束。")
                return redirect("user", grant.user_id)
    return render(request, "accounts/user_cover.html", {"form": form, "grant": grant} | NAV, status=status)


@never_cache
@staff_page("accounts.see_users")
@require_POST
def act(request: ActedRequest, user_id: UUID, what: str) -> HttpResponse:
    """Unlock, a new link, reset, stop, open again: one button each, some with a reason."""
    reason = str(request.POST.get("reason", ""))
    actor = request.actor
    try:
        if what == "invite":
            return _show_link(request, staff_accounts.invite_again(actor, user_id, welcome=_welcome(request)))
        if what == "reset":
            return _show_link(request, staff_accounts.reset_second_factor(actor, user_id, reason, welcome=_welcome(request)))
        said = _act(request, user_id, what, reason)
    except Refused as refusal:
        form = ReasonForm(request.POST)
        status = onto(form, refusal)
        return render(request, "accounts/user.html", {"card": staffing.card(actor, user_id), "form": form} | NAV, status=status)
    messages.success(request, said)
    return redirect("user", user_id)


def _act(request: ActedRequest, user_id: UUID, what: str, reason: str) -> str:
    if what == "unlock":
        return "解锁了，现在就能登录。" if staff_accounts.unlock(request.actor, user_id) else "本来就没有锁。"
    if what == "disable":
        staff_accounts.disable(request.actor, user_id, reason)
        return "停用了，已登录的也退出了。"
    if what == "enable":
        staff_accounts.enable(request.actor, user_id, reason)
        return "恢复了。岗位还在期内的接着用。"
    raise NotVisible


@staff_page("accounts.see_users")
def role_table(request: ActedRequest) -> HttpResponse:
    """All roles with what they may do and what they may not be combined with."""
    return render(request, "accounts/roles.html", {"rows": staffing.role_rows(), "branches": roles.BRANCHES} | NAV)
