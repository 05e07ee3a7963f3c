"""Units, and who keeps which compound."""

from datetime import date
from uuid import UUID

import pytest

from linli.kernel import permissions
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotVisible
from linli.organisations import contract as organisations
from linli.places import contract as places
from linli.regions.models import Region, RegionAncestor

CODE = "91500000MA5U000007"


@pytest.fixture
def line(db: None) -> tuple[UUID, UUID]:
    """A community and the township above it."""
    since = date(2020, 1, 1)
    town, home = (
        Region.objects.create(name=name, short_name=name, level=level, position=name, valid_from=since)
        for name, level in (("临江街道", "township"), ("金竹社区", "community"))
    )
    for above, below, depth in ((town, town, 0), (home, home, 0), (town, home, 1)):
        RegionAncestor.objects.create(ancestor=above, region=below, depth=depth, valid_from=since)
    return town.pk, home.pk


@pytest.fixture
def actor(line: tuple[UUID, UUID]) -> Actor:
    permissions.load()
    return Actor.system("test", frozenset(p.name for p in permissions.everything()), frozenset(line), door="desk")


def unit(actor: Actor, region_id: UUID, kind: str, name: str, unified_code: str = "") -> UUID:
    return organisations.add_organisation(actor, organisations.NewOrganisation(region_id, kind, name, unified_code=unified_code))


def test_units_of_a_region_come_nearest_first(actor: Actor, line: tuple[UUID, UUID]) -> None:
    town, home = line
    unit(actor, town, "department", "临江街道平安法治岗")
    unit(actor, home, "property", "桂苑物业服务有限公司")
    unit(actor, home, "community_committee", "金竹社区居民委员会")
    unit(actor, home, "school", "金竹小学")
    assert [one.name for one in organisations.units_for(home)] == ["金竹社区居民委员会", "桂苑物业服务有限公司", "临江街道平安法治岗"]
    assert [one.kind_label for one in organisations.units_for(town)] == ["部门"]


def test_a_wrong_code_or_a_second_time_is_refused(actor: Actor, line: tuple[UUID, UUID]) -> None:
    with pytest.raises(Invalid) as refused:
        unit(actor, line[1], "property", "桂苑物业", unified_code=CODE)
    assert "unified_code" in refused.value.fields
    unit(actor, line[1], "property", "桂苑物业")
    with pytest.raises(Conflict):
        unit(actor, line[1], "property", "桂苑物业")


def test_a_new_contract_ends_the_one_before(actor: Actor, line: tuple[UUID, UUID]) -> None:
    compound = places.add_compound(actor, places.NewCompound(line[1], "桂苑小区", "commercial"))
    first, second = unit(actor, line[1], "property", "甲物业"), unit(actor, line[1], "property", "乙物业")
    committee = unit(actor, line[1], "community_committee", "金竹社区居民委员会")

    def contract(with_unit: UUID, day: date) -> organisations.NewContract:
        return organisations.NewContract(compound, with_unit, "物业服务合同", day, public_lighting="楼道灯由物业维修，两日内修好")

    organisations.sign_contract(actor, contract(first, date(2024, 1, 1)))
    organisations.sign_contract(actor, contract(second, date(2026, 1, 1)))
    now, then = organisations.property_of(compound, date(2026, 6, 1)), organisations.property_of(compound, date(2025, 12, 31))
    assert now is not None
    assert then is not None
    assert (now.unit.name, then.unit.name) == ("乙物业", "甲物业")
    assert "两日内" in now.public_lighting
    assert organisations.property_of(compound, date(2023, 1, 1)) is None
    with pytest.raises(Invalid):
        organisations.sign_contract(actor, contract(committee, date(2027, 1, 1)))
    with pytest.raises(NotVisible):
        organisations.sign_contract(actor, organisations.NewContract(compound, compound, "x", date(2027, 1, 1)))
