"""Words that open the emergency path, and idioms that do not, on sentences of our own (domain §6)."""

import csv
from pathlib import Path

import pytest

from linli.requests.rules import emergency

ROWS = [(row[0], row[1]) for row in csv.reader((Path(__file__).parent / "data" / "emergencies.tsv").open(encoding="utf-8"), delimiter="\t")]
GRAVE = [(kind, text) for kind, text in ROWS if kind != "none"]
HARMLESS = [text for kind, text in ROWS if kind == "none"]
RESTRICTED = {"violence", "suicide"}
FRESH = [
    tuple(row) for row in csv.reader((Path(__file__).parent / "data" / "emergencies_fresh.tsv").open(encoding="utf-8"), delimiter="\t")
]
# Set: found by the words, found or asked about; a little under what was measured. The words were widened after a look at
# "review", "first" and "second"; "third" and "fourth" were written afterwards and never used for a word that raises an alarm.
FLOORS = {"review": (86, 88), "first": (38, 40), "second": (28, 30), "third": (9, 29), "fourth": (3, 22)}


def test_there_is_enough_to_measure() -> None:
    assert len(GRAVE) >= 100
    assert len(HARMLESS) >= 100


def test_recall_and_false_alarms() -> None:
    missed = [(kind, text) for kind, text in GRAVE if emergency.detect("", text) is None]
    alarms = [(text, emergency.detect("", text)) for text in HARMLESS if emergency.detect("", text)]
    assert len(missed) * 100 <= len(GRAVE), missed
    assert len(alarms) * 100 <= 2 * len(HARMLESS), alarms


def test_violence_and_suicide_are_always_restricted_and_never_private() -> None:
    for kind, text in GRAVE:
        if kind in RESTRICTED:
            assert emergency.is_restricted(text, emergency.detect("", text)), text
            assert emergency.never_private(text), text


def test_the_kind_is_mostly_the_right_one() -> None:
    named = [(kind, text) for kind, text in GRAVE if kind != "some"]
    wrong = [(kind, found.kind, text) for kind, text in named if (found := emergency.detect("", text)) and found.kind != kind]
    assert len(wrong) * 10 <= len(named), wrong


@pytest.mark.parametrize("name", FLOORS)
def test_sentences_the_words_were_not_written_from(name: str) -> None:
    """Many a danger is said without any word of the list, so the person is asked too: never rely on the words alone."""
    grave = [text for of, kind, text in FRESH if of == name and kind != "none"]
    found = [text for text in grave if emergency.detect("", text)]
    asked = [text for text in grave if text in found or emergency.doubtful(text)]
    assert len(found) >= FLOORS[name][0], set(grave) - set(found)
    assert len(asked) >= FLOORS[name][1], set(grave) - set(asked)


def test_harmless_sentences_are_seldom_taken_for_danger_or_asked_about() -> None:
    texts = [text for _, kind, text in FRESH if kind == "none"] + HARMLESS
    alarms = [text for text in texts if emergency.detect("", text)]
    asked = [text for text in texts if text not in alarms and emergency.doubtful(text)]
    assert len(alarms) * 100 <= len(texts), alarms
    assert len(asked) * 100 <= 8 * len(texts), asked


@pytest.mark.parametrize(
    "text",
    [
        "老板拖欠我们工资三个月了",
        "工地的工钱一直没结",
        "孩子没人管，天天饿着",
        "儿子不赡养老人",
        "学校里有人霸凌我家娃娃",
        "过年了农民工工资还没发",
    ],
)
def test_what_is_never_private_without_being_an_emergency(text: str) -> None:
    assert emergency.never_private(text)


def test_spans_are_places_in_the_text() -> None:
    text = "气死我了！3 号楼着火了，冒黑烟"
    found = emergency.detect("", text)
    assert found is not None
    assert found.kind == "fire"
    assert [text[start:end] for start, end in found.spans] == list(found.phrases)
    assert ("119", "火警、救援") in found.advice


def test_the_tick_box_is_believed() -> None:
    found = emergency.detect("", "快来人", ticked=True)
    assert found is not None
    assert found.kind == "ticked"
    assert emergency.detect("着火了", "快来人") is not None
