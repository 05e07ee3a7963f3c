"""Pinyin initials (拼音首字母) of place names."""

from pypinyin import Style, lazy_pinyin


def initials_of(name: str) -> str:
    """桂苑小区 → gyxq; characters without pinyin are left out."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")
    return "".join(letter[0] for letter in letters if letter).lower()[:80]
