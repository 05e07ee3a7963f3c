"""Giving, covering and taking back posts: what is refused, and to whom."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from linli.accounts.contract import actor_of_user
from linli.accounts.models import Grant, Role, RolePermission, SignIn, User
from linli.accounts.operations import posts, roles, staff_accounts, stays
from linli.accounts.operations.posts import NewCover
from linli.accounts.queries import staffing
from linli.accounts.tests.conftest import COMMAND, City, post
from linli.kernel import clock, permissions
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible, Refused
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry


def test_roles_follow_the_declarations(city: City) -> None:
    assert roles.sync_roles(COMMAND) == 0
    for code in ("community_worker", "resident", "city_auditor"):
        stored = set(RolePermission.objects.filter(role_id=code).values_list("permission", flat=True))
        assert stored == permissions.of_role(code)
    assert {clash["role"] for clash in Role.objects.get(pk="supervisor").conflicts} >= {"community_head", "community_worker"}


def test_permission_added_by_hand_stays(city: City) -> None:
    RolePermission.objects.create(role_id="rep", permission="accounts.see_users", by_default=False)
    RolePermission.objects.create(role_id="rep", permission="gone.verb", by_default=True)
    roles.sync_roles(COMMAND)
    kept = set(RolePermission.objects.filter(role_id="rep").values_list("permission", flat=True))
    assert "accounts.see_users" in kept
    assert "gone.verb" not in kept


def test_chain_from_the_top_and_audit(city: City) -> None:
    grant = Grant.objects.get(user_id=city.worker.user_id)
    assert (grant.giver_id, grant.giver_name, grant.reason) == (city.head.user_id, "罗一禾", "新到岗，接替老张")
    line = LogEntry.objects.get(operation="accounts.invite", object_id=grant.pk)
    assert line.region_id == city.community


def test_outside_the_own_area_is_invisible(city: City) -> None:
    with pytest.raises(NotVisible):
        posts.give(city.head.actor, city.worker.user_id, post("grid_worker", city.far))
    with pytest.raises(NotVisible):
        posts.give(city.other_lead.actor, city.worker.user_id, post("grid_worker", city.far))
    with pytest.raises(NotVisible):
        staffing.card(city.other_lead.actor, city.worker.user_id)


@pytest.mark.parametrize("role", ["community_head", "town_lead", "city_lead", "system_admin", "city_auditor", "resident"])
def test_never_own_height_or_other_branch(city: City, role: str) -> None:
    with pytest.raises(NotPermitted):
        posts.give(city.head.actor, city.worker.user_id, post(role, city.community))


def test_worker_may_give_nothing(city: City) -> None:
    with pytest.raises(NotPermitted):
        posts.give(city.worker.actor, city.head.user_id, post("grid_worker", city.community))


def test_not_to_oneself(city: City) -> None:
    with pytest.raises(NotPermitted, match="自己"):
        posts.give(city.head.actor, city.head.user_id, post("grid_worker", city.community))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"ends_on": date(2099, 1, 1)}, "ends_on"),
        ({"starts_on": date(2020, 1, 1)}, "starts_on"),
        ({"reason": "呃"}, "reason"),
        ({"role": "town_officer"}, "region_id"),
        ({"role": "nobody"}, "role"),
    ],
)
def test_particulars(city: City, change: dict[str, object], field: str) -> None:
    wanted = replace(post("grid_worker", city.community), **change)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refused:
        posts.give(city.town_lead.actor, city.worker.user_id, wanted)
    assert field in refused.value.fields


def test_conflict_is_refused_with_the_reason(city: City) -> None:
    with pytest.raises(Conflict, match="监督"):
        posts.give(city.town_lead.actor, city.worker.user_id, post("supervisor", city.community))
    posts.give(city.town_lead.actor, city.worker.user_id, post("supervisor", city.neighbour))


def test_same_post_twice(city: City) -> None:
    with pytest.raises(Conflict, match="已经有"):
        posts.give(city.head.actor, city.worker.user_id, post("community_worker", city.community))


def test_op_id_gives_once(city: City) -> None:
    op_id, wanted = new_id(), post("grid_worker", city.community)
    first = posts.give(city.head.actor, city.worker.user_id, wanted, op_id=op_id)
    assert posts.give(city.head.actor, city.worker.user_id, wanted, op_id=op_id).pk == first.pk


def test_revoked_vanishes_at_once(city: City) -> None:
    grant = Grant.objects.get(user_id=city.worker.user_id)
    posts.revoke(city.head.actor, grant.pk, "调走了，到新单位")
    with pytest.raises(Grant.DoesNotExist):
        actor_of_user(city.worker.user_id)
    with pytest.raises(NotNow):
        posts.revoke(city.head.actor, grant.pk, "再收一次")


def test_revoke_refusals(city: City) -> None:
    grant = Grant.objects.get(user_id=city.worker.user_id)
    with pytest.raises(Invalid):
        posts.revoke(city.head.actor, grant.pk, "")
    with pytest.raises(NotVisible):
        posts.revoke(city.other_lead.actor, grant.pk, "不归我管的")
    with pytest.raises(NotPermitted):
        posts.revoke(city.worker.actor, Grant.objects.get(user_id=city.head.user_id).pk, "想收上级的")


def test_cover_runs_and_ends_by_itself(city: City) -> None:
    substitute = city.hire(city.head.actor, "grid_worker", city.community, "田青", "tian.qing")
    grant = Grant.objects.get(user_id=city.worker.user_id)
    today = clock.today()
    made = posts.cover(city.head.actor, grant.pk, NewCover(substitute.user_id, today, today + timedelta(days=3), "休年假三天"))
    assert actor_of_user(substitute.user_id, role="community_worker").region_id == city.community
    noon = datetime.combine(today + timedelta(days=4), datetime.min.time(), UTC)
    with clock.frozen(noon), pytest.raises(Grant.DoesNotExist):
        actor_of_user(substitute.user_id, role="community_worker")
    posts.revoke(city.head.actor, grant.pk, "调走了，到新单位")
    assert Grant.objects.get(pk=made.pk).revoked_at is not None


def test_cover_refusals(city: City) -> None:
    substitute = city.hire(city.town_lead.actor, "supervisor", city.community, "冉平", "ran.ping")
    grant, today = Grant.objects.get(user_id=city.worker.user_id), clock.today()
    week = today + timedelta(days=7)
    with pytest.raises(Conflict):
        posts.cover(city.head.actor, grant.pk, NewCover(substitute.user_id, today, week, "休年假一周"))
    with pytest.raises(Invalid):
        posts.cover(city.head.actor, grant.pk, NewCover(city.worker.user_id, today, week, "自己替自己"))
    other = city.hire(city.head.actor, "grid_worker", city.community, "田青", "tian.qing")
    with pytest.raises(Invalid):
        posts.cover(city.head.actor, grant.pk, NewCover(other.user_id, today, today + timedelta(days=31), "太长的替班"))
    with pytest.raises(NotNow):
        posts.cover(city.head.actor, grant.pk, NewCover(other.user_id, today, today + timedelta(days=400), "超过原岗位"))


def test_review_list(city: City) -> None:
    later = clock.now() + timedelta(days=190)
    with clock.frozen(later):
        due = staffing.due_for_review(staffing.managed(city.head.actor))
        grant = due.get()
        assert grant.user_id == city.worker.user_id
        posts.review(city.head.actor, grant.pk)
        assert not staffing.due_for_review(staffing.managed(city.head.actor)).exists()
        with pytest.raises(NotPermitted):
            posts.review(city.worker.actor, grant.pk)


def test_account_with_a_post_elsewhere_is_not_taken_over(city: City) -> None:
    """A head who could reset a lead that also helps in his community would own the lead's account."""
    posts.give(city.district_lead.actor, city.town_lead.user_id, post("supervisor", city.community))
    for what in (
        lambda: staff_accounts.reset_second_factor(city.head.actor, city.town_lead.user_id, "说是手机丢了"),
        lambda: staff_accounts.unlock(city.head.actor, city.town_lead.user_id),
        lambda: staff_accounts.disable(city.head.actor, city.town_lead.user_id, "想停掉他"),
    ):
        with pytest.raises(NotPermitted):
            what()


