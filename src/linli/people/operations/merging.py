"""可能重复: two rows of one person become one, and come apart again (domain/registry_quality.md §4)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotVisible
from linli.kernel.operations import operation
from linli.people.events import PeopleMerged, PeopleParted
from linli.people.models import HouseholdMember, Person, PersonPhone, Residence
from linli.people.models.merging import PersonMerge
from linli.people.models.tag import PersonTag
from linli.people.operations import links
from linli.people.operations.persons import locked

profiles.declare_rule("merge_undo_days", "合并以后多少天内能分开", 30, "天", "D", "业务规范（登记质量）§4")
BLANKS: dict[str, Any] = {"birth": None, "sex": "0", "ethnicity": "", "residence_class": "unknown"}


def merge(actor: Actor, kept_id: UUID, merged_id: UUID, *, op_id: UUID | None = None) -> PersonMerge:
    """Put one person's links, households, telephones and tags under another; the emptied row stays and leads there.

    Raises NotVisible, NotPermitted, Invalid for a pair that cannot be one person, Conflict for one that was decided already.
    """
    with operation(actor, "people.merge", op_id, content=[kept_id, merged_id]) as op:
        if op.done_before:
            return PersonMerge.objects.get(pk=op.done_before)
        first, second = sorted((kept_id, merged_id))
        rows = {row.pk: row for row in (locked(actor, first), locked(actor, second))}
        if len(rows) < 2:
            raise Invalid("选两个不同的人。")
        kept, merged = rows[kept_id], rows[merged_id]
        op.require(kept.region_id)
        op.require(merged.region_id)
        _fit(kept, merged)
        moved = _move(kept, merged) | {"filled": _fill(kept, merged)}
        merged.withdrawn_at, merged.version = clock.now(), merged.version + 1
        merged.save(update_fields=["withdrawn_at", "version"])
        kept.version += 1
        kept.save(update_fields=["version", *BLANKS])
        made = PersonMerge.objects.create(
            region_id=kept.region_id,
            kept=kept,
            merged=merged,
            state=PersonMerge.State.MERGED,
            moved=moved,
            at=clock.now(),
            by_name=actor.name,
        )
        op.record(made, subject_id=kept.pk, merged=[None, str(merged.pk)])
        op.announce(PeopleMerged(kept.pk, kept.region_id, merged.pk))
        return made


def _fit(kept: Person, merged: Person) -> None:
    if kept.region_id != merged.region_id:
        raise Invalid("两个人不在同一个社区，不能合并。")
    if merged.id_number is not None and kept.id_number is not None:
        raise Invalid("两个人都有证件号，号码不同，不是同一个人。")
    if merged.id_number is not None:
        raise Invalid("留下有证件号的那一个，把没有证件号的并进去。", {"kept": ["留下有证件号的那一个。"]})
    if kept.status != merged.status:
        raise Invalid("两个人的状态不一样（比如一个登记去世），先核实再合并。")


def _move(kept: Person, merged: Person) -> dict[str, Any]:
    """Move what can be moved; a link that the kept one has too is set aside. Ids and flags, for the way back."""
    now = clock.now()
    has = set(kept.residences.standing().filter(ends_on=None).values_list("house_id", "kind"))
    housed = kept.residences.standing().filter(ends_on=None, main=True).exists()
    moved_links, aside = [], []
    for link in merged.residences.standing().select_for_update():
        if link.ends_on is None and (link.house_id, link.kind) in has:
            aside.append(str(link.pk))
            continue
        newer = links.revise(link, at=now, person_id=kept.pk, main=link.main and not housed)
        moved_links.append([str(newer.pk), link.main])
    Residence.objects.filter(pk__in=aside).update(withdrawn_at=now)
    households = set(kept.memberships.standing().filter(ends_on=None).values_list("household_id", flat=True))
    members = merged.memberships.standing().select_for_update()
    double = [row.pk for row in members if row.ends_on is None and row.household_id in households]
    moved = [row.pk for row in members if row.pk not in double]
    HouseholdMember.objects.filter(pk__in=double).update(withdrawn_at=now)
    HouseholdMember.objects.filter(pk__in=moved).update(person=kept)
    known = set(kept.phones.filter(ended_on=None).values_list("blind_index", flat=True))
    phones = list(merged.phones.exclude(blind_index__in=known).values_list("pk", flat=True))
    PersonPhone.objects.filter(pk__in=phones).update(person=kept)
    held = set(PersonTag.objects.filter(person=kept, withdrawn_at=None).values_list("kind_index", "batch_id", "holder_id"))
    tags = [tag.pk for tag in PersonTag.objects.filter(person=merged) if (tag.kind_index, tag.batch_id, tag.holder_id) not in held]
    PersonTag.objects.filter(pk__in=tags).update(person=kept)
    return {
        "links": moved_links, "links_aside": aside, "members": _texts(moved), "members_aside": _texts(double), "phones": _texts(phones), "tags": _texts(tags),
    }  # fmt: skip


def _texts(ids: list[UUID]) -> list[str]:
    return [str(one) for one in ids]


def _fill(kept: Person, merged: Person) -> list[str]:
    """Take what only the merged one has; names of the fields, no values."""
    filled = [name for name, blank in BLANKS.items() if getattr(kept, name) == blank and getattr(merged, name) != blank]
    for name in filled:
        setattr(kept, name, getattr(merged, name))
    return filled


def part(actor: Actor, merge_id: UUID, *, op_id: UUID | None = None) -> PersonMerge:
    """Take a merge back within the days of the rule: both are as before. Raises NotVisible, NotPermitted, NotNow, Conflict."""
    with operation(actor, "people.merge", op_id, content=[merge_id]) as op:
        made = PersonMerge.objects.visible_to(actor).select_for_update().filter(pk=merge_id).first()
        if made is None:
            raise NotVisible
        if op.done_before:
            return made
        op.require(made.region_id)
        days = int(profiles.rules(("merge_undo_days",))["merge_undo_days"].value)
        if made.state != PersonMerge.State.MERGED:
            raise NotNow("这两个人现在没有合并在一起。", code="not_merged")
        if made.at + timedelta(days=days) < clock.now():
            raise NotNow(f"合并超过 {days} 天，不能直接分开了。请重新登记。", code="too_late")
        kept, merged = locked(actor, made.kept_id), Person.objects.select_for_update().get(pk=made.merged_id)
        _back(kept, merged, made.moved)
        made.state, made.undone_at = PersonMerge.State.UNDONE, clock.now()
        made.save(update_fields=["state", "undone_at"])
        op.record(made, subject_id=kept.pk, state=[PersonMerge.State.MERGED.value, PersonMerge.State.UNDONE.value])
        op.announce(PeopleParted(kept.pk, kept.region_id, merged.pk))
        return made


def _back(kept: Person, merged: Person, moved: dict[str, Any]) -> None:
    mains = dict(moved["links"])
    standing = {str(link.pk): link for link in Residence.objects.standing().select_for_update().filter(pk__in=mains, person=kept)}
    if len(standing) != len(mains):
        raise Conflict("合并以后这些住处又改过，不能整份分开。请一条一条更正。", code="changed_since")
    for key, link in standing.items():
        links.revise(link, person_id=merged.pk, main=mains[key])
    for link in Residence.objects.select_for_update().filter(pk__in=moved["links_aside"]):
        links.again(link)
    HouseholdMember.objects.filter(pk__in=moved["members"]).update(person=merged)
    HouseholdMember.objects.filter(pk__in=moved["members_aside"]).update(withdrawn_at=None)
    PersonPhone.objects.filter(pk__in=moved["phones"]).update(person=merged)
    PersonTag.objects.filter(pk__in=moved["tags"]).update(person=merged)
    for name in moved["filled"]:
        if getattr(kept, name) == getattr(merged, name):
            setattr(kept, name, BLANKS[name])
    kept.version += 1
    kept.save(update_fields=["version", *BLANKS])
    merged.withdrawn_at, merged.version = None, merged.version + 1
    merged.save(update_fields=["withdrawn_at", "version"])


def tell_apart(actor: Actor, one_id: UUID, other_id: UUID, *, op_id: UUID | None = None) -> PersonMerge:
    """Say that a pair is two people; it is not shown again. Raises NotVisible, NotPermitted, Invalid."""
    with operation(actor, "people.merge", op_id, content=["apart", one_id, other_id]) as op:
        if op.done_before:
            return PersonMerge.objects.get(pk=op.done_before)
        if one_id == other_id:
            raise Invalid("选两个不同的人。")
        first, second = (locked(actor, pk) for pk in sorted((one_id, other_id)))
        op.require(first.region_id)
        op.require(second.region_id)
        known = PersonMerge.objects.filter(kept=first, merged=second, state=PersonMerge.State.DISTINCT).first()
        if known is not None:
            op.unchanged()
            return known
        made = PersonMerge.objects.create(
            region_id=first.region_id, kept=first, merged=second, state=PersonMerge.State.DISTINCT, at=clock.now(), by_name=actor.name
        )
        op.record(made, subject_id=first.pk, apart=[None, str(second.pk)])
        return made


def kept_instead_of(person_id: UUID) -> UUID | None:
    """The person that a merged one leads to, within the scope of the transaction."""
    return PersonMerge.objects.filter(merged_id=person_id, state=PersonMerge.State.MERGED).values_list("kept_id", flat=True).first()
