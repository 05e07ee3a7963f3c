"""Periods, numbers and sentences of a verification. Pure: the clock is passed in."""

from dataclasses import dataclass
from datetime import date, timedelta

BOOKS = {"audit": "操作", "read": "查看", "exchange": "交换"}
BOOK_TITLES = {"audit": "做了什么（操作）", "read": "谁看过个人信息（查看）", "exchange": "给了谁（交换）"}
ALL_BOOKS = tuple(BOOKS)
NUMERALS = {1: "一本", 2: "两本", 3: "三本"}
AT_ONCE = 20_000  # records; more are verified by a job
RECORDS_A_SECOND = 5_000


@dataclass(frozen=True)
class Period:
    """Whole days, both ends included."""

    start: date
    end: date

    @property
    def after(self) -> date:
        """The first day no longer in it."""
        return self.end + timedelta(days=1)

    @property
    def words(self) -> str:
        """2026 年 8 月 1 日至 31 日."""
        first = f"{self.start.year} 年 {self.start.month} 月 {self.start.day} 日"
        if self.start == self.end:
            return first
        if (self.start.year, self.start.month) == (self.end.year, self.end.month):
            return f"{first}至 {self.end.day} 日"
        year = "" if self.start.year == self.end.year else f"{self.end.year} 年 "
        return f"{first}至 {year}{self.end.month} 月 {self.end.day} 日"


def usual_period(today: date) -> Period:
    """The month up to today."""
    return Period(today.replace(day=1), today)


def number_of(day: date, serial: int) -> str:
    """Number of a verification: HY-2026-0910-03."""
    return f"HY-{day:%Y-%m%d}-{serial:02d}"


def books_in_words(books: tuple[str, ...]) -> str:
    """操作、查看、交换三本."""
    return "、".join(BOOKS[book] for book in books) + NUMERALS.get(len(books), "")


def short(digest: str) -> str:
    """First four and last two digits of a hash: 8d41…7c."""
    return f"{digest[:4]}…{digest[-2:]}"


def grouped(digest: str) -> list[str]:
    """A hash in groups of eight, two a line."""
    parts = [digest[start : start + 8] for start in range(0, len(digest), 8)]
    return [" ".join(parts[start : start + 2]) for start in range(0, len(parts), 2)]
