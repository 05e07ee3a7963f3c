"""Masks (遮住): how personal data looks until somebody states a purpose (domain/data_security.md §6)."""


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
