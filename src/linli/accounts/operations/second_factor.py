"""The second factor of staff: a time-based code (TOTP) from allauth, with recovery codes.

A code counts once across all processes: the last accepted counter is kept in the row, under a row lock.
"""

import time
from dataclasses import dataclass

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp

from linli.accounts import mfa
from linli.accounts.models import Guard, SignInEvent, User
from linli.accounts.operations import guards, sources, stays
from linli.kernel import crypto
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow
from linli.kernel.operations import operation

_SECRET_PLACE = "session|totp|{}"  # noqa: S105  # the place a secret is bound to


@dataclass(frozen=True)
class Enrolment:
    """What a person needs to set up the second step."""

    sealed: str
    secret: str
    uri: str


def enrolled(user: User) -> bool:
    """Whether the user has a second factor."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists())


def begin(user: User, sealed: str = "") -> Enrolment:
    """A new secret, or the one begun earlier; it waits sealed in the session until a code proves it."""
    place = _SECRET_PLACE.format(user.pk)
    secret = crypto.unseal(sealed, place) if sealed else totp.generate_totp_secret()
    uri = mfa.SealedMFAAdapter().build_totp_url(user, secret)
    return Enrolment(sealed or crypto.seal(secret, place), secret, uri)


def _counter(secret: str, code: str, after: int = -1) -> int | None:
    """The time step a code stands for, when it is later than the last one used."""
    step = int(time.time()) // int(mfa_settings.TOTP_PERIOD)
    for counter in (step - 1, step, step + 1):
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if counter > after and compare_user_code(actual=code, expected=expected):
            return counter
    return None


def enrol(actor: Actor, user: User, sealed: str, code: str) -> list[str]:
    """Store the secret once a code proves that the phone has it; the recovery codes, shown this one time.

    Raises NotNow when a second factor exists already, Invalid for a wrong code.
    """
    with operation(actor, "accounts.enrol_second_factor") as op:
        User.objects.select_for_update().get(pk=user.pk)
        if enrolled(user):
            message = "您已经设过两步验证。换手机请找给您开账号的上级单位重置。"
            raise NotNow(message)
        secret = crypto.unseal(sealed, _SECRET_PLACE.format(user.pk))
        counter = _counter(secret, code)
        if counter is None:
            message = "验证码不对。请看手机上现在显示的 6 位数，再输一次；手机时间要准。"
            raise Invalid(message, {"code": [message]})
        with mfa.owned_by(user.pk):
            made = totp.TOTP.activate(user, secret).instance
            codes = RecoveryCodes.activate(user).generate_codes()
        made.data["last_counter"] = counter
        made.save(update_fields=["data"])
        op.record(user, region_id=actor.region_id, second_factor=["", "已设"])
        return list(codes)


def verify(actor: Actor, user: User, code: str, visit: stays.Visit) -> bool:
    """Check a code or a recovery code; failures count and lock like passwords. A code that was used is wrong."""
    with operation(actor, "accounts.sign_in") as op:
        op.unchanged()
        guard = guards.hold(Guard.of_second_step(user.pk, sources.of(visit, user.pk)))
        if guards.locked(guard):
            stays.note_attempt(SignInEvent.Outcome.LOCKED, "totp", visit, user=user)
            return False
        typed = "".join(code.split())
        if _totp_fits(user, typed) or _recovery_fits(user, typed):
            guards.clear(guard.key)
            return True
        guards.fail(guard)
        stays.note_attempt(SignInEvent.Outcome.CODE_WRONG, "totp", visit, user=user)
        return False


def _totp_fits(user: User, typed: str) -> bool:
    row = Authenticator.objects.select_for_update().filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if row is None or len(typed) != mfa_settings.TOTP_DIGITS:
        return False
    with mfa.owned_by(user.pk):
        secret = mfa.SealedMFAAdapter().decrypt(row.data["secret"])
    counter = _counter(secret, typed, row.data.get("last_counter", -1))
    if counter is None:
        return False
    row.data["last_counter"] = counter
    row.save(update_fields=["data"])
    return True


def _recovery_fits(user: User, typed: str) -> bool:
    row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if row is None or len(typed) != mfa_settings.RECOVERY_CODE_DIGITS:
        return False
    with mfa.owned_by(user.pk):
        return bool(RecoveryCodes(row).validate_code(typed))


def forget(user: User) -> int:
    """Remove all second factors as part of a reset; how many."""
    return int(Authenticator.objects.filter(user_id=user.pk).delete()[0])
