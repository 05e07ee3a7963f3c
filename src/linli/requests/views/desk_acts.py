"""What can be done with a matter at the desk: each verb with its small form. The page shows those the matter allows now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict

from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.typed import whole
from linli.requests import operations as ops
from linli.requests import queries
from linli.requests.models import Request
from linli.requests.operations import To
from linli.requests.operations.shape import short
from linli.requests.queries import desk_more
from linli.requests.rules import states, words

Choices = tuple[tuple[str, str], ...]
MOST_DAYS = 999


@dataclass(frozen=True)
class Doing:
    """One press of a button: who, on which matter, with what was typed."""

    actor: Actor
    id: UUID
    data: QueryDict
    photo: UploadedFile | None = None

    @property
    def version(self) -> int | None:
        """The version the form was made from."""
        return whole(self.data.get("version", ""))

    def text(self, name: str = "text") -> str:
        """What was typed into a box. Raises Invalid for what nobody would read."""
        return short(self.data.get(name, "").strip(), name)

    def to(self, name: str = "to") -> To:
        """Who was chosen from the list. Raises Invalid for anything that is not on it."""
        request = queries.visible(self.actor, self.id)
        said = self.data.get(name, "")
        found = next((one for one in desk_more.receivers(request.region_id) if one.key == said), None)
        if found is None:
            message = "选一个人或单位，再派单。"
            raise Invalid(message, {name: [message]})
        return found.to


@dataclass(frozen=True)
class Ask:
    """One field of a small form. kind: text, line, pick, to, days, photo."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: Choices = ()
    chosen: str = ""


@dataclass(frozen=True)
class Act:
    """A verb: shown when one of its steps is possible for this post now. `second` is another button: name, value, label."""

    verb: str
    steps: frozenset[str]
    title: str
    button: str
    run: Callable[[Doing], object]
    done: str
    asks: tuple[Ask, ...] = ()
    hint: str = ""
    second: tuple[str, str, str] | None = None
    tone: str = ""
    canned: bool = False
    extra: str = field(default="")


def _pairs(found: dict[str, str]) -> Choices:
    return tuple(found.items())


def _decide(doing: Doing) -> Request:
    """改一改再派: accept if need be, the class somebody chose with a ground, then to whom."""
    data, version = doing.data, doing.version
    with transaction.atomic():
        if queries.visible(doing.actor, doing.id).status == states.RECEIVED:
            ops.accept(doing.actor, doing.id, version=version)
            version = None
        request = ops.decide_class(
            doing.actor, doing.id, sanshi=data.get("sanshi", ""), category=data.get("category", ""), ground=doing.text("ground"),
            ground_kind=data.get("ground_kind", "interest"), version=version,
        )  # fmt: skip
        if data.get("to"):
            ops.dispatch(doing.actor, doing.id, to=doing.to())
            _helper(doing)
    return request


def _helper(doing: Doing) -> None:
    if doing.data.get("helper"):
        ops.join(doing.actor, doing.id, to=doing.to("helper"))


def adopt(doing: Doing) -> Request:
    """采纳. Another class or category than the proposed one is a decision of its own and needs a ground."""
    request = queries.visible(doing.actor, doing.id)
    chosen, category = doing.data.get("sanshi", ""), doing.data.get("category", "")
    if chosen not in {"", request.proposed_sanshi} or category not in {"", request.proposed_category}:
        return _decide(doing)
    with transaction.atomic():
        ops.adopt(doing.actor, doing.id, to=doing.to(), ground=doing.text("ground"), version=doing.version)
        _helper(doing)
    return request


def _ask_head(doing: Doing) -> Request:
    version = doing.version
    with transaction.atomic():
        if queries.visible(doing.actor, doing.id).status == states.RECEIVED:
            ops.accept(doing.actor, doing.id, version=version)
            version = None
        return ops.ask_head(doing.actor, doing.id, text=doing.text("ground"), version=version)


