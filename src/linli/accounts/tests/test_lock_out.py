"""Wrong tries lock whoever made them: strangers cannot lock the owner out of his own desk, nor use up a resident's codes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from linli.accounts.models import Guard, SignInEvent, User
from linli.accounts.operations import codes, second_factor, sources, staff_accounts, staff_entry, stays
from linli.accounts.queries import staffing
from linli.accounts.tests.conftest import PASSWORD, City
from linli.accounts.tests.test_staff_entry import enrol, totp_now
from linli.accounts.views import device
from linli.kernel import clock
from linli.kernel.actor import Actor

STRANGER = stays.Visit("203.0.113.7", "a stranger's browser")
OFFICE = stays.Visit("198.51.100.20", "the office")
PHONE = "10000001234"


def wrong(city: City, visit: stays.Visit, times: int = 5) -> None:
    for _ in range(times):
        assert staff_entry.check(Actor.anonymous(visit.ip), city.worker.username, "wrong", visit).user is None


def right(city: City, visit: stays.Visit) -> bool:
    return staff_entry.check(Actor.anonymous(visit.ip), city.worker.username, PASSWORD, visit).user is not None


def own_browser(city: City, ip: str = "192.0.2.50") -> stays.Visit:
    return stays.Visit(ip, "his browser", "browser-1", (sources.mark("browser-1", city.worker.user_id),))


def test_strangers_do_not_lock_the_owners_browser(city: City) -> None:
    wrong(city, STRANGER)
    assert not right(city, STRANGER)
    assert not right(city, replace(STRANGER, ip="203.0.113.99"))  # all strangers are one
    assert right(city, own_browser(city))


def test_a_known_browser_is_locked_after_five_too(city: City) -> None:
    wrong(city, own_browser(city))
    assert not right(city, own_browser(city))
    assert not right(city, own_browser(city, ip="192.0.2.51"))
    assert right(city, STRANGER)


def test_a_network_signed_in_from_counts_for_itself(city: City) -> None:
    user = User.objects.get(pk=city.worker.user_id)
    stays.begin(city.worker.actor, user, way="password+totp", visit=OFFICE)
    wrong(city, STRANGER)
    assert right(city, OFFICE)
    wrong(city, OFFICE)
    assert not right(city, OFFICE)
    assert right(city, own_browser(city, ip=OFFICE.ip))
    with clock.frozen(clock.now() + timedelta(days=181)):
        assert sources.of(OFFICE, user.pk) == sources.STRANGERS


def test_anothers_browser_is_a_stranger(city: City) -> None:
    wrong(city, STRANGER)
    colleague = stays.Visit("192.0.2.60", "", "browser-2", (sources.mark("browser-2", city.head.user_id),))
    stolen_mark = stays.Visit("192.0.2.60", "", "browser-2", (sources.mark("browser-1", city.worker.user_id),))
    assert not right(city, colleague)
    assert not right(city, stolen_mark)


def test_the_second_step_is_locked_by_source_too(city: City) -> None:
    secret, _ = enrol(city, city.worker.user_id)
    user, actor = User.objects.get(pk=city.worker.user_id), city.worker.actor
    for _ in range(5):
        assert not second_factor.verify(actor, user, "000000", STRANGER)
    assert not second_factor.verify(actor, user, totp_now(secret), STRANGER)
    assert second_factor.verify(actor, user, totp_now(secret), own_browser(city))


def test_unlocking_opens_every_source(city: City) -> None:
    for visit in (STRANGER, own_browser(city)):
        wrong(city, visit)
    assert staffing.card(city.head.actor, city.worker.user_id).locked
    assert staff_accounts.unlock(city.head.actor, city.worker.user_id)
    assert not staffing.card(city.head.actor, city.worker.user_id).locked
    assert right(city, STRANGER)
    assert right(city, own_browser(city))
    assert not staff_accounts.unlock(city.head.actor, city.worker.user_id)


def test_an_unknown_name_looks_the_same(city: City) -> None:
    wrong(city, STRANGER)
    for _ in range(5):
        found = staff_entry.check(Actor.anonymous(), "nobody.here", "wrong", STRANGER)
    assert found.locked
    assert Guard.objects.filter(locked_until__isnull=False).count() == 2
    assert SignInEvent.objects.filter(outcome="locked").count() == 0


def signed_in(city: City, client: Client) -> Client:
    """All the way in, with password and code."""
    secret, _ = enrol(city, city.worker.user_id)
    client.post("/staff/sign-in/", {"username": city.worker.username, "password": PASSWORD}, REMOTE_ADDR=STRANGER.ip)
    assert device.COOKIE not in client.cookies  # the password alone makes no browser known
    client.post("/staff/second-step/", {"code": totp_now(secret)}, REMOTE_ADDR=STRANGER.ip)
    return client


def test_the_cookie_comes_with_the_whole_way_in(city: City) -> None:
    own = signed_in(city, Client())
    cookie = own.cookies[device.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert str(city.worker.user_id) not in cookie.value
    elsewhere = Client()
    for _ in range(6):
        elsewhere.post("/staff/sign-in/", {"username": city.worker.username, "password": "wrong"}, REMOTE_ADDR="203.0.113.80")
    form = {"username": city.worker.username, "password": PASSWORD}
    assert elsewhere.post("/staff/sign-in/", form, REMOTE_ADDR="203.0.113.80").status_code == 422
    own.post("/sign-out/")
    assert own.post("/staff/sign-in/", form, REMOTE_ADDR="203.0.113.81").status_code == 302
    own.post("/sign-out/")
    own.cookies[device.COOKIE] = cookie.value[:-3] + "AAA"  # tampered with: a stranger, and no failure
    assert own.post("/staff/sign-in/", form, REMOTE_ADDR="203.0.113.81").status_code == 422


def test_a_shared_browser_keeps_few_accounts(city: City) -> None:
    request = RequestFactory().get("/")
    for number in range(device.MOST_ACCOUNTS + 3):
        answer = HttpResponse()
        device.remember(request, answer, User(username=f"u{number}"))
        request.COOKIES[device.COOKIE] = answer.cookies[device.COOKIE].value
    browser, marks = device.read(request)
    assert browser
    assert len(set(marks)) == device.MOST_ACCOUNTS


def test_strangers_do_not_use_up_a_residents_codes(city: City) -> None:
    user = codes.new_resident(PHONE)
    own = stays.Visit("192.0.2.50", "", "browser-1", (sources.mark("browser-1", user.pk),))
    start, hour = clock.now(), timedelta(hours=1)
    with clock.frozen(start.replace(minute=0, second=0) + hour):
        now = clock.now()
    for number in range(5):
        with clock.frozen(now + timedelta(minutes=2 * number)):
            assert codes.request_code(Actor.anonymous(), PHONE, STRANGER).again_at is None
    with clock.frozen(now + timedelta(minutes=12)):
        assert codes.request_code(Actor.anonymous(), PHONE, STRANGER).again_at is not None
        assert codes.request_code(Actor.anonymous(), PHONE, own).again_at is None


@pytest.mark.parametrize("visit", [stays.Visit(), stays.Visit(browser="x"), stays.Visit(marks=("x",))])
def test_nothing_known_is_a_stranger(city: City, visit: stays.Visit) -> None:
    assert sources.of(visit, city.worker.user_id) == sources.STRANGERS
