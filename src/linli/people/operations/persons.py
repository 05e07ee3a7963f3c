"""Registering a person and keeping their telephone right."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from linli.kernel import clock, forbidden, masks
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.operations import operation
from linli.people import rules
from linli.people.events import PersonRegistered
from linli.people.models import Person, PersonPhone
from linli.people.operations import directory, numbers
from linli.people.operations.names import clean_name, initials_of


@dataclass(frozen=True)
class NewPerson:
    """A person to register. Without a number the row gets a temporary one and stands on the watch for duplicates."""

    region_id: UUID
    name: str
    id_type: str = rules.RESIDENT_ID
    id_number: str = ""
    sex: str = ""
    birth: date | None = None
    phones: tuple[tuple[str, str], ...] = ()
    ethnicity: str = ""
    residence_class: str = "unknown"
    source: str = "社区登记"
    verified_on: date | None = None
    demo: bool = False


@dataclass(frozen=True)
class Checked:
    """What `check` found fit to store."""

    name: str
    number: numbers.IdNumber | None
    sex: str
    birth: date | None
    phones: tuple[tuple[str, str], ...]


def check(new: NewPerson, today: date) -> Checked:
    """Look through the facts of a person. Raises Invalid with a sentence for each field that is wrong."""
    wrong: dict[str, list[str]] = {}
    name = clean_name(new.name)
    if not name:
        wrong["name"] = ["写一写姓名。"]
    number: numbers.IdNumber | None = None
    if new.id_type != rules.NO_PAPER:
        try:
            number = numbers.id_number(new.id_type, new.id_number)
        except numbers.Wrong as why:
            wrong["id_number"] = [str(why)]
    birth = new.birth or (number.birth if number else None)
    sex = new.sex or (number.sex if number else "") or "0"
    if birth and not date(1900, 1, 1) <= birth <= today:
        wrong["birth"] = ["出生日期不对：要在 1900 年以后、今天以前。"]
    elif birth and number and number.birth and number.birth != birth:
        wrong["birth"] = ["出生日期和身份证号里的不一样，请看看哪个对。"]
    if number and number.sex and sex in {"1", "2"} and sex != number.sex:
        wrong["sex"] = ["性别和身份证号里的不一样，请看看哪个对。"]
    phones = _phones(new.phones, wrong)
    if wrong:
        raise Invalid("还有要改的地方，改好再登记。", wrong)
    return Checked(name, number, sex, birth, phones)


def _phones(given: tuple[tuple[str, str], ...], wrong: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
    good = []
    for text, label in given:
        try:
            good.append((numbers.phone(text), label))
        except numbers.Wrong as why:
            wrong.setdefault("phone", []).append(str(why))
    return tuple(good)


def unsaved(new: NewPerson, checked: Checked, *, previous_id: UUID | None, batch_id: UUID | None = None) -> Person:
    """The row of a new person, not stored yet."""
    pk, today = new_id(), clock.today()
    said = [new.source, (new.verified_on or today).isoformat()]
    filled = {"name": checked.name, "id_number": checked.number, "birth": checked.birth, "residence": new.residence_class}
    return Person(
        pk=pk,
        region_id=new.region_id,
        name=checked.name,
        initials=initials_of(checked.name),
        sex=checked.sex,
        birth=checked.birth,
        id_type=new.id_type,
        id_number=checked.number.number if checked.number else None,
        id_masked=masks.mask_id(checked.number.number) if checked.number else "",
        temp_number="" if checked.number else f"LS{today:%y%m%d}{pk.hex[-8:].upper()}",
        ethnicity=new.ethnicity,
        residence_class=new.residence_class,
        sources={field: said for field, value in filled.items() if value},
        verified_on=new.verified_on or today,
        previous_id=previous_id,
        demo=new.demo,
        batch_id=batch_id,
    )


def phones_of(person: Person, phones: tuple[tuple[str, str], ...], source: str, since: date) -> list[PersonPhone]:
    """Rows of a person's telephones, not stored yet."""
    return [
        PersonPhone(
            region_id=person.region_id,
            person=person,
            number=number,
            masked=masks.mask_phone(number),
            blind_index=directory.phone_index(number),
            label=label or "本人",
            source=source,
            since=since,
        )
        for number, label in phones
    ]


def register_person(actor: Actor, new: NewPerson, *, op_id: UUID | None = None) -> Person:
    """Enter a person into the ledger of a community.

    Raises NotVisible, NotPermitted, Invalid with field sentences; Conflict when the certificate is registered already.
    """
    with operation(actor, "people.register_person", op_id, content=asdict(new)) as op:
        if op.done_before:
            return Person.objects.get(pk=op.done_before)
        op.require(new.region_id)
        checked = check(new, clock.today())
        known = directory.ask(actor, [checked.number], "register").get(checked.number) if checked.number else None
        if known and known.kept:
            raise Conflict("这个证件号已经登记过了，按证件号查一查就能找到。", code="person_known", person_id=str(known.kept))
        if known and known.elsewhere:
            raise Conflict("这个证件号登记在别的社区。请先请对方登记迁出，再在这里登记。", code="person_elsewhere")
        person = unsaved(new, checked, previous_id=known.left if known else None)
        person.save(force_insert=True)
        if checked.number and person.pk not in directory.claim([(person.pk, checked.number)]):
            raise Conflict("这个证件号刚刚有人登记了，请按证件号查一查。", code="person_known")
        PersonPhone.objects.bulk_create(phones_of(person, checked.phones, new.source, person.verified_on or clock.today()))
        op.record(person, subject_id=person.pk, registered=[None, new.source])
        op.announce(PersonRegistered(person.pk, person.region_id, person.previous_id))
        return person


def correct_phone(
    actor: Actor, person_id: UUID, number: str, *, replaces: UUID | None = None, label: str = "本人", op_id: UUID | None = None
) -> PersonPhone:
    """Enter a new telephone; the one it replaces ends today. Raises NotVisible, NotPermitted, Invalid."""
    with operation(actor, "people.correct_phone", op_id, content=[person_id, number, replaces, label]) as op:
        person = locked(actor, person_id)
        if op.done_before:
            return person.phones.order_by("-pk")[0]
        op.require(person.region_id)
        forbidden.refuse(label=label)
        try:
            good = numbers.phone(number)
        except numbers.Wrong as why:
            raise Invalid(str(why), {"phone": [str(why)]}) from why
        ended = person.phones.filter(pk=replaces, ended_on=None).update(ended_on=clock.today()) if replaces else 0
        phone = phones_of(person, ((good, label),), f"{actor.name}登记", clock.today())[0]
        phone.save(force_insert=True)
        person.version += 1
        person.save(update_fields=["version"])
        op.record(person, subject_id=person.pk, phones=[ended, 1], note="更正电话")
        return phone


def locked(actor: Actor, person_id: UUID) -> Person:
    """The person, locked for a change. Raises NotVisible."""
    person = Person.objects.visible_to(actor).standing().select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotVisible
    return person
