"""What is known of a person, field by field: one source each 一数一源, and 疑义 where the community knows better.

Community fields are written here. A value from the department that owns the field is not overwritten, only disputed:
疑义 → source → answer → update (domain/registry_quality.md §1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from linli.kernel import clock, forbidden, numbers
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotVisible
from linli.kernel.fields import open_sealed
from linli.kernel.operations import operation
from linli.people import rules
from linli.people.models import Dispute, Person
from linli.people.operations.names import clean_name, initials_of
from linli.people.operations.persons import locked
from linli.people.rules import lists


def said_of(person: Person, field: str) -> lists.Said | None:
    """Where the value of a field comes from; None when nobody said."""
    words = person.sources.get(field)
    if not words:
        return None
    return lists.Said(words[0], date.fromisoformat(words[1]), words[2] if len(words) > 2 else "")


def _read(person: Person, field: str, text: str) -> Any:
    """The value as it is stored. Raises Invalid."""
    known, plain = lists.FIELDS[field], text.strip()
    if field == "ethnicity" and lists.ethnicity_of(plain):
        return lists.ethnicity_of(plain)
    if field == "name" and clean_name(plain):
        return clean_name(plain)
    if field == "birth":
        return _birth(person, plain)
    codes = rules.RESIDENCE_CLASSES if field == "residence_class" else known.codes
    if field in {"ethnicity", "name"} or (codes is not None and plain not in codes) or len(plain) > known.longest:
        raise Invalid(f"{known.label}写法不对。", {field: [f"{known.label}不在国家标准里，或者太长。"]})
    if field == "sex" and person.id_type == rules.RESIDENT_ID:
        raise Invalid("性别按身份证号算。", {field: ["性别按身份证号算，不能另写。"]})
    forbidden.refuse(**{field: plain})
    if codes is None and numbers.found_in(plain):
        raise Invalid(f"{known.label}里别写证件号、手机号。", {field: [f"{known.label}里别写证件号、手机号。"]})
    return plain


def _birth(person: Person, text: str) -> date:
    if person.id_type == rules.RESIDENT_ID:
        raise Invalid("出生日期按身份证号算。", {"birth": ["出生日期按身份证号算，不能另写。"]})
    try:
        day = date.fromisoformat(text)
    except ValueError as wrong:
        raise Invalid("出生日期写成 1946-05-12 这样。", {"birth": ["出生日期写成 1946-05-12 这样。"]}) from wrong
    if not date(1900, 1, 1) <= day <= clock.today():
        raise Invalid("出生日期不对。", {"birth": ["出生日期要在 1900 年以后、今天以前。"]})
    return day


def _put(person: Person, field: str, value: Any, said: lists.Said) -> None:
    setattr(person, field, value)
    if field == "name":
        person.initials = initials_of(value)
    person.sources[field] = [said.source, said.on.isoformat(), *([said.authority] if said.authority else [])]


def _save(person: Person, fields: Mapping[str, Any]) -> None:
    person.version += 1
    names = {*fields, "sources", "version"} | ({"initials"} if "name" in fields else set())
    person.save(update_fields=sorted(names))


def correct_person(actor: Actor, person_id: UUID, values: Mapping[str, str], *, version: int, op_id: UUID | None = None) -> Person:
    """Write what the community knows; `values` are field → text or code, empty ones are left alone.

    Raises NotVisible, NotPermitted, Invalid with field sentences (also for a field a department's word stands in), Conflict for an old version.
    """
    given = {field: text for field, text in values.items() if field in lists.FIELDS and text.strip()}
    with operation(actor, "people.correct_person", op_id, content=[person_id, given, version]) as op:
        person = locked(actor, person_id)
        if op.done_before:
            return person
        op.require(person.region_id)
        wrong: dict[str, list[str]] = {}
        read: dict[str, Any] = {}
        for field, text in given.items():
            department = lists.locked_by(field, said_of(person, field))
            if department:
                wrong[field] = [f"这一栏是{department}部门给的，社区不能改；觉得不对，请提疑义。"]
                continue
            try:
                read[field] = _read(person, field, text)
            except Invalid as refusal:
                wrong |= refusal.fields
        if wrong:
            raise Invalid("还有要改的地方，改好再登记。", wrong)
        if version != person.version:
            raise Conflict("有人先改过这个人的登记，您的没有存。请看看现在的，再改一次。", code="changed_meanwhile")
        if not read:
            op.unchanged()
            return person
        said = lists.Said(f"{actor.name}登记", clock.today())
        for field, value in read.items():
            _put(person, field, value, said)
        _save(person, read)
        changes: dict[str, Any] = {field: [None, "改"] for field in read}
        op.record(person, subject_id=person.pk, **changes)
        return person


@dataclass(frozen=True)
class Word:
    """What a department says of a field."""

    field: str
    value: str
    authority: str
    on: date


def take_from_source(actor: Actor, person_id: UUID, word: Word, *, op_id: UUID | None = None) -> bool:
    """A department's word: stored when it ranks at least as high as what stands and is no older; whether it was.

    Raises NotVisible, NotPermitted, Invalid.
    """
    with operation(actor, "people.take_from_source", op_id, content=[person_id, vars(word)]) as op:
        person = locked(actor, person_id)
        op.require(person.region_id)
        if word.field not in lists.FIELDS or word.authority not in lists.AUTHORITIES:
            raise Invalid("没有这一栏，或者没有这个来源。", {"field": ["没有这一栏，或者没有这个来源。"]})
        said = lists.Said(f"{word.authority}部门", word.on, word.authority)
        if op.done_before or not lists.wins(word.field, said, said_of(person, word.field)):
            op.unchanged()
            return bool(op.done_before)
        _put(person, word.field, _read(person, word.field, word.value), said)
        _save(person, {word.field: None})
        op.record(person, subject_id=person.pk, note=f"{word.authority}：{lists.FIELDS[word.field].label}")
        return True


def dispute(actor: Actor, person_id: UUID, field: str, says: str, basis: str, *, op_id: UUID | None = None) -> Dispute:
    """Say that a department's value is doubtful, with what it should be and on what ground.

    Raises NotVisible, NotPermitted, Invalid, NotNow for a field the community may write itself, Conflict when one is open.
    """
    with operation(actor, "people.dispute", op_id, content=[person_id, field, says, basis]) as op:
        if op.done_before:
            return Dispute.objects.get(pk=op.done_before)
        person = locked(actor, person_id)
        op.require(person.region_id)
        if field not in lists.FIELDS:
            raise Invalid("选一栏。", {"field": ["选一栏。"]})
        department = lists.locked_by(field, said_of(person, field))
        if not department:
            raise NotNow("这一栏不是部门给的，社区可以直接改。", code="own_field")
        if not basis.strip():
            raise Invalid("写一写凭什么。", {"basis": ["写一写凭什么，例如看了离婚证。"]})
        forbidden.refuse(says=says, basis=basis)
        if numbers.found_in(basis):
            raise Invalid("依据里别写证件号、手机号。", {"basis": ["依据里别写证件号、手机号。"]})
        _read(person, field, says)
        if person.disputes.filter(field=field, state=Dispute.State.OPEN).exists():
            raise Conflict("这一栏已经提过疑义，等部门答复。", code="dispute_open")
        made = Dispute.objects.create(
            region_id=person.region_id,
            person=person,
            field=field,
            authority=department,
            says=says.strip(),
            basis=basis.strip()[:200],
            opened_at=clock.now(),
            opened_by=actor.name,
        )
        op.record(made, subject_id=person.pk, state=[None, made.state])
        return made


def answer_dispute(actor: Actor, dispute_id: UUID, *, right: bool, answer: str, op_id: UUID | None = None) -> Dispute:
    """The department's answer: the community is right and the field is updated in the department's name, or the value stays.

    Raises NotVisible, NotPermitted, Invalid without words, NotNow when it is answered.
    """
    with operation(actor, "people.answer_dispute", op_id, content=[dispute_id, right, answer]) as op:
        row = Dispute.objects.visible_to(actor).select_for_update().filter(pk=dispute_id).first()
        if row is None:
            raise NotVisible
        if op.done_before:
            return row
        op.require(row.region_id)
        forbidden.refuse(answer=answer)
        if not answer.strip():
            raise Invalid("写一写部门怎么答的。", {"answer": ["写一写部门怎么答的。"]})
        if row.state != Dispute.State.OPEN:
            raise NotNow("已经答复过了。", code="dispute_answered")
        row.state = Dispute.State.CHANGED if right else Dispute.State.KEPT
        row.answer, row.answered_at, row.answered_by = answer.strip()[:200], clock.now(), actor.name
        row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        if right:
            person = Person.objects.select_for_update().get(pk=row.person_id)
            said = lists.Said(f"{row.authority}部门", clock.today(), row.authority)
            _put(person, row.field, _read(person, row.field, open_sealed(row, "says")), said)
            _save(person, {row.field: None})
        op.record(row, subject_id=row.person_id, state=[Dispute.State.OPEN, row.state])
        return row
