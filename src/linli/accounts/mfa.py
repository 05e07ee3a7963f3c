"""allauth's second factors with their secrets stored as L4: sealed, and bound to the user who owns them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from linli.kernel import crypto

TABLE_COLUMN = "mfa_authenticator|data"
_owner: ContextVar[UUID | None] = ContextVar("linli_second_factor_owner", default=None)


@contextmanager
def owned_by(user_id: UUID) -> Iterator[None]:
    """Whose secrets the block seals and opens: a secret copied into another user's row does not open."""
    token = _owner.set(user_id)
    try:
        yield
    finally:
        _owner.reset(token)


def _aad() -> str:
    owner = _owner.get()
    if owner is None:
        message = "second-factor secrets are used inside `owned_by` only"
        raise RuntimeError(message)
    return f"{TABLE_COLUMN}|{owner}"


def sealed_texts(row: Authenticator) -> dict[str, str]:
    """The sealed values of one row, by their key in `data`, for the key rotation."""
    return {key: value for key, value in row.data.items() if isinstance(value, str) and value.startswith("v1|")}


class SealedMFAAdapter(DefaultMFAAdapter):
    """Seals with the installation's field keys."""

    def encrypt(self, text: str) -> str:
        """SM4-GCM, bound to table, column and owner."""
        return crypto.seal(text, _aad())

    def decrypt(self, encrypted_text: str) -> str:
        """Raises crypto.Unreadable for a secret that was changed or belongs to somebody else."""
        return crypto.unseal(encrypted_text, _aad())
