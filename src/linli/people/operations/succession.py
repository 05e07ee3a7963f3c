"""What becomes of 人房关联 when houses are split or merged (domain/registry.md §5): what is certain moves, the rest waits for staff."""

from collections.abc import Sequence
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotVisible
from linli.kernel.operations import operation
from linli.people import rules
from linli.people.models import Household, Residence
from linli.people.operations import links
from linli.places import contract as places


def _open_links(house_ids: Sequence[UUID]) -> list[Residence]:
    rows = Residence.objects.standing().filter(house_id__in=house_ids, ends_on=None).select_for_update()
    return list(rows.order_by("starts_on", "pk"))


def _move(link: Residence, house_id: UUID) -> None:
    """The link held up to today and holds at the new house from today on; once, also when it came from two houses."""
    today = clock.today()
    for old in Residence.objects.standing().filter(link_id=link.link_id, ends_on=None):
        links.end(old, today)
    there = Residence.objects.standing().filter(person_id=link.person_id, house_id=house_id, kind=link.kind, ends_on=None).first()
    if there and (there.main or not link.main):
        return
    if there:
        links.end(there, today)
    Residence.objects.create(
        region_id=link.region_id,
        person_id=link.person_id,
        house_id=house_id,
        kind=link.kind,
        main=link.main,
        starts_on=today,
        note=link.note,
        source="分户、合户",
        verified_on=link.verified_on,
    )


def follow_merge(actor: Actor, region_id: UUID, house_id: UUID, were: Sequence[UUID]) -> int:
    """Everybody of the merged houses is linked to the one that stands now; how many links moved. Raises NotVisible, NotPermitted."""
    with operation(actor, "people.follow_house") as op:
        op.require(region_id)
        rows = _open_links(were)
        for link in rows:
            _move(link, house_id)
        Household.objects.standing().filter(house_id__in=were, ends_on=None).update(house_id=house_id)
        if rows:
            op.record(rows[0], links=[len(rows), 0], note="合户")
        else:
            op.unchanged()
        return len(rows)


def follow_split(actor: Actor, region_id: UUID, house_id: UUID, into: Sequence[UUID]) -> int:
    """Owners of the whole own every part until somebody says otherwise; who lives where waits for staff. Returns what waits.

    Raises NotVisible, NotPermitted.
    """
    with operation(actor, "people.follow_house") as op:
        op.require(region_id)
        rows = _open_links([house_id])
        owners = [link for link in rows if link.kind == rules.OWNER]
        for link in owners:
            for part in into:
                _move(link, part)
        if owners:
            op.record(owners[0], links=[len(rows), len(rows) - len(owners)], note="分户")
        else:
            op.unchanged()
        return len(rows) - len(owners)


def settle_link(actor: Actor, link_id: UUID, house_id: UUID, *, op_id: UUID | None = None) -> Residence:
    """Say at which part of a split house somebody's link goes on. Raises NotVisible, NotPermitted, Invalid for another house, NotNow."""
    with operation(actor, "people.settle_link", op_id, content=[link_id, house_id]) as op:
        link = Residence.objects.visible_to(actor).select_for_update().filter(pk=link_id).first()
        if link is None:
            raise NotVisible
        if op.done_before:
            return link
        op.require(link.region_id)
        if link.withdrawn_at:  # a newer version follows it
            raise NotNow("这一条已经定过了。", code="link_settled")
        parts = places.followers([link.house_id]).get(link.house_id, ())
        if not parts or link.ends_on:
            raise NotNow("这一条已经定过了。", code="link_settled")
        if house_id not in parts:
            raise Invalid("只能定到分出来的房子里。", {"house": ["只能定到分出来的房子里。"]})
        _move(link, house_id)
        op.record(link, subject_id=link.person_id, house=[str(link.house_id), str(house_id)])
        return link
