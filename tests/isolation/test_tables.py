"""Every fenced table under the scope of every role: rows of one's own ground are seen, a row elsewhere is not (design §6).

The canaries are made from the catalogue (tests/support/canaries.py), so a table is covered the day it is made; a column
of a kind nobody has a value for fails here.
"""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection, models, transaction

from linli.accounts.rules import roles
from linli.kernel import permissions
from linli.kernel.actor import Actor, Grant
from linli.kernel.models import RegionQuerySet
from linli.kernel.scope import use_scope
from tests.architecture.tables import ours
from tests.support import canaries

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = uuid4(), uuid4()
FENCED = [*ours("region"), *ours("log")]


def _actor(seed: roles.RoleSeed) -> Actor:
    """Somebody in the role: city posts see all, everybody else one community's ground."""
    permissions.load()
    wide = set(seed.levels) == {roles.CITY}
    region_ids = frozenset[UUID]() if wide else frozenset({HERE})
    carried = permissions.of_role(seed.code)
    grant = Grant(uuid4(), seed.code, seed.label, HERE, region_ids, wide, carried)
    return Actor(user_id=uuid4(), name=seed.label, unit="", door="desk", grants=(grant,))


@pytest.fixture
def model(request: pytest.FixtureRequest, db: None) -> Iterator[type[models.Model]]:
    """A table with one row here and one elsewhere."""
    table: type[models.Model] = request.param
    with canaries.rows_of(table, HERE, ELSEWHERE):
        yield table


@pytest.mark.parametrize("model", FENCED, ids=lambda model: model._meta.label, indirect=True)
def test_each_role_sees_its_own_ground_only(model: type[models.Model]) -> None:
    wrong = []
    for seed in roles.ROLES:
        actor = _actor(seed)
        wanted = {HERE, ELSEWHERE} if actor.wide else {HERE}
        with transaction.atomic(), use_scope(actor):
            seen = {"SQL": _seen(model)}
            seen |= {"ORM": _visible(model, actor)}
        wrong += [
            f"{seed.code} by {way}: {len(found)}"
            for way, found in seen.items()
            if not found <= wanted or (way == "SQL" and found != wanted)
        ]
    assert not wrong
    for nobody in (Actor.anonymous(), Actor.system("elsewhere", frozenset(), frozenset({uuid4()}))):
        with transaction.atomic(), use_scope(nobody):
            assert _seen(model) == set()


def _seen(model: type[models.Model]) -> set[UUID]:
    return canaries.seen_all(model) & {HERE, ELSEWHERE}


def _visible(model: type[models.Model], actor: Actor) -> set[UUID]:
    """What `visible_to` gives; a table whose rows are seen by more than the region (a restricted matter) may give less."""
    rows = model._default_manager.all()  # noqa: SLF001  # each model's own manager, whatever its name
    if not isinstance(rows, RegionQuerySet):
        return set()
    return set(rows.visible_to(actor).values_list(canaries.column(model), flat=True)) & {HERE, ELSEWHERE}


@pytest.mark.parametrize("model", ours("directory"), ids=lambda model: model._meta.label)
def test_nobody_reads_the_directory(model: type[models.Model]) -> None:
    for seed in roles.ROLES:
        with transaction.atomic(), use_scope(_actor(seed)), pytest.raises(Error, match="permission denied"), transaction.atomic():
            canaries.seen_all(model)


def test_the_directory_tells_nothing_of_elsewhere() -> None:
    """Its function says that a number is known, and neither whose it is nor where, outside the asker's ground."""
    person = uuid4()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "INSERT INTO people_identityindex (id_type, kid, digest, person_id, region_id, moved_out) VALUES ('id', 'k', 'd', %s, %s, false)",
            [person, ELSEWHERE],
        )
    told = {}
    for code in ("community_worker", "city_lead"):
        with (
            transaction.atomic(),
            use_scope(_actor(next(seed for seed in roles.ROLES if seed.code == code))),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT person_id, here FROM people_identity_ask(%s, 'test', ARRAY['id'], ARRAY['k'], ARRAY['d'])", [uuid4()])
            told[code] = cursor.fetchall()
    assert told == {"community_worker": [(None, False)], "city_lead": [(person, True)]}


@pytest.mark.django_db(transaction=True)
def test_the_servers_role_reaches_nothing_by_itself(as_app: None) -> None:
    """Before SET ROLE the connection of the server has no right on a fenced table at all."""
    for model in [*FENCED, *ours("directory")]:
        with pytest.raises(Error, match="permission denied"), transaction.atomic():
            canaries.seen_all(model)
