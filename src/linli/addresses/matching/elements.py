"""An address as written, cut into its elements with their places in the text: division, road, plate, compound, building … room.

The division names are read with the gazetteer, the rest by its form. Spans refer to the text as given, so a page can mark
them and a parse can be undone. Levels follow GB/T 39609; the labels of the evaluation are those of public element corpora.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from linli.addresses.matching.fronts import city, district, elsewhere, town, town_like
from linli.addresses.matching.gazetteer import NO_NAMES, Names, Place
from linli.addresses.matching.inside import Element, anchor, read_inside
from linli.addresses.matching.named import named
from linli.addresses.matching.text import fold
from linli.addresses.matching.titles import Titles

_HAN = r"[\u4e00-\u9fff〓·]"
_N = r"[一二三四五六七八九十百零〇两\d]"
# Words that people or delivery forms put between the levels and that name nothing.
_FILLER = re.compile(
    r"(?:中国(?![\u4e00-\u9fff]{0,2}(?:银行|移动|电信|联通|石油|石化|邮政))|(?:主?城|市)区(?!域)|县城内?|其他区|(?:街上|场上|镇上)(?=[(,]|$)|[,、\s\-/;:.]+|NULL|\d(?=[\u4e00-\u9fff]{2,6}[路街]\d+号))"
)
_INNER_RING = re.compile(r"(?P<road>内环)(?P<within>以内|以外|(?=[\u4e00-\u9fff]{2,4}路))")
_VILLAGE = re.compile(
    rf"(?!国际社区)(?:(?:(?![街路道巷]){_HAN}){{1,6}}?|{_N}{{1,3}})(?:(?:村民|居民)委员会|[村居]委会?|社区(?:居委会)?|村(?:村?委会?)?)"
    rf"(?!委|路|街|大道|支路|小学|\s*[一二三四五六七八九十\d]+(?:栋|号楼|幢)|小区|\d+号?$)"
)
# A village without its class word before a group with a number: 高桥1社.
_HAMLET = re.compile(rf"(?:(?![街路道巷]){_HAN}){{2,4}}?(?=第?{_N}{{1,3}}(?:(?:村民|居民)小组|小组|组|社|队)(?!区|会|团|合|长))")
_COMMITTEE = re.compile(r"(?:村委会?|居委会|村民委员会|居民委员会)")
_NEW_VILLAGE = re.compile(r"(?:新|[一二三四五六七八九十])村$")
_GROUP = re.compile(
    rf"(?:第?{_N}{{1,3}}|{_HAN}{{1,4}}?)(?:(?:村民|居民)小组|小组|组|社|队)(?!区|会|团|合|长|[\u4e00-\u9fff]{{0,3}}(?:公司|酒店|医院))"
)
# Without a village before it: a number, or a name with nothing but a house behind it.
_CLEAR_GROUP = re.compile(
    rf"第?{_N}{{1,3}}(?:(?:村民|居民)小组|小组|组|社|队)(?!区|会|团|合|长)|{_HAN}{{2,4}}?(?:(?:村民|居民)小组|小组|组)(?=\s*\d+号|\s|$)"
)
_ROAD = re.compile(
    rf"(?:{_HAN}|(?<!\d)\d(?=支路|路|巷|街)){{1,9}}?"
    r"(?:大道|支路|支巷|公路|环路|[东南西北中]路|(?:正|后|老|新|横|上|下|步行|好吃)街|路(?![街口])|街(?!区|道)|巷(?!子)|梯坎|立交|弄)"
    rf"(?:(?:{_N}{{1,3}}|[东南西北中])段|[东南西北中](?=路|\d+号))?"
)
_PLATE = re.compile(
    r"(?:\d+(?:(?:##|-)\d+)*号?-\d+号|\d+(?:(?:##|-)\d+)*号(?:之\d+)?|[一二三四五六七八九十]{1,3}号)(?!楼|栋|幢|门(?!市|面)|院|线)"
    r"(?:[附付]\d+号?)?"
)
_BARE_PLATE = re.compile(
    r"\d{1,4}-\d{1,2}$|(?:\d+##\d+|\d{1,4})(?=[\u4e00-\u9fff])(?!栋|幢|号|楼|单元|层|舍|期|街区|区|米|路|组|社|村|年|座|室|支|巷|段)"
)
_BRANCH_HOUSE = re.compile(r"[附付]\d+号$")
_NOT_A_ROAD = re.compile(r"(?:小区|花园|家园|公寓|社区|公馆|车站|站|口|市场|新城|国际|广场|商城|壹号|中心|名[都城])")
_CROSSING = re.compile(rf"[与和](?={_HAN}{{1,8}}?(?:路|街|大道){_HAN}{{0,3}}(?:交叉|交汇|路口|十字))")
_ZONE = re.compile(
    r"(?:(?:重庆)?大学城(?!\w?[路])(?=\S{3})|两江新区(?!人民)|茶园新区|微电园|江南新区|(?:(?![镇乡道])[\u4e00-\u9fff]){0,4}?开发区|[\u4e00-\u9fff]{2,4}(?:经开区|高新区|工业园区?))"
)
_BEFORE_ROAD = re.compile(r"[\u4e00-\u9fff]{2,6}(?:大学|学院)(?=[\u4e00-\u9fff]{2,4}(?:路|大道|街)\d)")
_NOTE = re.compile(r"电联|电话|请|放|送|上门|快递|取|勿|往|米")
_REMARK = re.compile(
    r"(?:[(（][^)）]*[)）]?|电联.*|(?:联系)?电话.*|手机.*|(?:请|(?<!解)放(?:到|在|物业|门|驿站|快递|丰巢)|送(?:到|货|上)|上门)[^栋号楼]*|[,;。.\-、\s]+)$"
)
# What stands for a dash between figures: 3一2, 29杠七, 12/3, a blank.
_DASH_LIKE = re.compile(r"[一杠/\s]")
DASH_WORD = re.compile(r"(?<=\d)(?:[一/\s](?=\d)|杠(?=[\d一二三四五六七八九]))")
_UNKNOWN = "[UNK]"
_SHORTEST_NAME = 5


class Address(NamedTuple):
    """Elements in the order of the text, and the divisions they were taken for (the finest last; several when a name is not unique)."""

    text: str
    elements: tuple[Element, ...]
    places: tuple[Place, ...] = ()
    said: Mapping[str, tuple[Place, ...]] = MappingProxyType({})
    abroad: bool = False

    def get(self, kind: str) -> str:
        """The text of the last element of a kind, empty when there is none."""
        return next((one.text for one in reversed(self.elements) if one.kind == kind), "")


def split(text: str, titles: Titles, names: Names = NO_NAMES) -> Address:
    """Cut an address into its elements. Never raises; what names nothing is a `remark`. `names` are compounds known to be near."""
    folded, stands = _prepared(text)
    end = _without_remark(folded)
    reader = _Reader(folded, end, titles, names)
    reader.read()
    reader.rest(end)
    elements = tuple(
        Element(kind, text[start:stop], start, stop) for kind, start, stop in ((k, stands(a), stands(b)) for k, _, a, b in reader.found)
    )
    return Address(text, elements, reader.places, reader.said, reader.abroad)


def read_divisions(text: str, titles: Titles) -> tuple[tuple[Place, ...], int]:
    """The divisions at the front of a folded text and where they end."""
    reader = _Reader(text, len(text), titles, NO_NAMES)
    reader.divisions()
    return reader.places, reader.at


def _prepared(text: str) -> tuple[str, Callable[[int], int]]:
    """The text as it is read, and where a place of it stands in the text as given; a masked character is one character."""
    folded = fold(text)
    if _DASH_LIKE.search(folded):
        folded = DASH_WORD.sub("-", folded)
    if _UNKNOWN not in folded:
        return folded, _same
    stands = [at for piece in re.finditer(r"\[UNK\]|.", folded, re.DOTALL) for at in [piece.start()]]
    stands.append(len(folded))
    return folded.replace(_UNKNOWN, "〓"), stands.__getitem__


def _same(at: int) -> int:
    return at


def _without_remark(folded: str) -> int:
    end = len(folded)
    while hit := _REMARK.search(folded, 0, end):
        if hit.start() == 0:
            break
        end = hit.start()
    return end


class _Reader:
    """Reads from left to right; each step takes what it knows and moves on."""

    def __init__(self, text: str, end: int, titles: Titles, names: Names) -> None:
        self.text, self.end, self.titles, self.names, self.at = text, end, titles, names, 0
        self.found: list[Element] = []
        self.places: tuple[Place, ...] = ()
        self.said: dict[str, tuple[Place, ...]] = {}
        self.abroad = False

    def add(self, kind: str, start: int, end: int) -> None:
        if end > start:
            self.found.append(Element(kind, self.text[start:end], start, end))

    def take(self, kind: str, end: int) -> None:
        self.add(kind, self.at, end)
        self.at = end

    def filler(self) -> None:
        while hit := _FILLER.match(self.text, self.at, self.end):
            self.take("remark", hit.end())

    def settle(self, kind: str, end: int, places: tuple[Place, ...]) -> None:
        """Take a division; what follows lies in it."""
        self.take(kind, end)
        self.said[kind] = places
        self.places = places or self.places

    def behind(self) -> str:
        """The kind of the last element that names something."""
        return next((one.kind for one in reversed(self.found) if one.kind != "remark"), "")

    def known(self) -> int:
        """Where a compound known to be near ends, if one begins here: its name is not to be read as a shorter division or road."""
        return self.names.at(self.text, self.at, self.end)

    def read(self) -> None:
        self.divisions()
        self._village()
        self._roads()
        self._compound()

    def rest(self, start: int) -> None:
        """What stands behind the address: a name in brackets may say where it is, the rest is a remark."""
        said = self.text[start:]
        if not said:
            return
        if said[0] in "(（" and not _NOTE.search(said) and len(said) > _SHORTEST_NAME:
            for kind, begin, stop in named(self.text, start, len(self.text)):
                self.add(kind, begin, stop)
        else:
            self.add("remark", start, len(self.text))

    def _inner_ring(self) -> None:
        if hit := _INNER_RING.match(self.text, self.at, self.end):
            self.take("road", hit.end("road"))
            self.take("remark", hit.end())

    def divisions(self) -> None:
        """City, district and town, however often they are said."""
        self._head()
        self._inner_ring()
        for _ in range(2):
            if hit := _ZONE.match(self.text, self.at, self.end):
                self.take("zone", hit.end())
            end, places = self._town()
            if end <= self.known():
                break
            said = self.text[self.at : end]
            self.settle("town", end, places)
            self.filler()
            self._again(said)
        self._inner_ring()

    def _head(self) -> None:
        self.filler()
        start = self.at
        for kind, end in city(self.text, self.at, self.end):
            self.take(kind, end)
        behind_city = self.at > start
        self.filler()
        end, places = district(self.text, self.at, self.end, self.titles, behind_city=behind_city)
        if end == self.at and not behind_city and self._abroad():
            return
        said = self.text[self.at : end]
        while end > (self.at if behind_city else self.known()):
            self.settle("district", end, places)
            self.filler()
            end = self.at + len(said) if self.text.startswith(said, self.at, self.end) and said[-1] in "区县市" else self.at

    def _town(self) -> tuple[int, tuple[Place, ...]]:
        if self.abroad:
            return town_like(self.text, self.at, self.end), ()
        return town(self.text, self.at, self.end, self.titles, self.places, self.names)

    def _abroad(self) -> bool:
        """An address of another city: its divisions are read by their class words and are nobody's of ours."""
        if self.titles.at("township", self.text, self.at, self.end)[1]:
            return False
        for kind, end in elsewhere(self.text, self.at, self.end):
            self.abroad = True
            self.settle(kind, end, ())
            self.filler()
        return self.abroad

    def _again(self, said: str) -> None:
        """Forms repeat the whole head: 谢家湾街道重庆市九龙坡区谢家湾… The town may come before its district, or twice."""
        if not self.text.startswith("重庆", self.at, self.end):
            return
        at, count, before = self.at, len(self.found), self.places
        self.places = ()
        self._head()
        name = said.removesuffix("街道").removesuffix("镇").removesuffix("乡")
        if not self.places and not self.text.startswith(name, self.at, self.end):
            self.at, self.found, self.places = at, self.found[:count], before
            return
        self.places = self.titles.within(before, self.places) or self.places
        if self.text.startswith(name, self.at, self.end):
            full = self.at + len(said if self.text.startswith(said, self.at, self.end) else name)
            self.take("town", full)

    def _village(self) -> None:
        if hit := _ZONE.match(self.text, self.at, self.end):
            self.take("zone", hit.end())
        for _ in range(2):
            end, places = self._village_at()
            if end <= self.known():
                break
            self.settle("village", end, places)
            self.filler()
            self._group(_GROUP)
        else:
            return
        if self.known() == self.at:
            self._group(_GROUP if self.behind() in {"village", "town"} else _CLEAR_GROUP)

    def _village_at(self) -> tuple[int, tuple[Place, ...]]:
        end, places = (self.at, ()) if self.abroad else self.titles.village(self.text, self.at, self.end, self.places)
        if (end == self.at and (hit := _VILLAGE.match(self.text, self.at, self.end)) and not self._looks_new(hit.group())) or (
            end > self.at and (hit := _COMMITTEE.match(self.text, end, self.end))
        ):
            end = hit.end()
        if end == self.at and self.behind() in {"town", "village", "group"} and (hit := _HAMLET.match(self.text, self.at, self.end)):
            end = hit.end()
        return end, places

    def _group(self, pattern: re.Pattern[str]) -> None:
        if hit := pattern.match(self.text, self.at, self.end):
            self.take("group", hit.end())
            self.filler()

    def _looks_new(self, said: str) -> bool:
        """新村 and 洋河一村 are compounds with buildings behind them, not villages."""
        return (
            bool(_NEW_VILLAGE.search(said))
            and self.places[-1:] != ()
            and self.places[-1].level == "township"
            and "街道" in self.places[-1].name
        )

    def _roads(self) -> None:
        if (known := self.known()) > self.at and not ((hit := _ROAD.match(self.text, self.at, self.end)) and hit.end() > known):
            return
        if hit := _BEFORE_ROAD.match(self.text, self.at, self.end):
            self.take("compound", hit.end())
        stop = anchor(self.text, self.at, self.end)
        limit = stop if stop is not None else self.end
        while hit := _ROAD.match(self.text, self.at, self.end):
            plate = _PLATE.match(self.text, hit.end(), self.end)
            if not plate and (_NOT_A_ROAD.match(self.text, hit.end()) or hit.end() > limit):
                break
            self.take("road", hit.end())
            if plate:
                self._plate(plate)
                break
            if bare := _BARE_PLATE.match(self.text, self.at, self.end):
                self.take("plate", bare.end())
                break
            if crossing := _CROSSING.match(self.text, self.at, self.end):
                self.take("remark", crossing.end())
        else:
            if self.behind() != "plate":
                self._plate_alone()
            if self.behind() == "road" and (hit := _VILLAGE.fullmatch(self.text, self.at, self.end)):
                self.settle("village", hit.end(), ())
        self.filler()

    def _plate(self, plate: re.Match[str]) -> None:
        """12号附6号; with figures behind it 附6号 is the house that they are floor and door of."""
        branch = _BRANCH_HOUSE.search(plate.group())
        if branch and plate.end() < self.end and self.text[plate.end()].isdigit():
            self.take("plate", plate.start() + branch.start())
            self.take("remark", self.at + 1)
            self.take("building", plate.end())
        else:
            self.take("plate", plate.end())

    def _plate_alone(self) -> None:
        if hit := _PLATE.match(self.text, self.at, self.end):
            self.take("building" if self.behind() in {"village", "group"} else "plate", hit.end())

    def _compound(self) -> None:
        self.take("compound", self.known())
        stop = anchor(self.text, self.at, self.end)
        limit = self.end if stop is None else stop
        self._named(self.at, limit)
        for one in read_inside(self.text, self.at, self.end, self.found):
            self.add(one.kind, one.start, one.end)
            self.at = one.end
        self._named(self.at, self.end)

    def _named(self, start: int, end: int) -> None:
        for kind, begin, stop in named(self.text, start, end):
            self.add(kind, begin, stop)
        self.at = max(self.at, end)
