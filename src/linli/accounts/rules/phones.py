"""Phone numbers as people type them."""

import re

DIGITS = 11


def cleaned(typed: str) -> str:
    """Digits only, without +86 and spaces."""
    digits = re.sub(r"\D", "", typed.translate(str.maketrans("０１２３４５６７８９", "0123456789")))
    return digits[2:] if len(digits) == DIGITS + 2 and digits.startswith("86") else digits


def problem(typed: str) -> str:
    """What is wrong with a mobile number, as a sentence; empty when it can be one."""
    digits = cleaned(typed)
    if not digits:
        return "写上手机号。"
    if len(digits) < DIGITS:
        return f"少了 {DIGITS - len(digits)} 位，请再看一看。"
    if len(digits) > DIGITS:
        return f"多了 {len(digits) - DIGITS} 位，请再看一看。"
    return "" if digits.startswith("1") else "手机号以 1 开头，请再看一看。"
