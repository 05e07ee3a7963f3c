"""Masks (遮住): how personal data looks until somebody states a purpose (domain/data_security.md §6)."""

import re


def mask_name(name: str) -> str:
    """First character kept, one star for each further one: 王秀英 → 王**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_phone(phone: str) -> str:
    """Eleven digits keep three and four: 138****1234; anything else keeps its last two."""
    if len(phone) >= 11:
        return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
    return "*" * max(len(phone) - 2, 1) + phone[-2:] if phone else ""


def mask_id(number: str) -> str:
    """First six and last two stay: 500199**********28."""
    if len(number) < 9:
        return "*" * len(number)
    return f"{number[:6]}{'*' * (len(number) - 8)}{number[-2:]}"


_LONG_DIGITS = re.compile(r"(?<!\d)(\d{17}[\dXx]|\d{11})(?!\d)")


def mask_digits(text: str) -> str:
    """Mask what looks like a phone (11 digits) or an ID number (18) anywhere in a text, for logs and errors."""
    return _LONG_DIGITS.sub(lambda m: mask_id(m[0]) if len(m[0]) > 11 else mask_phone(m[0]), text)
