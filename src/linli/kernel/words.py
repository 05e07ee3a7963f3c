"""Words typed into a search box, sealed for the address.

What people look for (names, addresses) stands in no URL, no history and no access log (design §7), and yet a list can be
paged, reloaded and gone back to.
"""

import base64

from linli.kernel.crypto import Unreadable, seal, unseal

_PLACE = "address|words"
_LONGEST = 60


def into_address(words: str) -> str:
    """The words as one value of a query string; empty for none."""
    kept = words.strip()[:_LONGEST]
    return base64.urlsafe_b64encode(seal(kept, _PLACE).encode()).decode().rstrip("=") if kept else ""


def from_address(value: str) -> str:
    """The words of `into_address`; empty for whatever this installation did not seal."""
    try:
        return unseal(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode(), _PLACE)
    except (Unreadable, ValueError):
        return ""
