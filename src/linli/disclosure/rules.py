"""What a posted notice must be (domain/supervision_disclosure.md; domain/data_security.md §11: no ID number in public)."""

from dataclasses import asdict, dataclass
from datetime import date

from linli.kernel import numbers

MIN_TITLE, MAX_TITLE, MIN_TEXT, MAX_TEXT = 4, 60, 8, 4000
KINDS = {"notice": "通知", "event": "活动", "works": "停水停电、施工"}


@dataclass(frozen=True)
class Shown:
    """Everything a person wrote that will stand on the board."""

    title: str
    text: str
    hours: str = ""
    place: str = ""
    signer: str = ""


def wrong_with(shown: Shown, kind: str, until: date | None, today: date) -> dict[str, list[str]]:
    """What must be changed before it can be posted: field → sentences, empty when nothing."""
    wrong: dict[str, list[str]] = {}
    title, text = shown.title, shown.text
    if not MIN_TITLE <= len(title.strip()) <= MAX_TITLE:
        wrong["title"] = [f"题目写 {MIN_TITLE} 到 {MAX_TITLE} 个字。"]
    if not MIN_TEXT <= len(text.strip()) <= MAX_TEXT:
        wrong["text"] = [f"正文写 {MIN_TEXT} 到 {MAX_TEXT} 个字。"]
    if kind not in KINDS:
        wrong["kind"] = ["选一类：通知、活动，或停水停电、施工。"]
    if until is not None and until < today:
        wrong["until"] = ["贴到哪天要在今天以后。"]
    for name, said in asdict(shown).items():
        for what in numbers.found_in(said):
            wrong.setdefault(name, []).append(f"里面有{what}，谁都看得到。请去掉再贴。")
    return wrong
