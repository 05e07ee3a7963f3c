"""What is switched on where, on which day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

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
_standing: stamps.Kept[tuple[str, UUID, date], tuple[bool, date | None]] = stamps.Kept(_STAMP, regions.TREE)


@dataclass(frozen=True)
class ModuleState:
    """A module as a region has it. `decided_at` names the region whose switch decides, empty for the default."""

    code: str
    label: str
    description: str
    on: bool
    opens_on: date | None
    decided_at: str
    reason: str


def switches(codes: tuple[str, ...], region_id: UUID) -> dict[str, list[ModuleSwitch]]:
    """Switches that may decide for a region, by module: the nearest region first, the newest first within one."""
    line = [region_id, *regions.ancestors(region_id)]
    rows = ModuleSwitch.objects.filter(module__in=codes, region_id__in=line, withdrawn_at=None).select_related("region")
    nearness = {region: place for place, region in enumerate(line)}
    found: dict[str, list[ModuleSwitch]] = {code: [] for code in codes}
    for row in sorted(rows, key=lambda row: (nearness[row.region_id], -row.made_at.timestamp())):
        found[row.module].append(row)
    return found


def module_on(code: str, region_id: UUID, on: date | None = None) -> bool:
    """Whether a module runs in a region on a day (today when None). Raises KeyError for a module nobody declared."""
    module = modules.BY_CODE[code]
    return modules.decided(module, switches((code,), region_id)[code], on or clock.today())


def states(region_id: UUID, on: date | None = None) -> list[ModuleState]:
    """All modules as a region has them."""
    day = on or clock.today()
    codes = tuple(modules.BY_CODE)
    by_code = switches(codes, region_id)
    found = []
    for module in modules.MODULES:
        rows = by_code[module.code]
        deciding = next((r for r in rows if r.starts_on <= day and (r.ends_on is None or day <= r.ends_on)), None)
        found.append(
            ModuleState(
                module.code,
                module.label,
                module.description,
                modules.decided(module, rows, day),
                modules.opens_on(module, rows, day),
                deciding.region.name if deciding else "",
                deciding.reason if deciding else "",
            )
        )
    return found


def modules_off(region_id: UUID, on: date | None = None) -> frozenset[str]:
    """Codes of the modules that do not run there, for menus."""
    return frozenset(state.code for state in states(region_id, on) if not state.on)


def shut_paths(region_id: UUID) -> tuple[str, ...]:
    """Addresses of the modules that do not run there, for menus. One query while nobody has set a switch."""
    if not ModuleSwitch.objects.filter(withdrawn_at=None).exists():
        return tuple(path for module in modules.MODULES if not module.by_default for path in module.paths)
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
    """Whether a module runs, and from when it will. Asked by every request, so kept while no switch and no region changes."""
    today = clock.today()

    def look() -> tuple[bool, date | None]:
        rows = switches((module.code,), region_id)[module.code]
        return modules.decided(module, rows, today), modules.opens_on(module, rows, today)

    return _standing.get((module.code, region_id, today), look)
