"""Sealed fields: bound to their place, opened explicitly, turned to a new key."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from linli.accounts.models import User
from linli.kernel import crypto, rotation
from linli.kernel.crypto import Unreadable, blind_index, seal, unseal
from linli.kernel.fields import Sealed, open_sealed
from linli.settings import keys

PHONE = "10000001234"


def test_a_value_opens_only_in_its_place_and_unchanged() -> None:
    sealed = seal(PHONE, "table|column|1")
    assert PHONE not in sealed
    assert unseal(sealed, "table|column|1") == PHONE
    for broken in (sealed[:-4] + "AAA=", sealed.replace("v1|", "v2|"), sealed.replace("|k", "|x"), "nonsense"):
        with pytest.raises(Unreadable):
            unseal(broken, "table|column|1")
    with pytest.raises(Unreadable):
        unseal(sealed, "table|column|2")


def test_blind_indexes_keep_kinds_apart() -> None:
    assert blind_index("phone", PHONE) == blind_index("phone", PHONE)
    assert blind_index("phone", PHONE) != blind_index("id", PHONE)
    assert blind_index("phone", PHONE).startswith("i1:")


def user(number: int) -> User:
    made: User = User.objects.create(username=f"user{number}", phone=PHONE)
    return made


@pytest.mark.django_db
def test_a_sealed_field_shows_nothing_until_it_is_opened() -> None:
    made = User.objects.get(pk=user(1).pk)
    assert isinstance(made.phone, Sealed)
    assert PHONE not in f"{made.phone}"
    assert open_sealed(made, "phone") == PHONE
    with pytest.raises(TypeError):
        open_sealed(made, "username")
    other = user(2)
    other.phone = made.phone  # a value copied into another row
    other.save()
    with pytest.raises(Unreadable):
        open_sealed(User.objects.get(pk=other.pk), "phone")


@pytest.fixture
def own_keys(tmp_path: Path, settings: Settings) -> Path:
    """A key file of the test's own."""
    settings.STATE = tmp_path
    path = tmp_path / "keys.json"
    keys.ensure(path, demo=True)
    settings.KEYS = keys.load(path, demo=True)
    return path


def kids() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT split_part(phone, '|', 2) FROM accounts_user WHERE phone LIKE 'v1|%'")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_keys_turn_step_by_step(own_keys: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    people = [user(number) for number in range(5)]
    call_command("rotate_keys", "add")
    settings.KEYS = keys.load(own_keys, demo=True)
    people.append(user(6))
    said = StringIO()
    call_command("rotate_keys", "show", stdout=said)
    assert said.getvalue().splitlines()[:2] == ["k01：封字段，在用，6 个值", "k02：封字段，0 个值"]
    assert kids() == {"k01"}  # the new key only reads at first
    call_command("rotate_keys", "use", "k02")
    settings.KEYS = keys.load(own_keys, demo=True)
    people.append(user(7))
    assert kids() == {"k01", "k02"}
    with pytest.raises(CommandError, match="先 reseal"):
        call_command("rotate_keys", "retire", "k01")
    steps = rotation.reseal()
    next(steps)  # stopped after the first batch …
    steps.close()
    call_command("rotate_keys", "reseal")  # … and run again
    assert kids() == {"k02"}
    assert rotation.needed() == {"k02": 7}
    call_command("rotate_keys", "retire", "k01")
    settings.KEYS = keys.load(own_keys, demo=True)
    assert list(settings.KEYS.field_keys) == ["k02"]
    assert {open_sealed(User.objects.get(pk=one.pk), "phone") for one in people} == {PHONE}


@pytest.mark.django_db
def test_a_lost_key_is_said_and_not_guessed(own_keys: Path, settings: Settings) -> None:
    made = user(1)
    settings.KEYS = replace(settings.KEYS, field_keys={"k09": b"0" * 16})
    with pytest.raises(crypto.Unreadable):
        open_sealed(User.objects.get(pk=made.pk), "phone")
