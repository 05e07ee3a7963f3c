"""Pinyin initials (拼音首字母), by which staff find a place with four keystrokes."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=20_000)
def initials_of(name: str) -> str:
    """垫江县 → djx; characters without pinyin are left out."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")
    return "".join(letter[0] for letter in letters if letter).lower()
