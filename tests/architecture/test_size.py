"""Rooms stay small, imports stand at the top, and models are imported, not looked up by name (design §4)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
SOURCES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)
ALL = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), ROOT / "linli", ROOT / "manage.py"]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_module_fits_in_one_reading(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    assert lines <= LONGEST_MODULE, f"{lines} lines: split by meaning"


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_functions_fit_on_a_screen(path: Path) -> None:
    long = {node.name: 1 + (node.end_lineno or node.lineno) - node.lineno for node in _functions(path)}
    assert not {name: lines for name, lines in long.items() if lines > LONGEST_FUNCTION}


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_imports_stand_at_the_top(path: Path) -> None:
    """`AppConfig.ready` is the one place where Django wants an import to wait."""
    hidden = [
        f"{function.name}:{node.lineno}"
        for function in _functions(path)
        if not (path.name == "apps.py" and function.name == "ready")
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_models_are_imported(path: Path) -> None:
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert "get_model" not in called, "import the model, or the other context's contract"