def test_disable_ends_stays_and_enable(city: City) -> None:
    stay = stays.begin(city.worker.actor, User.objects.get(pk=city.worker.user_id), way="password+totp", visit=stays.Visit())
    with pytest.raises(Invalid):
        staff_accounts.disable(city.head.actor, city.worker.user_id, "")
    staff_accounts.disable(city.head.actor, city.worker.user_id, "离岗当日停用")
    assert SignIn.objects.get(pk=stay.pk).end == SignIn.End.DISABLED
    with pytest.raises(NotPermitted):
        stays.begin(city.worker.actor, User.objects.get(pk=city.worker.user_id), way="password+totp", visit=stays.Visit())
    with pytest.raises(NotNow):
        staff_accounts.disable(city.head.actor, city.worker.user_id, "再停一次")
    staff_accounts.enable(city.head.actor, city.worker.user_id, "回来上班了")
    with pytest.raises(NotNow):
        staff_accounts.enable(city.head.actor, city.worker.user_id, "再开一次")


def test_unused_accounts_are_stopped(city: City) -> None:
    actor = replace(COMMAND, grants=(replace(COMMAND.grants[0], permissions=frozenset({"accounts.disable"})),))
    with clock.frozen(clock.now() + timedelta(days=91)):
        assert staff_accounts.disable_unused(actor) == User.objects.filter(kind="staff").count()
        assert staff_accounts.disable_unused(actor) == 0


