"""Which of the six types (咨询 求助 办事 爆料 建议 投诉) a text sounds like; the resident always sees it and may change it."""

import re

_SIGNS: tuple[tuple[str, str], ...] = (
    ("complaint", r"投诉|不作为|态度差|太不像话|扰民|吵得|噪音|超标排|乱收费|占道|欺负|互相推|没人管"),
    ("suggestion", r"建议|能不能(增|加|装|设|改|开|早|晚)|希望(能|可以|社区)?(增|加|装|设|改)|最好能"),
    ("service", r"要怎么办|怎么办理|办证|开(个|一张)?证明|申请(低保|补贴|证|公租房)|换卡|登记(一下)?|手续|在哪里办|续签|报销"),
    ("consult", r"请问|想问|问一下|是不是|多少钱|什么时候|该找(哪|谁)|怎么(查|回事)|能(不能)?在.{0,8}(开|办)吗|吗[？?]"),
    ("help", r"帮帮|求助|帮忙|救|漏到我家|漏水|没得水|停水|停电|走不动|下不了楼|欠.{0,6}(工资|钱)|没人照顾|一个人住|来劝"),
    ("tip", r"坏了|不亮|烂了|松了|垮|裂|堵|满了|脏|臭|没人清|停了.{0,6}车|掉下来|漏|破"),
)


def guess_type(text: str) -> str:
    """Code of the type the text sounds like; `tip` (爆料) when nothing speaks."""
    scores = {kind: len(re.findall(signs, text)) for kind, signs in _SIGNS}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] else "tip"
