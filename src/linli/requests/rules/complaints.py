"""反映的是谁: whom a complaint is about, so that it is read above them and never by them (domain §9).

The requester is asked and knows best; the words and the names of whoever holds a post are matched besides, because people
complain in a question as often as in a 投诉. Of several the highest counts. Written for recall: a complaint that goes one
level too high is handed down by a click, one that goes too low has been read by the wrong person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from linli.requests.rules import access

_BAD = (
    r"不作为|态度(?:差|恶劣|不好|凶|很)|推诿|不管(?!理)|不理|敷衍|乱作为|吃拿卡要|贪|收[^，。！？；]{0,5}(?:钱|块|元|礼|红包|好处)|红包|好处费|回扣|"
    r"优亲厚友|骂|失职|踢皮球|不公|吼|偏袒|包庇|挪用|截留|乱收费?|多收|索要|敲诈|威胁|恐吓|侵占|私吞|串通|以权谋私|打击报复|刁难"
)
_COMPLAIN = r"(?:投诉|举报)[^，。！？；]{0,4}"
_PLACES = r"(?!里|内|门口|旁|外|附近|的(?:路|灯|树))"
_COMMUNITY = r"(?:社区|居委会|村委会|居委|村委|村支书|村干部|村主任|支书|书记|主任|社区(?:干部|工作人员|工作者))"
_TOWN = r"(?:街道办(?:事处)?|办事处|镇政府|乡政府|镇里|街道(?:干部|领导|工作人员)|镇(?:干部|领导|长)|乡长)"
_DISTRICT = r"(?:区|县)(?:里的?|委|政府|长|纪委|信访[办局]?|社会工作部|社工部|民政局)(?:的)?(?:领导|干部|工作人员|主管|部长|局长|科长)?"
_PATTERNS: dict[str, re.Pattern[str]] = {
    "property": re.compile(
        rf"物业.{{0,14}}(?:不作为|态度(?:差|恶劣|不好)|推诿|不理|敷衍|乱收|多收|威胁|辱骂|骂|失职|恐吓|停水断电|断水断电|侵占|私吞|贪|串通|"
        rf"收(?:了)?(?:红包|好处|回扣|钱不|费不))|{_COMPLAIN}物业"
    ),
    "grid": re.compile(rf"网格(?:员|长).{{0,14}}(?:{_BAD}|态度|从来不|不来|不见人|凶)|(?:投诉|举报|反映).{{0,6}}网格(?:员|长)"),
    "community": re.compile(rf"{_COMMUNITY}{_PLACES}(?:的)?.{{0,14}}?(?:{_BAD})|{_COMPLAIN}{_COMMUNITY}{_PLACES}"),
    "town": re.compile(rf"{_TOWN}.{{0,12}}?(?:{_BAD}|态度)|{_COMPLAIN}{_TOWN}"),
}
_BEYOND = re.compile(rf"(?<!小)(?<!社){_DISTRICT}[^，。！？；]{{0,12}}?(?:{_BAD}|态度)|{_COMPLAIN}(?<!小)(?<!社){_DISTRICT}")
_GRAFT = re.compile(r"吃拿卡要|好处费|回扣|索贿|受贿|行贿|贪污|以权谋私|优亲厚友")
_MONEY = re.compile(
    r"红包|乱收费|收(?:了|过)?[^，。！？；]{0,4}(?:钱|块|元|礼|好处|烟|酒)|送(?:了)?[^，。！？；]{0,4}(?:钱|礼|烟|酒)|不给钱不办"
)
_ACCUSED = re.compile(_BAD)
_GRAVE = re.compile(
    r"吃拿卡要|贪|红包|好处|回扣|收(?:了|过|我|他)*[^，。！？；]{0,5}(?:钱|块|元|礼)|骂|吼|威胁|恐吓|敲诈|索要|打击报复|侵占|私吞|挪用|截留|包庇|刁难"
)
_TITLES = (
    "书记",
    "主任",
    "支书",
    "委员",
    "网格员",
    "网格长",
    "站长",
    "经理",
    "科长",
    "部长",
    "队长",
    "主席",
    "镇长",
    "乡长",
    "同志",
    "干部",
)
_TWO = frozenset({"欧阳", "司马", "上官", "诸葛", "夏侯", "尉迟", "皇甫", "公孙", "慕容", "司徒", "令狐", "端木"})
_NEAR = 14


@dataclass(frozen=True)
class Post:
    """Somebody who holds a post along the region line; `unit` only for units that are no place (a property company)."""

    role: str
    name: str
    unit: str = ""


def sounds_like_one(text: str, kind: str) -> bool:
    """Whether names of post holders are worth looking for: cheap, and true for every 投诉."""
    bare = _bare(text)
    return kind == "complaint" or bool(_ACCUSED.search(bare) or _MONEY.search(bare))


def against(text: str, kind: str, *, about: str = "", posts: Iterable[Post] = ()) -> str:
    """The highest party complained about, "unclear" for a tale of bribes about nobody known, else empty.

    `about` is what the requester ticked (words.ABOUT); it counts for a 投诉 only. "nobody" takes away the guess, never a match.
    """
    bare = _bare(text)
    found = {who for who, pattern in _PATTERNS.items() if pattern.search(bare)}
    found |= {access.PARTY_OF_ROLE[post.role] for post in posts if post.role in access.PARTY_OF_ROLE and _names(bare, kind, post)}
    if kind == "complaint" and about in access.HIDDEN_FROM:
        found.add(about)
    if found:
        return access.highest(found)
    graft = _GRAFT.search(bare) or (kind == "complaint" and _MONEY.search(bare))
    return "unclear" if graft and about != "nobody" else ""


def grave(text: str) -> bool:
    """Money, threats, abuse: what must not be read by whom it is about, whenever it is told.

    That nothing was done is what 没解决 says anyway; it goes on with whoever deals with the matter.
    """
    return bool(_GRAVE.search(_bare(text)))


def beyond(text: str, kind: str, *, about: str = "", posts: Iterable[Post] = ()) -> bool:
    """Whether it is about the people of the district, above whom nobody here reads: as ticked, else by a 投诉's words and the names.

    Whoever ticks another party has been asked and knows; so nothing lawful is refused for good by a guess.
    """
    if about:
        return about == access.BEYOND
    bare = _bare(text)
    if kind == "complaint" and _BEYOND.search(bare):
        return True
    return any(_names(bare, kind, post) for post in posts if post.role in access.BEYOND_ROLES)


def _bare(text: str) -> str:
    """Without the blanks people put between the letters of a word."""
    return re.sub(r"\s", "", text)


def _names(bare: str, kind: str, post: Post) -> bool:
    """A 投诉 that names somebody is about them; elsewhere the name must stand near a reproach."""
    surname = post.name[:2] if post.name[:2] in _TWO else post.name[:1]
    called = [post.name] if len(post.name) > 1 else []
    called += [surname + title for title in _TITLES if surname]
    if any(_said(bare, name, near=kind != "complaint") for name in called):
        return True
    return bool(post.unit) and _said(bare, post.unit, near=True)


def _said(bare: str, name: str, *, near: bool) -> bool:
    if not near:
        return name in bare
    return any(_ACCUSED.search(bare[found.end() : found.end() + _NEAR]) for found in re.finditer(re.escape(name), bare))
