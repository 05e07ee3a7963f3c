"""The verbs: grids, groups and communities, outlines that nest, names and contacts with dates; who may."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry
from linli.regions import contract, operations, rules
from linli.regions.contract import NewContact, NewOutline, NewRegion
from linli.regions.models import RegionPlacement
from linli.regions.tests.conftest import platform

pytestmark = pytest.mark.usefixtures("tree")

TODAY = date(2026, 9, 10)
TOMORROW = date(2026, 9, 11)


@pytest.fixture(autouse=True)
def september(tree: None) -> object:
    with clock.frozen(datetime(2026, 9, 10, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def community() -> UUID:
    """A demo community under a real township of the same day."""
    town = contract.search("石船镇")[0].region
    return contract.create_region(platform(), NewRegion(town.id, "金竹社区", rules.COMMUNITY, demo=True))


def square(west: float, south: float, side: float = 0.01) -> str:
    east, north = west + side, south + side
    return f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"


def test_a_grid_stands_in_its_own_tree_and_in_the_scope(community: UUID) -> None:
    grid = contract.create_region(platform(), NewRegion(community, "第 1 网格", rules.GRID))
    group = contract.create_region(platform(), NewRegion(community, "第 1 组", rules.GROUP))
    assert [one.id for one in contract.children(community, hierarchy=rules.GRIDS)] == [grid]
    assert [one.id for one in contract.children(community, hierarchy=rules.GROUPS)] == [group]
    assert contract.children(community) == []
    assert contract.subtree_ids(community) == {community, grid, group}
    assert grid in contract.subtree_ids(contract.ancestors(community)[1])
    found = contract.info(grid)
    assert found is not None
    assert found.path[1:] == ("两江新区", "石船镇", "金竹社区", "第 1 网格")
    assert found.demo


def test_demo_places_are_outside_real_totals(community: UUID) -> None:
    city = contract.children(None)[0]
    assert contract.totals(city.id)["community"] == 11_270
    assert contract.children(contract.ancestors(community)[0])[-1].id == community


def test_the_same_op_id_makes_one_region(community: UUID) -> None:
    op_id = new_id()
    first = contract.create_region(platform(), NewRegion(community, "第 1 网格", rules.GRID), op_id=op_id)
    assert contract.create_region(platform(), NewRegion(community, "第 1 网格", rules.GRID), op_id=op_id) == first
    assert RegionPlacement.objects.filter(parent_id=community).count() == 1


def test_what_cannot_be_created(community: UUID) -> None:
    town = contract.ancestors(community)[0]
    with pytest.raises(Invalid):
        contract.create_region(platform(), NewRegion(town, "第 1 网格", rules.GRID))
    with pytest.raises(Invalid):
        contract.create_region(platform(), NewRegion(community, "  ", rules.GRID))
    with pytest.raises(Invalid):
        contract.create_region(platform(), NewRegion(town, "金竹社区", rules.COMMUNITY))
    with pytest.raises(NotNow):
        contract.create_region(platform(), NewRegion(community, "第 9 网格", rules.GRID, valid_from=date(2024, 1, 1)))


def test_two_parents_on_one_day_are_refused_by_the_database(community: UUID) -> None:
    other = contract.search("洛碛镇")[0].region
    place = RegionPlacement.objects.get(child_id=community)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegionPlacement.objects.create(
            id=new_id(), child_id=community, parent_id=other.id, hierarchy=place.hierarchy, position="x", valid_from=TOMORROW
        )


def test_who_may(community: UUID) -> None:
    new = NewRegion(community, "第 1 网格", rules.GRID)
    outsider = Actor.system("elsewhere", frozenset({"regions.create"}), frozenset({new_id()}))
    onlooker = Actor.system("here", frozenset(), frozenset({community}))
    with pytest.raises(NotVisible):
        contract.create_region(outsider, new)
    with pytest.raises(NotPermitted):
        contract.create_region(onlooker, new)
    for change in (
        lambda actor: contract.set_contact(actor, NewContact(community, "a", "100", "b")),
        lambda actor: contract.set_boundary(actor, NewOutline(community, square(107, 29.7), rules.DRAWN, "x")),
        lambda actor: operations.rename(actor, community, "新名", reason="x"),
        lambda actor: operations.close(actor, community, reason="x"),
    ):
        with pytest.raises(NotVisible):
            change(outsider)
        with pytest.raises(NotPermitted):
            change(onlooker)


def test_outlines_nest_and_stay_apart(community: UUID) -> None:
    one = contract.create_region(platform(), NewRegion(community, "第 1 网格", rules.GRID))
    two = contract.create_region(platform(), NewRegion(community, "第 2 网格", rules.GRID))
    outline = NewOutline(community, square(106.9, 29.7), rules.SYNTHETIC, "演示")
    contract.set_boundary(platform(), outline)
    contract.set_boundary(platform(), replace(outline, region_id=one, geometry=square(106.9, 29.7, 0.004)))
    with pytest.raises(Invalid) as overlap:
        contract.set_boundary(platform(), replace(outline, region_id=two, geometry=square(106.902, 29.702, 0.004)))
    assert overlap.value.reason == "overlap"
    assert "第 1 网格" in overlap.value.message
    for outside in (square(106.908, 29.708, 0.004), square(106.95, 29.7, 0.004), square(106.89, 29.69, 0.05)):
        with pytest.raises(Invalid) as beyond:
            contract.set_boundary(platform(), replace(outline, region_id=two, geometry=outside))
        assert beyond.value.reason == "not_nested"
    contract.set_boundary(platform(), replace(outline, region_id=two, geometry=square(106.904, 29.7, 0.004)))
    hit = contract.at_point(106.906, 29.702)
    assert hit is not None
    assert hit.id == two


@pytest.mark.parametrize("broken", ["", "POINT(1 2)", "POLYGON((0 0,1 1,1 0,0 1,0 0))", "not a shape", square(500, 20)])
def test_broken_outlines_are_refused(community: UUID, broken: str) -> None:
    with pytest.raises(Invalid):
        contract.set_boundary(platform(), NewOutline(community, broken, rules.DRAWN, "x"))


def test_a_new_outline_ends_the_one_before(community: UUID) -> None:
    outline = NewOutline(community, square(106.9, 29.7), rules.SYNTHETIC, "演示")
    contract.set_boundary(platform(), outline)
    contract.set_boundary(platform(), replace(outline, geometry=square(106.92, 29.7), valid_from=TOMORROW))
    assert contract.at_point(106.905, 29.705, TODAY) is not None
    later = contract.at_point(106.925, 29.705, TOMORROW)
    assert later is not None
    assert later.id == community


def test_contacts_are_dated_and_looked_up_upwards(community: UUID) -> None:
    grid = contract.create_region(platform(), NewRegion(community, "第 1 网格", rules.GRID))
    town = contract.ancestors(community)[0]
    assert contract.committee_phone(grid) == ""
    contract.set_contact(platform(), NewContact(town, "便民服务中心", "023-100001", "公示栏"))
    assert contract.committee_phone(grid) == "023-100001"
    contract.set_contact(platform(), NewContact(community, "社区办公室", "023-100002", "公示栏"))
    contract.set_contact(platform(), NewContact(community, "社区办公室", "023-100003", "公示栏", valid_from=TOMORROW))
    assert contract.committee_phone(grid) == "023-100002"
    assert contract.committee_phone(grid, TOMORROW) == "023-100003"


def test_a_new_name_keeps_the_former_for_its_days(community: UUID) -> None:
    operations.rename(platform(), community, "青竹社区", on=TOMORROW, reason="批复")
    then, now = contract.info(community, TODAY), contract.info(community, TOMORROW)
    assert then is not None
    assert now is not None
    assert (then.name, now.name) == ("金竹社区", "青竹社区")
    assert contract.search("青竹社区", on=TOMORROW)[0].region.id == community
    with pytest.raises(NotNow):
        operations.rename(platform(), community, "再改", on=TOMORROW, reason="批复")


def test_closing_keeps_the_past(community: UUID) -> None:
    grid = contract.create_region(platform(), NewRegion(community, "第 1 网格", rules.GRID))
    with pytest.raises(NotNow):
        operations.close(platform(), community, on=TOMORROW, reason="撤并")
    operations.close(platform(), grid, on=TOMORROW, reason="撤并")
    operations.close(platform(), community, on=TOMORROW, reason="撤并")
    assert contract.info(community, TOMORROW) is None
    assert contract.info(community, TODAY) is not None
    assert community not in contract.subtree_ids(contract.children(None)[0].id, TOMORROW)
    with pytest.raises(NotNow):
        operations.close(platform(), grid, on=date(2026, 9, 12), reason="撤并")
    with pytest.raises(Invalid):
        operations.close(platform(), contract.children(None)[0].id, reason="撤并")


def test_every_change_leaves_an_audit_line(community: UUID) -> None:
    contract.set_contact(platform(), NewContact(community, "社区办公室", "023-100002", "公示栏"))
    operations.rename(platform(), community, "青竹社区", on=TOMORROW, reason="批复")
    done = set(LogEntry.objects.filter(book="audit").values_list("operation", flat=True))
    assert {"regions.create_community", "regions.set_contact", "regions.rename"} <= done
