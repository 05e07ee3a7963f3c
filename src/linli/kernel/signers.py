"""Who may sign checkpoints after whom: each new signing key is vouched for by the one before it. Pure: no Django.

An auditor who holds only the first public key on paper can follow the links to every later one; a key that nobody he trusts
vouched for stays unknown.
"""

from collections.abc import Iterable, Mapping

from linli.kernel.digest import canonical
from linli.kernel.merkle import sign, signed_by

Link = Mapping[str, str]


def _statement(link: Link) -> bytes:
    """What the older key signs: which key follows it, and since when."""
    return canonical({"follows": link["by"], "key_id": link["kid"], "public": link["public"], "at": link["at"]})


def vouch(secret: bytes, public: bytes, *, by: str, kid: str, new_public: bytes, at: str) -> dict[str, str]:
    """A link from the key `by` to a new one. `at` is a moment in UTC."""
    link = {"kid": kid, "public": new_public.hex(), "by": by, "at": at}
    return link | {"signature": sign(secret, public, _statement(link)).hex()}


def holds(link: Link, keys: Mapping[str, bytes]) -> bool:
    """Whether the older key, as known here, really vouched for the newer one."""
    try:
        return signed_by(keys, link["by"], _statement(link), bytes.fromhex(link["signature"]))
    except (KeyError, ValueError):
        return False


def follow(trusted: Mapping[str, bytes], links: Iterable[Link]) -> dict[str, bytes]:
    """The trusted keys and all that follow from them, oldest link first. A trusted key is never replaced."""
    known = dict(trusted)
    for link in links:
        if link.get("kid") not in known and holds(link, known):
            known[link["kid"]] = bytes.fromhex(link["public"])
    return known
