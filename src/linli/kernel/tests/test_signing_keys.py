"""Turning the key that signs checkpoints: old ones verify, the change is on record, an auditor can follow from key to key."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from gmalg import SM2
from pytest_django import Settings

from linli.kernel import auditing, signers, verify
from linli.kernel.models import Checkpoint, LogEntry
from linli.kernel.records import Area
from linli.kernel.scope import use_scope
from linli.kernel.tests.factories import seal_all
from linli.kernel.tests.logbook import AUDITOR, verified, write
from linli.settings import keys

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_places")]


@pytest.fixture
def key_file(tmp_path: Path, settings: Settings) -> Path:
    """A key file of the test's own."""
    settings.STATE = tmp_path
    path = tmp_path / "keys.json"
    keys.ensure(path, demo=True)
    settings.KEYS = keys.load(path, demo=True)
    return path


def restart(path: Path, settings: Settings) -> None:
    settings.KEYS = keys.load(path, demo=True)


def turned(path: Path, settings: Settings, kid: str) -> None:
    """Records, then a new signing key, then more records."""
    write(20)
    seal_all()
    call_command("rotate_keys", "sign-add")
    restart(path, settings)
    call_command("rotate_keys", "sign-use", kid)
    restart(path, settings)
    write(20)
    seal_all()


def package(path: Path) -> Path:
    with transaction.atomic(), use_scope(AUDITOR):
        auditing.export(Area(), path)
    return path


def test_old_and_new_checkpoints_verify(key_file: Path, settings: Settings) -> None:
    turned(key_file, settings, "s02")
    turned(key_file, settings, "s03")
    report = verified()
    assert report.clean, report.findings
    assert list(report.signers) == ["s01", "s02", "s03"]
    assert list(Checkpoint.objects.order_by("tree_size").values_list("key_id", flat=True).distinct())[-1] == "s03"


def test_the_change_is_on_record_and_signed_by_the_old_key(key_file: Path, settings: Settings) -> None:
    turned(key_file, settings, "s02")
    line = LogEntry.objects.get(operation="kernel.rotate_keys", payload__step="sign-use")
    assert line.payload
    assert line.payload["by"] == "s01"
    assert line.payload["public"] == settings.KEYS.sign_public.hex()
    found = auditing.inclusion(line.pk)
    assert found is not None
    assert (found.holds, found.head.key_id) == (True, "s01")


def test_of_the_old_key_only_the_public_half_stays(key_file: Path, settings: Settings) -> None:
    secret = settings.KEYS.sign_secret.hex()
    turned(key_file, settings, "s02")
    assert secret not in key_file.read_text()
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert set(settings.KEYS.sign_publics) == {"s01", "s02"}


def test_between_the_steps_nothing_is_out_of_order(key_file: Path, settings: Settings) -> None:
    """The worker may run with the new key before the web server knows more than its public half."""
    write(10)
    call_command("rotate_keys", "sign-add")
    restart(key_file, settings)
    before = settings.KEYS
    call_command("rotate_keys", "sign-use", "s02")
    restart(key_file, settings)
    write(10)
    seal_all()
    settings.KEYS = before
    assert verified().clean


def test_a_package_names_each_key_and_verifies_offline(
    key_file: Path, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = settings.KEYS.sign_public.hex()
    turned(key_file, settings, "s02")
    turned(key_file, settings, "s03")
    file = package(tmp_path / "e.zip")
    assert verify.main([str(file)]) == 0
    assert "s01 签了" in (said := capsys.readouterr().out)
    assert "s03 签了" in said
    assert verify.main([str(file), "--public-key", f"s01:{first}"]) == 0  # from the first key to the last
    assert verify.main([str(file), "--public-key", f"s03:{settings.KEYS.sign_public.hex()}"]) == 0


def test_a_key_nobody_vouched_for_counts_for_nothing(
    key_file: Path, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = settings.KEYS.sign_public.hex()
    turned(key_file, settings, "s02")
    forged = signers.vouch(
        *SM2().generate_keypair(), by="s01", kid="s02", new_public=settings.KEYS.sign_public, at="2026-11-25T00:00:00+00:00"
    )
    for links in ((), (forged,)):
        settings.KEYS = replace(settings.KEYS, sign_links=links)
        file = package(tmp_path / "e.zip")
        assert verify.main([str(file), "--public-key", f"s01:{first}"]) == 1
        assert "没有可信的公钥" in capsys.readouterr().out
    assert verify.main([str(file), "--public-key", "s01:nonsense"]) == 2


def test_one_after_the_other(key_file: Path, settings: Settings) -> None:
    call_command("rotate_keys", "sign-add")
    with pytest.raises(CommandError, match="先 sign-use s02"):
        call_command("rotate_keys", "sign-add")
    for kid in ("s01", "s09", ""):
        with pytest.raises(CommandError):
            call_command("rotate_keys", "sign-use", kid)
    assert json.loads(key_file.read_text())["sign"]["kid"] == "s01"
