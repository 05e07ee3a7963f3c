"""What is never stored is found however it is written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import forbidden
from linli.kernel.errors import Invalid

EACH = [(word, one.label) for one in forbidden.CLASSES for word in one.words]


@pytest.mark.parametrize(("word", "label"), EACH)
def test_every_word_is_found_inside_a_text(word: str, label: str) -> None:
    assert forbidden.found_in(f"家里有{word}人员，常来") == label
    assert label in forbidden.sentence(label)


@given(st.sampled_from([word for word, _ in EACH if not word.isascii()]), st.sampled_from([" ", "-", "·", "　", "."]))
def test_gaps_hide_nothing(word: str, gap: str) -> None:
    assert forbidden.found_in(gap.join(word))


@pytest.mark.parametrize(
    "text", ["", "门上装了指纹锁", "王秀英", "桂苑小区 3 号楼 2 单元 501", "独居，腿脚不便", "ARCHIVE", "低保", "残疾"]
)
def test_plain_words_are_left_alone(text: str) -> None:
    assert not forbidden.found_in(text)


@pytest.mark.parametrize("title", ["指纹", "是否人脸采集", "宗教", "精神障碍患者", "ＨＩＶ"])
def test_titles_of_columns_know_more(title: str) -> None:
    assert forbidden.in_title(title)


def test_a_refusal_names_the_field_and_repeats_no_value() -> None:
    with pytest.raises(Invalid) as refused:
        forbidden.refuse(note="邻居说他吸毒多年", other="好")
    assert refused.value.reason == "forbidden_class"
    assert list(refused.value.fields) == ["note"]
    assert "多年" not in str(refused.value.fields)


def test_cells_are_told_by_column() -> None:
    assert list(forbidden.cells({"备注": "社区 矫正 对象", "姓名": "李明"})) == ["备注"]
