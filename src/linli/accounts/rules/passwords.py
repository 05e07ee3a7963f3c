"""Passwords of staff (等保三级 GB/T 22239-2019: at least 8, mixed; domain/data_security.md §8)."""

import unicodedata

SHORTEST, LONGEST = 8, 128
KINDS_NEEDED = 3
COMMON = ("password", "12345678", "qwerty", "abc123", "admin", "chongqing", "linli", "11111111", "88888888")


def _kinds(password: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    return sum(any(test(character) for character in password) for test in tests)


def problems(password: str, *names: str) -> list[str]:
    """What is wrong with a new password, as sentences; `names` must not occur in it."""
    found = []
    plain = unicodedata.normalize("NFKC", password).lower()
    if len(password) < SHORTEST:
        found.append(f"密码太短，至少 {SHORTEST} 位，现在 {len(password)} 位。")
    if len(password) > LONGEST:
        found.append(f"密码太长，最多 {LONGEST} 位。")
    if _kinds(password) < KINDS_NEEDED:
        found.append("大写字母、小写字母、数字、符号，至少用三种。")
    if any(len(name) >= 3 and name.lower() in plain for name in names):  # shorter names occur by chance
        found.append("密码里不要有您的用户名或姓名。")
    if any(word in plain for word in COMMON):
        found.append("这个密码太常见，换一个。")
    return found
