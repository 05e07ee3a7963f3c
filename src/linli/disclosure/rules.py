"""What a posted notice must be (domain/supervision_disclosure.md; domain/data_security.md §11: no ID number in public)."""

import re
from datetime import date

MIN_TITLE, MAX_TITLE, MIN_TEXT, MAX_TEXT = 4, 60, 8, 4000
KINDS = {"notice": "通知", "event": "活动", "works": "停水停电、施工"}
_PERSONAL = (
    (re.compile(r"\d{17}[\dXx]"), "身份证号"),
    (re.compile(r"(?<!\d)1\d{10}(?!\d)"), "手机号"),
)


def wrong_with(title: str, text: str, kind: str, until: date | None, today: date) -> dict[str, list[str]]:
    """What must be changed before it can be posted: field → sentences, empty when nothing."""
    wrong: dict[str, list[str]] = {}
    if not MIN_TITLE <= len(title.strip()) <= MAX_TITLE:
        wrong["title"] = [f"题目写 {MIN_TITLE} 到 {MAX_TITLE} 个字。"]
    if not MIN_TEXT <= len(text.strip()) <= MAX_TEXT:
        wrong["text"] = [f"正文写 {MIN_TEXT} 到 {MAX_TEXT} 个字。"]
    if kind not in KINDS:
        wrong["kind"] = ["选一类：通知、活动，或停水停电、施工。"]
    if until is not None and until < today:
        wrong["until"] = ["贴到哪天要在今天以后。"]
    for pattern, what in _PERSONAL:
        if pattern.search(f"{title} {text}"):
            wrong.setdefault("text", []).append(f"里面有{what}，谁都看得到。请去掉再贴。")
    return wrong
