"""Taking a batch back: every row that nobody touched since; the others stay and are named."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.operations import operation
from linli.people.models import Household, HouseholdMember, ImportBatch, ImportRow, Person, Residence
from linli.people.operations import directory
from linli.people.operations.ledger import course
from linli.people.operations.ledger.keeping import keep
from linli.people.operations.ledger.upload import advance, locked
from linli.places import contract as places

CHUNK = 200
FIRST = 1  # version of a row that nobody changed


def start_undoing(actor: Actor, batch_id: UUID, *, op_id: UUID | None = None) -> ImportBatch:
    """Decide to take a loaded batch back; enqueue the work afterwards. Raises NotVisible, NotPermitted, NotNow."""
    return course.begin(course.UNDOING, actor, batch_id, op_id)


def undo_ledger(actor: Actor, batch_id: UUID) -> None:
    """Take back all rows that are left. Raises NotVisible, NotPermitted."""
    course.go(actor, batch_id, undo_chunk)


def stop_undoing(actor: Actor, batch_id: UUID) -> None:
    """A roll-back that failed for good: what is left stays loaded, and can be taken back again. Raises NotVisible, NotPermitted."""
    course.stop(course.UNDOING, actor, batch_id)


def undo_chunk(actor: Actor, batch_id: UUID) -> bool:
    """Take back the last rows in one operation; whether rows are left. Raises NotVisible, NotPermitted."""
    with operation(actor, "people.undo_ledger") as op:
        batch = locked(actor, batch_id)
        op.require(batch.region_id)
        if batch.state != ImportBatch.State.UNDOING:
            op.unchanged()
            return False
        lines = list(batch.rows.filter(state=ImportRow.State.DONE).order_by("-number")[:CHUNK])
        if not lines:
            _finish(actor, batch)
            op.record(batch, state=[ImportBatch.State.UNDOING, batch.state], undone=[0, batch.undone], kept=[0, batch.kept])
            return False
        _undo(lines)
        batch.undone = batch.rows.filter(state=ImportRow.State.UNDONE).count()
        batch.kept = batch.rows.filter(state=ImportRow.State.KEPT).count()
        batch.save(update_fields=["undone", "kept"])
        advance(batch, batch.undone + batch.kept + batch.bad, "正在撤回")
        op.record(batch, rows=[lines[-1].number, lines[0].number])
        return True


def _ids(lines: Iterable[ImportRow], name: str) -> list[UUID]:
    return [UUID(line.made[name]) for line in lines if line.made.get(name)]


def _undo(lines: Sequence[ImportRow]) -> None:
    now = clock.now()
    links = {link.pk: link for link in Residence.objects.standing().select_for_update().filter(pk__in=_ids(lines, "residence"))}
    people = {person.pk: person for person in Person.objects.standing().select_for_update().filter(pk__in=_ids(lines, "person"))}
    others = _other_links(people)
    gone_links: list[UUID] = []
    gone_members: list[UUID] = []
    gone_people: list[UUID] = []
    for line in lines:
        reason = _reason(line, links, people, others)
        if reason:
            line.state, line.hints = ImportRow.State.KEPT, [reason]
            continue
        line.state, line.hints = ImportRow.State.UNDONE, []
        for link_id in _ids([line], "residence"):
            gone_links.append(link_id)
            others.get(links[link_id].person_id, set()).discard(link_id)
        gone_members += _ids([line], "member")
        gone_people += _ids([line], "person")
    Residence.objects.filter(pk__in=gone_links).update(withdrawn_at=now)
    HouseholdMember.objects.filter(pk__in=gone_members).update(withdrawn_at=now)
    Person.objects.filter(pk__in=gone_people).update(withdrawn_at=now)
    directory.leave(gone_people, forget=True)
    keep(lines)


def _other_links(people: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {pk: set() for pk in people}
    for pk, person_id in Residence.objects.standing().filter(person_id__in=found).values_list("pk", "person_id"):
        found[person_id].add(pk)
    return found


def _reason(line: ImportRow, links: dict[UUID, Residence], people: dict[UUID, Person], others: dict[UUID, set[UUID]]) -> str:
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


def _finish(actor: Actor, batch: ImportBatch) -> None:
    """Houses and households come last: only when nobody is linked to them any more."""
    lines = list(batch.rows.filter(state=ImportRow.State.UNDONE).order_by("number"))
    touches = {touch.house_id: touch for line in reversed(lines) if (touch := _touch(line))}
    in_use = frozenset(Residence.objects.standing().filter(house_id__in=touches).values_list("house_id", flat=True))
    stayed = places.undo_houses(actor, batch.region_id, touches.values(), in_use=in_use)
    noted = [line for line in lines if (touch := _touch(line)) and touch.house_id in stayed]
    for line in noted:
        line.hints = ["人已撤回；这套房后来改过或还有人，房没有撤。"]
    keep(noted)
    standing = HouseholdMember.objects.standing().values("household_id")
    Household.objects.standing().filter(batch_id=batch.pk).exclude(pk__in=standing).update(withdrawn_at=clock.now())
    batch.state = ImportBatch.State.UNDONE
    batch.save(update_fields=["state"])
    advance(batch, batch.total, "撤回好了", state="done")


def _touch(line: ImportRow) -> places.HouseTouch | None:
    made = line.made.get("house")
    if not made or not made["changed"]:
        return None
    return places.HouseTouch(UUID(made["id"]), UUID(made["region"]), made["version"], made["before"], made["changed"])
