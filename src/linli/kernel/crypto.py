"""国密 for fields and the log: SM4-GCM, SM3, HMAC-SM3 (design §2, §7)."""

import base64
import os
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from linli.kernel.digest import hmac_sm3, sm3

__all__ = ["Unreadable", "blind_index", "blinded", "hmac_sm3", "seal", "sm3", "unseal"]


class Unreadable(Exception):
    """A sealed value does not open: wrong key, wrong place, or changed."""


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def seal(plain: str, aad: str) -> str:
    """Encrypt as `v1|kid|nonce|ct|tag` under the newest key; `aad` binds the value to its place (table|column|pk)."""
    kid, key = list(settings.KEYS.field_keys.items())[-1]
    nonce = os.urandom(12)
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(aad.encode())
    ciphertext = encryptor.update(plain.encode()) + encryptor.finalize()
    return "|".join(("v1", kid, _b64(nonce), _b64(ciphertext), _b64(encryptor.tag)))


def unseal(sealed: str, aad: str) -> str:
    """Decrypt what `seal` made. Raises Unreadable."""
    try:
        version, kid, nonce, ciphertext, tag = sealed.split("|")
        key = settings.KEYS.field_keys[kid]
        decryptor = Cipher(algorithms.SM4(key), modes.GCM(base64.b64decode(nonce), base64.b64decode(tag))).decryptor()
        decryptor.authenticate_additional_data(aad.encode())
        plain = decryptor.update(base64.b64decode(ciphertext)) + decryptor.finalize()
    except Exception as failure:  # whatever the cause, the caller learns only that it does not open
        message = "a sealed value does not open"
        raise Unreadable(message) from failure
    if version != "v1":
        message = "a sealed value has an unknown version"
        raise Unreadable(message)
    return plain.decode()


def blind_index(kind: str, value: str) -> str:
    """Keyed digest for exact search over sealed values; `kind` keeps equal values of different kinds apart."""
    return "i1:" + hmac_sm3(settings.KEYS.index_key, f"{kind}|{value}".encode()).hex()


def blinded(identity: UUID, keeper: str) -> UUID:
    """An id that only the same `keeper` (a secret) comes back to, and that tells neither the time of the first nor the first."""
    return UUID(hex=blind_index("id", f"{identity}|{keeper}").partition(":")[2][:32], version=4)
