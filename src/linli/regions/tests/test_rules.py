"""Names, spans and the ancestor closure, without a database."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.regions import rules
from linli.regions.rules import Placing, Span, descents, joined

FIRST = date(2020, 1, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 60))
    length = draw(st.none() | st.integers(1, 40))
    return Span(day(start), None if length is None else day(start + length))


@given(spans(), spans())
def test_meeting_holds_exactly_the_shared_days(one: Span, other: Span) -> None:
    shared = one.meet(other)
    for number in range(120):
        both = one.covers(day(number)) and other.covers(day(number))
        assert both == (shared is not None and shared.covers(day(number)))


@given(st.lists(spans(), max_size=6))
def test_joining_keeps_the_days_and_leaves_gaps_between(given_spans: list[Span]) -> None:
    result = joined(given_spans)
    for number in range(120):
        assert any(s.covers(day(number)) for s in given_spans) == any(s.covers(day(number)) for s in result)
    for earlier, later in pairwise(result):
        assert earlier.end is not None
        assert earlier.end < later.start


@st.composite
def forests(draw: st.DrawFn) -> tuple[dict[int, Span], list[Placing[int]]]:
    """Regions 0…n, each under smaller numbers one after the other, as dated placements without overlap."""
    size = draw(st.integers(1, 8))
    lives = {0: Span(day(0))}
    placings: list[Placing[int]] = []
    for child in range(1, size):
        cuts = sorted(draw(st.sets(st.integers(0, 80), min_size=1, max_size=4)))
        lives[child] = Span(day(cuts[0]))
        ends: list[date | None] = [*(day(cut) for cut in cuts[1:]), None]
        for cut, end in zip(cuts, ends, strict=True):
            placings.append(Placing(child, draw(st.integers(0, child - 1)), Span(day(cut), end)))
    return lives, placings


@given(forests(), st.integers(0, 100))
def test_closure_equals_walking_up(forest: tuple[dict[int, Span], list[Placing[int]]], number: int) -> None:
    lives, placings = forest
    on = day(number)
    rows = [row for row in descents(lives, placings) if row.span.covers(on)]
    parent = {p.child: p.parent for p in placings if p.span.covers(on)}
    for region in lives:
        at = region
        walked: dict[int, int] = {}
        while at in parent:
            at = parent[at]
            walked[at] = len(walked) + 1
            if not lives[at].covers(on):
                break
        found = {row.ancestor: row.depth for row in rows if row.region == region and row.depth}
        assert found == {up: depth for up, depth in walked.items() if _whole(region, up, parent, lives, on)}


def _whole(region: int, up: int, parent: dict[int, int], lives: dict[int, Span], on: date) -> bool:
    """Every region on the way up exists that day."""
    at = region
    while at != up:
        at = parent[at]
        if not lives[at].covers(on):
            return False
    return True


@given(forests())
def test_a_pair_never_holds_twice_on_a_day(forest: tuple[dict[int, Span], list[Placing[int]]]) -> None:
    rows = descents(*forest)
    for number in range(0, 100, 7):
        pairs = [(row.ancestor, row.region) for row in rows if row.span.covers(day(number))]
        assert len(pairs) == len(set(pairs))


def test_a_circle_is_refused() -> None:
    lives = {1: Span(FIRST), 2: Span(FIRST)}
    with pytest.raises(ValueError, match="below itself"):
        descents(lives, [Placing(1, 2, Span(FIRST)), Placing(2, 1, Span(FIRST))])


@pytest.mark.parametrize(
    ("name", "short", "kind"),
    [
        ("双龙村村民委员会", "双龙村", "village"),
        ("高峰村民委员会", "高峰村", "village"),
        ("东方广场社区居民委员会", "东方广场社区", "community"),
        ("大溪沟居民委员会", "大溪沟居委会", "community"),
        ("化龙桥社区工作站", "化龙桥社区工作站", "community"),
    ],
)
def test_names_of_communities(name: str, short: str, kind: str) -> None:
    assert rules.short_name(name) == short
    assert rules.kind_of(name, rules.COMMUNITY) == kind


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("", []),
        ("  双龙村 ", [("双龙村", ())]),
        ("渝北 双龙村", [("双龙村", ("渝北",))]),
        ("双龙村村民委员会", [("双龙村", ())]),
        ("渝北区石船镇", [("渝北区石船镇", ()), ("石船镇", ("渝北区",))]),
        ("重庆市渝中区大坪", [("重庆市渝中区大坪", ()), ("大坪", ("渝中区",))]),
        ("DFGC", [("dfgc", ())]),
        ("东方广场社区", [("东方广场社区", ())]),
    ],
)
def test_reading_a_search_box(typed: str, ways: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(way.word, way.around) for way in rules.wanted(typed)] == ways
