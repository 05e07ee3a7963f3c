"""设施: kinds and states, the cycle of inspection, who may see and say what."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import clock, permissions
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry, OutboxEvent
from linli.kernel.scope import use_scope
from linli.places import contract as places
from linli.places.models import Facility, FacilityCheck
from linli.places.rules import facilities as rules
from linli.regions.models import Region


def _region(name: str) -> UUID:
    return Region.objects.create(name=name, short_name=name[:2], level="community", position=name, valid_from=date(2020, 1, 1)).pk


@pytest.fixture
def region_id(db: None) -> UUID:
    return _region("金竹社区")


def keeper(region_id: UUID, role: str = "community_worker") -> Actor:
    permissions.load()
    return replace(Actor.system("罗一禾", permissions.of_role(role), frozenset({region_id}), door="desk"), user_id=new_id())


@pytest.fixture
def actor(region_id: UUID) -> Iterator[Actor]:
    acting = keeper(region_id)
    with use_scope(acting):
        yield acting


def new(region_id: UUID, **changes: Any) -> places.NewFacility:
    return replace(places.NewFacility(region_id, "hydrant", "3 号楼旁消火栓", place_text="3 号楼东侧", lon=106.5, lat=29.5), **changes)


@given(st.sampled_from(sorted(rules.STATES)), st.sampled_from(sorted(rules.BY_NAME)))
def test_every_state_knows_every_step(state: str, step: str) -> None:
    after = rules.after(state, step)
    assert (after is None) == (state not in rules.BY_NAME[step].sources)
    assert after in {None, *rules.STATES}
    assert state != rules.SCRAPPED or after is None


def test_a_new_one_is_due_by_the_cycle_of_its_kind(actor: Actor, region_id: UUID) -> None:
    made = places.register_facility(actor, new(region_id))
    assert (made.cycle_days, made.due_on) == (30, clock.today() + timedelta(days=30))
    own = places.register_facility(actor, new(region_id, name="门口公告栏", kind="board", cycle_days=7))
    assert own.due_on == clock.today() + timedelta(days=7)
    without = places.register_facility(actor, new(region_id, name="后门公告栏", kind="board"))
    assert without.due_on is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "cannon"}, "kind"),
        ({"cycle_days": 0}, "cycle_days"),
        ({"lat": None}, "lon"),
        ({"place_text": "", "lon": None, "lat": None}, "place_text"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(actor: Actor, region_id: UUID, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        places.register_facility(actor, new(region_id, **changes))
    assert field in refused.value.fields
    assert not Facility.objects.exists()


def test_a_code_stands_once_in_a_community(actor: Actor, region_id: UUID) -> None:
    places.register_facility(actor, new(region_id, code="XH-01"))
    with pytest.raises(Conflict):
        places.register_facility(actor, new(region_id, name="另一个", code="XH-01"))
    op_id = new_id()
    first = places.register_facility(actor, new(region_id, code="XH-02"), op_id=op_id)
    assert places.register_facility(actor, new(region_id, code="XH-02"), op_id=op_id).pk == first.pk


def test_a_fault_is_announced_once_and_mended_by_the_next_look(actor: Actor, region_id: UUID) -> None:
    made = places.register_facility(actor, new(region_id))
    op_id = new_id()
    for _ in range(2):
        places.check_facility(actor, made.pk, "found_faulty", note="栓口锈死，拧不开", op_id=op_id)
    places.check_facility(actor, made.pk, "found_faulty", note="还是拧不开，催一催")
    assert OutboxEvent.objects.filter(name="places.FacilityFoundFaulty").count() == 1
    assert places.facility(actor, made.pk).state == rules.FAULTY
    places.check_facility(actor, made.pk, "found_good")
    found = places.facility(actor, made.pk)
    assert (found.state, found.inspected_on, found.late) == (rules.GOOD, clock.today(), False)
    assert [one.label for one in places.facility_checks(actor, made.pk)] == ["查过，是好的", "查过，要修", "查过，要修"]
    assert LogEntry.objects.filter(operation="places.check_facility").count() == 3


def test_refusals_of_a_look(actor: Actor, region_id: UUID) -> None:
    made = places.register_facility(actor, new(region_id))
    with pytest.raises(Invalid):
        places.check_facility(actor, made.pk, "found_faulty", note="坏")
    with pytest.raises(Invalid):
        places.check_facility(actor, made.pk, "burn", note="没有这一步")
    places.check_facility(actor, made.pk, "scrap", note="换了新的，旧的拆了")
    with pytest.raises(NotNow):
        places.check_facility(actor, made.pk, "found_good")
    assert places.facility(actor, made.pk).due_on is None
    assert places.facility(actor, made.pk).name not in [one.name for one in places.facilities([region_id])]
    with pytest.raises(NotPermitted):
        places.check_facility(keeper(region_id, "town_lead"), made.pk, "found_good")
    assert FacilityCheck.objects.count() == 1


def test_an_edit_that_came_too_late_is_a_conflict(actor: Actor, region_id: UUID) -> None:
    made = places.register_facility(actor, new(region_id))
    changed = places.change_facility(actor, made.pk, new(region_id, maintainer="消防大队"), version=1)
    assert (changed.maintainer, changed.version) == ("消防大队", 2)
    assert (changed.cycle_days, changed.due_on) == (made.cycle_days, made.due_on)
    with pytest.raises(Conflict):
        places.change_facility(actor, made.pk, new(region_id, maintainer="物业"), version=1)


def test_another_community_sees_nothing_and_changes_nothing(actor: Actor, region_id: UUID) -> None:
    made = places.register_facility(actor, new(region_id))
    other = keeper(_region("石坝社区"))
    with pytest.raises(NotVisible):
        places.facility(other, made.pk)
    with pytest.raises(NotVisible):
        places.check_facility(other, made.pk, "found_good")
    with pytest.raises(NotVisible):
        places.change_facility(other, made.pk, new(region_id), version=1)
    with pytest.raises(NotVisible):
        places.register_facility(other, new(region_id))


def test_a_building_of_another_community_is_none(actor: Actor, region_id: UUID) -> None:
    with pytest.raises(NotVisible):
        places.register_facility(actor, new(region_id, building_id=new_id()))


def test_list_counts_and_the_nearest_go_together(actor: Actor, region_id: UUID) -> None:
    for number in range(3):
        places.register_facility(actor, new(region_id, name=f"{number} 号消火栓", lon=106.5 + number / 100, code=f"X{number}"))
    faulty = places.register_facility(actor, new(region_id, name="西门路灯", kind="lamp"))
    places.check_facility(actor, faulty.pk, "found_faulty", note="不亮了，要换灯")
    kinds, states, late = places.facility_counts([region_id])
    assert (kinds["hydrant"], kinds["lamp"], states["faulty"], late) == (3, 1, 1, 0)
    assert [one.name for one in places.facilities([region_id], places.Wanted(state="faulty"))] == ["西门路灯"]
    assert [one.name for one in places.facilities([region_id], places.Wanted(text="X1"))] == ["1 号消火栓"]
    near = places.nearest("hydrant", 106.5, 29.5, [region_id])
    assert [one.name for one, _ in near] == ["0 号消火栓", "1 号消火栓", "2 号消火栓"]
    assert near[1][1] == pytest.approx(968, abs=5)
