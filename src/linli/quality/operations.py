"""Checking a community's ledger, and saying why something stays as it is."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from linli.kernel import clock, forbidden, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.operations import operation
from linli.people import contract as people
from linli.places import contract as places
from linli.quality import rules
from linli.quality.models import Finding, Score

SOURCE = "业务规范（登记质量）§3"
for _dimension, _weight in ((rules.COMPLETE, 30), (rules.VALID, 20), (rules.UNIQUE, 15), (rules.CONSISTENT, 20), (rules.TIMELY, 15)):
    profiles.declare_rule(f"quality_weight_{_dimension}", f"质量得分里“{rules.DIMENSIONS[_dimension]}”占", _weight, "分", "D", SOURCE)
profiles.declare_rule("key_person_check_months", "重点人员核实周期", 1, "月", "D", SOURCE)
profiles.declare_rule("person_check_months", "人员核实周期", 12, "月", "D", SOURCE)

WEIGHTS = tuple(f"quality_weight_{dimension}" for dimension in rules.DIMENSIONS)
SHORTEST = 4


def check_community(actor: Actor, region_id: UUID, *, on: date | None = None) -> Score:
    """Run every check of a community, open what is new, close what is mended, keep the score of the day.

    Twice the same day gives one score. Raises NotVisible, NotPermitted.
    """
    today = on or clock.today()
    with operation(actor, "quality.check") as op:
        op.require(region_id)
        numbers = profiles.rules(("key_person_check_months", "person_check_months", "rented_check_months", *WEIGHTS))
        months = people.Months(
            *(int(numbers[key].value) for key in ("key_person_check_months", "rented_check_months", "person_check_months"))
        )
        ledger, tree = people.ledger_state(region_id, today, months), places.house_state(region_id, today)
        found = {**ledger.found, **tree.found, **_between(ledger, tree)}
        opened, closed = _settle(region_id, found, today)
        score = _score(region_id, found, (ledger, tree), {key.rpartition("_")[2]: int(numbers[key].value) for key in WEIGHTS}, today)
        op.record(score, opened=[0, opened], closed=[0, closed], tenths=[None, score.tenths])
        return score


def _between(ledger: people.LedgerState, tree: places.HouseState) -> dict[str, list[UUID]]:
    """Checks that need both the houses and who is linked to them."""
    return {
        "house_linked": sorted(tree.lived_in - ledger.linked_houses),
        "vacant_lived": sorted(tree.vacant & ledger.lived_houses),
        "rented_empty": sorted((tree.rented & ledger.linked_houses) - ledger.tenant_houses),
    }


def _settle(region_id: UUID, found: dict[str, list[UUID]], today: date) -> tuple[int, int]:
    """Open and close findings; how many of each. What was excused stays excused while it is still found."""
    standing = {
        (row.check_code, row.subject_id): row
        for row in Finding.objects.select_for_update().filter(region_id=region_id).exclude(state=rules.FIXED)
    }
    wanted = {(code, subject) for code, subjects in found.items() for subject in subjects}
    gone = [row.pk for key, row in standing.items() if key not in wanted]
    Finding.objects.filter(pk__in=gone).update(state=rules.FIXED, closed_on=today)
    new = [_finding(region_id, code, subject, today) for code, subject in sorted(wanted - set(standing))]
    Finding.objects.bulk_create(new, batch_size=2000)
    return len(new), len(gone)


def _finding(region_id: UUID, code: str, subject: UUID, today: date) -> Finding:
    check = rules.CHECKS[code]
    return Finding(
        id=new_id(),
        region_id=region_id,
        check_code=code,
        level=check.level,
        subject_kind=check.subject,
        subject_id=subject,
        found_on=today,
        due_on=rules.due_on(today, check.level),
    )


def _score(
    region_id: UUID,
    found: dict[str, list[UUID]],
    states: tuple[people.LedgerState, places.HouseState],
    weights: dict[str, int],
    today: date,
) -> Score:
    ledger, tree = states
    excused = set(Finding.objects.filter(region_id=region_id, state=rules.EXCUSED).values_list("check_code", "subject_id"))
    bad: dict[str, set[UUID]] = defaultdict(set)
    open_ones = 0
    for code, subjects in found.items():
        check = rules.CHECKS[code]
        left = [subject for subject in subjects if (code, subject) not in excused]
        open_ones += len(left)
        if check.level != rules.HINT:
            bad[check.dimension].update(left)
    everything = ledger.persons + tree.houses
    sizes = dict.fromkeys(rules.DIMENSIONS, everything) | {rules.TIMELY: everything + tree.facilities}
    tenths, parts = rules.score({dimension: len(ids) for dimension, ids in bad.items()}, sizes, weights)
    facts = {
        "tenths": tenths,
        "parts": parts,
        "people": ledger.persons,
        "houses": tree.houses,
        "open": open_ones,
        "stale": len(ledger.stale),
    }
    score, _ = Score.objects.update_or_create(region_id=region_id, day=today, defaults=facts)
    return score


def excuse(actor: Actor, finding_id: UUID, why: str, *, version: int, op_id: UUID | None = None) -> Finding:
    """Say why something is right as it is; an empty reason opens it again. Raises NotVisible, NotPermitted, Invalid, NotNow, Conflict."""
    with operation(actor, "quality.excuse", op_id, content=[finding_id, why, version]) as op:
        row = Finding.objects.visible_to(actor).select_for_update().filter(pk=finding_id).first()
        if row is None:
            raise NotVisible
        if op.done_before:
            return row
        op.require(row.region_id)
        if row.state == rules.FIXED:
            raise NotNow("这一条已经改好了。", code="finding_fixed")
        if row.version != version:
            raise Conflict("刚有人改过这一条，请看看新的再写。", code="changed_meanwhile")
        reason = " ".join(why.split())
        if reason and len(reason) < SHORTEST:
            raise Invalid("写清楚为什么不改，至少 4 个字。", {"why": ["写清楚为什么不改，至少 4 个字。"]})
        forbidden.refuse(why=reason)
        before, row.state = row.state, rules.EXCUSED if reason else rules.OPEN
        row.excuse, row.by_name, row.version = reason, actor.name if reason else "", row.version + 1
        row.save(update_fields=["state", "excuse", "by_name", "version"])
        op.record(row, state=[before, row.state])
        return row
