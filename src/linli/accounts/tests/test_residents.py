"""Residents: notice first, codes with their limits, shared phones, binding; and the SMS provider against a real peer."""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings

from linli.accounts.contract import bind_resident, choose_community, phones_of_person
from linli.accounts.models import Grant, NoticeAcceptance, PhoneCode, SmsMessage, User
from linli.accounts.operations import binding, codes, guards, notices, sms, stays
from linli.accounts.operations.binding import DeskBinding
from linli.accounts.queries import acting
from linli.accounts.tests.conftest import COMMAND, City
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.fields import open_sealed
from linli.kernel.ids import new_id
from linli.kernel.scope import use_scope
from linli.people import contract as people
from linli.people.contract import NewPerson

PHONE, OTHER_PHONE = "10000001234", "10000005678"
VISITOR, VISIT = Actor.anonymous(), stays.Visit("10.0.0.2", "phone")


def code_sent() -> str:
    row = SmsMessage.objects.order_by("-made_at", "-pk").first()
    assert row is not None
    found = re.search(r"验证码是 (\d{6})", open_sealed(row, "text"))
    assert found is not None
    return found[1]


@dataclass(frozen=True)
class Sent:
    """A code as the phone shows it, and what the browser that asked for it keeps."""

    code: str
    id: UUID | None

    @property
    def wrong(self) -> str:
        return f"{(int(self.code) + 1) % 1_000_000:06d}"

    def redeem(self, code: str = "") -> bool:
        return codes.redeem_code(VISITOR, PHONE, self.id, code or self.code, VISIT)


def ask(phone: str = PHONE) -> Sent:
    asked = codes.request_code(VISITOR, phone, VISIT)
    assert asked.again_at is None
    return Sent(code_sent(), asked.code_id)


def test_code_works_once(city: City) -> None:
    sent = ask()
    assert sent.redeem()
    assert not sent.redeem()


def test_code_is_kept_as_digest_and_phone_sealed(city: City) -> None:
    code = ask().code
    row, message = PhoneCode.objects.get(), SmsMessage.objects.get()
    assert code not in row.digest
    assert str(message.phone) == "●●●●"
    assert row.phone_index.startswith("i1:")


def test_code_expires(city: City) -> None:
    sent = ask()
    with clock.frozen(clock.now() + timedelta(minutes=5, seconds=1)):
        assert not sent.redeem()


def test_five_tries(city: City) -> None:
    sent = ask()
    for _ in range(5):
        assert not sent.redeem(sent.wrong)
    assert not sent.redeem()


def test_a_code_opens_only_the_browser_that_asked_for_it(city: City) -> None:
    """Nor a phone other than the one it was sent to."""
    first, start = ask(), clock.now()
    with clock.frozen(start + timedelta(seconds=61)):
        second = ask()
        assert first.code == second.code or not second.redeem(first.code)
        assert not codes.redeem_code(VISITOR, PHONE, None, first.code, VISIT)
        assert not codes.redeem_code(VISITOR, OTHER_PHONE, first.id, first.code, VISIT)
        assert first.redeem()
        assert second.redeem()


def test_a_stranger_who_knows_the_number_spoils_nothing(city: City) -> None:
    """Neither by guessing nor by asking for a newer code does he keep the owner out."""
    owner, stranger, start = Client(), Client(), clock.now()
    for browser, minutes in ((owner, 0), (stranger, 2)):
        with clock.frozen(start + timedelta(minutes=minutes)):
            browser.post("/privacy/")
            assert browser.post("/sign-in/", {"phone": PHONE}).status_code == 302
            if browser is owner:
                mine = Sent(code_sent(), None)
            else:
                for _ in range(6):
                    assert browser.post("/sign-in/code/", {"code": mine.code}).status_code == 422
    with clock.frozen(start + timedelta(minutes=3)):
        assert owner.post("/sign-in/code/", {"code": mine.code}).headers["Location"] == "/"


