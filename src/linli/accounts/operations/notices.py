"""The privacy notice (个人信息说明) that stands before the first field: versioned, never changed once published."""

from datetime import date
from typing import TypedDict

from linli.accounts.models import PrivacyNotice
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.operations import operation
from linli.regions import contract as regions


class Section(TypedDict):
    """A heading with its lines."""

    heading: str
    lines: list[str]


FIRST: list[Section] = [
    {
        "heading": "谁在用您的信息",
        "lines": ["您所在的村（社区）和街道（镇）。按法律帮政府办的事，由交办的部门负责。", "要问，打页面下方的值班电话。"],
    },
    {
        "heading": "为什么要用",
        "lines": [
            "把您说的事派给该办的人，告诉您结果。",
            "核对您是不是住在这里，能办哪些事。",
            "不用来给人打分，也不看您的位置。",
        ],
    },
    {
        "heading": "用哪些信息",
        "lines": [
            "手机号：登录，告诉您进度。",
            "姓名、住处：上门，或办只有本社区居民能办的事。",
            "身份证号：只在绑定身份时核对，加密存放，页面上从不显示全号。这是敏感个人信息，不填也能说事、看公告、打电话。",
        ],
    },
    {
        "heading": "存多久",
        "lines": [
            "说过的事办结后存 3 年，验证码 5 分钟失效。",
            "谁看过您的信息，记录至少存 6 个月。",
            "到期删除；法律另有规定的封存，不再用。",
        ],
    },
    {
        "heading": "您可以做什么",
        "lines": [
            "在“谁看过我的信息”里看：哪个单位、什么时候、为什么。",
            "查、复制、更正、删除自己的信息，或要求解释。15 个工作日内答复，不同意会说明理由。",
            "14 岁以下由监护人来办。",
        ],
    },
]


def publish_notice(actor: Actor, title: str, sections: list[Section], effective_from: date | None = None) -> PrivacyNotice:
    """Publish the next version; residents see it again before they go on. Raises NotPermitted."""
    with operation(actor, "accounts.publish_notice") as op:
        city = next((region.id for region in regions.children(None)), None)
        if city is not None:
            op.require(city)
        last = PrivacyNotice.objects.order_by("-version").values_list("version", flat=True).first() or 0
        row = PrivacyNotice(
            version=last + 1,
            title=title,
            sections=sections,
            effective_from=effective_from or clock.today(),
            published_at=clock.now(),
            published_by=actor.name,
        )
        row.save(force_insert=True)
        op.record(row, region_id=city, version=[last, row.version])
        return row


def current_notice() -> PrivacyNotice | None:
    """The version in force today."""
    return PrivacyNotice.objects.filter(effective_from__lte=clock.today()).order_by("-version").first()


def ensure_notice(actor: Actor) -> int:
    """Publish the first version when there is none; the version in force."""
    found = current_notice()
    return (found or publish_notice(actor, "您的信息，我们怎么用", FIRST)).version
