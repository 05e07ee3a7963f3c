"""An evidence package on a machine that has nothing of an installation: no settings, no database, no keys."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from linli.kernel import auditing
from linli.kernel.records import Area
from linli.kernel.scope import use_scope
from linli.kernel.tests.logbook import AUDITOR, filled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_places")]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    filled(64)
    with transaction.atomic(), use_scope(AUDITOR):
        auditing.export(Area(), tmp_path / "e.zip")
    return tmp_path / "e.zip"


@pytest.fixture
def fresh_clone(tmp_path: Path) -> Path:
    """The sources alone, in a folder where nothing was ever made."""
    clone = tmp_path / "clone"
    shutil.copytree(settings.ROOT / "src", clone / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(settings.ROOT / "linli", clone / "linli")
    return clone


def verified(clone: Path, *words: str) -> tuple[int, str]:
    """`./linli audit_verify` with an empty environment."""
    home = clone.parent / "home"
    home.mkdir(exist_ok=True)
    env = {"PATH": os.defpath, "HOME": str(home)}
    command = [sys.executable, str(clone / "linli"), "audit_verify", *words]
    done = subprocess.run(command, cwd=clone.parent, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_package_needs_no_installation(package: Path, fresh_clone: Path) -> None:
    code, said = verified(fresh_clone, "--file", package.name)
    assert (code, "没有动过" in said) == (0, True), said
    assert not (fresh_clone / ".linli").exists()
    key = settings.KEYS.sign_public.hex()
    assert verified(fresh_clone, f"--file={package}", "--public-key", f"{settings.KEYS.sign_kid}:{key}")[0] == 0


def test_a_touched_or_broken_package_is_told(package: Path, fresh_clone: Path) -> None:
    touched = package.with_name("touched.zip")
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(touched, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'"filed"', b'"fired"', 1) if name == "entries.jsonl" else source.read(name))
    code, said = verified(fresh_clone, "--file", str(touched))
    assert (code, "内容和当时封存的不一样" in said) == (1, True), said
    package.write_bytes(b"no zip")
    code, said = verified(fresh_clone, "--file", str(package))
    assert (code, "读不了" in said) == (2, True)
    assert "Traceback" not in said