def test_who_is_told_to_wait_keeps_the_code_asked_for(city: City, client: Client) -> None:
    client.post("/privacy/")
    client.post("/sign-in/", {"phone": PHONE})
    code = code_sent()
    assert client.post("/sign-in/", {"phone": PHONE}).status_code == 429
    assert client.post("/sign-in/code/", {"code": code}).status_code == 302


def test_limits_of_asking(city: City) -> None:
    start = clock.now()
    assert codes.request_code(VISITOR, PHONE, VISIT).again_at is None
    assert codes.request_code(VISITOR, PHONE, VISIT).again_at is not None
    sent = 1
    for minute in range(2, 40, 2):
        with clock.frozen(start + timedelta(minutes=minute)):
            sent += codes.request_code(VISITOR, PHONE, VISIT).again_at is None
    assert sent <= 10
    assert SmsMessage.objects.count() == sent


def test_limit_of_one_network(city: City) -> None:
    answers = [codes.request_code(VISITOR, f"1000000{number:04d}", VISIT).again_at for number in range(62)]
    assert answers[59] is None
    assert answers[60] is not None


@pytest.mark.parametrize("typed", ["123", "", "abc", "20000001234"])
def test_what_is_no_phone(city: City, typed: str) -> None:
    with pytest.raises(Invalid):
        codes.request_code(VISITOR, typed, VISIT)


def test_without_adapter_nothing_is_sent(city: City, settings: Settings) -> None:
    settings.DEMO, settings.SMS_URL = False, ""
    with pytest.raises(NotNow, match="电话"):
        codes.request_code(VISITOR, PHONE, VISIT)


def test_notice_stands_before_the_phone(city: City, client: Client) -> None:
    assert client.get("/sign-in/").headers["Location"].startswith("/privacy/")
    assert client.post("/sign-in/", {"phone": PHONE}).headers["Location"].startswith("/privacy/")
    assert not SmsMessage.objects.exists()
    client.post("/privacy/")
    assert client.post("/sign-in/", {"phone": "123"}).status_code == 422
    assert client.post("/sign-in/", {"phone": PHONE}).headers["Location"] == "/sign-in/code/"
    assert client.post("/sign-in/", {"phone": PHONE}).status_code == 429
    assert client.post("/sign-in/code/", {"code": "12"}).status_code == 422
    assert client.post("/sign-in/code/", {"code": code_sent()}).headers["Location"] == "/"
    assert NoticeAcceptance.objects.get().user == User.objects.get(kind="resident")
    notices.publish_notice(replace(COMMAND), "第二版", notices.FIRST)
    assert Client().get("/sign-in/").headers["Location"].startswith("/privacy/")


def test_page_never_shows_the_phone(city: City, client: Client) -> None:
    client.post("/privacy/")
    client.post("/sign-in/", {"phone": PHONE})
    page = client.get("/sign-in/code/").content.decode()
    assert "100****1234" in page
    assert PHONE not in page


def test_unbound_resident_has_verbs_but_no_area(city: City) -> None:
    user = codes.resident_at(VISITOR, PHONE, None)
    assert codes.resident_at(VISITOR, PHONE, None).pk == user.pk
    actor = acting.resident_actor(user, acting.Circumstances("resident"))
    assert actor.scope == ()
    assert actor.role == "resident"
    choose_community(actor, city.community)
    again = acting.resident_actor(User.objects.get(pk=user.pk), acting.Circumstances("resident"))
    assert again.scope == ()
    assert again.region_id == city.community
    with pytest.raises(NotVisible):
        choose_community(actor, city.town)


def test_redeem_cannot_be_used_for_a_stranger(city: City) -> None:
    stranger = codes.resident_at(VISITOR, OTHER_PHONE, None)
    with pytest.raises(NotVisible):
        codes.resident_at(VISITOR, PHONE, stranger.pk)


def _person(city: City, name: str, number: str, phone: str) -> DeskBinding:
    new = NewPerson(city.community, name, id_number=number, phones=((phone, "本人"),))
    with use_scope(city.worker.actor):
        return DeskBinding(people.add_person(city.worker.actor, new), name, phone)


NUMBERS = ("509999199001010015", "509999198503120024")


