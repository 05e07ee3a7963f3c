"""Two communities of two districts, built through operations; every text of the second carries the canary's name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction

from linli.accounts import contract as accounts
from linli.accounts.models import Grant, SignIn, User
from linli.accounts.operations import stays
from linli.accounts.rules import roles
from linli.accounts.tests.conftest import COMMAND, region
from linli.exchange import contract as exchange
from linli.exchange.tests.builders import new as match_task
from linli.imports import contract as imports
from linli.insight.tests.builders import at, ring
from linli.kernel import clock, permissions
from linli.kernel.actor import Actor
from linli.kernel.models import LogEntry
from linli.kernel.scope import use_scope
from linli.organisations import contract as organisations
from linli.people import contract as people
from linli.people.tests.factories import id_number
from linli.places import contract as places
from linli.projects import contract as projects
from linli.quality import contract as quality
from linli.quality.models import Finding
from linli.requests import operations as requests
from linli.requests.models import Photo, Request, StaffAlert
from linli.requests.operations import Filing, Place

CANARY = "金丝雀"
HERE_NAME, THERE_NAME = "金竹社区", "石坝社区"
HEADINGS = ("小区", "幢", "单元", "房号", "姓名", "证件号码", "电话")


@dataclass(frozen=True)
class Ground:
    """One community and what is above it."""

    city: UUID
    district: UUID
    township: UUID
    community: UUID
    grid: UUID
    group: UUID

    def of(self, level: str) -> UUID:
        """The region of a level."""
        return {
            roles.CITY: self.city,
            roles.DISTRICT: self.district,
            roles.TOWNSHIP: self.township,
            roles.COMMUNITY: self.community,
            roles.GRID: self.grid,
            roles.GROUP: self.group,
        }[level]


@dataclass(frozen=True)
class Kept:
    """Ids of what a community keeps, by the names the addresses use."""

    ids: dict[str, UUID]
    id_number: str


def lay_out() -> tuple[Ground, Ground]:
    """Regions only: the tree is public."""
    city = region("试验市", roles.CITY, [])
    return _ground(city, "云溪区", "临江街道", HERE_NAME), _ground(city, "南溪区", "石坝街道", THERE_NAME)


def _ground(city: UUID, district: str, township: str, community: str) -> Ground:
    line = [city]
    for name, level in ((district, roles.DISTRICT), (township, roles.TOWNSHIP), (community, roles.COMMUNITY)):
        line.append(region(name, level, line))
    grid, group = region(f"{community}第 1 网格", roles.GRID, line), region(f"{community}一组", roles.GROUP, line)
    return Ground(line[0], line[1], line[2], line[3], grid, group)


def platform() -> Actor:
    """May do everything: builds what is looked for."""
    return Actor.system("测试数据", frozenset(p.name for p in permissions.everything()), wide=True, door="command")


@contextmanager
def doing(actor: Actor) -> Iterator[Actor]:
    """A transaction under the actor's scope, as a request has it."""
    with transaction.atomic(), use_scope(actor):
        yield actor


def hire(ground: Ground, mark: str = "") -> dict[str, UUID]:
    """One account a role, at the highest level below the city that the role is held at; role → user."""
    accounts.sync_roles(COMMAND)
    users = {}
    for seed in roles.ROLES:
        level = next((level for level in seed.levels if level != roles.CITY), seed.levels[0])
        unit = f"{mark}{seed.label}"
        users[seed.code] = accounts.create_demo_user(
            platform(), role=seed.code, region_id=ground.of(level), name=f"{mark}{seed.label}", unit=unit
        )
    return users


def settle(  # what stands where
    ground: Ground, users: dict[str, UUID], *, mark: str, order: int, east: float, grid: UUID | None = None
) -> Kept:
    """Houses, people, an import, matters in several states, a photo, a stay: a community, or one grid of it, at work."""
    head = accounts.actor_of_user(users["community_head"])
    worker = accounts.actor_of_user(users["community_worker"])
    with doing(worker):
        ids = houses(ground, mark, east, grid)
    number = id_number(order)
    with doing(worker):
        ids |= _people(worker, ground, ids, number, mark)
        ids |= _reading(worker, ids["person_id"])
    resident = accounts.actor_of_user(users["resident"])
    ids |= _matters(ground, resident, worker, ids, mark, east, grid=grid)
    if grid is None:  # a ledger and a unit are the whole community's
        ids |= _import(worker, ground, mark)
        new = organisations.NewOrganisation(ground.community, "social_org", f"{mark}互助会")
        with doing(platform()) as actor:
            ids["unit_id"] = organisations.add_organisation(actor, new)
            project = projects.NewProject(ground.community, f"{mark}苑门厅改造", "works", "service_fund", f"{mark}苑换防滑砖", 1_000_000)
            ids["project_id"] = projects.propose(actor, project)
            ids["task_id"] = exchange.draft(actor, match_task(ground.community, f"{mark}名册比对"))
        with doing(worker):
            ids |= _quality(worker, ground, ids, mark)
    with doing(head):
        ids |= _account(users["community_worker"])
    return Kept(ids, number)


