"""What every table of the platform is made from."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from linli.kernel.actor import Actor
from linli.kernel.ids import new_id

_M = TypeVar("_M", bound=models.Model, covariant=True)  # noqa: PLC0105  # the name is short on purpose


class _AnyOf(models.Func):
    """`column = ANY(array)`: one bound array, where `IN (…)` would bind a parameter a region."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = models.BooleanField()


def in_scope(column: str, region_ids: Iterable[UUID]) -> models.Func:
    """A condition for `filter()`: the column's region is one of the given."""
    array = models.Value(list(region_ids), output_field=ArrayField(models.UUIDField()))
    return _AnyOf(models.F(column), array)


class RegionQuerySet(models.QuerySet[_M]):
    """Rows that belong to a region. `visible_to` is the first fence; row-level security is the second."""

    region_column: ClassVar[str] = "region_id"

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the regions the actor's grants cover; for a post at a grid only those of its grids."""
        if actor.wide:
            return self.all()
        rows = self.filter(in_scope(self.region_column, actor.scope))
        return rows.in_grids(actor.grids) if actor.grids else rows

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:  # noqa: ARG002  # tables that are not split by grid take no notice
        """Rows of these grids. A table whose rows lie in one grid says how; others stay whole."""
        return self.all()


class UUIDModel(models.Model):
    """A row with a UUIDv7 key made by the application."""

    isolation: ClassVar[str]

    id: models.UUIDField[Any, Any] = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True