@pytest.fixture
def household(city: City) -> list[DeskBinding]:
    """Two people of one community who share a phone."""
    return [_person(city, name, _with_check(number), PHONE) for name, number in zip(("王小满", "王大满"), NUMBERS, strict=True)]


def _with_check(number: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return number[:17] + "10X98765432"[sum(int(n) * w for n, w in zip(number, weights, strict=False)) % 11]


def test_two_people_share_a_phone(city: City, household: list[DeskBinding], client: Client) -> None:
    first, second = (bind_resident(city.worker.actor, one) for one in household)
    assert first != second
    assert bind_resident(city.worker.actor, household[0]) == first
    assert phones_of_person(household[0].person_id) == [PHONE]
    client.post("/privacy/")
    client.post("/sign-in/", {"phone": PHONE})
    assert client.post("/sign-in/code/", {"code": code_sent()}).headers["Location"] == "/sign-in/who/"
    page = client.get("/sign-in/who/").content.decode()
    assert "王**" in page
    assert "王小满" not in page
    assert client.post("/sign-in/who/").status_code == 422
    assert client.post("/sign-in/who/", {"who": str(second)}).headers["Location"] == "/"
    actor = acting.resident_actor(User.objects.get(pk=second), acting.Circumstances("resident"))
    assert actor.person_id == household[1].person_id
    assert actor.scope == (city.community,)


def test_who_needs_the_code(city: City, household: list[DeskBinding], client: Client) -> None:
    user_id = bind_resident(city.worker.actor, household[0])
    client.post("/privacy/")
    client.post("/sign-in/", {"phone": PHONE})
    assert client.post("/sign-in/who/", {"who": str(user_id)}).headers["Location"] == "/sign-in/"


def test_binding_refusals(city: City, household: list[DeskBinding]) -> None:
    with pytest.raises(Invalid):
        bind_resident(city.worker.actor, replace(household[0], name="王小"))
    with pytest.raises(Invalid):
        bind_resident(city.worker.actor, replace(household[0], name="王大满"))
    with pytest.raises(Invalid):
        bind_resident(city.worker.actor, replace(household[0], phone="123"))
    with pytest.raises(NotVisible):
        bind_resident(city.worker.actor, replace(household[0], person_id=new_id()))
    with pytest.raises(NotVisible):
        bind_resident(city.hire(city.other_lead.actor, "community_head", city.far, "田青", "tian.qing").actor, household[0])
    with pytest.raises(NotPermitted):
        bind_resident(city.district_lead.actor, household[0])


def test_claim_gives_one_answer_for_every_difference(city: City, household: list[DeskBinding]) -> None:
    user = codes.resident_at(VISITOR, OTHER_PHONE, None)
    elsewhere = acting.resident_actor(user, acting.Circumstances("resident"))
    number = _with_check(NUMBERS[0])
    assert not binding.claim_identity(elsewhere, "王小满", number, VISIT)
    mine = acting.resident_actor(codes.resident_at(VISITOR, PHONE, None), acting.Circumstances("resident"))
    assert not binding.claim_identity(mine, "王大满", number, VISIT)
    assert not binding.claim_identity(mine, "王小满", _with_check(NUMBERS[1]), VISIT)
    assert binding.claim_identity(mine, "王小满", number, VISIT)
    assert mine.user_id is not None
    assert User.objects.get(pk=mine.user_id).person_id == household[0].person_id
    assert Grant.objects.get(user_id=mine.user_id).region_id == city.community
    with pytest.raises(Conflict):
        binding.claim_identity(mine, "王小满", number, VISIT)


def test_claim_runs_out_of_tries(city: City, household: list[DeskBinding]) -> None:
    mine = acting.resident_actor(codes.resident_at(VISITOR, PHONE, None), acting.Circumstances("resident"))
    number = _with_check(NUMBERS[0])
    for _ in range(5):
        assert not binding.claim_identity(mine, "王大满", number, VISIT)
    assert not binding.claim_identity(mine, "王小满", number, VISIT)
    with pytest.raises(NotVisible):
        binding.claim_identity(VISITOR, "王小满", number, VISIT)


def test_one_exit_of_a_network_is_not_closed_by_one_guesser(city: City, household: list[DeskBinding]) -> None:
    """A whole community may share an address: the guesser's own tries run out, the neighbour's do not."""
    guesser = acting.resident_actor(codes.resident_at(VISITOR, OTHER_PHONE, None), acting.Circumstances("resident"))
    for _ in range(7):
        assert not binding.claim_identity(guesser, "王大满", _with_check(NUMBERS[0]), VISIT)
    mine = acting.resident_actor(codes.resident_at(VISITOR, PHONE, None), acting.Circumstances("resident"))
    assert binding.claim_identity(mine, "王小满", _with_check(NUMBERS[0]), VISIT)


def test_a_network_that_guesses_all_day_is_closed(city: City, household: list[DeskBinding]) -> None:
    key, window = f"identity:ip:{VISIT.ip}", guards.Window(60, 86400)
    for _ in range(60):
        guards.hit(key, window)
    mine = acting.resident_actor(codes.resident_at(VISITOR, PHONE, None), acting.Circumstances("resident"))
    assert not binding.claim_identity(mine, "王小满", _with_check(NUMBERS[0]), VISIT)


def test_two_redeem_at_once(as_app: None) -> None:
    sent = ask()
    wins: list[bool] = []

    def attempt() -> None:
        with transaction.atomic():
            wins.append(sent.redeem())
        connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wins) == [False, False, False, True]


