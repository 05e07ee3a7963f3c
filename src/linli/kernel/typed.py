"""What came over the wire, as a number or an id: nothing instead of an error for whatever is neither; and texts as they are seen."""

from uuid import UUID

MOST_DIGITS = 9
# Characters without a shape: soft hyphen, joiners, marks of direction, selectors of a glyph of emoji. What chat programs leave in a text
# they were copied from would part "打我" for every rule that looks for words, and a mark of direction shows a line backwards.
_SHAPELESS = (0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF)
_RUNS = ((0x180B, 0x180D), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFFF9, 0xFFFB), (0xE0000, 0xE007F))
_GONE = dict.fromkeys([*_SHAPELESS, *(code for first, last in _RUNS for code in range(first, last + 1))])


def as_seen(text: str) -> str:
    """The text without what nobody sees. The selectors of rare characters (U+E0100 on) stay: they are how a name is written."""
    return text.translate(_GONE)


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
