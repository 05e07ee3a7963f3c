"""Fills communities with compounds, buildings, houses, people, links, households and facilities, by COPY."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from linli.demo.city import counts
from linli.demo.city.copying import Target, flush
from linli.demo.city.counts import Plan
from linli.demo.city.ground import Spot, degrees
from linli.demo.city.households import HEAD, Drawer, Folk
from linli.kernel import crypto, masks
from linli.kernel.ids import new_id
from linli.people.contract import initials_of, phone_index
from linli.places.contract import house_label

SOURCE = "city_seed"
_FIRST, _SECOND = "金竹桂枫松梅兰荷柏榕银玉紫丹", "园苑庭居府里湾台岭郡坊巷"
_WIDTH, _DEPTH, _GAP = 40.0, 16.0, 14.0


class Filler:
    """Makes the rows of one community after another; `flush` sends them."""

    def __init__(self, today: date, seed: int, lane: int = 0, lanes: int = 1) -> None:
        self.today, self.random, self.folk = today, Random(f"{seed}:{lane}"), Drawer(today, seed, lane, lanes)  # noqa: S311  # nothing secret
        self.compounds = Target("places_compound", "id", "region_id", "name", "kind", "property_mode", "point", "quality", "demo")
        self.buildings = Target(
            "places_building", "id", "region_id", "compound_id", "number", "label", "position", "floors_above", "point", "quality"
        )
        self.units = Target("places_unit", "id", "region_id", "building_id", "number", "label", "position")
        self.houses = Target(
            "places_house", "id", "region_id", "building_id", "unit_id", "number", "label", "position", "floor", "state", "area", "checked_on", "source"
        )  # fmt: skip
        self.shapes = Target("places_placeshape", "id", "kind", "region_id", "parent_id", "label", "quality", "demo", "geometry", "point")
        self.facilities = Target("places_facility", "id", "region_id", "kind", "name", "point", "registered_on", "demo")
        self.people = Target(
            "people_person", "id", "region_id", "name", "initials", "sex", "birth", "id_type", "id_number", "id_masked",
            "residence_class", "sources", "verified_on", "demo",
        )  # fmt: skip
        self.directory = Target("people_identityindex", "id_type", "kid", "digest", "person_id", "region_id", "moved_out")
        self.phones = Target("people_personphone", "id", "region_id", "person_id", "number", "masked", "blind_index", "source", "since")
        self.links = Target(
            "people_residence", "id", "link_id", "region_id", "person_id", "house_id", "kind", "main", "starts_on", "source", "verified_on"
        )
        self.households = Target("people_household", "id", "region_id", "kind", "house_id")
        self.members = Target("people_householdmember", "id", "region_id", "household_id", "person_id", "relation", "starts_on")
        self.made: Counter[str] = Counter()

    def targets(self) -> tuple[Target, ...]:
        """All tables, those that others point to first."""
        places = (self.compounds, self.buildings, self.units, self.houses, self.shapes, self.facilities)
        return (*places, self.people, self.directory, self.phones, self.links, self.households, self.members)

    def flush(self) -> None:
        """Send what was made."""
        self.made.update(flush(self.targets()))

    def community(self, spot: Spot, houses: int) -> None:
        """Everything of one community."""
        groups = list(counts.compounds(self.random, houses)) if spot.urban else [counts.farms(houses)]
        side = 1 + int(len(groups) ** 0.5)
        for place, plans in enumerate(groups):
            east, north = divmod(place, side)
            self._compound(spot, place, plans, spot.x + east * 420.0, spot.y + north * 420.0)
        for place, kind in enumerate(counts.FACILITIES_URBAN if spot.urban else counts.FACILITIES_VILLAGE):
            lon, lat = degrees(spot.x + 37.0 * place, spot.y - 25.0)
            self.facilities.add(new_id(), spot.region_id, kind, f"设施 {place + 1}", _point(lon, lat), "2024-01-01", True)  # a row's value

    def _compound(self, spot: Spot, place: int, plans: Sequence[Plan], x: float, y: float) -> None:
        pk, name = new_id(), f"{self.random.choice(_FIRST)}{self.random.choice(_FIRST)}{self.random.choice(_SECOND)}{place + 1}"
        lon, lat = degrees(x, y)
        kind, mode = ("commercial", "company") if spot.urban else ("group", "none")
        self.compounds.add(pk, spot.region_id, name, kind, mode, _point(lon, lat), "estimated", True)  # a row's value
        side = 1 + int(len(plans) ** 0.5)
        width, height = side * (_WIDTH + _GAP), side * (_DEPTH + _GAP)
        self.shapes.add(pk, "compound", spot.region_id, None, name, "estimated", True, _box(x, y, width, height), _point(lon, lat))
        for number, plan in enumerate(plans, start=1):
            east, north = divmod(number - 1, side)
            self._building(spot.region_id, pk, number, plan, (x + east * (_WIDTH + _GAP), y + north * (_DEPTH + _GAP)))

    def _building(self, region: UUID, compound: UUID, number: int, plan: Plan, at: tuple[float, float]) -> None:
        pk, label, (x, y) = new_id(), f"{number} 号楼", at
        lon, lat = degrees(x + _WIDTH / 2, y + _DEPTH / 2)
        self.buildings.add(pk, region, compound, str(number), label, f"{number:04d}", plan.floors, _point(lon, lat), "estimated")
        self.shapes.add(pk, "building", region, compound, label, "estimated", True, _box(x, y, _WIDTH, _DEPTH), _point(lon, lat))
        for unit in range(1, plan.units + 1):
            unit_id = None
            if plan.units > 1:
                unit_id = new_id()
                self.units.add(unit_id, region, pk, str(unit), f"{unit} 单元", f"{unit:02d}")
            for floor in range(1, plan.floors + 1):
                for door in range(1, plan.doors + 1):
                    self._house(region, pk, unit_id, str(unit) if unit_id else "", floor, f"{floor}{door:02d}")

    def _house(self, region: UUID, building: UUID, unit: UUID | None, unit_number: str, floor: int, number: str) -> None:
        pk, state = new_id(), counts.state(self.random)
        checked = self.today - timedelta(days=self.random.randrange(30, 700))
        label, area = house_label(unit_number, number), self.random.randrange(38, 145)
        self.houses.add(pk, region, building, unit, number, label, number.zfill(5), floor, state, area, checked, SOURCE)
        if state == "vacant":
            return
        household, since = new_id(), checked - timedelta(days=self.random.randrange(0, 6000))
        self.households.add(household, region, "living", pk)
        for one in self.folk.household():
            self._person(region, pk, household, one, max(since, one.birth), state)

    def _person(self, region: UUID, house: UUID, household: UUID, one: Folk, since: date, state: str) -> None:
        pk, checked = new_id(), since
        sealed = crypto.seal(one.id_number, f"people_person|id_number|{pk}")
        kid, digest = crypto.blind_index("id:111", one.id_number).split(":", 1)
        lives = "inflow" if state == "rented" else "resident"
        masked = masks.mask_id(one.id_number)
        self.people.add(
            pk, region, one.name, initials_of(one.name), one.sex, one.birth, "111", sealed, masked, lives, {"name": [SOURCE, str(checked)]}, checked, True
        )  # fmt: skip
        self.directory.add("111", kid, digest, pk, region, False)  # a row's value
        phone = new_id()
        number = crypto.seal(one.phone, f"people_personphone|number|{phone}")
        self.phones.add(phone, region, pk, number, masks.mask_phone(one.phone), phone_index(one.phone), SOURCE, since)
        kind = "tenant" if state == "rented" and one.relation == HEAD else "living"
        self.links.add(new_id(), new_id(), region, pk, house, kind, True, since, SOURCE, checked)  # a row's value
        if state == "owner" and one.relation == HEAD:
            self.links.add(new_id(), new_id(), region, pk, house, "owner", False, since, SOURCE, checked)  # a row's value
        self.members.add(new_id(), region, household, pk, one.relation, since)


def _point(lon: float, lat: float) -> str:
    return f"SRID=4326;POINT({lon:.7f} {lat:.7f})"


def _box(x: float, y: float, width: float, height: float) -> str:
    east, north = x + width, y + height
    return f"SRID=3857;POLYGON(({x:.2f} {y:.2f},{east:.2f} {y:.2f},{east:.2f} {north:.2f},{x:.2f} {north:.2f},{x:.2f} {y:.2f}))"
