"""Taking rows of a ledger back: what nobody touched since; the others stay and are named."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from linli.imports.contract import Made, Target
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.people.models import Household, HouseholdMember, Person, Residence
from linli.people.operations import directory
from linli.places import contract as places

FIRST = 1  # version of a row that nobody changed


def _ids(lines: Iterable[Made], name: str) -> list[UUID]:
    return [UUID(line.made[name]) for line in lines if line.made.get(name)]


def take_back(lines: Sequence[Made]) -> dict[int, str]:
    """Withdraw links, memberships and people of these rows; number → why a row stays."""
    now = clock.now()
    links = {link.pk: link for link in Residence.objects.standing().select_for_update().filter(pk__in=_ids(lines, "residence"))}
    people = {person.pk: person for person in Person.objects.standing().select_for_update().filter(pk__in=_ids(lines, "person"))}
    others = _other_links(people)
    kept: dict[int, str] = {}
    gone: list[Made] = []
    for line in lines:
        reason = _reason(line, links, people, others)
        if reason:
            kept[line.number] = reason
            continue
        gone.append(line)
        for link_id in _ids([line], "residence"):
            others.get(links[link_id].person_id, set()).discard(link_id)
    gone_people = _ids(gone, "person")
    Residence.objects.filter(pk__in=_ids(gone, "residence")).update(withdrawn_at=now)
    HouseholdMember.objects.filter(pk__in=_ids(gone, "member")).update(withdrawn_at=now)
    Person.objects.filter(pk__in=gone_people).update(withdrawn_at=now)
    directory.leave(gone_people, forget=True)
    return kept


def _other_links(people: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {pk: set() for pk in people}
    for pk, person_id in Residence.objects.standing().filter(person_id__in=found).values_list("pk", "person_id"):
        found[person_id].add(pk)
    return found


def _reason(line: Made, links: dict[UUID, Residence], people: dict[UUID, Person], others: dict[UUID, set[UUID]]) -> str:
    """Why a row stays; empty when nobody touched what it made."""
    for link_id in _ids([line], "residence"):
        link = links.get(link_id)
        if link is None or link.version != FIRST or link.ends_on is not None:
            return "这条人房关系后来改过，没有撤。"
    for person_id in _ids([line], "person"):
        person = people.get(person_id)
        if person is None or person.version != FIRST:
            return "这个人的登记后来改过，没有撤。"
        if others[person_id] - set(_ids([line], "residence")):
            return "这个人后来又登记了别的房，没有撤。"
    return ""


def close(actor: Actor, target: Target, undone: Sequence[Made]) -> dict[int, str]:
    """Houses and households come last: only when nobody is linked to them any more. Number → that the house stayed."""
    touches = {touch.house_id: touch for line in reversed(undone) if (touch := _touch(line))}
    in_use = frozenset(Residence.objects.standing().filter(house_id__in=touches).values_list("house_id", flat=True))
    stayed = places.undo_houses(actor, target.region_id, touches.values(), in_use=in_use)
    standing = HouseholdMember.objects.standing().values("household_id")
    Household.objects.standing().filter(batch_id=target.batch_id).exclude(pk__in=standing).update(withdrawn_at=clock.now())
    told = "人已撤回；这套房后来改过或还有人，房没有撤。"
    return {line.number: told for line in undone if (touch := _touch(line)) and touch.house_id in stayed}


def _touch(line: Made) -> places.HouseTouch | None:
    made = line.made.get("house")
    if not made or not made["changed"]:
        return None
    return places.HouseTouch(UUID(made["id"]), UUID(made["region"]), made["version"], made["before"], made["changed"])
