"""Looking up a number of law or policy in the rule profile in force (domain/rule_parameters.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from linli.kernel import clock
from linli.kernel.models import RuleValue


@dataclass(frozen=True)
class Rule:
    """A number with where it comes from. `confidence`: S sourced, K known, U to confirm, D advice."""

    key: str
    value: Any
    unit: str
    confidence: str
    profile: str
    version: int


@dataclass(frozen=True)
class Seed:
    """A value the platform starts with; contexts declare theirs with `declare_rule`."""

    key: str
    label: str
    value: Any
    unit: str
    confidence: str
    source: str
    profile: str = "CQ-BASE"


_seeds: dict[tuple[str, str], Seed] = {}


def declare_rule(  # noqa: PLR0913, PLR0917  # one row of the seed table
    key: str, label: str, value: Any, unit: str, confidence: str, source: str, profile: str = "CQ-BASE"
) -> None:
    """Declare the seed row of a key. The loader writes it as version 1 of its profile."""
    _seeds[profile, key] = Seed(key, label, value, unit, confidence, source, profile)


def seeds() -> tuple[Seed, ...]:
    """All declared seed rows."""
    return tuple(_seeds.values())


def rules(keys: Iterable[str], *, area_ids: tuple[UUID, ...] = (), on: date | None = None, profile: str = "CQ-BASE") -> dict[str, Rule]:
    """The values in force on a date, in one query: the nearest area's newest version; the declared seed where no row exists.

    `area_ids` are the region and its ancestors, nearest first. Raises KeyError for a key nobody declared.
    """
    day, wanted = on or clock.today(), tuple(keys)
    rows = (
        RuleValue.objects.filter(key__in=wanted, profile__code=profile, profile__effective_from__lte=day)
        .filter(Q(profile__effective_to=None) | Q(profile__effective_to__gte=day))
        .filter(Q(profile__area_id=None) | Q(profile__area_id__in=area_ids))
        .select_related("profile")
    )
    nearness: dict[UUID | None, int] = {area: place for place, area in enumerate(area_ids)}
    found = {key: _of_seed(key, profile) for key in wanted if (profile, key) in _seeds}
    best_first = sorted(
        rows, key=lambda r: (nearness.get(r.profile.area_id, len(nearness)), -r.profile.effective_from.toordinal(), -r.profile.version)
    )
    for row in reversed(best_first):
        found[row.key] = Rule(row.key, row.value, row.unit, row.confidence, row.profile.code, row.profile.version)
    return {key: found[key] for key in wanted}


def _of_seed(key: str, profile: str) -> Rule:
    seed = _seeds[profile, key]
    return Rule(key, seed.value, seed.unit, seed.confidence, profile, 0)


def rule(key: str, *, area_ids: tuple[UUID, ...] = (), on: date | None = None, profile: str = "CQ-BASE") -> Rule:
    """One of `rules`."""
    return rules((key,), area_ids=area_ids, on=on, profile=profile)[key]


def values(keys: Iterable[str], *, area_ids: tuple[UUID, ...] = (), on: date | None = None, profile: str = "CQ-BASE") -> dict[str, Any]:
    """Only the values of `rules`."""
    return {key: found.value for key, found in rules(keys, area_ids=area_ids, on=on, profile=profile).items()}


def value(key: str, *, area_ids: tuple[UUID, ...] = (), on: date | None = None, profile: str = "CQ-BASE") -> Any:
    """Only the value of `rule`."""
    return rule(key, area_ids=area_ids, on=on, profile=profile).value
