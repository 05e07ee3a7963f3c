"""Certificate and telephone numbers as people type them: one spelling, and what is wrong with it in plain words.

GB 11643: 18 characters, the last one a check digit mod 11-2 (X for ten). The area part is not checked against a list:
people carry numbers of areas abolished long ago.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from linli.people import rules

LENGTH = 18
MOBILE = 11


class Wrong(ValueError):
    """A number that cannot be right; the text says why and what to do."""


@dataclass(frozen=True)
class IdNumber:
    """A checked number; birth and sex are what a resident ID card tells, None and "" for other papers."""

    id_type: str
    number: str
    birth: date | None = None
    sex: str = ""


def plain(text: str) -> str:
    """Half width, without blanks and dashes, upper case."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if c.isalnum()).upper()


def id_number(id_type: str, text: str) -> IdNumber:
    """Check a certificate number. Raises Wrong."""
    number = plain(text)
    if id_type != rules.RESIDENT_ID:
        if not 5 <= len(number) <= 20:
            raise Wrong("证件号码的长度不对，请对照证件看一看。")
        return IdNumber(id_type, number)
    if len(number) != LENGTH:
        short = LENGTH - len(number)
        raise Wrong(f"身份证号是 {len(number)} 位，{'少' if short > 0 else '多'}了 {abs(short)} 位。")
    if not (number[:-1].isdigit() and number.isascii() and number[-1] in "0123456789X"):
        raise Wrong("身份证号前 17 位要是数字，最后一位是数字或 X。")
    if number[-1] != ric.calc_check_digit(number):
        raise Wrong("最后一位（校验码）对不上，多半有一位写错了，请对照证件看一看。")
    try:
        birth = ric.get_birth_date(number)
    except ValidationError as failure:
        raise Wrong("身份证号里的出生日期不存在，请对照证件看一看。") from failure
    return IdNumber(id_type, number, birth, "1" if int(number[16]) % 2 else "2")


def phone(text: str) -> str:
    """Check a telephone number: 11 digits, or a landline with area code. Raises Wrong."""
    number = plain(text).removeprefix("86") if plain(text).startswith("861") and len(plain(text)) == MOBILE + 2 else plain(text)
    if not number.isdigit():
        raise Wrong("电话里只能有数字。")
    if number.startswith("0") and 10 <= len(number) <= 12:
        return number
    if not number.startswith("0") and len(number) in {7, 8}:
        return number
    if len(number) != MOBILE:
        short = MOBILE - len(number)
        raise Wrong(f"电话是 {len(number)} 位，{'少' if short > 0 else '多'}了 {abs(short)} 位。")
    return number
