"""What is never stored here: one list for entry, import, exchange and search (domain/registry.md §6, data_security.md §2).

These classes belong to 公安, 司法 and 卫健. There is no code for them, so they could only slip in as words: in a remark, a column
of a file, a cell, a box to search in. Pure.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from linli.kernel.errors import Invalid


@dataclass(frozen=True)
class Class:
    """A class that is not stored, and the words it goes by; `titles` name it at the head of a column only (指纹锁 is a lock).

    `owner` is the department it belongs to.
    """

    label: str
    owner: str
    words: tuple[str, ...]
    titles: tuple[str, ...] = ()


CLASSES = (
    Class("精神障碍", "卫健", ("精神障碍", "精神病", "精神分裂", "精神残疾", "严重精神", "双相情感", "肇事肇祸")),
    Class("吸毒", "公安", ("吸毒", "戒毒", "涉毒", "毒品", "美沙酮")),
    Class("社区矫正", "司法", ("社区矫正", "矫正对象", "矫正人员", "社矫", "缓刑", "假释")),
    Class("刑释", "司法", ("刑释", "刑满", "两劳", "安置帮教", "前科", "服刑")),
    Class("艾滋", "卫健", ("艾滋", "爱滋", "HIV", "AIDS")),
    Class("信访重点", "公安", ("信访重点", "重点信访", "上访户", "重点人员")),
    Class("宗教信仰", "本人", ("宗教信仰", "信教"), ("宗教",)),
    Class("生物特征", "本人", ("指纹信息", "人脸照", "人脸信息", "虹膜", "声纹"), ("指纹", "人脸")),
)


def _folded(text: str) -> str:
    """Half width, upper case, without what people put between the characters to hide a word."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())


def found_in(text: str) -> str:
    """The label of the first class named in a text; empty when there is none. Latin words count as whole words only."""
    return next((one.label for one in CLASSES if any(_stands(word, text) for word in one.words)), "")


def in_title(title: str) -> str:
    """As `found_in`, for the title of a column."""
    return next((one.label for one in CLASSES if any(_stands(word, title) for word in (*one.words, *one.titles))), "")


def _stands(word: str, text: str) -> bool:
    if not word.isascii():
        return word in _folded(text)
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in unicodedata.normalize("NFKC", text).upper())
    return word in letters.split()


def sentence(label: str) -> str:
    """What is said to whoever typed it."""
    owner = next(one.owner for one in CLASSES if one.label == label)
    whose = "本人的私事" if owner == "本人" else f"{owner}部门管"
    return f"{label}一类的信息是{whose}，本系统不登记、不导入、不查找。请删掉再交。"


def refuse(**texts: str) -> None:
    """Raise Invalid (code `forbidden_class`) when a text names such a class; `texts` are field=what was typed."""
    wrong = {name: [sentence(label)] for name, text in texts.items() if (label := found_in(text))}
    if wrong:
        refusal = Invalid(next(iter(wrong.values()))[0], wrong)
        refusal.reason = "forbidden_class"
        raise refusal


def cells(row: Mapping[str, str]) -> dict[str, str]:
    """For imports: column → sentence for each cell of a row that names such a class. The sentence repeats no value."""
    return {column: sentence(label) for column, text in row.items() if (label := found_in(text))}
