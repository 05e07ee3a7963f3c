"""The made-up city: as large as it says, whole, and nobody in it real."""

import io
import json
from datetime import date
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linli.demo.city import counts
from linli.demo.city.copying import text
from linli.demo.city.ground import degrees, mercator
from linli.demo.city.households import AREA, Drawer
from linli.kernel.fields import open_sealed
from linli.people.models import Household, HouseholdMember, IdentityIndex, Person, Residence
from linli.people.operations.numbers import id_number
from linli.places.models import House
from linli.regions.models import Region, RegionCode


def seeded(**how: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("city_seed", processes=1, stdout=out, **how)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


@pytest.fixture
def three_communities(db: None, settings: Any) -> None:
    settings.DEMO = True
    for number, kind in enumerate(("community", "village", "village")):
        made = Region.objects.create(
            name=f"第{number}村",
            short_name=f"第{number}村",
            level="community",
            kind=kind,
            position=str(number),
            valid_from=date(2020, 1, 1),
        )
        RegionCode.objects.create(region=made, system="nbs", code=f"50010500100{number}", valid_from=date(2020, 1, 1))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, three_communities: None) -> None:
    monkeypatch.setattr(counts, "HOUSES", 200)
    monkeypatch.setattr(counts, "VILLAGE_HOUSES", 10)


@pytest.mark.usefixtures("small")
class TestSeed:
    def test_everything_belongs_together(self) -> None:
        told = seeded(scale=1.0)
        assert told["communities"] == 3
        assert told["rows"]["places_house"] == House.objects.count() >= 150
        people = Person.objects.count()
        assert (
            people == IdentityIndex.objects.count() == HouseholdMember.objects.count() == Residence.objects.filter(main=True).count() > 300
        )
        assert not Residence.objects.filter(house__state="vacant").exists()
        assert Household.objects.count() == HouseholdMember.objects.filter(relation="02").count()
        assert not Person.objects.filter(demo=False).exists()

    def test_papers_are_sound_and_nobodys(self) -> None:
        seeded(scale=1.0)
        for person in Person.objects.all()[:50]:
            number = open_sealed(person, "id_number")
            assert number.startswith(AREA)
            checked = id_number("111", number)
            assert (checked.birth, checked.sex) == (person.birth, person.sex)

    def test_a_smaller_city_fills_fewer_communities_as_fully(self) -> None:
        assert seeded(scale=0.34)["communities"] == 1

    def test_it_is_made_once(self) -> None:
        seeded(scale=1.0)
        with pytest.raises(CommandError, match="已经造过"):
            seeded(scale=1.0)


def test_it_is_refused_where_it_does_not_belong(db: None, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="演示模式"):
        seeded(scale=0.1)
    settings.DEMO = True
    with pytest.raises(CommandError, match="0 到 1"):
        seeded(scale=2)
    with pytest.raises(CommandError, match="load_regions"):
        seeded(scale=0.1)


def test_processes_side_by_side_never_give_one_number_twice() -> None:
    lanes = [Drawer(date(2026, 9, 1), 1, lane, 2) for lane in range(2)]
    folk = [one for lane in lanes for _ in range(2000) for one in lane.household()]
    assert len({one.id_number for one in folk}) == len({one.phone for one in folk}) == len(folk)


def test_sizes_make_the_city() -> None:
    homes = counts.HOUSES * 87 // 100
    average = sum(size * weight for size, weight in counts.SIZES)
    assert abs(homes * average / 100 / counts.PEOPLE - 1) < 0.03
    assert sum(weight for _, weight in counts.SIZES) == sum(weight for _, weight in counts.STATES) == 100
    made = [sum(plan.houses for plan in plans) for seed in range(20) for plans in counts.compounds(Random(seed), 700)]  # noqa: S311  # the same each time
    assert abs(sum(made) / 20 / 700 - 1) < 0.1


def test_values_survive_copy() -> None:
    assert text("a\tb\\c\n") == "a\\tb\\\\c\\n"
    assert (text(None), text(True), text([]), text({"a": 1})) == ("\\N", "t", "{}", '{"a": 1}')


def test_metres_and_degrees_come_back() -> None:
    lon, lat = degrees(*mercator(106.55, 29.56))
    assert (lon, lat) == pytest.approx((106.55, 29.56), abs=1e-9)
