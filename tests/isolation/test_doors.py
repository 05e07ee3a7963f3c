"""What a community keeps makes no difference to what people of another one are shown: not in a list, a count, a tile, an error.

Every address is asked by every role before the second community has anything and again afterwards; each single thing
of it is asked for beside one that does not exist. A new address or a new role is covered the day it is made.
"""

import pytest

from linli.accounts.rules import roles
from tests.isolation import doors
from tests.isolation.conftest import Town
from tests.isolation.town import CANARY, settle

WIDE = {seed.code for seed in roles.ROLES if set(seed.levels) == {roles.CITY}}
NARROW = [seed.code for seed in roles.ROLES if seed.code not in WIDE]
# One at a desk, one on a phone; the long drill asks as every role.
EACH_KIND = ["community_worker", "resident"]
NOT_THERE = {403, 404, 405}
pytestmark = pytest.mark.django_db(transaction=True)


def test_every_variable_part_of_an_address_is_a_canary_or_public(town: Town) -> None:
    named = {name for route in doors.routes() for name in doors.parameters(route)}
    assert named - set(town.kept.ids) - set(doors.SLUGS) - set(doors.PUBLIC_PARAMETERS) == set()


@pytest.mark.parametrize("chosen", [EACH_KIND, pytest.param(NARROW, marks=pytest.mark.full)], ids=["each kind", "every role"])
def test_what_others_keep_changes_nothing(town: Town, as_app: None, chosen: list[str]) -> None:
    addresses = doors.lists()
    clients = {role: doors.enter(town.users[role]) for role in chosen}
    before = {(role, address): doors.ask(client, address) for role, client in clients.items() for address in addresses}
    settle(town.there, town.others, mark=CANARY, order=2, east=60)
    leaks, broken = [], []
    for (role, address), earlier in before.items():
        now = doors.ask(clients[role], address)
        if now.status >= 500:
            broken.append(f"{role} {address}: {now.status}")
        # A search page says again what was searched for.
        if now != earlier or (now.shows(CANARY) and CANARY not in doors.searched_for(address)):
            leaks.append(f"{role} {address}: {earlier.beside(now)}")
    assert not broken
    assert not leaks, "\n".join(leaks[:40])


@pytest.mark.full
@pytest.mark.parametrize("chosen", [EACH_KIND, NARROW], ids=["each kind", "every role"])
def test_a_thing_of_others_is_no_more_than_nothing(town: Town, as_app: None, chosen: list[str]) -> None:
    clients = {role: doors.enter(town.users[role]) for role in chosen}
    ids = settle(town.there, town.others, mark=CANARY, order=2, east=60).ids
    leaks = []
    for method in ("get", "post"):
        pairs = list(zip(doors.things(ids), doors.things({}), strict=True))
        for role, client in clients.items():
            for theirs, nobody in pairs:
                answer, unknown = doors.ask(client, theirs, method), doors.ask(client, nobody, method)
                if answer != unknown or answer.shows(CANARY) or answer.status not in {*NOT_THERE, 302}:
                    leaks.append(f"{role} {method} {theirs}: {answer.status} {answer.beside(unknown)}")
    assert not leaks, "\n".join(leaks[:40])
