"""The identity directory: one question at a time through the database's limited functions (design §6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from linli.kernel import crypto
from linli.kernel.actor import Actor
from linli.people.operations.numbers import IdNumber

MOST = 500


class Raced(Exception):
    """Somebody else claimed a number between the question and the claim: try the whole step again."""


@dataclass(frozen=True)
class Known:
    """A number the directory knows. `person_id` is told when kept `here` or when the person has moved out elsewhere."""

    person_id: UUID | None
    here: bool
    moved_out: bool

    @property
    def kept(self) -> UUID | None:
        """The person when this community keeps them now."""
        return self.person_id if self.here and not self.moved_out else None

    @property
    def left(self) -> UUID | None:
        """The row of somebody who moved away and may be taken over."""
        return self.person_id if self.moved_out else None

    @property
    def elsewhere(self) -> bool:
        """Kept by another community that has not let go of the person."""
        return not self.here and not self.moved_out


def _key(number: IdNumber) -> tuple[str, str, str]:
    kid, digest = crypto.blind_index(f"id:{number.id_type}", number.number).split(":", 1)
    return number.id_type, kid, digest


def phone_index(number: str) -> str:
    """Keyed digest of a telephone number."""
    return crypto.blind_index("phone", number)


def ask(actor: Actor, numbers: Sequence[IdNumber], why: str) -> dict[IdNumber, Known]:
    """Which of at most 500 numbers are known. The question is logged in the database."""
    if not numbers:
        return {}
    kinds, kids, digests = (list(column) for column in zip(*(_key(number) for number in numbers), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, person_id, here, moved_out FROM people_identity_ask(%s::uuid, %s, %s::text[], %s::text[], %s::text[])",
            [actor.user_id or actor.on_behalf_of, why, kinds, kids, digests],
        )
        return {numbers[place - 1]: Known(person, here, moved) for place, person, here, moved in cursor.fetchall()}


def claim(people: Sequence[tuple[UUID, IdNumber]]) -> frozenset[UUID]:
    """Enter people into the directory; the ids that got their number. The others' numbers belong to somebody else."""
    if not people:
        return frozenset()
    keys = [_key(number) for _, number in people]
    kinds, kids, digests = (list(column) for column in zip(*keys, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM people_identity_claim(%s::uuid[], %s::text[], %s::text[], %s::text[])",
            [[person for person, _ in people], kinds, kids, digests],
        )
        return frozenset(row[0] for row in cursor.fetchall())


def leave(person_ids: Sequence[UUID], *, forget: bool) -> None:
    """Let go of people: `forget` as if never entered (a withdrawn import), else open to the community they move to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_identity_leave(%s::uuid[], %s)", [list(person_ids), forget])


def match(asker: UUID | None, number: IdNumber, name: str, phone: str) -> tuple[UUID, UUID] | None:
    """Person and community when number, name and a phone the community holds agree; one query of one shape otherwise too."""
    kind, kid, digest = _key(number)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, region_id FROM people_identity_match(%s::uuid, %s, %s, %s, %s, %s)",
            [asker, kind, kid, digest, name, phone_index(phone)],
        )
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None
