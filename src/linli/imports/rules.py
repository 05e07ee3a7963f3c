"""When a file is refused as a whole. Pure."""


def too_many_errors(bad: int, total: int, percent: int) -> bool:
    """Whether the share of bad rows lies above `percent` (exact integers)."""
    return bad * 100 > total * percent
