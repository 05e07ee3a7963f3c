"""Signing in as staff through the pages: lock-out, second factor, idle limit, switching posts, demo mode."""

import re
import threading
import time
from datetime import timedelta
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as django_settings
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from linli.accounts import checks, mfa
from linli.accounts.contract import create_demo_user, demo_accounts
from linli.accounts.models import Grant, SignIn, SignInEvent, SmsMessage, User
from linli.accounts.operations import posts, second_factor, staff_accounts, staff_entry, stays
from linli.accounts.queries import acting
from linli.accounts.tests.conftest import COMMAND, PASSWORD, City, build, post
from linli.kernel import clock, crypto
from linli.kernel.errors import Invalid, NotNow, NotVisible
from linli.kernel.fields import open_sealed

VISIT = stays.Visit("10.0.0.1", "test")


def totp_now(secret: str, ahead: int = 0) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + ahead)))


def enrol(city: City, user_id: UUID) -> tuple[str, list[str]]:
    user = User.objects.get(pk=user_id)
    begun = second_factor.begin(user)
    return begun.secret, second_factor.enrol(city.worker.actor, user, begun.sealed, totp_now(begun.secret, -1))


def test_locks_after_five_and_looks_alike(city: City, client: Client) -> None:
    answers = set()
    for username in (city.worker.username, "nobody.here"):
        for _ in range(6):
            page = client.post("/staff/sign-in/", {"username": username, "password": "wrong"})
            text = re.sub(r'value="[^"]*"', "", page.content.decode())
            answers.add((page.status_code, text))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 422
    right = client.post("/staff/sign-in/", {"username": city.worker.username, "password": PASSWORD})
    assert right.status_code == 422
    staff_accounts.unlock(city.head.actor, city.worker.user_id)
    assert client.post("/staff/sign-in/", {"username": city.worker.username, "password": PASSWORD}).status_code == 302


def test_lock_passes(city: City) -> None:
    for _ in range(5):
        staff_entry.check(city.worker.actor, city.worker.username, "wrong", VISIT)
    assert staff_entry.check(city.worker.actor, city.worker.username, PASSWORD, VISIT).locked
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert staff_entry.check(city.worker.actor, city.worker.username, PASSWORD, VISIT).user is not None


