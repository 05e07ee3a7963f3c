"""Who holds which post: for dispatching, for names on pages, for notices to residents."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from linli.accounts.models import Grant, User
from linli.kernel import clock
from linli.kernel.fields import Sealed, open_sealed
from linli.kernel.models import in_scope
from linli.regions import contract as regions


@dataclass(frozen=True)
class Holder:
    """Somebody in a post today. `covering` is the name of the person stood in for, empty for the own post."""

    user_id: UUID
    grant_id: UUID
    name: str
    unit: str
    role: str
    role_label: str
    region_id: UUID
    covering: str


def holders(region_ids: Iterable[UUID], roles: Iterable[str] = ()) -> list[Holder]:
    """Staff with a running post at one of the regions or at a grid or group of theirs, highest role first.

    Of the given roles when any are named.
    """
    at = {*region_ids}
    running = Grant.objects.running(clock.today()).filter(user__is_active=True, user__kind=User.Kind.STAFF)
    rows = running.filter(in_scope("region_id", [*at, *regions.grids_under(at)]))
    wanted = tuple(roles)
    if wanted:
        rows = rows.filter(role_id__in=wanted)
    rows = rows.select_related("user", "role", "cover_for__user").order_by("role__rank", "user__name", "given_at")
    return [
        Holder(
            row.user_id,
            row.pk,
            row.user.name,
            row.unit,
            row.role_id,
            row.role.label,
            row.region_id,
            row.cover_for.user.name if row.cover_for else "",
        )
        for row in rows
    ]


def who(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of users by id, for pages that show who did something."""
    return {user.pk: user.called for user in User.objects.filter(pk__in=list(user_ids))}


def users_of_person(person_id: UUID) -> list[UUID]:
    """Accounts bound to a person of the registry."""
    return list(User.objects.filter(person_id=person_id, is_active=True).values_list("pk", flat=True))


def phones_of_person(person_id: UUID) -> list[str]:
    """Phones of a person's own accounts, for a notice about his own matter. Never shown, never logged."""
    users = User.objects.filter(person_id=person_id, is_active=True).exclude(phone_index="")
    return [open_sealed(user, "phone") for user in users]


def phone_of(user_id: UUID) -> str:
    """The phone a resident signs in with, to be kept with his own request; empty for staff. Never shown, never logged."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user WHERE id = %s AND kind = %s", [user_id, User.Kind.RESIDENT])
        row = cursor.fetchone()
    user = User(pk=user_id)
    user.phone = Sealed(row[0]) if row and row[0] else ""
    return open_sealed(user, "phone")
