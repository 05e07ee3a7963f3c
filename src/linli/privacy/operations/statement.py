"""The statement (核验说明): the same sentences on the page and on the printed sheet, set by typst."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typst
from pylopdf_fonts_zh_cn import serif_path

from linli.kernel import clock
from linli.privacy import rules
from linli.privacy.models import Verification
from linli.privacy.rules import Period

ROOT = "根值"
LIMIT = "本说明只说明记录在封存以后没有变动，不说明记录的内容是否属实。"
LIMIT_TOUCHED = "本说明只说明记录和封存时是否一致，不说明记录的内容是否属实。"


@dataclass(frozen=True)
class Statement:
    """Title, paragraphs and facts of one sheet."""

    number: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    signer: str
    day: str


def _moment(at: datetime) -> str:
    there = clock.local(at)
    return f"{there.year} 年 {there.month} 月 {there.day} 日 {there.hour} 时 {there.minute:02d} 分"


def _outcome(verification: Verification) -> str:
    result = verification.result
    said = f"共 {result['count']:,} 条。"
    if verification.untouched:
        said += "每一条都与当时的封存值相符，未见修改、删除、插入、换序。"
    else:
        said += f"有 {result['finding_count']:,} 处对不上：" + "；".join(found["text"] for found in result["findings"][:5])
        said += "；其余见证据包。" if result["finding_count"] > 5 else "。"  # a sheet has room for five
    if result["shredded"]:
        said += f"其中 {result['shredded']:,} 条的个人信息已依法遮去，遮去不影响核验。"
    if result["pending"]:
        said += f"另有 {result['pending']:,} 条还没进检查点，不在核验之内。"
    return said + "".join(f"{note}。" for note in result.get("notes", ()))


def compose(verification: Verification) -> Statement:
    """The sentences of a verification that is done."""
    period = Period(verification.start, verification.end)
    who = f"核验人{verification.made_by_name}，于 {_moment(verification.made_at)}，对{verification.region_name} {period.words}的"
    last = verification.result["last"]
    facts: tuple[tuple[str, str], ...] = ()
    if last:
        facts = (
            ("末个检查点", f"第 {last['size']:,} 条"),
            (ROOT, last["root"]),
            ("签名算法", f"SM2，密钥 {last['key_id']}"),
        )
    day = clock.local(verification.made_at)
    return Statement(
        verification.number,
        (
            f"{who}{rules.books_in_words(tuple(verification.books))}记录作了核验。",
            _outcome(verification),
            LIMIT if verification.untouched else LIMIT_TOUCHED,
        ),
        facts,
        verification.made_by_post,
        f"{day.year} 年 {day.month} 月 {day.day} 日",
    )


SHEET = Path(__file__).parents[1] / "sheets" / "statement.typ"


def pdf(verification: Verification) -> bytes:
    """The sheet as PDF."""
    said = compose(verification)
    facts = [(name, " ".join(rules.grouped(value)) if name == ROOT else value) for name, value in said.facts]
    words = {"number": said.number, "paragraphs": said.paragraphs, "facts": facts, "signer": said.signer, "day": said.day}
    made: bytes = typst.compile(
        str(SHEET),
        format="pdf",
        font_paths=[str(serif_path().parent)],
        sys_inputs={"words": json.dumps(words, ensure_ascii=False)},
    )
    return made