def test_invitation_works_once(city: City) -> None:
    made = staff_accounts.invite(city.head.actor, staff_accounts.NewPerson("田青", "tian.qing"), post("grid_worker", city.community))
    with pytest.raises(Invalid):
        staff_accounts.accept_invitation(COMMAND, made.token, "short")
    again = staff_accounts.invite_again(city.head.actor, made.user_id)
    with pytest.raises(NotVisible):
        staff_accounts.accept_invitation(COMMAND, made.token, "Jiangshui-2026")
    staff_accounts.accept_invitation(COMMAND, again.token, "Jiangshui-2026")
    with pytest.raises(NotVisible):
        staff_accounts.accept_invitation(COMMAND, again.token, "Jiangshui-2027")
    with pytest.raises(NotNow):
        staff_accounts.invite_again(city.head.actor, made.user_id)


def test_invitation_expires(city: City) -> None:
    made = staff_accounts.invite(city.head.actor, staff_accounts.NewPerson("田青", "tian.qing"), post("grid_worker", city.community))
    with clock.frozen(clock.now() + timedelta(hours=73)), pytest.raises(NotVisible):
        staff_accounts.invited(made.token)


@pytest.mark.parametrize("username", ["qin.xiaolan", "QIN.xiaolan", "ab", "有中文", "500199200001011234"])
def test_usernames(city: City, username: str) -> None:
    with pytest.raises(Invalid) as refused:
        staff_accounts.invite(city.head.actor, staff_accounts.NewPerson("田青", username), post("grid_worker", city.community))
    assert "username" in refused.value.fields


def test_every_operation_refuses_an_outsider(city: City) -> None:
    grant = Grant.objects.get(user_id=city.worker.user_id)
    outsider, today = city.other_lead.actor, clock.today()
    attempts = (
        lambda: staff_accounts.invite(outsider, staff_accounts.NewPerson("田青", "tian.qing"), post("grid_worker", city.community)),
        lambda: staff_accounts.invite_again(outsider, city.worker.user_id),
        lambda: staff_accounts.unlock(outsider, city.worker.user_id),
        lambda: staff_accounts.reset_second_factor(outsider, city.worker.user_id, "手机丢了"),
        lambda: staff_accounts.disable(outsider, city.worker.user_id, "离岗停用"),
        lambda: staff_accounts.enable(outsider, city.worker.user_id, "回来上班"),
        lambda: posts.cover(outsider, grant.pk, NewCover(city.other_lead.user_id, today, today, "替一天班")),
        lambda: posts.review(outsider, grant.pk),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.status == 404
