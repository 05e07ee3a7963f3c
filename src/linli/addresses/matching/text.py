"""One spelling for one thing: width, numerals, dashes, and the many words for a building."""

import re
import unicodedata
from functools import lru_cache

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
NUMERAL = "零〇一二三四五六七八九十百两"
_TENS = {"十": 10, "百": 100}
# A numeral is a number only before one of these; 九龙坡, 五里店 and 七星岗 keep theirs.
_COUNTED = r"(?=(?:支路|支巷|号楼|号附|号|栋|幢|座|单元|楼|层|室|组|社|期|门|#))"
_CHINESE_NUMBER = re.compile(rf"(?<![\u4e00-\u9fff])[{NUMERAL}]+{_COUNTED}|(?<=[^{NUMERAL}])[{NUMERAL}]+{_COUNTED}")
_DASHES = str.maketrans(dict.fromkeys("－—–―‐‑~～_", "-"))
_HASH_BUILDING = re.compile(r"(\d+)#(?:楼|栋|幢|座)?")
# Corpora masked with a word-piece model write 602 as 60##2.
_MASKED = re.compile(r"(?<=[\dA-Z])##(?=[\dA-Z])")
_UNKNOWN = "[UNK]"
_UNIT_WORD = re.compile(r"(?:单元|门洞|梯)$")
_BUILDING_WORD = re.compile(r"(?<=[\dA-Z甲乙丙丁戊己东南西北])(?:号栋|号幢|号座|栋|幢|座|号大楼)")
_BELOW_GROUND = re.compile(r"(?:负|地下|B)(\d+)(?=[层楼F])")
_STREET_FLOOR = re.compile(r"平街(?:层|楼)?(?:1[层楼])?")


def number(numeral: str) -> int:
    """Value of a Chinese or Arabic numeral up to 999; 一二三 read digit by digit. Raises ValueError on anything else."""
    if numeral.isdecimal():
        return int(numeral)
    if not numeral or any(c not in _DIGITS and c not in _TENS for c in numeral):
        message = "not a numeral"
        raise ValueError(message)
    if not any(c in _TENS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total, digit = 0, 0
    for c in numeral:
        if c in _TENS:
            total += (digit or 1) * _TENS[c]
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


class _Folded(dict[int, int]):
    """Half width and upper case of a character, worked out when it is first met."""

    def __missing__(self, code: int) -> int:
        wide = unicodedata.normalize("NFKC", chr(code))
        upper = wide.upper() if len(wide) == 1 else chr(code)
        found = _DASHES.get(ord(upper), upper) if len(upper) == 1 else wide
        self[code] = ord(found)
        return self[code]


_folded = _Folded()


def fold(text: str) -> str:
    """Half width and upper case, character for character: a position in the result is a position in the text."""
    return text.translate(_folded)


def normalise(text: str) -> str:
    """The spelling that parsing and the gazetteer share. Applying it twice changes nothing."""
    if text.isascii() and text.isalnum() and not text.endswith(("F", "f")):
        return text.upper()
    text = unicodedata.normalize("NFKC", text).replace(_UNKNOWN, "〓").strip().upper().translate(_DASHES)
    text = re.sub(r"(?<=[\dA-Z])\s+(?=[\dA-Z])", "-", text)
    text = re.sub(r"[\s,，。;；:：、()（）\[\]【】\"'“”]+", "", text)
    text = _CHINESE_NUMBER.sub(lambda found: str(number(found.group())), text)
    text = _HASH_BUILDING.sub(r"\1号楼", _MASKED.sub("", text))
    text = _BUILDING_WORD.sub("号楼", text)
    text = _BELOW_GROUND.sub(r"-\1", text)
    text = _STREET_FLOOR.sub("平街层", text)
    text = re.sub(r"-{2,}", "-", text)
    # A mark that stood behind a blank composes with the letter before it once the blank is gone.
    return text if unicodedata.is_normalized("NFKC", text) else normalise(text)


@lru_cache(maxsize=1 << 16)
def tight(text: str) -> str:
    """An address without the spaces that people put between its parts; between two figures they stand for a dash."""
    return re.sub(r"\s+", "", re.sub(r"(?<=[\dA-Za-z])\s+(?=[\dA-Za-z])", "-", text.strip()))


def room_key(room: str) -> str:
    """501, 5-1, 0501 and 5-01 are one room: `5-1`. What is no room number comes back as it is."""
    room = room.upper().removesuffix("室").removesuffix("号")
    dashed = re.fullmatch(r"(-?\d{1,2})-(\d{1,2})", room)
    if dashed:
        return f"{int(dashed[1])}-{int(dashed[2])}"
    run = re.fullmatch(r"(-?\d{1,2})(\d{2})", room)
    return f"{int(run[1])}-{int(run[2])}" if run else room


@lru_cache(maxsize=1 << 12)
def building_key(number_or_name: str) -> str:
    """3, 3号楼, 三栋 and 3幢 are one building: `3`."""
    return normalise(number_or_name).removeprefix("第").removesuffix("号楼").removesuffix("号").removesuffix("楼").lstrip("0") or "0"


@lru_cache(maxsize=1 << 12)
def unit_key(number_or_name: str) -> str:
    """2, 2单元 and 二单元 are one unit: `2`."""
    return _UNIT_WORD.sub("", normalise(number_or_name)).lstrip("0")
