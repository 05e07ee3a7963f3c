"""Only the settings read the process environment, and nothing personal to this workplace is committed."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINLI = sorted(path for path in (ROOT / "src" / "linli").rglob("*.py") if not {"settings", "tests"} & set(path.parts))


@pytest.mark.parametrize("path", LINLI, ids=lambda path: str(path.relative_to(ROOT)))
def test_environment_is_read_by_settings_only(path: Path) -> None:
    used = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in {"environ", "getenv"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    ]
    assert not used


def test_locks_name_no_address() -> None:
    locks = subprocess.run(
        ["git", "ls-files", "*.lock", "*package-lock.json"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert locks
    assert not [lock for lock in locks if "https://" in (ROOT / lock).read_text().replace("https://github.com/sponsors", "")]
