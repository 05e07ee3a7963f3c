"""The list of everything that can be done, with its Chinese label and the roles that carry it by default.

Each context declares its own in `permissions.py`; accounts turns the list into grants.
"""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


@dataclass(frozen=True)
class Permission:
    """A verb somebody may hold. `public` verbs need no grant (a resident's own door still checks whose thing it is)."""

    name: str
    label: str
    roles: tuple[str, ...]
    public: bool = False


_declared: dict[str, Permission] = {}


def declare(name: str, label: str, roles: tuple[str, ...] = (), *, public: bool = False) -> None:
    """Declare a permission once. Raises ValueError when the name is declared twice with another meaning."""
    permission = Permission(name, label, roles, public)
    if _declared.setdefault(name, permission) != permission:
        message = f"permission {name} is declared twice"
        raise ValueError(message)


def load() -> None:
    """Import every context's `permissions` module."""
    for config in apps.get_app_configs():
        if config.name.startswith("linli.") and find_spec(f"{config.name}.permissions"):
            import_module(f"{config.name}.permissions")


def get(name: str) -> Permission:
    """The declared permission. Raises KeyError for a name nobody declared."""
    return _declared[name]


def everything() -> tuple[Permission, ...]:
    """All permissions, in order of name."""
    return tuple(_declared[name] for name in sorted(_declared))


def of_role(role: str) -> frozenset[str]:
    """Names of the permissions a role carries by default."""
    return frozenset(p.name for p in _declared.values() if role in p.roles)


declare("kernel.load_calendar", "载入放假安排", roles=("system_admin", "city_lead"))
declare("kernel.rotate_keys", "更换加密密钥", roles=("system_admin",))
