"""三事分流, proposed with reasons: which words, which rule, which earlier cases, and when it would be otherwise (domain §2).

Deterministic and small enough to read. It proposes; a person decides. "" as class means: ask a person.
"""

import re
from dataclasses import dataclass, field

from linli.requests.rules import access, complaints, emergency, words
from linli.requests.rules.catalogue import CATEGORIES, Category, Shift

VERSION = "rules-1"
STRONG, WEAK = 3, 1
SURE, LIKELY = 5, 3
CONFIDENCE = {4: "把握很大", 3: "把握较大", 2: "有点像", 1: "不太像", 0: "不像"}
UNSURE = "拿不准"
ENOUGH_CASES = 5


@dataclass(frozen=True)
class SimilarCases:
    """Earlier closed cases of the same category in the same community within a year."""

    total: int = 0
    by_class: dict[str, int] = field(default_factory=dict)
    average_days: int = 0


@dataclass(frozen=True)
class Facts:
    """What the platform knows besides the words."""

    place_label: str = ""
    at_home: bool = False
    property_company: str = ""
    clauses: dict[str, str] = field(default_factory=dict)
    cases: dict[str, SimilarCases] = field(default_factory=dict)
    village: bool = False
    against: str = ""


@dataclass(frozen=True)
class Reason:
    """One numbered reason. `kind`: phrase, rule, contract, cases, guard. Spans are places in the request's own text."""

    kind: str
    text: str
    phrases: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Option:
    """One of the three classes on the decision card."""

    sanshi: str
    label: str
    meaning: str
    words: str
    blocks: int
    when: str


@dataclass(frozen=True)
class Proposal:
    """What is proposed, and why."""

    sanshi: str
    words: str
    blocks: int
    reasons: tuple[Reason, ...]
    options: tuple[Option, ...]
    category: str
    service_code: str
    board: str
    handler_role: str
    helper_role: str
    urgency: str
    urgency_reason: str
    never_private: str
    runners_up: tuple[str, ...]
    version: str = VERSION


@dataclass(frozen=True)
class _Match:
    category: Category
    score: int
    strong: tuple[tuple[int, int], ...]
    weak: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Patterns:
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    unless: re.Pattern[str] | None
    shifts: tuple[tuple[re.Pattern[str], Shift], ...]


_COMPILED = {
    code: _Patterns(
        re.compile(row.strong),
        re.compile(row.weak),
        re.compile(row.unless) if row.unless else None,
        tuple((re.compile(shift.words), shift) for shift in row.shifts),
    )
    for code, row in CATEGORIES.items()
}
_SOON = re.compile(
    r"老人.{0,6}(?:踩空|摔|不便|怕)|差点(?:踩空|摔|撞|砸|出事)|孕妇|轮椅|透析|危险|安全隐患|有隐患|没水(?:喝|用)|停水|停电|臭得|溢出来|漏得厉害|越来越大|高烧|残疾"
)
_WEAK_GROUPS = frozenset({"idea", "guide"})


def never_private(text: str) -> str:
    """Why a matter may never be 私事, in a word or two; empty when it may."""
    return emergency.never_private(text)


def _spans(pattern: re.Pattern[str], text: str) -> tuple[tuple[int, int], ...]:
    return tuple((found.start(), found.end()) for found in pattern.finditer(text))


def match(text: str) -> list[_Match]:
    """Categories whose words are in the text, the likeliest first."""
    found = []
    for code, patterns in _COMPILED.items():
        strong = _spans(patterns.strong, text)
        if not strong or (patterns.unless and patterns.unless.search(text)):
            continue
        weak = _spans(patterns.weak, text)
        distinct = len({text[start:end] for start, end in strong})
        longest = max(end - start for start, end in strong)
        score = STRONG * min(distinct, 3) + WEAK * min(len({text[s:e] for s, e in weak}), 3) + (1 if longest >= 4 else 0)
        if code in _WEAK_GROUPS:
            score = min(score, STRONG - 1)
        found.append(_Match(CATEGORIES[code], score, strong, weak))
    return sorted(found, key=lambda each: (-each.score, -max(e - s for s, e in each.strong), each.strong[0][0]))


