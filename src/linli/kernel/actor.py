"""Who acts: one frozen object that every operation takes first (design §5)."""

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from linli.kernel.ids import new_id


@dataclass(frozen=True)
class Grant:
    """One post (岗位): a role at a region, with the regions it covers today.

    A post at a grid (网格) or group has `grid_ids`: rows name the community as their region, so the post covers the community
    but sees only the rows of its own grids there (ADR 0012).
    """

    id: UUID
    role: str
    role_label: str
    region_id: UUID
    region_ids: frozenset[UUID]
    wide: bool
    permissions: frozenset[str]
    grid_ids: frozenset[UUID] = frozenset()

    def covers(self, region_id: UUID) -> bool:
        """Whether the region lies inside this post's area."""
        return self.wide or region_id in self.region_ids


@dataclass(frozen=True)
class Actor:
    """Who acts, in which post, through which door. There is no actor that means "allowed by default"."""

    user_id: UUID | None
    name: str
    unit: str
    door: str
    grants: tuple[Grant, ...] = ()
    person_id: UUID | None = None
    correlation_id: UUID = field(default_factory=new_id)
    on_behalf_of: UUID | None = None
    ip: str = ""

    @property
    def wide(self) -> bool:
        """Whether a grant covers the whole city."""
        return any(grant.wide for grant in self.grants)

    @cached_property
    def scope(self) -> tuple[UUID, ...]:
        """All regions the grants cover, sorted; empty for nobody."""
        return tuple(sorted(frozenset[UUID]().union(*(grant.region_ids for grant in self.grants))))

    @cached_property
    def grids(self) -> tuple[UUID, ...]:
        """The grids the actor is narrowed to inside the scope; empty when one post covers a whole community or more."""
        if not self.grants or any(grant.wide or not grant.grid_ids for grant in self.grants):
            return ()
        return tuple(sorted(frozenset[UUID]().union(*(grant.grid_ids for grant in self.grants))))

    @property
    def role(self) -> str:
        """Role code of the active post, empty without one."""
        return self.grants[0].role if self.grants else ""

    @property
    def role_label(self) -> str:
        """Chinese name of the active post."""
        return self.grants[0].role_label if self.grants else ""

    @property
    def region_id(self) -> UUID | None:
        """Region of the active post."""
        return self.grants[0].region_id if self.grants else None

    def may(self, permission: str, region_id: UUID) -> bool:
        """Whether a grant carries the permission and covers the region."""
        return any(permission in grant.permissions and grant.covers(region_id) for grant in self.grants)

    def may_anywhere(self, permission: str) -> bool:
        """Whether any grant carries the permission (for menus, never for a decision)."""
        return any(permission in grant.permissions for grant in self.grants)

    def sees(self, region_id: UUID) -> bool:
        """Whether the region lies in the actor's scope at all."""
        return any(grant.covers(region_id) for grant in self.grants)

    @classmethod
    def system(
        cls,
        name: str,
        permissions: frozenset[str],
        region_ids: frozenset[UUID] = frozenset(),
        *,
        wide: bool = False,
        door: str = "job",
    ) -> "Actor":
        """The platform itself, with the named permissions only."""
        identity = new_id()
        grant = Grant(identity, "system", "系统", identity, region_ids, wide, permissions)
        return cls(user_id=None, name=name, unit="系统", door=door, grants=(grant,))

    @classmethod
    def anonymous(cls, ip: str = "") -> "Actor":
        """A visitor who has not signed in: no grants, no scope."""
        return cls(user_id=None, name="访客", unit="", door="resident", ip=ip)
