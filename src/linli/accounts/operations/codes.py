"""Residents signing in: a one-time code to the phone, then who of those at this phone they are.

A code opens only the browser that asked for it, and has its tries there: whoever knows no more than the number can neither use up
the owner's tries nor make the owner's code worthless by asking for another (docs/adr/0016).
Failures are answered, not raised: their counts must be committed.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from linli.accounts.models import NoticeAcceptance, PhoneCode, PrivacyNotice, SignInEvent, User
from linli.accounts.operations import guards, sms, sources, stays
from linli.accounts.rules import phones
from linli.kernel import clock, crypto, profiles
from linli.kernel.actor import Actor
from linli.kernel.clients import neighbourhood
from linli.kernel.errors import Invalid, NotVisible, TooMany
from linli.kernel.ids import random_id
from linli.kernel.operations import operation

profiles.declare_rule("code_minutes", "短信验证码多久有效", 5, "分钟", "D", "业务规范（数据安全）§8")
profiles.declare_rule("code_tries", "一个验证码最多试几次", 5, "次", "D", "业务规范（数据安全）§8")
profiles.declare_rule("codes_per_phone_hour", "一个手机号每小时验证码", 5, "条", "D", "防轰炸")
profiles.declare_rule("codes_per_phone_day", "一个手机号每天验证码", 10, "条", "D", "防轰炸")
profiles.declare_rule("codes_per_ip_hour", "同一网络每小时验证码", 60, "条", "D", "社区共用一个出口")
profiles.declare_rule("codes_gap_seconds", "两条验证码至少隔", 60, "秒", "D", "防轰炸")

_HOUR, _DAY = 3600, 86400


@dataclass(frozen=True)
class Asked:
    """What came of asking for a code: sent under an id that this browser keeps, or when to ask again."""

    again_at: datetime | None = None
    code_id: UUID | None = None


def phone_index(phone: str) -> str:
    """The blind index that finds users by phone."""
    return crypto.blind_index("phone", phones.cleaned(phone))


def _digest(row_id: UUID, code: str) -> str:
    return crypto.blind_index("sms-code", f"{row_id}|{code}")


def _crowded(index: str, visit: stays.Visit) -> datetime | None:
    hour, day = profiles.value("codes_per_phone_hour"), profiles.value("codes_per_phone_day")
    # Strangers who ask for codes to somebody's phone use up their own share, not that of the browser he signs in with.
    at_phone = User.objects.filter(phone_index=index, kind=User.Kind.RESIDENT).values_list("pk", flat=True)
    whose = f"{index}:{sources.of_browser(visit, list(at_phone))}"
    counts = (
        guards.hit(f"code:ip:{neighbourhood(visit.ip)}", guards.Window(profiles.value("codes_per_ip_hour"), _HOUR)),
        guards.hit(f"code:hour:{whose}", guards.Window(hour, _HOUR)),
        guards.hit(f"code:day:{whose}", guards.Window(day, _DAY)),
    )
    return max((moment for moment in counts if moment), default=None)


def request_code(actor: Actor, phone: str, visit: stays.Visit) -> Asked:
    """Send a six-digit code. Known and unknown phones get the same answer.

    Raises Invalid for what cannot be a phone, NotNow when no message can be sent.
    """
    wrong = phones.problem(phone)
    if wrong:
        raise Invalid(wrong, {"phone": [wrong]})
    index = phone_index(phone)
    with operation(actor, "accounts.request_code") as op:
        op.unchanged()
        guards.hold(f"code:{index}"[:80])
        now = clock.now()
        gap = timedelta(seconds=profiles.value("codes_gap_seconds"))
        last = PhoneCode.objects.filter(phone_index=index).order_by("-made_at").values_list("made_at", flat=True).first()
        if last is not None and now - last < gap:
            return Asked(last + gap)
        crowded = _crowded(index, visit)
        if crowded is not None:
            return Asked(crowded)
        code = f"{secrets.randbelow(1_000_000):06d}"
        minutes = profiles.value("code_minutes")
        row = PhoneCode(id=random_id(), phone_index=index, made_at=now, expires_at=now + timedelta(minutes=minutes))
        row.digest = _digest(row.pk, code)
        row.save(force_insert=True)
        text = f"【邻里】您的验证码是 {code}，{minutes} 分钟内有效。不要告诉别人，社区的人也不会问您要。"
        sms.send(actor, phones.cleaned(phone), text, "code")
        return Asked(code_id=row.pk)


def redeem_code(actor: Actor, phone: str, code_id: UUID | None, code: str, visit: stays.Visit) -> bool:
    """Whether the code is the one this browser asked for. It fits once, for five minutes, within five tries; of two at once one succeeds."""
    with operation(actor, "accounts.redeem_code") as op:
        op.unchanged()
        now, index = clock.now(), phone_index(phone)
        asked = PhoneCode.objects.select_for_update().filter(pk=code_id, phone_index=index, used_at=None).first() if code_id else None
        if asked is None or asked.expires_at <= now or asked.tries >= profiles.value("code_tries"):
            stays.note_attempt(SignInEvent.Outcome.CODE_WRONG, "code", visit, tried=index)
            return False
        asked.tries += 1
        right = secrets.compare_digest(asked.digest, _digest(asked.pk, "".join(code.split())))
        if right:
            asked.used_at = now
        else:
            stays.note_attempt(SignInEvent.Outcome.CODE_WRONG, "code", visit, tried=index)
        asked.save(update_fields=["tries", "used_at"])
        return right


def users_at(phone: str) -> list[User]:
    """Residents who may come in with this phone; several may share it."""
    users = User.objects.filter(phone_index=phone_index(phone), kind=User.Kind.RESIDENT, is_active=True, demo=False)
    return list(users.order_by("date_joined"))


def resident_at(actor: Actor, phone: str, user_id: UUID | None) -> User:
    """The one of them somebody says he is, or a new resident not yet bound to a person. Raises NotVisible."""
    with operation(actor, "accounts.redeem_code") as op:
        if user_id is not None:
            op.unchanged()
            found = next((user for user in users_at(phone) if user.pk == user_id), None)
            if found is None:
                raise NotVisible
            return found
        unbound = next((user for user in users_at(phone) if user.person_id is None), None)
        if unbound is not None:
            op.unchanged()
            return unbound
        user = new_resident(phone)
        op.record(user, note="居民第一次用手机号登录")
        return user


def new_resident(phone: str) -> User:
    """An account for a phone, as part of an operation."""
    digits = phones.cleaned(phone)
    user = User(username=f"r-{random_id().hex[:16]}", kind=User.Kind.RESIDENT, phone=digits, phone_index=phone_index(digits))
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def accept_notice(actor: Actor, user: User, version: int) -> None:
    """Keep that the resident saw the notice before giving anything. Raises NotVisible for an unknown version."""
    with operation(actor, "accounts.accept_notice") as op:
        notice = PrivacyNotice.objects.filter(version=version).first()
        if notice is None:
            raise NotVisible
        row, made = NoticeAcceptance.objects.get_or_create(notice=notice, user=user, defaults={"seen_at": clock.now()})
        if made:
            op.record(row, notice=["", version])
        else:
            op.unchanged()


def too_soon(again_at: datetime) -> TooMany:
    """What the page says when a code was asked for too often."""
    at = clock.local(again_at)
    return TooMany(f"验证码要得太勤了，{at.hour}:{at.minute:02d} 以后再要。等不及可以打电话给社区。")