def propose(text: str, kind: str, facts: Facts | None = None) -> Proposal:
    """Propose class, category, handler and urgency for a text of type `kind`, with reasons in words."""
    known = facts or Facts()
    matches = match(text)
    guard = never_private(text)
    against = known.against or complaints.against(text, kind)
    best = _best(matches, guard, against)
    if best is None:
        return _ask(text, guard, matches, against)
    sanshi, shift = _class_of(best, text, known)
    safety = guard in emergency.SAFETY
    if guard and (sanshi == "private" or (safety and sanshi != "big")):
        sanshi, shift = "big", Shift("", "big", f"牵涉{guard}，不能当{words.SANSHI[sanshi]}")
    close = _close_rival(best, matches, sanshi, text, known)
    blocks = max(_blocks(best, close, shift, known, sanshi), 2 if safety else 1)
    reasons = _reasons(best, sanshi, shift, text, known, guard, against)
    urgency, why = _urgency(text, guard)
    handler = access.UNIT_ABOVE.get(against, best.category.handler) if against else best.category.handler
    if safety and against in {"", "grid", "property"}:
        handler = "town_officer"
    return Proposal(
        sanshi=sanshi if blocks > 1 else "", words=CONFIDENCE[blocks] if blocks > 1 else UNSURE, blocks=blocks, reasons=reasons,
        options=_options(best.category, sanshi, blocks, close, guard), category=best.category.code, service_code=best.category.service_code,
        board="safety" if safety else best.category.board, handler_role=handler, helper_role="" if safety or against == "property" else best.category.helper,
        urgency=urgency, urgency_reason=why, never_private=guard, runners_up=tuple(each.category.code for each in matches if each is not best)[:3],
    )  # fmt: skip


def _best(matches: list[_Match], guard: str, against: str) -> _Match | None:
    if against in {"grid", "community", "town"}:
        return next((each for each in matches if each.category.code == "cadre"), _Match(CATEGORIES["cadre"], SURE, (), ()))
    if guard == "欠薪":
        return next((each for each in matches if each.category.code == "wage"), None)
    return matches[0] if matches else None


def _class_of(best: _Match, text: str, facts: Facts) -> tuple[str, Shift | None]:
    for pattern, shift in _COMPILED[best.category.code].shifts:
        if pattern.search(text) and not (shift.sanshi == "big" and facts.place_label and "单元" in facts.place_label):
            return shift.sanshi, shift
    return best.category.sanshi, None


def _close_rival(best: _Match, matches: list[_Match], sanshi: str, text: str, facts: Facts) -> _Match | None:
    """Another category about as likely that would lead to another class."""
    rivals = (each for each in matches if each is not best and best.score - each.score <= 1 and each.category.code not in _WEAK_GROUPS)
    return next((each for each in rivals if _class_of(each, text, facts)[0] != sanshi), None)


def _blocks(best: _Match, rival: _Match | None, shift: Shift | None, facts: Facts, sanshi: str) -> int:
    blocks = 3 if best.score >= SURE else 2
    cases = facts.cases.get(best.category.code, SimilarCases())
    if cases.total >= ENOUGH_CASES:
        blocks += 1 if 5 * cases.by_class.get(sanshi, 0) >= 4 * cases.total else -1
    if rival is not None:
        blocks -= 1
    if shift is not None and shift.words:
        blocks = min(blocks, 3)
    if best.category.code in _WEAK_GROUPS:
        blocks = min(blocks, 2)
    return max(1, min(4, blocks))


def _quoted(text: str, spans: tuple[tuple[int, int], ...], most: int = 3) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[start:end] for start, end in spans))[:most]