def _reclassify(doing: Doing) -> Request:
    return ops.decide_class(
        doing.actor, doing.id, sanshi=doing.data.get("sanshi", ""), category=doing.data.get("category", ""),
        ground=doing.text(), ground_kind=doing.data.get("ground_kind", "interest"), version=doing.version,
    )  # fmt: skip


def _extension(doing: Doing) -> Request:
    days = whole(doing.data.get("days", "")) or 0
    return ops.ask_extension(
        doing.actor, doing.id, days=days if days <= MOST_DAYS else 0, text=doing.text(), consult=doing.data.get("consult") == "yes",
        version=doing.version,
    )  # fmt: skip


def _photo(doing: Doing) -> object:
    if doing.photo is None:
        message = "先选一张照片。"
        raise Invalid(message, {"photo": [message]})
    return ops.attach_photo(doing.actor, doing.id, doing.photo, kind=doing.data.get("kind", "work"))


def _merge(doing: Doing) -> Request:
    return ops.merge(doing.actor, doing.id, uuids(doing.data.getlist("others")), version=doing.version)


def uuids(texts: list[str]) -> list[UUID]:
    """The ids among texts of a form; what is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _dismiss(doing: Doing) -> Request:
    chosen = uuids([doing.data.get("other", "")])
    if not chosen:
        message = "没有选到是哪一件。"
        raise Invalid(message, {"other": [message]})
    return ops.dismiss_likeness(doing.actor, doing.id, chosen[0])


def _plain(call: Callable[..., Request]) -> Callable[[Doing], object]:
    return lambda doing: call(doing.actor, doing.id, version=doing.version)


def _said(call: Callable[..., Any]) -> Callable[[Doing], object]:
    return lambda doing: call(doing.actor, doing.id, text=doing.text(), version=doing.version)


def _settle(call: Callable[..., Request]) -> Callable[[Doing], object]:
    return lambda doing: call(doing.actor, doing.id, granted=doing.data.get("granted") == "1", text=doing.text(), version=doing.version)


def _one(*steps: str) -> frozenset[str]:
    return frozenset(steps)


_NO = ("granted", "0", "不同意")
_WHY = Ask("text", "说一句为什么", hint="不同意要写，申请的人看得到")
SANSHI_ASK = Ask(
    "sanshi", "分成哪一类", "pick", choices=_pairs({code: f"{label}：{words.SANSHI_MEANING[code]}" for code, label in words.SANSHI.items()})
)
GROUND_ASK = Ask("ground_kind", "按什么分", "pick", choices=_pairs(words.CLASS_GROUNDS), chosen="interest")

ACTS: tuple[Act, ...] = (
    Act("acknowledge", _one("acknowledge"), "先应，再去", "我应了，正赶去", _plain(ops.acknowledge_emergency),
        "记下了：您已应，正赶去。到了再点“已到场”。", hint="第一个点的人接手，居民马上知道有人来。", tone="alarm"),
    Act("arrive", _one("arrive"), "到场了吗", "已到场", _said(ops.arrive), "记下了：已到场。",
        (Ask("text", "现场怎样", hint="可以不写；只有工作人员看得到"),), tone="alarm"),
    Act("sign", _one("sign"), "派给您了，还没签收", "签收，开始办", _plain(ops.sign), "签收了，期限接着算。",
        hint="不归您办，请在 1 个工作日内申请退件，写明依据。", tone="primary"),
    Act("approve", _one("approve"), "答复写好了，等您审", "审核通过，答复居民", _plain(ops.approve), "答复发给居民了，接下来等回访。",
        hint="看三样：做了什么、结果怎样、居民看不看得懂。", tone="primary", extra="reply"),
    Act("settle-return", _one("grant_return", "deny_return"), "对方申请退件", "同意退件", _settle(ops.settle_return), "定了退件。",
        (_WHY,), second=_NO, tone="primary", extra="asked"),
    Act("settle-pause", _one("grant_pause", "deny_pause"), "申请挂起，等您批", "同意挂起", _settle(ops.settle_pause), "批了。",
        (_WHY,), hint="同意后期限停着，居民看得到为什么停。", second=_NO, tone="primary", extra="asked"),
    Act("settle-extension", _one("grant_extension", "deny_extension"), "申请延期，等您批", "同意延期", _settle(ops.settle_extension), "批了。",
        (_WHY,), hint="同意后马上告诉居民新的日子和原因。", second=_NO, tone="primary", extra="asked"),
    Act("call-back", _one("confirm", "not_fixed", "unreached"), "打电话问一问，真的好了吗", "记下回访结果",
        lambda d: ops.call_back(d.actor, d.id, result=d.data.get("result", ""), how=d.data.get("how", "phone"), text=d.text(), version=d.version),
        "回访结果记下了。",
        (Ask("result", "居民怎么说", "pick", choices=_pairs(words.OUTCOMES)),
         Ask("how", "怎么问的", "pick", choices=(("phone", "打电话"), ("visit", "上门")), chosen="phone"),
         Ask("text", "居民的原话", hint="没解决的，写清楚还差什么")), tone="primary", extra="reply"),
    Act("resume", _one("resume"), "期限停着", "恢复办理", _said(ops.resume), "接着办，期限接着算。",
        (Ask("text", "为什么可以接着办", hint="材料用别的办法补到了、判决下来了……"),), tone="primary"),
    Act("dispatch", _one("dispatch"), "交给谁办", "派单",
        lambda d: ops.dispatch(d.actor, d.id, to=d.to(), note=d.text("note"), version=d.version), "派好了。",
        (Ask("to", "交给谁", "to"), Ask("note", "带一句话", "line", "可以不写；居民看得到")),
        hint="交给自己就算签收。", tone="primary"),
    Act("finish", _one("finish"), "办好了，写答复", "办好了，报审",
        lambda d: ops.finish(d.actor, d.id, reply=d.text("reply"), version=d.version), "报审了，等别人看过再答复居民。",
        (Ask("reply", "给居民的答复", hint="哪里、谁做的、结果怎样。审过才发出去"),), tone="primary", canned=True),
    Act("settle-objection", _one("settle_objection"), "居民不同意这样分", "答复居民：维持", _said(ops.settle_objection), "答复居民了。",
        (Ask("text", "为什么这样分", hint="要改分类，请用“改分类”"),), tone="primary", extra="objection"),
    Act("opinion", _one("give_opinion"), "请您协办", "交协办意见", lambda d: ops.give_opinion(d.actor, d.id, text=d.text()), "意见记下了。",
        (Ask("text", "做了什么、怎么看", hint="只有工作人员看得到"),), tone="primary"),
    Act("unmerge", _one("unmerge"), "这件并到了另一件", "拆开单独办", _plain(ops.unmerge), "拆开了，单独办。",
        hint="不是同一回事才拆。居民会收到通知。"),
    Act("archive", _one("archive"), "归档", "归档", _said(ops.archive), "归档了。",
        (Ask("text", "给居民的说明", hint="疑难挂账的事必须写；别的可以不写"),)),
    Act("send-back", _one("send_back"), "退回再办", "退回再办", _said(ops.send_back), "退给办的人了，期限没停。",
        (Ask("text", "哪里没办到"),), tone="warn"),
    Act("material", _one("ask_material"), "请居民补材料", "请居民补", _said(ops.ask_material), "告诉居民了，期限先停着。",
        (Ask("text", "要补什么、怎么交"),), hint="补来之前期限停着。"),
    Act("join", _one("join"), "请单位协办", "请他们协办", lambda d: ops.join(d.actor, d.id, to=d.to(), version=d.version), "请了协办。",
        (Ask("to", "请谁", "to"),), hint="主办不变，答复还是一个口子出。"),
    Act("extension", _one("ask_extension"), "申请延期", "申请延期", _extension, "申请交上去了，批之前期限照算。",
        (Ask("days", "几个工作日", "days"), Ask("text", "为什么来不及", hint="居民会看到"),
         Ask("consult", "要不要大家商量", "pick", hint="小事要议一议的可以延得久些", choices=(("no", "不用"), ("yes", "要")), chosen="no")),
        hint="只能一次，到期前提。"),
    Act("pause", _one("ask_pause"), "申请挂起", "申请挂起",
        lambda d: ops.ask_pause(d.actor, d.id, ground=d.data.get("ground", ""), text=d.text(), version=d.version), "申请交上去了，批之前期限照算。",
        (Ask("ground", "在等什么", "pick", choices=_pairs(words.PAUSE_GROUNDS)), Ask("text", "大概等到哪天"))),
    Act("return", _one("ask_return"), "不归我办，申请退件", "申请退件",
        lambda d: ops.ask_return(d.actor, d.id, ground=d.data.get("ground", ""), text=d.text(), version=d.version), "退件申请交上去了。",
        (Ask("ground", "理由", "pick", choices=_pairs(words.RETURN_GROUNDS)), Ask("text", "依据哪一条、该归谁")), tone="warn"),
    Act("photo", _one("photo"), "添照片", "添上", _photo, "照片添上了，位置信息已去掉。",
        (Ask("photo", "照片", "photo"), Ask("kind", "什么时候拍的", "pick", choices=(("work", "办理时"), ("after", "办好后")), chosen="work"))),
    Act("reclassify", _one("reclassify"), "改分类", "改分类", _reclassify, "分类改了，期限没有重算。",
        (SANSHI_ASK, Ask("category", "类别", "category"), GROUND_ASK, Ask("text", "为什么改", hint="居民看得到")),
        hint="最多改 2 次，期限不重算。改了要重新派单。"),
    Act("supervise", _one("supervise"), "督办", "督办", _said(ops.supervise), "督办写进了经过，办的人和居民都看得到。",
        (Ask("text", "要办到哪一步、哪天前", hint="办的人和居民都看得到"),), hint="期限不变，还是原来的人办。"),
    Act("hard", _one("to_hard"), "转疑难挂账", "转疑难", _said(ops.to_hard), "转疑难挂账了，由书记牵头。", (Ask("text", "难在哪里"),)),
    Act("stand-down", _one("stand_down"), "确认是虚惊，解除紧急", "解除紧急", _said(ops.stand_down), "解除了紧急，这件事接着办。",
        (Ask("text", "怎么核实的"),), tone="warn"),
)  # fmt: skip

# Verbs whose forms stand elsewhere on the page: the decision card, the list of like matters, notes, the message to the resident.
ELSEWHERE: dict[str, tuple[Callable[[Doing], object], str]] = {
    "adopt": (adopt, "采纳了建议，派好了。"),
    "decide": (_decide, "分好类，派好了。"),
    "ask-head": (_ask_head, "交给书记定了。"),
    "accept": (_plain(ops.accept), "受理了，从明天起算期限。"),
    "decline": (
        lambda d: ops.decline(d.actor, d.id, ground=d.data.get("ground", ""), text=d.text(), version=d.version),
        "不受理的理由和该找谁，告诉居民了。",
    ),
    "merge": (_merge, "合并了，各户各收各的答复，期限按最早那件算。"),
    "dismiss": (_dismiss, "记下了，不是同一件。"),
    "note": (lambda d: ops.add_note(d.actor, d.id, text=d.text()), "留言记下了。"),
    "tell": (_said(ops.tell), "告诉居民了。"),
}
BY_VERB: dict[str, tuple[Callable[[Doing], object], str]] = ELSEWHERE | {act.verb: (act.run, act.done) for act in ACTS}
