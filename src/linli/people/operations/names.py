"""Names as they are written: with · between parts, with rare characters, without stray blanks."""

import unicodedata

from pypinyin import Style, lazy_pinyin

from linli.kernel.typed import as_seen

DOTS = "•‧∙⋅・．●"  # what keyboards and old systems put where GB 18030 has ·


def clean_name(text: str) -> str:
    """One spelling: inner dots become ·, blanks go unless the name is in Latin letters."""
    folded = unicodedata.normalize("NFC", as_seen(text)).strip()
    for dot in DOTS:
        folded = folded.replace(dot, "·")
    if any("A" <= c <= "z" for c in folded):
        return " ".join(folded.split())[:80]
    return "".join(folded.split())[:80]


def initials_of(name: str) -> str:
    """王秀英 → wxy; characters without pinyin are left out."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")
    return "".join(letter[0] for letter in letters if letter).lower()[:40]