def _reasons(  # noqa: PLR0913, PLR0917  # what the reasons draw on
    best: _Match, sanshi: str, shift: Shift | None, text: str, facts: Facts, guard: str, against: str
) -> tuple[Reason, ...]:
    row = best.category
    spans = (*best.strong, *best.weak)
    phrases = _quoted(text, spans)
    found: list[Reason] = []
    if guard:
        found.append(Reason("guard", f"牵涉{guard}，按规定不能当私事", note="规则：三事分流保障条款"))
    if phrases:
        said = "”“".join(phrases)
        why = shift.why if shift else row.why
        found.append(Reason("phrase", f"写了“{said}”，{why}。", phrases, spans, f"规则：{row.name}"))
    if against:
        above = access.ROLE_LABELS.get(access.UNIT_ABOVE[against], "上一级")
        whom = f"反映的是{words.AGAINST[against]}" if against != "unclear" else "没说清反映的是谁"
        found.append(Reason("rule", f"{whom}，要交给{above}，被反映的一方看不到。", note="规则：不交回被反映的单位"))
    if row.helper == "property" and facts.property_company and sanshi == "small":
        clause = facts.clauses.get(row.code, "")
        told = f"{facts.property_company}的合同写明：{clause}" if clause else f"这里有物业（{facts.property_company}），可以请它协办"
        found.append(Reason("contract", f"{told}。", note="物业服务合同" if clause else "物业服务"))
    cases = facts.cases.get(row.code, SimilarCases())
    if cases.total >= ENOUGH_CASES:
        alike = cases.by_class.get(sanshi, 0)
        days = f"，平均 {cases.average_days} 天" if cases.average_days else ""
        found.append(Reason("cases", f"本社区一年内 {cases.total} 件同类，{alike} 件按{words.SANSHI[sanshi]}办结{days}。", note=row.code))
    return tuple(found[:4])


def _options(row: Category, sanshi: str, blocks: int, rival: _Match | None, guard: str) -> tuple[Option, ...]:
    own_words = dict(row.when)
    usual = {
        "big": "如果要执法、要审批、要用财政的钱，才归部门",
        "small": "如果牵涉一栋楼、一个小区的大家，才算小事",
        "private": "如果只是自己家里或两家之间，才算私事",
    }
    options = []
    for code, label in words.SANSHI.items():
        if code == sanshi:
            options.append(Option(code, label, words.SANSHI_MEANING[code], CONFIDENCE[blocks] if blocks > 1 else UNSURE, blocks, ""))
            continue
        likely = rival is not None and rival.category.sanshi == code
        rest = 1 if likely or code in {shift.sanshi for shift in row.shifts} or (row.when and code == "big") else 0
        when = f"牵涉{guard}，不能当私事" if guard and code == "private" else own_words.get(code, usual[code])
        options.append(Option(code, label, words.SANSHI_MEANING[code], CONFIDENCE[rest], 0 if guard and code == "private" else rest, when))
    return tuple(sorted(options, key=lambda option: -option.blocks))


def _urgency(text: str, guard: str) -> tuple[str, str]:
    if guard:
        return "soon", f"牵涉{guard}"
    found = _SOON.search(text)
    return ("soon", f"提到“{found.group()}”") if found else ("normal", "")


def _ask(text: str, guard: str, matches: list[_Match], against: str) -> Proposal:
    urgency, why = _urgency(text, guard)
    sanshi = "big" if guard else ""
    reason = Reason("guard", f"牵涉{guard}，按规定不能当私事") if guard else Reason("rule", "没有认得准的词，请您看一看再分。")
    options = tuple(
        Option(code, label, words.SANSHI_MEANING[code], CONFIDENCE[2] if code == sanshi else CONFIDENCE[0], 2 if code == sanshi else 0,
               f"牵涉{guard}，不能当私事" if guard and code == "private" else "")
        for code, label in words.SANSHI.items()
    )  # fmt: skip
    return Proposal(
        sanshi=sanshi, words=CONFIDENCE[2] if sanshi else UNSURE, blocks=2 if sanshi else 0, reasons=(reason,), options=options, category="",
        service_code="", board="safety" if guard else "", handler_role=access.UNIT_ABOVE.get(against, "town_officer" if guard else "community_worker"), helper_role="",
        urgency=urgency, urgency_reason=why, never_private=guard, runners_up=tuple(each.category.code for each in matches)[:3],
    )  # fmt: skip
