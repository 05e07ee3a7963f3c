"""Demo accounts: they exist in demo mode only, and production refuses them."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings

from linli.accounts.models import Grant, Role, User
from linli.accounts.rules import roles
from linli.kernel import clock, crypto
from linli.kernel.actor import Actor
from linli.kernel.errors import NotNow
from linli.kernel.ids import random_id
from linli.kernel.operations import operation

_PUBLIC = {roles.RESIDENT, roles.FAMILY}
_DAYS = 365


def create_demo_user(  # noqa: PLR0913  # the facts of one account
    actor: Actor, *, role: str, region_id: UUID, name: str, unit: str, phone: str = "", person_id: UUID | None = None
) -> UUID:
    """Make an account of a role at a region for the demonstration; its id. A second call finds the first.

    A post of another role for the same name and unit goes to the same person (一人多岗). Raises NotNow outside demo mode.
    """
    if not settings.DEMO:
        message = "演示账号只在演示模式里有。"
        raise NotNow(message, code="not_demo")
    with operation(actor, "accounts.create_demo_user") as op:
        kind = User.Kind.RESIDENT if role in _PUBLIC else User.Kind.STAFF
        user = User.objects.filter(demo=True, kind=kind, name=name, grants__unit=unit).first()
        if user is None:
            user = _new_user(kind, name, phone, person_id)
        if Grant.objects.filter(user=user, role_id=role, region_id=region_id).running(clock.today()).exists():
            op.unchanged()
            return user.pk
        grant = _new_grant(actor, user, Role.objects.get(pk=role), region_id, unit)
        op.record(grant, role=["", role], note="演示")
        return user.pk


def _new_user(kind: str, name: str, phone: str, person_id: UUID | None) -> User:
    user = User(username=f"demo-{random_id().hex[:12]}", name=name, kind=kind, demo=True, person_id=person_id, phone=phone)
    user.phone_index = crypto.blind_index("phone", phone) if phone else ""
    user.set_unusable_password()
    user.save()
    return user


def _new_grant(actor: Actor, user: User, role: Role, region_id: UUID, unit: str) -> Grant:
    today = clock.today()
    grant = Grant(
        user=user,
        role=role,
        region_id=region_id,
        unit=unit,
        starts_on=today - timedelta(days=_DAYS),
        ends_on=None if role.code in _PUBLIC else today + timedelta(days=_DAYS),
        giver_name=actor.name,
        reason="演示",
        given_at=clock.now(),
    )
    grant.save(force_insert=True)
    return grant
