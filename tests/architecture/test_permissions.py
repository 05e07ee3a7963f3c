"""Everything that can be done has a Chinese name and somebody who may do it; everybody else is refused (design §5)."""

import ast
import re
from pathlib import Path
from uuid import uuid4

import pytest

from linli.accounts.rules import roles
from linli.kernel import permissions
from linli.kernel.actor import Actor
from linli.kernel.errors import NotPermitted, NotVisible
from linli.kernel.operations import operation

LINLI = Path(__file__).resolve().parents[2] / "src" / "linli"
CARRIERS = {*roles.CODES, "system"}
permissions.load()
ALL = permissions.everything()
GUARDED = [permission for permission in ALL if not permission.public]


def _name(permission: permissions.Permission) -> str:
    return permission.name


@pytest.mark.parametrize("permission", ALL, ids=_name)
def test_permission_has_a_chinese_label(permission: permissions.Permission) -> None:
    assert re.search(r"[\u4e00-\u9fff]", permission.label)


@pytest.mark.parametrize("permission", GUARDED, ids=_name)
def test_permission_has_somebody_who_carries_it(permission: permissions.Permission) -> None:
    carried_by_the_platform = not permission.roles and f'"{permission.name}"' in _system_actors()
    assert permission.roles or carried_by_the_platform
    assert set(permission.roles) <= CARRIERS, "unknown role"


@pytest.mark.django_db
@pytest.mark.parametrize("permission", GUARDED, ids=_name)
def test_outsiders_are_refused(permission: permissions.Permission) -> None:
    """Nobody without a post gets past `require`; with a post elsewhere the thing does not even exist."""
    here, elsewhere = uuid4(), uuid4()
    everything = frozenset(one.name for one in ALL)
    strangers = (
        (Actor.anonymous(), NotVisible),
        (Actor.system("elsewhere", everything, frozenset({elsewhere})), NotVisible),
        (Actor.system("here, without the right", frozenset(), frozenset({here})), NotPermitted),
    )
    for stranger, refusal in strangers:
        with pytest.raises(refusal), operation(stranger, permission.name) as op:
            op.require(here)


def _system_actors() -> str:
    """The sources that make an actor for the platform itself."""
    texts = (path.read_text() for path in LINLI.rglob("*.py") if "tests" not in path.parts)
    return "\n".join(text for text in texts if "Actor.system(" in text)


def _operations() -> list[tuple[str, str]]:
    found = []
    for path in sorted(LINLI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "operation" and len(node.args) > 1:
                name = node.args[1]
                if isinstance(name, ast.Constant) and "tests" not in path.parts:
                    found.append((str(path.relative_to(LINLI)), str(name.value)))
    return found


@pytest.mark.parametrize(("where", "name"), _operations())
def test_operations_are_declared_in_their_own_context(where: str, name: str) -> None:
    assert name in {permission.name for permission in ALL}
    assert name.split(".", maxsplit=1)[0] == where.split("/", maxsplit=1)[0]
