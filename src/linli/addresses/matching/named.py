"""The name of a place between the road and the building: compound, its parts (期, 组团, 区), and words that only say beside what."""

import re
from collections.abc import Iterator
from itertools import pairwise

_COUNT = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
# What reads as a part of a compound at the end of its name.
_PART = re.compile(
    rf"(?:(?:[A-Z]\d?|[东南西北中]|洋房|{_COUNT})(?:区|组团)|{_COUNT}(?:期|街区)|[东南西北中](?:苑|院|门|塔|大门)|{_COUNT}号门|高层|别墅|洋房)$"
)
# A whole name, behind which more can only be a part: 锦绣大学|三号苑, 金桂半岛|云溪美地, 滨江新城|江畔庭.
_WHOLE = re.compile(
    r".{2,}?(?:大学|学院|医院|半岛|大厦|校区|新城|世纪城|花园城|城市花园|公园城|国际花园|滨江花园|(?:财政|国土|公安)局|广场)(?=..)(?!·|站|店|酒店|国际|花园|广场|小区)"
)
_DEVELOPER = "龙湖|金科|恒大|万科|保利|融创|旭辉|绿地|华润|碧桂园|中海|东原|鲁能|协信|雅居乐|华宇|隆鑫|联发|香港置地|融汇|首地|北大资源|世茂|融科|佳兆业|金辉|蓝光|首创|财信|泽科|和泓|奥园|招商"
# An area people know, then the compound with its developer: 照母山|龙湖…
_AREA = re.compile(rf"(?P<area>.{{2,5}}?)(?=(?:{_DEVELOPER})..)")
_BESIDE = re.compile(
    r"(?:正?对面|旁边?|隔壁|背后|后面|附近|门口|楼下|校内|路口|[东南西北]{1,2}(?:侧|角|方向|约)\d*米?|[东南西北]{1,2}约?\d+米|约?\d+米)$"
)
_LEADING = re.compile(
    r"(?:交叉口|交汇处|十字路口|[东南西北]{1,2}(?:侧|角|方向)?约?\d+米|[东南西北]{1,2}(?:侧|角|方向)|约?\d+米|附近的?|旁边?的?|正?对面的?|背后|后面|近(?=[^\d]{3}))+"
)
_ENDS = re.compile(r"[(（）),，、;\s\-]+")

# 九龙西苑 is a name, 锦绣年华西苑 a name with a part.
_STEM = 3

Piece = tuple[str, int, int]


def named(text: str, start: int, end: int) -> Iterator[Piece]:
    """Kinds with where each stands; brackets and commas between them name nothing."""
    at = start
    while at < end:
        stop = _ENDS.search(text, at, end)
        to = stop.start() if stop else end
        yield from _one(text, at, to)
        at = stop.end() if stop else end
        if at > to:
            yield "remark", to, at


def _one(text: str, start: int, end: int) -> Iterator[Piece]:
    if (hit := _LEADING.match(text, start, end)) and hit.end() < end:
        yield "remark", start, hit.end()
        start = hit.end()
    beside = _BESIDE.search(text, start, end)
    name_end = beside.start() if beside and beside.start() > start else end
    parts: list[int] = []
    cut = name_end
    while (hit := _PART.search(text, start, cut)) and (hit.start() >= start + _STEM or text[cut - 1] in "期区团"):
        parts.append(hit.start())
        cut = hit.start()
    if area := _AREA.match(text, start, cut):
        yield "compound", start, area.end()
        start = area.end()
    whole = _WHOLE.match(text, start, cut)
    if whole and whole.end() < cut:
        yield "compound", start, whole.end()
        yield "part", whole.end(), cut
    elif cut > start:
        yield "compound", start, cut
    for begin, to in pairwise([*reversed(parts), name_end]):
        yield "part", begin, to
    if name_end < end:
        yield "remark", name_end, end
