"""Keys of one installation (design §3): made once, kept 0600, never in the repository."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from gmalg import SM2

from linli.settings.environment import Misconfigured


@dataclass(frozen=True)
class Keys:
    """Secrets of the installation. `field_keys` maps key id → 16-byte SM4 key; the last one writes.

    `sign_publics` are the public halves of every key that signs, signed or will sign checkpoints; `sign_links` say by which
    older key each newer one was vouched for (kernel.signers).
    """

    django: str
    field_keys: dict[str, bytes]
    index_key: bytes
    sign_kid: str
    sign_secret: bytes
    sign_public: bytes
    sign_publics: dict[str, bytes]
    sign_links: tuple[dict[str, str], ...]
    demo: bool


def _fresh(*, demo: bool) -> dict[str, object]:
    secret, public = SM2().generate_keypair()
    return {
        "demo": demo,
        "django": secrets.token_urlsafe(50),
        "field_keys": {"k01": secrets.token_hex(16)},
        "index_key": secrets.token_hex(32),
        "sign": {"kid": "s01", "secret": secret.hex(), "public": public.hex()},
    }


def write(path: Path, content: dict[str, object]) -> None:
    """Replace the key file in one step, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        json.dump(content, handle, indent=1)
    draft.replace(path)


def ensure(path: Path, *, demo: bool) -> None:
    """Make the key file when there is none. An existing one is never touched."""
    if not path.exists():
        write(path, _fresh(demo=demo))


def load(path: Path, *, demo: bool) -> Keys:
    """Read the key file. Raises Misconfigured when missing, or when demo keys meet production."""
    if not path.exists():
        if not demo:
            message = f"No keys at {path}: run ./linli up once, or restore them from the backup."
            raise Misconfigured(message)
        ensure(path, demo=True)
    content = json.loads(path.read_text())
    if content["demo"] and not demo:
        message = "These keys were made for demo mode; production must have its own. Move them away and run ./linli up --no-demo."
        raise Misconfigured(message)
    sign = content["sign"]
    return Keys(
        django=content["django"],
        field_keys={kid: bytes.fromhex(key) for kid, key in content["field_keys"].items()},
        index_key=bytes.fromhex(content["index_key"]),
        sign_kid=sign["kid"],
        sign_secret=bytes.fromhex(sign["secret"]),
        sign_public=bytes.fromhex(sign["public"]),
        sign_publics={one["kid"]: bytes.fromhex(one["public"]) for one in (*content.get("sign_others", ()), sign)},
        sign_links=tuple(content.get("sign_links", ())),
        demo=content["demo"],
    )
