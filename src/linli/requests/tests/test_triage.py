"""Proposals that explain themselves, on sentences of our own (domain §2)."""

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linli.kernel.ids import new_id
from linli.requests.rules import catalogue, complaints, likeness, triage, words
from linli.requests.rules.likeness import Case, Privacy

ROWS = list(csv.reader((Path(__file__).parent / "data" / "triage.tsv").open(encoding="utf-8"), delimiter="\t"))
SERVICES = {f"{group}{n}" for group, most in zip("ABCDEFG", (19, 10, 12, 8, 7, 6, 7), strict=True) for n in range(1, most + 1)}


def test_the_catalogue_holds_together() -> None:
    assert len(SERVICES) == 69
    assert len(catalogue.CATEGORIES) >= 40
    for code, row in catalogue.CATEGORIES.items():
        assert row.service_code in SERVICES, code
        assert row.sanshi in words.SANSHI, code
        assert row.board in words.BOARDS, code
        assert {each for each, _ in row.when} <= set(words.SANSHI), code


def test_classes_and_categories_on_our_own_sentences() -> None:
    wrong, asked, missed = [], 0, []
    for sanshi, category, text in ROWS:
        found = triage.propose(text, "help")
        asked += not found.sanshi
        if found.sanshi and found.sanshi != sanshi:
            wrong.append((sanshi, found.sanshi, found.category, text))
        if found.category != category:
            missed.append((category, found.category, text))
    answered = len(ROWS) - asked
    assert len(wrong) * 10 <= answered, wrong
    assert asked * 100 <= 15 * len(ROWS)
    assert len(missed) * 5 <= len(ROWS), missed
    assert len({row[1] for row in ROWS}) >= 40, Counter(row[1] for row in ROWS)


def test_the_lamp_of_the_reference_screen() -> None:
    text = "我们 3 号楼 2 单元的楼道灯坏了三天了，5 楼到 7 楼全黑。楼上有位老人晚上下楼倒垃圾，差点踩空。"
    cases = {"light": triage.SimilarCases(14, {"small": 13, "big": 1}, 3)}
    facts = triage.Facts(
        place_label="3 号楼 2 单元", property_company="桂苑物业", clauses={"light": "公共照明归物业修（第 6 条）"}, cases=cases
    )
    found = triage.propose(text, "tip", facts)
    assert (found.sanshi, found.category, found.service_code) == ("small", "light", "E1")
    assert (found.blocks, found.words) == (4, "把握很大")
    assert [reason.kind for reason in found.reasons] == ["phrase", "contract", "cases"]
    assert found.reasons[2].text == "本社区一年内 14 件同类，13 件按小事办结，平均 3 天。"
    for start, end in found.reasons[0].spans:
        assert text[start:end]
    assert found.urgency == "soon"
    assert "踩空" in found.urgency_reason
    assert found.options[0].sanshi == "small"
    assert {option.sanshi: option.when for option in found.options}["big"] == "如果灯杆在市政路上，才归城市管理部门"


def test_earlier_cases_that_went_otherwise_lower_the_confidence() -> None:
    text = "楼道灯不亮"
    sure = triage.propose(text, "tip").blocks
    cases = {"light": triage.SimilarCases(10, {"big": 8, "small": 2}, 9)}
    assert triage.propose(text, "tip", triage.Facts(cases=cases)).blocks < sure


def test_what_is_not_understood_is_given_to_a_person() -> None:
    found = triage.propose("那个事情到底怎么说嘛", "consult")
    assert (found.sanshi, found.words, found.blocks) == ("", "拿不准", 0)


@pytest.mark.parametrize("text", ["老板拖欠我三个月工资不给", "我老公打我", "儿媳不给婆婆饭吃，天天骂"])
def test_never_private(text: str) -> None:
    found = triage.propose(text, "help")
    assert found.sanshi == "big"
    assert found.never_private
    private = next(option for option in found.options if option.sanshi == "private")
    assert private.blocks == 0
    assert "不能当私事" in private.when


@pytest.mark.parametrize("text", ["投诉物业保安打人", "楼上男的把小区保洁阿姨打伤了，垃圾也没人清"])
def test_violence_is_a_matter_of_the_town_whatever_else_the_words_say(text: str) -> None:
    found = triage.propose(text, "complaint")
    assert (found.sanshi, found.board, found.handler_role, found.helper_role) == ("big", "safety", "town_officer", "")
    assert found.never_private == "人身安全"


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("社区工作人员态度恶劣", "community"),
        ("投诉居委会办事推诿", "community"),
        ("村干部优亲厚友，低保给自己亲戚", "community"),
        ("网格员从来不管事", "grid"),
        ("街道办不作为，踢皮球", "town"),
        ("物业敷衍，垃圾不清", "property"),
        ("社区里的灯不亮", ""),
        ("请社区帮忙管一管停车", ""),
        ("希望物业早点修好电梯", ""),
    ],
)
def test_whom_a_complaint_is_about(text: str, against: str) -> None:
    assert complaints.against(text, "complaint") == against


def test_the_same_text_gives_the_same_proposal() -> None:
    for _, _, text in ROWS[:20]:
        assert triage.propose(text, "help") == triage.propose(text, "help")


NOW = datetime(2026, 9, 7, 11, tzinfo=UTC)
COMPOUND, BUILDING, OTHER_BUILDING, UNIT = new_id(), new_id(), new_id(), new_id()
OPEN = Privacy(restricted=False, emergency=False, against="")


def _case(text: str, hours: int = 0, **changes: object) -> Case:
    values: dict[str, object] = {
        "id": new_id(), "text": text, "category": "light", "filed_at": NOW + timedelta(hours=hours), "compound_id": COMPOUND,
        "building_id": BUILDING, "unit_id": UNIT, "house_id": None, "requester": "", "privacy": OPEN,
    }  # fmt: skip
    return Case(**(values | changes))  # type: ignore[arg-type]


LAMP = _case("3 号楼 2 单元的楼道灯坏了三天了，全黑")


def test_the_same_lamp_twice() -> None:
    found = likeness.compare(LAMP, _case("2 单元楼道黑，灯不亮", -20), 30)
    assert found is not None
    assert found.score >= likeness.SUGGEST_FROM
    assert found.reasons[0] == "同单元"
    assert found.reasons[-1] == "隔 20 小时"
    assert "楼道" in "".join(found.reasons)


@pytest.mark.parametrize(
    "changes",
    [
        {"building_id": OTHER_BUILDING, "unit_id": None},
        {"compound_id": new_id(), "building_id": None, "unit_id": None},
        {"filed_at": NOW - timedelta(days=31)},
        {"privacy": Privacy(restricted=True, emergency=False, against="")},
        {"privacy": Privacy(restricted=False, emergency=True, against="")},
        {"privacy": Privacy(restricted=False, emergency=False, against="community")},
    ],
)
def test_not_the_same(changes: dict[str, object]) -> None:
    assert likeness.compare(LAMP, _case("单元楼道灯黑，不亮", 0, **changes), 30) is None


def test_another_thing_at_the_same_place() -> None:
    assert likeness.compare(LAMP, _case("电梯停在一楼，按不动", category="lift"), 30) is None


def test_at_most_five_the_likeliest_first() -> None:
    others = [_case("2 单元楼道黑，灯不亮", -hours) for hours in range(1, 30, 3)]
    found = likeness.rank(LAMP, others, 30)
    assert len(found) == likeness.MOST
    assert [alike.score for alike in found] == sorted((alike.score for alike in found), reverse=True)
