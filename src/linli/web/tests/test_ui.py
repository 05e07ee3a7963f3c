"""The ui tags: what they draw, and what they never write."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError

from linli.kernel import clock
from linli.web.ui import dates, icons, shapes, ticks
from linli.web.ui.fields import Option

NOW = datetime(2026, 9, 10, 6, 6, tzinfo=UTC)


def draw(source: str, **facts: object) -> str:
    return Template("{% load ui %}" + source).render(Context(facts))


@pytest.mark.parametrize("name", sorted(icons.ICONS))
def test_an_icon_is_hidden_from_readers_unless_it_has_a_label(name: str) -> None:
    assert 'aria-hidden="true"' in draw("{% icon name %}", name=name)
    assert 'aria-label="打电话"' in draw("{% icon name '打电话' %}", name=name)


@pytest.mark.parametrize("state", sorted(shapes.SHAPES))
def test_a_state_is_shape_and_word(state: str) -> None:
    html = draw("{% status_shape state %}", state=state)
    assert "<svg" in html
    assert shapes.SHAPES[state].word in html


def test_an_unknown_shape_is_a_bug_not_a_blank() -> None:
    with pytest.raises(KeyError):
        draw("{% shape 'nothing' %}")


@pytest.mark.parametrize(
    ("days", "words", "hot"),
    [
        (["used", "used", "today", "open", "open", "open", "due"], "今天第 3 天，共 7 个工作日", False),
        (["used", "used", "stopped", "stopped", "today", "open", "due"], "今天第 3 天，共 5 个工作日，停过 2 天", False),
        (["used", "used", "today"], "今天第 3 天，共 3 个工作日", True),
        (["used", "used", "over", "over"], "2 个工作日已用完，超期 2 天", True),
        ([], "已过 0 天，共 0 个工作日", False),
    ],
)
def test_ticks_say_in_words_what_they_draw(days: list[str], words: str, *, hot: bool) -> None:
    html = draw("{% ticks days text='到期' %}", days=days)
    assert f'aria-label="{words}"' in html
    assert ("ticks-hot" in html) is hot
    assert 'aria-label="' + words in draw("{% ticks days 'resident' %}", days=days)


def test_ticks_take_dicts_and_days_and_refuse_unknown_kinds() -> None:
    mixed = [{"kind": "used", "label": "周三"}, ticks.Day("today"), {"kind": "due", "label": "周一", "gap": True}]
    html = draw("{% ticks days 'resident' %}", days=mixed)
    assert html.count('<span class="day ') == 3
    assert "day-gap" in html
    assert "今天" in html
    with pytest.raises(ValueError, match="holiday"):
        ticks.days_of(["holiday"])


@pytest.mark.parametrize("total", [1, 2, 4, 7, 12])
def test_stairs_always_say_where_one_is(total: int) -> None:
    for current in range(1, total + 1):
        words = f"第 {current} 步，共 {total} 步"
        assert words in draw("{% stairs current total '说件事' %}", current=current, total=total)
        assert words in draw("{% stairs current total '登记' size='large' %}", current=current, total=total)


def test_masked_never_writes_the_value() -> None:
    html = draw("{% masked '13800001234' 'phone' '/x/' '电话' %}{% masked '王秀英' 'name' %}{% masked '500199194601010028' 'id' %}")
    assert "138****1234" in html
    assert "王**" in html
    for secret in ("13800001234", "秀英", "194601"):
        assert secret not in html


def test_text_from_people_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    entries = [{"shape": "working", "what": evil, "meta": [evil], "note": evil, "who": evil}]
    options = [{"value": evil, "name": evil, "when": evil, "level": 1, "proposed": True, "reasons": [{"text": evil, "source": evil}]}]
    html = draw(
        "{% timeline entries %}{% status_shape 'late' evil %}{% ticks days text=evil rule=evil %}{% class_tag evil %}{% surname evil %}"
        "{% decision_choices 'kind' options %}{% choice_card 'a' evil evil note=evil %}{% stairs 1 2 evil %}{% mask_never evil %}"
        "{% empty_state evil evil evil evil %}{% error_state evil evil %}{% why_day steps evil %}"
        "{% conflict evil version version %}{% room evil 'own' %}",
        entries=entries, evil=evil, days=["today"], options=options, steps=[evil], version={"who": evil, "value": evil},
    )  # fmt: skip
    assert "<script" not in html


class Sample(forms.Form):
    phone = forms.CharField(label="您的电话", help_text="不公开")
    shown = forms.ChoiceField(label="谁能看", choices=[("a", Option("公开", note="大家能看")), ("b", "不公开")], widget=forms.RadioSelect)
    note = forms.CharField(label="补充", required=False)


def test_a_field_carries_label_hint_and_error() -> None:
    form = Sample({"shown": "a"})
    html = draw("{% field form.phone %}{% field form.shown %}{% field form.note %}", form=form)
    assert '<label for="id_phone">您的电话</label>' in html
    assert 'id="id_phone-hint">不公开' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_phone-error"' in html
    assert 'aria-describedby="id_phone-hint id_phone-error"' in html
    assert "大家能看" in html
    assert 'value="a" id="id_shown_0" checked' in html
    assert "可以不填" in html


def test_the_summary_links_to_the_first_control_of_each_wrong_field() -> None:
    form = Sample({})
    html = draw("{% error_summary form %}", form=form)
    assert "还有 2 处要改" in html
    assert 'href="#id_phone"' in html
    assert 'href="#id_shown_0"' in html
    assert draw("{% error_summary form %}", form=Sample({"phone": "1", "shown": "a"})) == ""


def test_dates_read_as_people_say_them() -> None:
    with clock.frozen(NOW):
        assert dates.cn_date(date(2026, 9, 17)).replace("\u00a0", " ") == "9 月 17 日（周四）"
        assert dates.cn_day(date(2025, 11, 6)).replace("\u00a0", " ") == "2025 年 11 月 6 日"
        assert dates.cn_datetime(datetime(2026, 9, 10, 2, 20, tzinfo=UTC)).replace("\u00a0", " ") == "今天 10:20"
        assert dates.cn_datetime(datetime(2026, 9, 9, 16, 5, tzinfo=UTC)).replace("\u00a0", " ") == "今天 0:05"
        assert dates.cn_near_day(date(2026, 9, 11)) == "明天"
        assert dates.cn_clock(NOW).replace("\u00a0", " ") == "9 月 10 日 周四 14:06"
        assert dates.cn_table(datetime(2026, 8, 31, 16, 0, tzinfo=UTC)).replace("\u00a0", " ") == "8-31 24:00"


@pytest.mark.parametrize(
    ("raw", "spaced"),
    [("3号楼2单元501", "3 号楼 2 单元 501"), ("GX-0907-016", "GX-0907-016"), ("编号GX", "编号 GX"), ("平街层", "平街层"), ("", "")],
)
def test_han_and_figures_stand_apart(raw: str, spaced: str) -> None:
    assert dates.han_space(raw).replace("\u00a0", " ") == spaced
    assert dates.han_space(dates.han_space(raw)) == dates.han_space(raw)


def test_filters_take_nothing_for_nothing() -> None:
    for name in ("cn_date", "cn_day", "cn_datetime", "cn_time", "cn_clock", "cn_table", "cn_near_day", "han_space", "thousands"):
        assert draw("{{ value|" + name + " }}", value=None) == ""


def test_a_missing_tag_argument_is_told() -> None:
    with pytest.raises(TemplateSyntaxError):
        draw("{% stairs 1 %}")
