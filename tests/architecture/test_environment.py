"""Only the settings read the process environment, and nothing personal to this workplace is committed."""

import ast
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
    """A lock with addresses would tie everybody to one registry; a city has a mirror of its own."""
    python = sorted(ROOT.glob("requirements*.lock"))
    assert python
    assert not [lock.name for lock in python if "://" in lock.read_text()]
    node = ROOT / "frontend" / "package-lock.json"
    assert '"resolved": "http' not in (node.read_text() if node.exists() else "")
