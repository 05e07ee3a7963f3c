"""The accounts a visitor of the demonstration may take with one click."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from linli.accounts.models import Grant, User
from linli.accounts.rules import roles
from linli.kernel import clock


@dataclass(frozen=True)
class DemoAccount:
    """One post to try."""

    user_id: UUID
    grant_id: UUID
    name: str
    unit: str
    role: str
    role_label: str
    place: str
    description: str
    resident: bool
    shelf: str


@dataclass(frozen=True)
class Shelf:
    """The demo accounts of one level, or of the partners, or of the residents."""

    code: str
    label: str
    accounts: tuple[DemoAccount, ...]


def demo_accounts() -> list[DemoAccount]:
    """Every demo account with its post, highest role first; empty outside demo mode."""
    if not settings.DEMO:
        return []
    rows = (
        Grant.objects.filter(user__demo=True, user__is_active=True)
        .running(clock.today())
        .select_related("user", "role", "region")
        .order_by("role__rank", "region__position", "given_at")
    )
    return [
        DemoAccount(
            user_id=row.user_id,
            grant_id=row.pk,
            name=row.user.name,
            unit=row.unit,
            role=row.role_id,
            role_label=row.role.label,
            place=row.region.name,
            description=row.role.description,
            resident=row.user.kind == User.Kind.RESIDENT,
            shelf=roles.shelf(row.role.branch, row.region.level),
        )
        for row in rows
    ]


def demo_shelves() -> list[Shelf]:
    """The demo accounts by level, from the city down to the residents; empty outside demo mode."""
    found = demo_accounts()
    shelves = [Shelf(code, label, tuple(one for one in found if one.shelf == code)) for code, label in roles.SHELVES.items()]
    return [shelf for shelf in shelves if shelf.accounts]
