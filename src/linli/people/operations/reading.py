"""Showing what is masked, and saying only right or wrong about a certificate number."""

import hmac
from dataclasses import dataclass
from uuid import UUID

from linli.kernel import crypto, reads
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotPermitted, NotVisible
from linli.kernel.fields import open_sealed
from linli.people.models import Person
from linli.people.operations import numbers
from linli.people.rules import lists

FIELDS = {"name": "姓名", "phone": "电话", "more": "婚姻、文化、职业等"}
MORE = ("ethnicity", "nationality", "marriage", "education", "political", "job", "employer", "language")


@dataclass(frozen=True)
class Why:
    """A purpose (a key of kernel.reads.PURPOSES), with words and the matter it belongs to."""

    purpose: str
    note: str = ""
    link: str = ""

    @property
    def words(self) -> str:
        """Note and matter in one line of the log."""
        return "；".join(part for part in (self.note.strip(), f"关联：{self.link}" if self.link else "") if part)


def reveal(actor: Actor, person_id: UUID, field: str, why: Why, *, phone_id: UUID | None = None) -> str:
    """One masked value in the open, after its read is logged. Certificate numbers are never shown (domain/data_security.md §6).

    Raises NotVisible, NotPermitted, Invalid without a purpose, TooMany above the quota.
    """
    person = _person(actor, person_id)
    _require(actor, person, "people.reveal", "您能看遮住的资料，不能打开。要打电话请找社区工作者。")
    if field not in FIELDS:
        raise NotVisible
    reads.read_personal(
        actor,
        person.pk,
        region_id=person.region_id,
        object_type="people.person",
        object_id=person.pk,
        fields=[FIELDS[field]],
        purpose=why.purpose,
        note=why.words,
    )
    if field == "name":
        return person.name
    if field == "more":
        return _more(person)
    phones = person.phones.filter(ended_on=None).order_by("-since", "pk")
    phone = phones.filter(pk=phone_id).first() if phone_id else phones.first()
    if phone is None:
        raise NotVisible
    return open_sealed(phone, "number")


def _more(person: Person) -> str:
    """婚姻：已婚；文化程度：初中 … what is registered."""
    known = [(lists.FIELDS[name], str(getattr(person, name))) for name in MORE if getattr(person, name)]
    return "；".join(f"{field.label}：{field.codes.get(value, value) if field.codes else value}" for field, value in known) or "没有登记"


def verify_id(actor: Actor, person_id: UUID, number: str) -> bool:
    """Whether the number somebody shows is this person's: yes or no, logged, under the same quota.

    Raises NotVisible, NotPermitted, Invalid for a number that cannot be right, TooMany.
    """
    person = _person(actor, person_id)
    _require(actor, person, "people.verify_id", "您的岗位不核验证件号。")
    try:
        given = numbers.id_number(person.id_type, number)
    except numbers.Wrong as wrong:
        raise Invalid(str(wrong), {"number": [str(wrong)]}) from wrong
    reads.read_personal(
        actor,
        person.pk,
        region_id=person.region_id,
        object_type="people.person",
        object_id=person.pk,
        fields=["证件号核验"],
        purpose="check",
    )
    kept = open_sealed(person, "id_number")
    return bool(kept) and hmac.compare_digest(crypto.blind_index("verify", kept), crypto.blind_index("verify", given.number))


def _person(actor: Actor, person_id: UUID) -> Person:
    person = Person.objects.visible_to(actor).standing().filter(pk=person_id).first()
    if person is None:
        raise NotVisible
    return person


def _require(actor: Actor, person: Person, permission: str, message: str) -> None:
    if not actor.may(permission, person.region_id):
        raise NotPermitted(message, permission=permission)
