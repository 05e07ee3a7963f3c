"""Where is it? From what a resident wrote, typed or tapped to a place a request can carry, with the reason in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from linli.addresses import contract as addresses
from linli.kernel.actor import Actor
from linli.kernel.scope import acting_in
from linli.people import contract as people
from linli.places import contract as places
from linli.regions import contract as regions
from linli.requests.operations.filing import Place

HUNDRED = 100


@dataclass(frozen=True)
class Guess:
    """A place to be confirmed: `why` says how it was found; `sure` is false when a person must choose among `others`."""

    place: Place
    title: str
    why: str
    sure: bool
    others: tuple["Guess", ...] = ()


@contextmanager
def _inside(region_id: UUID | None) -> Iterator[None]:
    """Look at the buildings of the community somebody files into; their labels are no personal data."""
    if region_id is None:
        yield
        return
    with acting_in(region_id):
        yield


def home_of(actor: Actor) -> people.Home | None:
    """Where the acting resident lives, when he is bound to a person of the ledger."""
    return people.home_of(actor.person_id) if actor.person_id else None


def home_region(actor: Actor) -> UUID | None:
    """The community a resident belongs to: that of his home, else the one he is bound to or chose to look at."""
    home = home_of(actor)
    if home is not None:
        return home.region_id
    chosen = regions.info(actor.region_id) if actor.region_id else None
    return chosen.id if chosen and (actor.scope or chosen.level == regions.COMMUNITY) else None


def _home(actor: Actor, region_id: UUID | None) -> addresses.Home:
    home = home_of(actor)
    if home is None:
        return addresses.Home(region_id=region_id)
    return addresses.Home(home.region_id, home.compound_id, home.building_id)


def from_text(actor: Actor, text: str, region_id: UUID | None) -> Guess | None:
    """The place a free text speaks of ("我们 3 号楼 2 单元…"); None when it names none."""
    with _inside(region_id):
        return _guess(addresses.locate_text(text, _home(actor, region_id)))


def from_address(actor: Actor, typed: str, region_id: UUID | None) -> Guess | None:
    """The place of a typed address; None when nothing fits."""
    with _inside(region_id):
        return _guess(addresses.match_address(actor, typed, _home(actor, region_id)))


def said_place(actor: Actor, where: str, text: str, region_id: UUID) -> Place:
    """The place of a matter that nobody is there to confirm: what the address fits, else what the text speaks of, else the words."""
    guess = (from_address(actor, where, region_id) if where else None) or from_text(actor, text, region_id)
    return replace(guess.place, text=where or guess.place.text, confirmed=False) if guess else Place(region_id, text=where)


def from_typed(actor: Actor, typed: str, region_id: UUID | None) -> Guess | None:
    """As from_address; where that leads nowhere, every building that the bare words may mean ("3 号楼" of each compound)."""
    found = from_address(actor, typed, region_id)
    if found is not None and (found.sure or found.others):
        return found
    loose = from_text(actor, typed, region_id)
    named = tuple(one for one in loose.others if one.place.building_id) if loose else ()
    return replace(loose, sure=False, others=named) if loose and named else found


def from_point(lon: float, lat: float, region_id: UUID | None) -> Guess | None:
    """The building or community at a tapped point; None outside the city."""
    with _inside(region_id):
        found = _guess(addresses.locate_point(lon, lat))
    return replace(found, place=replace(found.place, lon=lon, lat=lat)) if found else None


def at_home(actor: Actor) -> Guess | None:
    """The resident's own home."""
    home = home_of(actor)
    if home is None:
        return None
    building = places.building(home.building_id) if home.building_id else None
    place = _place(home.region_id, building, house_id=home.house.id, unit=home.house.unit, score=HUNDRED)
    return Guess(place, home.house.full_label, "登记的您家", sure=True)


def at_building(region_id: UUID, building_id: UUID) -> Guess | None:
    """A building picked from the list."""
    with _inside(region_id):
        place = _place(region_id, places.building(building_id), score=HUNDRED)
    return Guess(place, place.label, "您选的这栋楼", sure=True) if place.building_id else None


def in_region(region_id: UUID) -> Guess | None:
    """No more than the community is known."""
    found = regions.info(region_id)
    return Guess(Place(region_id), found.name, "只知道是哪个社区", sure=False) if found else None


def _place(  # noqa: PLR0913, PLR0917  # the levels of one place
    region_id: UUID,
    building: places.BuildingInfo | None,
    compound_id: UUID | None = None,
    unit_id: UUID | None = None,
    house_id: UUID | None = None,
    unit: str = "",
    text: str = "",
    score: int | None = None,
) -> Place:
    """A place with its label (down to the unit at most), grid and point."""
    if building is not None:
        label = f"{building.full_label} {unit} 单元" if unit.isalnum() else building.full_label
        return Place(
            building.region_id, text or label, label, building.compound_id, building.id, unit_id, house_id,
            building.grid_id, building.lon, building.lat, score,
        )  # fmt: skip
    compound = places.compound(compound_id) if compound_id else None
    if compound is not None:
        return Place(
            compound.region_id, text or compound.name, compound.name, compound.id,
            grid_id=compound.grid_id, lon=compound.lon, lat=compound.lat, score=score,
        )  # fmt: skip
    community_id, grid_id = _community(region_id)
    return Place(community_id, text, grid_id=grid_id, score=score)


def _community(region_id: UUID) -> tuple[UUID, UUID | None]:
    """The community a matter of this division belongs to, and the grid or group when it was one."""
    info = regions.info(region_id)
    if info is None or info.level not in {regions.GRID, regions.GROUP} or len(info.path_ids) < 2:
        return region_id, None
    return info.path_ids[-2], region_id


def _guess(found: addresses.Match) -> Guess | None:
    if found.region_id is None:
        return None
    named = [found.building_id, *(one.building_id for one in found.candidates)]
    buildings = {building_id: places.building(building_id) for building_id in dict.fromkeys(named) if building_id}
    others = tuple(
        Guess(_placed(one, one.label, buildings), one.label, one.reason, sure=False) for one in found.candidates if one.region_id
    )
    title = f"{found.label} {found.detail}".strip()
    return Guess(_placed(found, title, buildings), title, "，".join(found.reasons), sure=not found.asks_back, others=others)


def _placed(found: addresses.Match | addresses.Candidate, text: str, buildings: dict[UUID, places.BuildingInfo | None]) -> Place:
    building = buildings.get(found.building_id) if found.building_id else None
    placed = _place(
        found.region_id or UUID(int=0), building, found.compound_id, found.unit_id, found.house_id,
        text=text, score=round(found.score * HUNDRED),
    )  # fmt: skip
    return replace(placed, label=found.label if found.level != "house" else placed.label)


def buildings_to_pick(region_id: UUID) -> list[places.BuildingInfo]:
    """Buildings of a community to choose from without a map."""
    with _inside(region_id):
        found = [building for building, _ in places.buildings_with_units([region_id])]
    return sorted(found, key=lambda building: building.compound_name)
