"""紧急 and 疑似人身安全: words that open the emergency path, and idioms that do not (domain §6).

Written for recall: a missed fire costs more than a needless look. Idioms, products, drills, complaints about hazards and
things long past are taken out first, then phrases (emergency_words) and pairs of words close together (emergency_pairs) are looked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from linli.requests.rules import emergency_pairs, emergency_words

POLICE, FIRE, MEDICAL = "110", "119", "120"


@dataclass(frozen=True)
class Kind:
    """One kind of emergency; `restricted` hides it from map, household and guardians; `mappable` lets the map show it."""

    code: str
    label: str
    advice: tuple[str, ...]
    restricted: bool = False
    mappable: bool = True


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("suicide", "有人想不开", (POLICE, MEDICAL), restricted=True, mappable=False),
        Kind("violence", "有人被打、被伤害", (POLICE, MEDICAL), restricted=True, mappable=False),
        Kind("crime", "正在发生的治安警情", (POLICE,)),
        Kind("fire", "着火", (FIRE, MEDICAL)),
        Kind("gas", "燃气泄漏", (FIRE, MEDICAL)),
        Kind("trapped", "有人被困", (FIRE, MEDICAL)),
        Kind("fall", "有人摔伤、倒下", (MEDICAL,), mappable=False),
        Kind("no_answer", "敲门没人应", (POLICE, MEDICAL), mappable=False),
        Kind("collapse", "垮塌、坠落", (FIRE, POLICE)),
        Kind("flood", "淹水、落水", (FIRE, MEDICAL)),
        Kind("electric", "触电、漏电", (FIRE, MEDICAL)),
        Kind("lost", "老人孩子走失", (POLICE,), mappable=False),
        Kind("ticked", "本人说有危险", (POLICE, FIRE, MEDICAL), mappable=False),
    )
}
ADVICE = {POLICE: "报警", FIRE: "火警、救援", MEDICAL: "急救"}


@dataclass(frozen=True)
class Emergency:
    """What was found; `spans` are places in the text that was looked at."""

    kind: str
    phrases: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def label(self) -> str:
        """The kind in words."""
        return KINDS[self.kind].label

    @property
    def advice(self) -> tuple[tuple[str, str], ...]:
        """Numbers to call first, with what they are for."""
        return tuple((number, ADVICE[number]) for number in KINDS[self.kind].advice)


def graver(one: str, other: str) -> str:
    """The graver of two kinds; empty is none."""
    return min(filter(None, (one, other)), key=list(KINDS).index, default="")


_HARMLESS_RE = re.compile(f"{emergency_words.HARMLESS}|{emergency_pairs.HARMLESS}")
_COMPILED = {
    kind: tuple(re.compile(pattern) for pattern in (*emergency_words.PATTERNS.get(kind, ()), *emergency_pairs.PAIRS.get(kind, ())))
    for kind in KINDS
}


def mask_harmless(text: str) -> str:
    """The text with idioms replaced by blanks of the same length, so that spans stay true."""
    return _HARMLESS_RE.sub(lambda found: "　" * len(found.group()), text)


def _hits(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, patterns in _COMPILED.items():
        for pattern in patterns:
            for found in pattern.finditer(text):
                yield kind, found.start(), found.end()


def detect(title: str, text: str = "", *, ticked: bool = False) -> Emergency | None:
    """The gravest emergency the words speak of, or None. `ticked`: the person said so with the box.

    Spans refer to `text`, or to `title` when there is no text.
    """
    said = text or title
    hits = list(_hits(mask_harmless(said)))
    if not hits and text and title:
        hits = [(kind, 0, 0) for kind, _, _ in _hits(mask_harmless(title))]
    if not hits:
        return Emergency("ticked", (), ()) if ticked else None
    first = min((hit[0] for hit in hits), key=list(KINDS).index)
    spans = tuple(dict.fromkeys((start, end) for kind, start, end in hits if kind == first and end))
    return Emergency(first, tuple(dict.fromkeys(said[start:end] for start, end in spans)), spans)


_DOUBT_RE = re.compile(emergency_pairs.DOUBT)


def doubtful(text: str) -> bool:
    """Whether a text without a sure word may still speak of danger: then the person is asked, once."""
    return _DOUBT_RE.search(mask_harmless(text)) is not None


SAFETY = frozenset({"人身安全", "生命安全"})
_NEVER = {name: re.compile(pattern) for name, pattern in emergency_words.NEVER_PRIVATE.items()}


def never_private(text: str) -> str:
    """Why a matter may never be 私事 (domain §2), in a word or two; empty when it may."""
    found = detect("", text)
    if found and found.kind in {"violence", "suicide"}:
        return "人身安全" if found.kind == "violence" else "生命安全"
    masked = mask_harmless(text)
    return next((name for name, pattern in _NEVER.items() if pattern.search(masked)), "")


def is_restricted(text: str, found: Emergency | None) -> bool:
    """Whether the request is kept from map, household, guardians and most posts."""
    if found is not None and KINDS[found.kind].restricted:
        return True
    return any(kind in {"violence", "suicide"} for kind, _, _ in _hits(mask_harmless(text)))
