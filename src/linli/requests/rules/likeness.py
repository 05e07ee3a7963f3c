"""像同一件事: likeness of two requests by place, category, time and words, with the reasons in words (domain §8).

A suggestion only. Never across privacy: restricted matters, emergencies and complaints about handlers stand alone.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

SUGGEST_FROM = 60
MOST = 5
_STOP = re.compile(r"[\W_]+|我们|你们|他们|这个|那个|已经|没有|一直|请问|麻烦|谢谢|您好|什么|怎么|希望|反映|投诉|问题|小区|社区|业主|居民")


@dataclass(frozen=True)
class Privacy:
    """What decides whether a request may be linked at all."""

    restricted: bool
    emergency: bool
    against: str


@dataclass(frozen=True)
class Case:
    """One request, as the comparison sees it."""

    id: UUID
    text: str
    category: str
    filed_at: datetime
    compound_id: UUID | None
    building_id: UUID | None
    unit_id: UUID | None
    house_id: UUID | None
    requester: str
    privacy: Privacy


@dataclass(frozen=True)
class Alike:
    """A likely duplicate. `score` 0–100, reasons are short phrases."""

    id: UUID
    score: int
    reasons: tuple[str, ...]


def may_link(one: Privacy, other: Privacy) -> bool:
    """Whether two requests may be merged or suggested to each other."""
    return not any(each.restricted or each.emergency or each.against for each in (one, other))


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, without filler words and marks."""
    parts = _STOP.split(text)
    return frozenset(part[place : place + 2] for part in parts for place in range(len(part) - 1))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    shared = len(one & other)
    return max(2 * shared / (len(one) + len(other)), 0.9 * shared / min(len(one), len(other)))


def _place(one: Case, other: Case) -> tuple[int, str]:
    if one.house_id and one.house_id == other.house_id:
        return 40, "同一户"
    if one.unit_id and one.unit_id == other.unit_id:
        return 40, "同单元"
    if one.building_id and one.building_id == other.building_id:
        return 32, "同楼"
    if one.compound_id and one.compound_id == other.compound_id:
        return (-20, "") if one.building_id and other.building_id else (20, "同小区")
    return 0, ""


def _time(gap: timedelta) -> tuple[int, str]:
    hours = int(gap.total_seconds() // 3600)
    if hours < 24:
        return 12, f"隔 {max(hours, 1)} 小时"
    if hours < 24 * 7:
        return 8, f"隔 {hours // 24} 天"
    return 0, ""


def compare(one: Case, other: Case, days: int) -> Alike | None:
    """How much `other` is like `one`, or None when it is not, or may not be said."""
    gap = abs(one.filed_at - other.filed_at)
    if one.id == other.id or gap > timedelta(days=days) or not may_link(one.privacy, other.privacy):
        return None
    place, where = _place(one, other)
    mine, theirs = bigrams(one.text), bigrams(other.text)
    likeness = _dice(mine, theirs)
    same = one.category == other.category and bool(one.category)
    when, ago = _time(gap)
    score = round(place + (25 if same else 0) + when + 45 * likeness)
    if place <= 0 and likeness < 0.6:
        return None
    if not same and likeness < 0.5:
        return None
    if score < SUGGEST_FROM:
        return None
    shared = _shared_words(one.text, other.text)
    said = f"都说“{'”“'.join(shared)}”" if shared else ("同一类事" if same else "")
    again = "同一个人又说了" if one.requester and one.requester == other.requester else ""
    return Alike(other.id, min(score, 100), tuple(part for part in (where, said, again, ago) if part))


def _shared_words(one: str, other: str) -> list[str]:
    """Up to two of the longest runs of characters both texts use."""
    found: list[str] = []
    for part in _STOP.split(one):
        for size in (4, 3, 2):
            for place in range(len(part) - size + 1):
                run = part[place : place + size]
                if run in other and not any(run in kept or kept in run for kept in found):
                    found.append(run)
    return sorted(found, key=len, reverse=True)[:2]


def rank(one: Case, others: list[Case], days: int) -> list[Alike]:
    """The likeliest duplicates, at most five."""
    found = [alike for other in others if (alike := compare(one, other, days))]
    return sorted(found, key=lambda alike: -alike.score)[:MOST]