def houses(ground: Ground, mark: str, east: float, grid: UUID | None = None) -> dict[str, UUID]:
    """A compound with one building of two units, and two houses; their ids."""
    actor = platform()
    compound = places.add_compound(
        actor, places.NewCompound(ground.community, f"{mark}苑", "commercial", outline=ring(east, -60, east + 90, 60), demo=True)
    )
    outline = ring(east + 10, -10, east + 40, 12)
    building = places.add_building(actor, places.NewBuilding(compound, "3", ("1", "2"), 11, outline=outline, grid_id=grid))
    (house, *_) = places.add_houses(actor, building, [places.NewHouse("501", "2"), places.NewHouse("502", "2")])
    lon, lat = at(east + 20, 5)
    hydrant = places.NewFacility(
        ground.community, "hydrant", f"{mark}消火栓", place_text=f"{mark}苑门口", building_id=building, lon=lon, lat=lat
    )
    facility = places.register_facility(actor, hydrant)
    return {"compound_id": compound, "building_id": building, "house_id": house, "facility_id": facility.pk}


def _people(actor: Actor, ground: Ground, ids: dict[str, UUID], number: str, mark: str) -> dict[str, UUID]:
    new = people.NewPerson(ground.community, f"{mark}秀英", id_number=number, phones=(("10000001299", "本人"),))
    person = people.add_person(actor, new)
    people.add_link(actor, person, people.NewLink(ids["house_id"], "living", date(1998, 3, 1), main=True))
    household = people.add_to_household(actor, person, people.HouseholdPlace("02", house_id=ids["house_id"]))
    return {"person_id": person, "household_id": household}


def _quality(actor: Actor, ground: Ground, ids: dict[str, UUID], mark: str) -> dict[str, UUID]:
    """Somebody entered twice and told apart, and a first check."""
    other = people.add_person(actor, people.NewPerson(ground.community, f"{mark}秀英", id_type="000", phones=(("10000001299", "本人"),)))
    decided = people.tell_apart(actor, ids["person_id"], other)
    quality.check_community(actor, ground.community)
    return {"other_id": other, "merge_id": decided.pk, "finding_id": Finding.objects.filter(subject_id=other)[0].pk}


def _reading(actor: Actor, person_id: UUID) -> dict[str, UUID]:
    people.reveal(actor, person_id, "phone", people.Why("contact"))
    return {"entry_id": LogEntry.objects.filter(book=LogEntry.Book.READ, subject_id=person_id).values_list("pk", flat=True)[0]}


def _matters(  # noqa: PLR0913  # who says what, where
    ground: Ground, resident: Actor, worker: Actor, ids: dict[str, UUID], mark: str, east: float, *, grid: UUID | None
) -> dict[str, UUID]:
    lon, lat = at(east + 20, 0)
    place = Place(
        ground.community, f"{mark}苑 3 号楼 2 单元", f"{mark}苑 3 号楼 2 单元", ids["compound_id"], ids["building_id"], score=95,
        confirmed=True, lon=lon, lat=lat, grid_id=grid,
    )  # fmt: skip
    texts = {
        "tip": f"{mark}苑 3 号楼 2 单元的楼道灯坏了三天，全黑。",
        "help": f"{mark}苑 3 号楼闻到很浓的煤气味，快来人！",
        "complaint": f"{mark}苑 3 号楼有人动手打老婆，孩子一直哭。",
        "consult": f"{mark}苑的水费怎么多了一倍？",
    }
    filed = {}
    for kind, text in texts.items():
        with doing(resident):
            filed[kind] = requests.file_request(resident, Filing(kind, text, place), phone="10000001299")
        with doing(platform()) as actor:
            requests.propose(actor, filed[kind].pk)
    with doing(worker):
        requests.accept(worker, filed["consult"].pk)
        requests.add_note(worker, filed["consult"].pk, text=f"{mark}记下了")
        photo = _photo(filed["tip"])
    with doing(platform()):
        alert = StaffAlert.objects.filter(request=filed["help"]).order_by("role")[0].pk
    return {"request_id": filed["tip"].pk, "photo_id": photo, "alert_id": alert}


def _photo(request: Request) -> UUID:
    """A row of a photo; the file behind it is never reached from outside."""
    photo = Photo(
        request=request,
        region_id=request.region_id,
        path="none.jpg",
        thumb="none.jpg",
        width=1,
        height=1,
        size=1,
        sha256="0",
        at=clock.now(),
    )
    photo.save(force_insert=True)
    return photo.pk


def _import(worker: Actor, ground: Ground, mark: str) -> dict[str, UUID]:
    content = f"{','.join(HEADINGS)}\n{mark}苑,3,2,501,{mark}三,,\n".encode()
    with doing(worker):
        batch = imports.upload(worker, "people.ledger", ground.community, f"{mark}.csv", content)
    return {"batch_id": batch.pk}


def _account(user_id: UUID) -> dict[str, UUID]:
    user, grant = User.objects.get(pk=user_id), Grant.objects.get(user_id=user_id)
    actor = replace(Actor.anonymous(), user_id=user_id)
    stay = stays.begin(actor, user, way="demo", visit=stays.Visit("10.0.0.9", "test"))
    return {"user_id": user_id, "grant_id": grant.pk, "stay_id": SignIn.objects.get(pk=stay.pk).pk}
