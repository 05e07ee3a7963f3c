"""A post at a grid sees its own grid: what the next grid of the same community keeps makes no difference to it (ADR 0012)."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from linli.accounts import contract as accounts
from linli.accounts.rules import roles
from linli.accounts.tests.conftest import region
from linli.imports.models import ImportBatch, ImportRow
from linli.kernel import words
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotVisible
from linli.kernel.relay import deliver_waiting
from linli.people import contract as people
from linli.people import models as ledger
from linli.people.tests.factories import id_number
from linli.places import contract as places
from linli.places.models import Building, Compound, House, Unit
from linli.requests import models as matters
from linli.requests import operations as requests
from linli.requests.operations import Filing, Place, To
from tests.isolation import doors
from tests.isolation.conftest import Town
from tests.isolation.town import CANARY, Kept, doing, platform, settle

pytestmark = pytest.mark.django_db(transaction=True)
# Outlines and names of compounds and buildings are published; what one passes by is reported wherever it stands.
PUBLISHED = ("/tiles/compounds/", "/tiles/buildings/", "/tiles/labels/", "/map/count/", "/desk/new/")
NARROWED = (
    House, ledger.Person, ledger.PersonPhone, ledger.Residence, matters.Request, matters.RequestEvent, matters.Proposal, matters.Alarm,
    matters.StaffAlert,
)  # fmt: skip


@dataclass(frozen=True)
class Grids:
    """The worker of the first grid, what that grid keeps, and the second grid."""

    worker: Actor
    own: Kept
    second: UUID


@pytest.fixture
def grids(town: Town) -> Grids:
    """Two grids of one community; the second has nothing yet."""
    line = [town.here.city, town.here.district, town.here.township, town.here.community]
    second = region("金竹社区第 2 网格", roles.GRID, line)
    own = settle(town.here, town.users, mark="竹", order=3, east=-220, grid=town.here.grid)
    return Grids(accounts.actor_of_user(town.users["grid_worker"]), own, second)


def next_grid(town: Town, grids: Grids) -> Kept:
    """The second grid at work."""
    return settle(town.here, town.users, mark=CANARY, order=4, east=60, grid=grids.second)


def test_the_own_grid_is_open(town: Town, grids: Grids, as_app: None) -> None:
    client = doors.enter(town.users["grid_worker"])
    ids = grids.own.ids
    for address in (
        f"/registry/houses/{ids['house_id']}/",
        f"/registry/buildings/{ids['building_id']}/",
        f"/registry/compounds/{ids['compound_id']}/",
        f"/desk/requests/{ids['request_id']}/",
        f"/map/?building={ids['building_id']}",
    ):
        assert doors.ask(client, address).status == 200, address
    assert doors.ask(client, f"/registry/?q={words.into_address('竹秀英')}").shows("竹**")
    assert doors.ask(client, "/desk/?tab=all").shows("楼道灯坏了")


def test_the_next_grid_changes_nothing(town: Town, grids: Grids, as_app: None) -> None:
    addresses = [address for address in doors.lists() if not address.startswith(PUBLISHED)]
    client = doors.enter(town.users["grid_worker"])
    before = {address: doors.ask(client, address) for address in addresses}
    next_grid(town, grids)
    leaks = []
    for address, earlier in before.items():
        now = doors.ask(client, address)  # nothing of the canary was there before, so what is the same gives nothing away
        if now != earlier:
            leaks.append(f"{address}: {earlier.beside(now)}")
    assert not leaks, "\n".join(leaks[:20])


def test_a_thing_of_the_next_grid_is_no_more_than_nothing(town: Town, grids: Grids, as_app: None) -> None:
    ids = next_grid(town, grids).ids
    client = doors.enter(town.users["grid_worker"])
    leaks = []
    for method in ("get", "post"):
        for theirs, nobody in zip(doors.things(ids), doors.things({}), strict=True):
            answer, unknown = doors.ask(client, theirs, method), doors.ask(client, nobody, method)
            if answer != unknown or answer.shows(CANARY):
                leaks.append(f"{method} {theirs}: {answer.status} {answer.beside(unknown)}")
    assert not leaks, "\n".join(leaks[:20])


def test_both_fences_stand(town: Town, grids: Grids) -> None:
    """`visible_to` for itself, and the database when a query forgot it."""
    with doing(grids.worker):
        own = {model: set(model._default_manager.values_list("pk", flat=True)) for model in NARROWED}  # noqa: SLF001
    next_grid(town, grids)
    with doing(grids.worker):
        assert {model: set(model._default_manager.values_list("pk", flat=True)) for model in NARROWED} == own  # noqa: SLF001
        assert not ImportBatch.objects.exists()
        assert not ImportRow.objects.exists()
    with doing(platform()):
        for model in (House, ledger.Person, ledger.PersonPhone, ledger.Residence, matters.Request):
            assert 0 < model.objects.visible_to(grids.worker).count() == len(own[model]) - (model is matters.Request), model
        assert {row.grid_id for row in Building.objects.visible_to(grids.worker)} == {town.here.grid}
        assert {row.name for row in Compound.objects.visible_to(grids.worker)} == {"竹苑"}
        assert Unit.objects.visible_to(grids.worker).count() == 2
        assert not ImportBatch.objects.visible_to(grids.worker).exists()


def test_what_one_reported_or_was_given_stays_in_sight(town: Town, grids: Grids) -> None:
    theirs = next_grid(town, grids).ids
    place = Place(
        town.here.community, f"{CANARY}苑", f"{CANARY}苑", building_id=theirs["building_id"], grid_id=grids.second, confirmed=True
    )
    with doing(grids.worker) as worker:
        seen = Filing("tip", "路过看到楼道堆了旧家具，过不去人。", place, channel="grid")
        reported = requests.file_for_other(worker, seen, requests.Requester(name="自己看到的"))
        assert matters.Request.objects.visible_to(worker).filter(pk=reported.pk).exists()
        assert not matters.Request.objects.visible_to(worker).filter(pk=theirs["request_id"]).exists()
    front = accounts.actor_of_user(town.users["community_worker"])
    with doing(front):
        requests.accept(front, theirs["request_id"])
        requests.decide_class(front, theirs["request_id"], sanshi="small", category="light", ground="楼道灯是大家共用的")
        requests.dispatch(front, theirs["request_id"], to=To("grid_worker", grids.worker.unit, grids.worker.user_id, grids.worker.name))
    with doing(grids.worker) as worker:
        requests.sign(worker, theirs["request_id"])


def test_a_newcomer_is_entered_and_a_neighbour_is_not_taken_over(town: Town, grids: Grids) -> None:
    theirs = next_grid(town, grids)
    with doing(grids.worker) as worker:
        new = people.add_person(worker, people.NewPerson(town.here.community, "冉新来", id_number=id_number(9)))
        assert not ledger.Person.objects.filter(pk=new).exists()
        people.add_link(worker, new, people.NewLink(grids.own.ids["house_id"], "living", main=True))
        assert ledger.Person.objects.visible_to(worker).filter(pk=new).exists()
        with pytest.raises(NotVisible):
            people.add_link(worker, theirs.ids["person_id"], people.NewLink(grids.own.ids["house_id"], "living", main=True))
        with pytest.raises(NotVisible):
            people.add_link(worker, new, people.NewLink(theirs.ids["house_id"], "living"))
        with pytest.raises(Conflict):
            people.add_person(worker, people.NewPerson(town.here.community, f"{CANARY}秀英", id_number=theirs.id_number))


def test_who_lives_in_the_next_grid_moves_into_a_flat_of_theirs_here(town: Town, grids: Grids) -> None:
    """The main home in the next grid ends, though this grid's worker does not see it."""
    theirs = next_grid(town, grids).ids
    front = accounts.actor_of_user(town.users["community_worker"])
    with doing(front):
        people.add_link(front, theirs["person_id"], people.NewLink(grids.own.ids["house_id"], "owner"))
    with doing(grids.worker) as worker:
        assert [row.kind for row in ledger.Residence.objects.filter(person_id=theirs["person_id"])] == ["owner"]
        people.add_link(worker, theirs["person_id"], people.NewLink(grids.own.ids["house_id"], "living", main=True))
    with doing(platform()):
        mains = ledger.Residence.objects.standing().filter(person_id=theirs["person_id"], main=True, ends_on=None)
        assert [row.house_id for row in mains] == [grids.own.ids["house_id"]]


def test_a_building_that_changes_its_grid_takes_people_and_matters_along(town: Town, grids: Grids) -> None:
    ids = grids.own.ids
    front = accounts.actor_of_user(town.users["community_worker"])
    with doing(front):
        with pytest.raises(Invalid):
            places.assign_grids(front, ids["compound_id"], {ids["building_id"]: town.there.grid})
        assert places.assign_grids(front, ids["compound_id"], {ids["building_id"]: grids.second}) == 1
        assert places.assign_grids(front, ids["compound_id"], {ids["building_id"]: grids.second}) == 0
    with doing(grids.worker) as worker, pytest.raises(NotVisible):
        places.assign_grids(worker, grids.own.ids["compound_id"], {})
    while deliver_waiting():
        pass
    with doing(grids.worker):
        assert not House.objects.exists()
        assert not ledger.Person.objects.exists()
        assert not matters.Request.objects.exists()
    with doing(platform()):
        assert not matters.MapPoint.objects.filter(grid_id=town.here.grid).exists()
