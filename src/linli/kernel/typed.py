"""What came over the wire, as a number or an id: nothing instead of an error for whatever is neither."""

from uuid import UUID

MOST_DIGITS = 9


def whole(text: object) -> int | None:
    """A whole number of at most nine digits. `str.isdigit` alone lets "²" through, which `int` refuses."""
    said = str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else None


def uuid_or_none(text: object) -> UUID | None:
    """An id, or None for what is no UUID."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