def test_unknown_name_costs_a_hash_too(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    def counted(given: str, kept: str) -> bool:
        checked.append(kept)
        return check_password(given, kept)

    monkeypatch.setattr(staff_entry, "check_password", counted)
    staff_entry.check(city.worker.actor, "nobody.here", "x", VISIT)
    staff_entry.check(city.worker.actor, city.worker.username, "x", VISIT)
    assert len(checked) == 2


def test_log_keeps_no_name(city: City) -> None:
    staff_entry.check(city.worker.actor, "my-secret-password", "x", VISIT)
    assert all("secret" not in event.tried for event in SignInEvent.objects.all())


def test_second_factor_is_sealed_and_bound(city: City) -> None:
    secret, _ = enrol(city, city.worker.user_id)
    row = Authenticator.objects.get(user_id=city.worker.user_id, type="totp")
    assert secret not in str(row.data)
    assert row.data["secret"].startswith("v1|")
    with mfa.owned_by(city.head.user_id), pytest.raises(crypto.Unreadable):
        mfa.SealedMFAAdapter().decrypt(row.data["secret"])
    with pytest.raises(RuntimeError):
        mfa.SealedMFAAdapter().decrypt(row.data["secret"])


def test_code_counts_once_and_failures_lock(city: City) -> None:
    secret, codes = enrol(city, city.worker.user_id)
    user, actor = User.objects.get(pk=city.worker.user_id), city.worker.actor
    assert second_factor.verify(actor, user, totp_now(secret), VISIT)
    assert not second_factor.verify(actor, user, totp_now(secret), VISIT)
    assert second_factor.verify(actor, user, codes[0], VISIT)
    assert not second_factor.verify(actor, user, codes[0], VISIT)
    for _ in range(4):
        second_factor.verify(actor, user, "000000", VISIT)
    assert not second_factor.verify(actor, user, codes[1], VISIT)
    staff_accounts.unlock(city.head.actor, user.pk)
    assert second_factor.verify(actor, user, codes[1], VISIT)


def test_enrol_refusals(city: City) -> None:
    user = User.objects.get(pk=city.worker.user_id)
    begun = second_factor.begin(user)
    with pytest.raises(Invalid):
        second_factor.enrol(city.worker.actor, user, begun.sealed, "000000")
    enrol(city, user.pk)
    with pytest.raises(NotNow):
        second_factor.enrol(city.worker.actor, user, begun.sealed, totp_now(begun.secret))


def test_reset_needs_a_new_link(city: City) -> None:
    """The password alone must not be enough to set up a second step of one's own."""
    enrol(city, city.worker.user_id)
    made = staff_accounts.reset_second_factor(city.head.actor, city.worker.user_id, "手机丢了，当面确认")
    assert staff_entry.check(city.worker.actor, city.worker.username, PASSWORD, VISIT).user is None
    staff_accounts.accept_invitation(COMMAND, made.token, "Jiangshui-2027")
    assert not second_factor.enrolled(User.objects.get(pk=city.worker.user_id))


def test_who_resets_an_account_cannot_walk_in(city: City, settings: Settings) -> None:
    """With a phone on record the link goes there, and a link made anew does too; the manager never sees it."""
    settings.DEMO = True
    user = User.objects.get(pk=city.worker.user_id)
    user.phone = "10000000001"
    user.save(update_fields=["phone"])
    made = staff_accounts.reset_second_factor(city.head.actor, user.pk, "手机丢了，当面确认", welcome="https://linli/staff/welcome/")
    again = staff_accounts.invite_again(city.head.actor, user.pk, welcome="https://linli/staff/welcome/")
    assert [made.token, made.sent, again.token, again.sent] == ["", True, "", True]
    texts = [open_sealed(row, "text") for row in SmsMessage.objects.filter(purpose="invitation").order_by("made_at")]
    assert len(texts) == 2
    token = texts[1].split("https://linli/staff/welcome/")[1].split("/")[0]
    staff_accounts.accept_invitation(COMMAND, token, "Jiangshui-2027")


def test_change_password_ends_other_stays(city: City) -> None:
    user = User.objects.get(pk=city.worker.user_id)
    here, there = (stays.begin(city.worker.actor, user, way="password+totp", visit=VISIT) for _ in range(2))
    with pytest.raises(Invalid):
        staff_entry.change_password(city.worker.actor, user, PASSWORD, stay=here)
    staff_entry.change_password(city.worker.actor, user, "Jiangshui-2027", stay=here)
    assert SignIn.objects.get(pk=there.pk).end == SignIn.End.PASSWORD
    assert SignIn.objects.get(pk=here.pk).ended_at is None


def test_password_gets_old(city: City) -> None:
    user = User.objects.get(pk=city.worker.user_id)
    assert not staff_entry.expired(user)
    with clock.frozen(clock.now() + timedelta(days=91)):
        assert staff_entry.expired(user)


def test_too_many_stays(city: City) -> None:
    user = User.objects.get(pk=city.worker.user_id)
    first = stays.begin(city.worker.actor, user, way="password+totp", visit=VISIT)
    for _ in range(2):
        stays.begin(city.worker.actor, user, way="password+totp", visit=VISIT)
    assert SignIn.objects.get(pk=first.pk).end == SignIn.End.CROWDED
    assert SignIn.objects.filter(user=user, ended_at=None).count() == 2


def test_only_own_stays_and_posts(city: City) -> None:
    stay = stays.begin(city.worker.actor, User.objects.get(pk=city.worker.user_id), way="password+totp", visit=VISIT)
    with pytest.raises(NotVisible):
        stays.end(city.head.actor, stay.pk, SignIn.End.CLOSED)
    with pytest.raises(NotVisible):
        stays.switch_post(city.worker.actor, stay.pk, Grant.objects.get(user_id=city.head.user_id).pk)


def test_one_post_at_a_time(city: City) -> None:
    second = posts.give(city.town_lead.actor, city.worker.user_id, post("community_worker", city.neighbour))
    user = User.objects.get(pk=city.worker.user_id)
    stay = stays.begin(city.worker.actor, user, way="password+totp", visit=VISIT)
    around = acting.Circumstances("desk")
    assert stay.grant is None
    stays.switch_post(city.worker.actor, stay.pk, second.pk)
    actor = acting.staff_actor(SignIn.objects.get(pk=stay.pk), around)
    assert actor.scope == (city.neighbour,)
    assert len(actor.grants) == 1
    posts.revoke(city.town_lead.actor, second.pk, "不用帮忙了")
    assert acting.staff_actor(SignIn.objects.get(pk=stay.pk), around).grants == ()


def test_post_that_expired_is_gone(city: City) -> None:
    stay = stays.begin(city.worker.actor, User.objects.get(pk=city.worker.user_id), way="password+totp", visit=VISIT)
    with clock.frozen(clock.now() + timedelta(days=366)):
        assert acting.staff_actor(SignIn.objects.get(pk=stay.pk), acting.Circumstances("desk")).grants == ()


def test_queries_of_an_actor(city: City, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    stay = stays.begin(city.worker.actor, User.objects.get(pk=city.worker.user_id), way="password+totp", visit=VISIT)
    with django_assert_max_num_queries(3):
        found = acting.open_stay(stay.pk)
        assert found is not None
        actor = acting.staff_actor(found, acting.Circumstances("desk"))
    assert "accounts.bind_resident" in actor.grants[0].permissions


def test_wide_only_for_the_city(city: City) -> None:
    assert city.lead.actor.wide
    assert not city.district_lead.actor.wide
    assert city.far in city.district_lead.actor.scope
    assert city.far not in city.town_lead.actor.scope


@pytest.fixture
def committed(as_app: None, settings: Settings) -> City:
    """The city in committed rows, entered as the application role."""
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE linli_wide")
        return build()


def test_whole_way_in_as_the_application(committed: City) -> None:
    """Invitation link, password, second step, recovery codes, desk; then idle for too long."""
    actor = committed.head.actor
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE linli_wide")
        made = staff_accounts.invite(actor, staff_accounts.NewPerson("田青", "tian.qing"), post("grid_worker", committed.community))
    client = Client()
    link = f"/staff/welcome/{made.token}/"
    assert client.get(link).status_code == 200
    assert client.post(link, {"new": "short", "again": "short"}).status_code == 422
    assert client.post(link, {"new": PASSWORD, "again": PASSWORD}).headers["Location"] == "/staff/second-step/set/"
    page = client.get("/staff/second-step/set/").content.decode()
    secret = re.search(r'class="mask">([A-Z2-7]+)<', page)
    assert secret is not None
    assert client.post("/staff/second-step/set/", {"code": "000000"}).status_code == 422
    assert "备用码" in client.post("/staff/second-step/set/", {"code": totp_now(secret[1])}).content.decode()
    assert client.get("/staff/post/").status_code == 302
    assert client.post("/staff/second-step/done/").headers["Location"] == "/"
    assert "网格员" in client.get("/staff/post/").content.decode()
    client.post("/sign-out/")
    assert client.get("/staff/post/").headers["Location"].startswith("/staff/sign-in/")
    client.post("/staff/sign-in/", {"username": "tian.qing", "password": PASSWORD, "next": "/staff/post/"})
    assert client.post("/staff/second-step/", {"code": totp_now(secret[1])}).status_code == 422
    assert client.post("/staff/second-step/", {"code": totp_now(secret[1], 1)}).headers["Location"] == "/staff/post/"
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert client.get("/staff/post/").status_code == 302
    assert SignIn.objects.filter(end=SignIn.End.IDLE).count() == 1


def test_same_code_from_two_sides(committed: City) -> None:
    """Two sign-ins with the same six digits at the same moment: one of them wins."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE linli_wide")
        secret, _ = enrol(committed, committed.worker.user_id)
    code, wins = totp_now(secret, 1), []
    user = User.objects.get(pk=committed.worker.user_id)

    def attempt() -> None:
        wins.append(second_factor.verify(committed.worker.actor, user, code, VISIT))
        connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wins) == [False, False, False, True]


def test_failures_at_once_are_all_counted(committed: City) -> None:
    results: list[bool] = []

    def attempt() -> None:
        with transaction.atomic():
            results.append(staff_entry.check(committed.worker.actor, committed.worker.username, "wrong", VISIT).locked)
        connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, False, False, False, True, True]


def test_demo_in_demo_mode_only(city: City, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    user_id = create_demo_user(COMMAND, role="community_worker", region_id=city.community, name="演示一", unit="金竹社区")
    assert create_demo_user(COMMAND, role="community_worker", region_id=city.community, name="演示一", unit="金竹社区") == user_id
    account = next(one for one in demo_accounts() if one.user_id == user_id)
    assert client.get("/demo/sign-in/").status_code == 405
    assert client.post("/demo/sign-in/", {"post": str(account.grant_id)}).headers["Location"] == "/"
    assert client.get("/staff/post/").status_code == 200
    assert Client(enforce_csrf_checks=True).post("/demo/sign-in/", {"post": str(account.grant_id)}).status_code == 403
    settings.DEMO = False
    assert client.get("/staff/post/").status_code == 302
    assert client.post("/demo/sign-in/", {"post": str(account.grant_id)}).status_code == 404
    assert client.get("/demo/sms/").status_code == 404
    assert demo_accounts() == []
    with pytest.raises(NotNow):
        create_demo_user(COMMAND, role="community_worker", region_id=city.community, name="演示二", unit="金竹社区")
    assert [found.id for found in checks.no_demo_accounts(databases=["default"])] == ["accounts.E001"]
    with pytest.raises(checks.DemoAccountsInProduction):
        checks.refuse_to_start()


def test_an_empty_database_holds_no_demo_accounts(db: None, settings: Settings) -> None:
    """The first `migrate` of a production runs all checks before there is a table."""
    settings.DEMO = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user RENAME TO accounts_not_yet")
    assert checks.no_demo_accounts(databases=["default"]) == []


def test_demo_user_may_hold_several_posts(city: City, settings: Settings) -> None:
    settings.DEMO = True
    one = create_demo_user(COMMAND, role="community_worker", region_id=city.community, name="演示一", unit="金竹社区")
    two = create_demo_user(COMMAND, role="grid_worker", region_id=city.community, name="演示一", unit="金竹社区")
    assert one == two
    assert Grant.objects.filter(user_id=one).count() == 2


def test_first_account_once(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("first_account", "安二", "admin.er", "市大数据局")
    assert "/staff/welcome/" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("first_account", "安二", "admin.er", "市大数据局")


def test_argon2_in_production() -> None:
    """The tests hash quickly; the settings of the site do not."""
    text = (django_settings.ROOT / "src/linli/settings/__init__.py").read_text()
    assert "Argon2PasswordHasher" in text
