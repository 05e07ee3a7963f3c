"""Looking up a number of law or policy in the rule profile in force (domain/rule_parameters.md)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from linli.kernel import clock, stamps
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
    """The values in force on a date: the nearest area's newest version; the declared seed where no row exists.

    `area_ids` are the region and its ancestors, nearest first. Raises KeyError for a key nobody declared.
    """
    day, book = on or clock.today(), _books.get(profile, lambda: _read(profile))
    return {key: _in_force(book, key, (*area_ids, None), day) or _of_seed(key, profile) for key in keys}


@dataclass(frozen=True)
class _Dated:
    """A rule with the days it counts."""

    rule: Rule
    since: date
    until: date | None


_Book = dict[tuple[str, UUID | None], list[_Dated]]
# A published version is never changed, only followed by another; a new platform may add values to one.
_STAMP = stamps.declare(
    "kernel.rules",
    "SELECT concat((SELECT count(*) FROM kernel_ruleprofile), ' ', (SELECT id FROM kernel_rulevalue ORDER BY id DESC LIMIT 1))",
)
_books: stamps.Kept[str, _Book] = stamps.Kept(_STAMP)


def _read(profile: str) -> _Book:
    """All values of a profile by key and area, the newest version first."""
    book: _Book = defaultdict(list)
    rows = RuleValue.objects.filter(profile__code=profile).select_related("profile")
    for row in rows.order_by("-profile__effective_from", "-profile__version"):
        rule = Rule(row.key, row.value, row.unit, row.confidence, row.profile.code, row.profile.version)
        book[row.key, row.profile.area_id].append(_Dated(rule, row.profile.effective_from, row.profile.effective_to))
    return dict(book)


def _in_force(book: _Book, key: str, areas: Iterable[UUID | None], day: date) -> Rule | None:
    found = (one for area in areas for one in book.get((key, area), ()))
    return next((one.rule for one in found if one.since <= day and (one.until is None or day <= one.until)), None)


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
