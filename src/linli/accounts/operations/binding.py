"""Binding a resident's account to a person of the registry: at the community desk, or by name, ID number and a known phone."""

from dataclasses import asdict, dataclass
from uuid import UUID

from linli.accounts.events import ResidentBound
from linli.accounts.models import Grant, User
from linli.accounts.operations import codes, guards, stays
from linli.accounts.rules import phones, roles
from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.clients import neighbourhood
from linli.kernel.errors import Conflict, Invalid, NotVisible
from linli.kernel.fields import open_sealed
from linli.kernel.operations import Operation, operation
from linli.kernel.scope import acting_in
from linli.people import contract as people
from linli.regions import contract as regions

profiles.declare_rule("identity_tries_day", "自己核对身份，一个手机号每天", 5, "次", "D", "防试探")
profiles.declare_rule("identity_failures_ip_day", "自己核对身份没对上，一个网络每天", 60, "次", "D", "社区和运营商共用一个出口")

_DAY = 86400
NOT_MATCHED = "没有对上。可能是社区登记的手机号不是这一个，也可能有字写得不一样。请带身份证到社区窗口绑定，当场就好。"


@dataclass(frozen=True)
class DeskBinding:
    """What the desk enters, the ID card in hand."""

    person_id: UUID
    name: str
    phone: str


def _bind(op: Operation, user: User, person_id: UUID, region_id: UUID, name: str) -> Grant:
    user.person_id, user.name, user.home_region_id = person_id, name, region_id
    user.save(update_fields=["person_id", "name", "home_region_id"])
    for other in Grant.objects.filter(user=user, role_id=roles.RESIDENT).exclude(region_id=region_id).to_come(clock.today()):
        other.revoked_at, other.revoke_reason = clock.now(), "搬到别的社区"
        other.save(update_fields=["revoked_at", "revoke_reason"])
    bound = Grant.objects.filter(user=user, role_id=roles.RESIDENT, region_id=region_id).running(clock.today()).first()
    where = regions.info(region_id)
    if bound is None:
        bound = Grant(user=user, role_id=roles.RESIDENT, region_id=region_id, unit=where.name if where else "", starts_on=clock.today())
        bound.giver_id, bound.giver_name, bound.given_at = op.actor.user_id, op.actor.name or "本人", clock.now()
        bound.reason = "窗口绑定" if op.name == "accounts.bind_resident" else "本人核对身份"
        bound.save(force_insert=True)
    op.record(bound, region_id=region_id, subject_id=person_id, note=bound.reason)
    op.announce(ResidentBound(aggregate_id=user.pk, region_id=region_id, person_id=person_id))
    return bound


def bind_resident(actor: Actor, new: DeskBinding, *, op_id: UUID | None = None) -> UUID:
    """Bind at the desk; the account's id. The person signs in by a code to this phone; several people may share it.

    Raises NotVisible (not in the actor's area), NotPermitted, Invalid (phone, or a name that is not the registry's).
    """
    with operation(actor, "accounts.bind_resident", op_id, content=asdict(new)) as op:
        region_id = people.region_of(new.person_id)
        if op.done_before:
            return Grant.objects.get(pk=op.done_before).user_id
        if region_id is None:
            raise NotVisible
        op.require(region_id)
        problems: dict[str, list[str]] = {}
        if wrong := phones.problem(new.phone):
            problems["phone"] = [wrong]
        if not people.is_called(new.person_id, new.name.strip()):
            problems["name"] = ["和登记的姓名不一样。请对照身份证，登记错了先改登记。"]
        if problems:
            message = "还有要改的地方。"
            raise Invalid(message, problems)
        guards.hold(f"bind:{codes.phone_index(new.phone)}"[:80])
        at_phone = codes.users_at(new.phone)
        same = next((user for user in at_phone if user.person_id == new.person_id), None)
        user = same or codes.new_resident(new.phone)
        return _bind(op, user, new.person_id, region_id, new.name.strip()).user_id


def claim_identity(actor: Actor, name: str, id_number: str, visit: stays.Visit) -> bool:
    """Bind oneself when name, ID number and the phone signed in with are what the community holds; whether it agreed.

    One answer for every difference (no oracle), and few tries: answered, not raised, so that the tries are counted.
    Raises Conflict when the account already stands for somebody.
    """
    with operation(actor, "accounts.claim_identity") as op:
        user = User.objects.select_for_update().filter(pk=stays.me(actor), kind=User.Kind.RESIDENT).first()
        if user is None:
            raise NotVisible
        if user.person_id is not None:
            message = "您的账号已经绑定了。绑错了请到社区窗口改。"
            raise Conflict(message)
        at = f"identity:ip:{neighbourhood(visit.ip)}"
        network = guards.Window(profiles.value("identity_failures_ip_day"), _DAY)
        own = guards.hit(f"identity:{user.phone_index}", guards.Window(profiles.value("identity_tries_day"), _DAY))
        full = own is not None or guards.full(at, network)
        phone = open_sealed(user, "phone")
        found = people.match_with_region(name.strip(), id_number.strip(), phone, asker=user.pk)
        if found is None or full:
            guards.hit(at, network)
            op.unchanged()
            return False
        person_id, region_id = found
        with acting_in(region_id):
            _bind(op, user, person_id, region_id, name.strip())
        return True


def choose_community(actor: Actor, region_id: UUID) -> None:
    """Look at a community's page as one's own; no right follows from it. Raises NotVisible for what is no community."""
    with operation(actor, "accounts.choose_community") as op:
        where = regions.info(region_id)
        user = User.objects.select_for_update().filter(pk=stays.me(actor)).first()
        if user is None or where is None or where.level != regions.COMMUNITY:
            raise NotVisible
        before, user.home_region_id = user.home_region_id, region_id
        user.save(update_fields=["home_region_id"])
        op.record(user, region_id=region_id, home=[before, region_id])
