"""Numbers that belong to one person, in a text that somebody else will read (domain/data_security.md §6, §11)."""

import re
import unicodedata
from collections.abc import Collection

ID_NUMBER, MOBILE = "身份证号", "手机号"
# Digits as people group them: 138 0000 1234, 138-0000-1234, 1 3 8 … The first group stays whole, so that no pair of dates is taken for one.
_GAP, _SPACED = r"[\s\-.·]*", r"[\s\-.·]+"
_ID_NUMBER = re.compile(
    rf"\d{{17}}[\dXx]|(?<!\d)[1-9]\d{{5}}{_GAP}(?:19|20)(?:{_GAP}\d){{9}}{_GAP}[\dXx](?!\d)"
    rf"|(?<!\d)[1-9](?:{_SPACED}\d){{16}}{_SPACED}[\dXx](?!\d)"
)
_MOBILE = re.compile(rf"(?<!\d)(?:1\d{{10}}|1[3-9]\d(?:{_GAP}\d){{8}}|1(?:{_SPACED}\d){{10}})(?!\d)")


def found_in(text: str) -> tuple[str, ...]:
    """What kinds stand in a text, also full-width or with gaps between the digits."""
    known = ((ID_NUMBER, _ID_NUMBER.search(_folded(text))), (MOBILE, _MOBILE.search(_folded(text))))
    return tuple(what for what, found in known if found)


def found_beside(text: str, offices: Collection[str]) -> tuple[str, ...]:
    """As `found_in`, where the telephones of offices may stand."""
    published = {_digits(phone) for phone in offices}
    return found_in(_MOBILE.sub(lambda found: "" if _digits(found[0]) in published else found[0], _folded(text)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
