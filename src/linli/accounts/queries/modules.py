"""What is switched on where, on which day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import Resolver404, resolve

from linli.accounts.models import ModuleSwitch
from linli.accounts.rules import modules
from linli.kernel import clock, stamps
from linli.kernel.actor import Actor
from linli.kernel.models import in_scope
from linli.regions import contract as regions

# A switch is set or withdrawn, never changed otherwise.
_STAMP = stamps.declare(
    "accounts.modules",
    "SELECT concat(count(*), ' ', count(withdrawn_at), ' ', (SELECT id FROM accounts_moduleswitch ORDER BY id DESC LIMIT 1)) FROM accounts_moduleswitch",
)
_Switches = dict[UUID, list[ModuleSwitch]]
_kept: stamps.Kept[None, _Switches] = stamps.Kept(_STAMP, regions.TREE)


@dataclass(frozen=True)
class ModuleState:
    """A module as a region has it. `decided_at` names the region whose switch decides, empty for the default.

    `installed` is false while this version of the platform serves none of its addresses: it can be opened nowhere.
    """

    code: str
    label: str
    description: str
    on: bool
    opens_on: date | None
    installed: bool
    decided_at: str
    reason: str


def _by_region() -> _Switches:
    """All switches that count, by region, the newest first: asked by every request, so kept while no switch changes."""

    def read() -> _Switches:
        found: _Switches = {}
        for row in ModuleSwitch.objects.filter(withdrawn_at=None).select_related("region").order_by("-made_at"):
            found.setdefault(row.region_id, []).append(row)
        return found

    return _kept.get(None, read)


def deciding(code: str, line: Iterable[UUID]) -> list[ModuleSwitch]:
    """Switches of a module that may decide along a line of regions, nearest first: those of the nearest come first, the newest first within one."""
    known = _by_region()
    return [row for region_id in line for row in known.get(region_id, ()) if row.module == code]


def _line(region_id: UUID) -> list[UUID]:
    return [region_id, *regions.ancestors(region_id)]


def module_on(code: str, region_id: UUID, on: date | None = None) -> bool:
    """Whether a module runs in a region on a day (today when None). Raises KeyError for a module nobody declared."""
    module = modules.BY_CODE[code]
    return modules.decided(module, deciding(code, _line(region_id)), on or clock.today())


def states(region_id: UUID, on: date | None = None) -> list[ModuleState]:
    """All modules as a region has them."""
    day = on or clock.today()
    line, found = _line(region_id), []
    for module in modules.MODULES:
        rows = deciding(module.code, line)
        nearest = next((r for r in rows if r.starts_on <= day and (r.ends_on is None or day <= r.ends_on)), None)
        found.append(
            ModuleState(
                module.code,
                module.label,
                module.description,
                modules.decided(module, rows, day),
                modules.opens_on(module, rows, day),
                installed(module),
                nearest.region.name if nearest else "",
                nearest.reason if nearest else "",
            )
        )
    return found


def installed(module: modules.Module) -> bool:
    """Whether this version of the platform has pages of the module."""
    return any(_served(path) for path in module.paths)


def _served(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def modules_off(region_id: UUID, on: date | None = None) -> frozenset[str]:
    """Codes of the modules that do not run there, for menus."""
    return frozenset(state.code for state in states(region_id, on) if not state.on)


def shut_paths(region_id: UUID) -> tuple[str, ...]:
    """Addresses of the modules that do not run there, for menus."""
    off = modules_off(region_id)
    return tuple(path for module in modules.MODULES if module.code in off for path in module.paths)


def in_area(actor: Actor) -> list[ModuleSwitch]:
    """Switches set in the actor's area, newest first."""
    rows = ModuleSwitch.objects.filter(withdrawn_at=None).select_related("region").order_by("-made_at")
    found = list((rows if actor.wide else rows.filter(in_scope("region_id", actor.scope)))[:100])
    for row in found:
        row.label = modules.BY_CODE[row.module].label if row.module in modules.BY_CODE else row.module  # type: ignore[attr-defined]
    return found


def standing(module: modules.Module, region_id: UUID) -> tuple[bool, date | None]:
    """Whether a module runs, and from when it will."""
    today, rows = clock.today(), deciding(module.code, _line(region_id))
    return modules.decided(module, rows, today), modules.opens_on(module, rows, today)
