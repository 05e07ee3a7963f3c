"""Contexts meet only at `contract` and `events`; the graph of these meetings has no cycle (design §4)."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

LINLI = Path(__file__).resolve().parents[2] / "src" / "linli"
# The demonstration stands above all of them and plays everybody, so it uses what they use.
DOORS = {"web", "api", "demo"}
FREE = {"kernel", "settings"}
CONTEXTS = sorted(path.name for path in LINLI.iterdir() if (path / "apps.py").exists() and path.name not in DOORS | FREE)
MEETING = {"contract", "events"}


def _imports(context: str) -> Iterator[tuple[Path, list[str]]]:
    """Every `linli.…` module named by the modules of a context, tests aside: tests may build with all of the house."""
    for path in sorted((LINLI / context).rglob("*.py")):
        if {"tests", "migrations"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("linli."):
                yield from ((path, [*node.module.split("."), name.name][1:]) for name in node.names)
            elif isinstance(node, ast.Import):
                yield from ((path, name.name.split(".")[1:]) for name in node.names if name.name.startswith("linli."))


@pytest.mark.parametrize("context", CONTEXTS)
def test_others_are_met_at_contract_and_events(context: str) -> None:
    beyond = [
        f"{path.relative_to(LINLI)}: linli.{'.'.join(parts)}"
        for path, parts in _imports(context)
        if parts[0] not in {context, *FREE} and (parts[0] in DOORS or parts[1] not in MEETING)
    ]
    assert not beyond


def test_contracts_have_no_cycle() -> None:
    graph = {
        context: {parts[0] for _, parts in _imports(context) if parts[0] in CONTEXTS and parts[0] != context and parts[1] == "contract"}
        for context in CONTEXTS
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        pytest.fail(" → ".join(cycle.args[1]))


def test_what_may_be_sent_twice_says_what_was_sent() -> None:
    """An op_id that comes back with another content behind it is refused; without the content it would be answered with the first thing."""
    silent = [
        f"{path.relative_to(LINLI)}:{call.lineno}"
        for path in sorted(LINLI.rglob("operations/**/*.py")) + sorted(LINLI.glob("*/operations.py"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "operation"
        and (len(call.args) > 2 or any(word.arg == "op_id" for word in call.keywords))
        and not any(word.arg == "content" for word in call.keywords)
    ]
    assert not silent


def test_kernel_imports_nobody() -> None:
    assert not [f"{path.relative_to(LINLI)}: {parts[0]}" for path, parts in _imports("kernel") if parts[0] not in FREE]


@pytest.mark.parametrize("context", [*CONTEXTS, "kernel"])
def test_rules_are_pure(context: str) -> None:
    """`rules.py` knows no Django and no clock: the day is passed in."""
    folder = LINLI / context
    files = [folder / "rules.py"] if (folder / "rules.py").exists() else list((folder / "rules").glob("*.py"))
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            names = (
                [name.name for name in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert not [name for name in names if name.split(".")[0] == "django" or name == "linli.kernel.clock"], path