class Provider(BaseHTTPRequestHandler):
    """An SMS provider that checks the signature and remembers what it took."""

    taken: ClassVar[list[dict[str, str]]] = []
    answers: ClassVar[list[int]] = []

    def do_POST(self) -> None:  # the base class asks for this name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        right = self.headers["X-Signature"] == sms.signed(body, self.headers["X-Time"], self.headers["X-Nonce"])
        status = self.answers.pop(0) if self.answers else 200
        said = {"code": "OK", "message_id": "m-1"} if right else {"code": "SIGNATURE"}
        if right and status == 200:
            self.taken.append(json.loads(body))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def provider(settings: Settings) -> Iterator[type[Provider]]:
    """A peer that speaks HTTP on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Provider.taken.clear()
    Provider.answers.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_URL, settings.SMS_KEY = f"http://127.0.0.1:{server.server_port}/send", "k"
    yield Provider
    server.shutdown()


def _waiting() -> SmsMessage:
    row = SmsMessage(phone=PHONE, text="【邻里】试一试", purpose="test", made_at=clock.now(), adapter=sms.HTTP)
    row.save(force_insert=True)
    return row


def test_provider_takes_a_signed_message(db: None, provider: type[Provider]) -> None:
    row = _waiting()
    sms.deliver(Actor.system("job", frozenset()), row.pk)
    kept = SmsMessage.objects.get(pk=row.pk)
    assert provider.taken == [{"id": str(row.pk), "phone": PHONE, "text": "【邻里】试一试"}]
    assert (kept.state, kept.provider_id, kept.text) == ("sent", "m-1", None)
    sms.deliver(Actor.system("job", frozenset()), row.pk)
    assert len(provider.taken) == 1


def test_provider_that_fails_is_tried_again(db: None, provider: type[Provider], settings: Settings) -> None:
    row = _waiting()
    provider.answers.append(500)
    with pytest.raises(sms.ProviderFailed):
        sms.deliver(Actor.system("job", frozenset()), row.pk)
    assert SmsMessage.objects.get(pk=row.pk).state == "waiting"
    settings.SMS_URL = "http://127.0.0.1:9/"
    with pytest.raises(sms.ProviderFailed) as failure:
        sms.deliver(Actor.system("job", frozenset()), row.pk)
    assert PHONE not in str(failure.value)


def test_signature_covers_time_nonce_and_body(settings: Settings) -> None:
    settings.SMS_KEY = "k"
    made = sms.signed(b"{}", "t", "n")
    assert made not in {sms.signed(b"{} ", "t", "n"), sms.signed(b"{}", "u", "n"), sms.signed(b"{}", "t", "m")}
    settings.SMS_KEY = "other"
    assert sms.signed(b"{}", "t", "n") != made
