"""People and places of the tests, made through operations. Numbers use the area 509999, which does not exist."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stdnum.cn import ric

from linli.kernel import permissions
from linli.kernel.actor import Actor, Grant
from linli.kernel.ids import new_id
from linli.people import contract as people
from linli.places import contract as places
from linli.regions.models import Region, RegionAncestor


@dataclass(frozen=True)
class Community:
    """A community with one compound, one building of two units, and two rooms."""

    id: UUID
    compound_id: UUID
    building_id: UUID
    rooms: tuple[UUID, ...]


def id_number(order: int, birth: date = date(1946, 5, 12), *, male: bool = False) -> str:
    """A valid ID number of nobody; `order` up to 49."""
    body = f"509999{birth:%Y%m%d}{order:02d}{1 if male else 2}"
    return body + ric.calc_check_digit(body + "0")


def region(name: str) -> UUID:
    """A community with nothing above it."""
    since = date(2020, 1, 1)
    made = Region.objects.create(name=name, short_name=name[:2], level="community", position=name, valid_from=since)
    RegionAncestor.objects.create(ancestor=made, region=made, depth=0, valid_from=since)
    return made.pk


def worker(region_id: UUID, role: str = "community_worker", *, name: str = "罗一禾") -> Actor:
    """Somebody in a post at one community."""
    permissions.load()
    post = Grant(new_id(), role, role, region_id, frozenset([region_id]), wide=False, permissions=permissions.of_role(role))
    return Actor(user_id=new_id(), name=name, unit="金竹社区", door="desk", grants=(post,))


def community(actor: Actor, region_id: UUID) -> Community:
    """The house tree the tests walk in. Call it under the actor's scope."""
    compound = places.add_compound(actor, places.NewCompound(region_id, "桂苑小区", "commercial", aliases=("桂苑",), lon=106.5, lat=29.5))
    building = places.add_building(
        actor, places.NewBuilding(compound, "3", ("1", "2"), 11, entrances=(places.Entrance(4, "机修巷侧入口"),))
    )
    rooms = places.add_houses(actor, building, [places.NewHouse("501", "2"), places.NewHouse("502", "2")])
    return Community(region_id, compound, building, tuple(rooms))


def resident(actor: Actor, place: Community, order: int = 1, name: str = "王秀英") -> UUID:
    """Somebody who lives in the first room."""
    new = people.NewPerson(place.id, name, id_number=id_number(order), phones=((f"100000012{order:02d}", "本人"),))
    person = people.add_person(actor, new)
    people.add_link(actor, person, people.NewLink(place.rooms[0], "living", date(1998, 3, 1), main=True))
    return person
