"""The post in use, as its holder reads it: what it is, from when until when, who gave it and why."""

from dataclasses import dataclass
from datetime import date

from linli.accounts.models import Grant
from linli.accounts.queries.modules import states
from linli.accounts.rules import modules, roles
from linli.kernel.actor import Actor
from linli.regions import contract as regions


@dataclass(frozen=True)
class OwnPost:
    """One's own post. `home` is the community of a post at a grid or group, else the post's own region.

    `covering` is the name of the person stood in for, empty for the own post.
    """

    role_label: str
    description: str
    unit: str
    place: tuple[str, ...]
    home: str
    starts_on: date
    ends_on: date | None
    giver: str
    reason: str
    covering: str


def own_post(actor: Actor) -> OwnPost | None:
    """The post the actor uses now; None without one."""
    row = Grant.objects.filter(pk=actor.grants[0].id).select_related("role", "cover_for__user").first() if actor.grants else None
    where = regions.info(row.region_id) if row else None
    if row is None or where is None:
        return None
    covering = row.cover_for.user.name if row.cover_for else ""
    home = where.path[-2] if where.level in {roles.GRID, roles.GROUP} else where.name
    return OwnPost(
        row.role.label, row.role.description, row.unit, where.path, home, row.starts_on, row.ends_on, row.giver_name, row.reason, covering
    )


@dataclass(frozen=True)
class OwnModule:
    """The module a post works with, what it finds there, and how the post's region has it."""

    label: str
    work: str
    installed: bool
    on: bool
    opens_on: date | None

    @property
    def open(self) -> bool:
        """Whether one can work with it today."""
        return self.installed and self.on


def own_module(actor: Actor) -> OwnModule | None:
    """The module the acting post works with; None when its work stands in modules that run everywhere."""
    promise = modules.PROMISES.get(actor.role)
    if promise is None or actor.region_id is None:
        return None
    state = next(one for one in states(actor.region_id) if one.code == promise.module)
    return OwnModule(state.label, promise.work, state.installed, state.on, state.opens_on)
