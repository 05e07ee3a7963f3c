"""Rule profiles: loading the seeds as version 1, and publishing new versions. A published version never changes."""

import csv
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from linli.accounts.rules.parameters import Value, problem
from linli.kernel import clock
from linli.kernel import profiles as seeds
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotVisible
from linli.kernel.models import RuleProfile, RuleValue
from linli.kernel.operations import Operation, operation
from linli.regions import contract as regions

JSON_NULL = models.Value(None, models.JSONField())  # “不适用”: a row that says so, where None would be no value at all

TITLES = {
    "CQ-BASE": "重庆 基础参数（不随换届变）",
    "CQ-2021-village": "重庆 2021 届 村",
    "CQ-2021-community": "重庆 2021 届 社区",
    "CQ-2026-village": "重庆 2026 届 村",
    "CQ-2026-community": "重庆 2026 届 社区",
}
_SINCE = {"CQ-BASE": date(2021, 1, 1), "CQ-2021": date(2021, 1, 1), "CQ-2026": date(2026, 1, 1)}


def seed_file() -> Path:
    """The table of domain parameters carried with the code (data/rules)."""
    return Path(settings.ROOT) / "data" / "rules" / "rule_profiles.csv"


def _rows() -> dict[str, dict[str, Value]]:
    """All seed values by profile; what a context declares itself wins over the table."""
    found: dict[str, dict[str, Value]] = {}
    with seed_file().open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            value = Value(row["key"], row["label"], json.loads(row["value"]), row["unit"], row["confidence"], row["source"])
            found.setdefault(row["profile"], {})[value.key] = value
    for seed in seeds.seeds():
        value = Value(seed.key, seed.label, seed.value, seed.unit, seed.confidence, seed.source)
        found.setdefault(seed.profile, {})[value.key] = value
    return found


def _store(profile: RuleProfile, values: list[Value]) -> None:
    RuleValue.objects.bulk_create(
        [
            RuleValue(
                profile=profile,
                key=value.key,
                value=JSON_NULL if value.value is None else value.value,
                label=value.label,
                unit=value.unit,
                confidence=value.confidence,
                source=value.source,
            )
            for value in values
        ]
    )


def load_profiles(actor: Actor) -> int:
    """Write version 1 of every profile, and keys that are new since into the newest city-wide version; how many rows."""
    with operation(actor, "accounts.load_profiles") as op:
        added = sum(_load_one(op, code, list(values.values())) for code, values in sorted(_rows().items()))
        if not added:
            op.unchanged()
        return added


def _load_one(op: Operation, code: str, values: list[Value]) -> int:
    newest = RuleProfile.objects.filter(code=code, area_id=None).order_by("-version").first()
    if newest is None:
        since = next(day for prefix, day in _SINCE.items() if code.startswith(prefix))
        newest = RuleProfile(code=code, version=1, title=TITLES.get(code, code), effective_from=since, made_at=clock.now())
        newest.made_by, newest.note = op.actor.name, "平台自带的初始值"
        newest.save(force_insert=True)
    known = set(RuleValue.objects.filter(profile=newest).values_list("key", flat=True))
    fresh = [value for value in values if value.key not in known]
    if fresh:
        _store(newest, fresh)
        op.record(newest, region_id=_city(), note=f"载入 {code} {len(fresh)} 项")
    return len(fresh)


def _city() -> UUID | None:
    return next((region.id for region in regions.children(None)), None)


@dataclass(frozen=True)
class NewVersion:
    """A version to be published: what changes against `base`, for which area, from when, why."""

    base_id: UUID
    area_id: UUID | None
    effective_from: date
    note: str
    changes: dict[str, Any]


def changed_values(base: RuleProfile, changes: dict[str, Any]) -> tuple[list[Value], dict[str, list[Any]]]:
    """All values of the new version, and key → [before, after] of those that differ. Raises Invalid."""
    kept = [
        Value(row.key, row.label, row.value, row.unit, row.confidence, row.source)
        for row in RuleValue.objects.filter(profile=base).order_by("key")
    ]
    by_key = {value.key: value for value in kept}
    problems = {
        key: [wrong] for key, after in changes.items() if (wrong := problem(by_key[key], after) if key in by_key else "没有这个参数。")
    }
    if problems:
        message = "有的值不能用。"
        raise Invalid(message, problems)
    differing = {key: [by_key[key].value, after] for key, after in changes.items() if by_key[key].value != after}
    return [replace(value, value=changes.get(value.key, value.value)) for value in kept], differing


def publish(actor: Actor, new: NewVersion, *, op_id: UUID | None = None) -> RuleProfile:
    """Publish the next version of a profile for an area. It can never be changed, only followed by another.

    The later one counts from its day on; the earlier stays as it was.
    Raises NotVisible, NotPermitted (another area), Invalid (no change, no reason, a past day), Conflict (a newer version
    was published since the base was opened).
    """
    with operation(actor, "accounts.publish_profile", op_id, content=asdict(new)) as op:
        if op.done_before:
            return RuleProfile.objects.get(pk=op.done_before)
        base = RuleProfile.objects.select_for_update().filter(pk=new.base_id).first()
        where = new.area_id or _city()
        if base is None or where is None or regions.info(where) is None:
            raise NotVisible
        op.require(where)
        _check_version(new)
        values, differing = changed_values(base, new.changes)
        if not differing:
            message = "没有改动，不用发布。"
            raise Invalid(message, {"changes": [message]})
        area = None if where == _city() else where
        row = _store_version(op, base, area, new)
        _store(row, values)
        before, after = ({key: pair[side] for key, pair in differing.items()} for side in (0, 1))
        op.record(row, region_id=where, values=[before, after], note=row.note)
        return row


def preview(actor: Actor, new: NewVersion) -> dict[str, list[Any]]:
    """What publishing would change, after the same checks; nothing is written. Raises as `publish` does."""
    base = RuleProfile.objects.filter(pk=new.base_id).first()
    where = new.area_id or _city()
    if base is None or where is None or not actor.sees(where):
        raise NotVisible
    _check_version(new)
    differing = changed_values(base, new.changes)[1]
    if not differing:
        message = "没有改动，不用发布。"
        raise Invalid(message, {"changes": [message]})
    return differing


def _check_version(new: NewVersion) -> None:
    problems: dict[str, list[str]] = {}
    if new.effective_from < clock.today():
        problems["effective_from"] = ["不能从过去的日子起用；已经开始的事按开始时的版本办。"]
    if len(new.note.strip()) < 6:
        problems["note"] = ["写明依据：哪个文件、第几条，至少 6 个字。"]
    if problems:
        message = "还有几处要改。"
        raise Invalid(message, problems)


def _store_version(op: Operation, base: RuleProfile, area: UUID | None, new: NewVersion) -> RuleProfile:
    last = RuleProfile.objects.select_for_update().filter(code=base.code, area_id=area).order_by("-version").first()
    if last is not None and base.area_id == area and last.pk != base.pk:
        message = f"{last.made_by} 已经发布了第 {last.version} 版。请在它上面再改。"
        raise Conflict(message, code="newer_version")
    if last is not None and new.effective_from <= last.effective_from:
        message = f"上一版从 {last.effective_from} 起用，新版要在那之后。"
        raise Invalid(message, {"effective_from": [message]})
    row = RuleProfile(
        code=base.code,
        version=(last.version if last else 0) + 1,
        title=base.title,
        area_id=area,
        effective_from=new.effective_from,
        note=new.note.strip(),
        made_at=clock.now(),
        made_by=op.actor.name,
    )
    row.save(force_insert=True)
    return row
