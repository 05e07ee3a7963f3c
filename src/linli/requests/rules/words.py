"""The fixed vocabularies of a request: types, channels, 三事 classes, privacy, grounds (domain §1, §2, §5, §9)."""

from dataclasses import dataclass

TYPES = {
    "consult": "咨询",
    "help": "求助",
    "service": "办事",
    "tip": "爆料",
    "suggestion": "建议",
    "complaint": "投诉",
}
CHANNELS = {
    "app": "民政易",
    "web": "网页",
    "window": "窗口代登记",
    "phone": "电话登记",
    "grid": "网格员代报",
    "transfer": "12345 转来",
    "property": "物业前台",
    "patrol": "巡查发现",
}
SANSHI = {"big": "大事", "small": "小事", "private": "私事"}
SANSHI_MEANING = {
    "big": "政府管的事，街道和部门办，社区跟到底",
    "small": "村居的公共事务，社区牵头",
    "private": "自家的事，社区给建议、帮着调解",
}
PRIVACY = {"open": "公开", "hidden": "对办理单位隐名", "anonymous": "匿名"}
# What pages say: nothing is published, so 公开 would promise too much. The labels above are those of the column.
PRIVACY_SAID = PRIVACY | {"open": "对办理单位公开"}
SUPERVISED = "supervised"  # the fact by which a line of the timeline says 督办
ANONYMOUS_TYPES = frozenset({"tip", "suggestion"})
URGENCY = {"normal": "一般", "soon": "尽快", "urgent": "紧急"}
RATINGS = {4: "很满意", 3: "满意", 2: "一般", 1: "不满意"}
PLACE_STATES = {"confirmed": "已对上", "asked": "待确认", "unknown": "没对上"}
BOARDS = {"party": "党的建设", "economy": "经济发展", "welfare": "民生服务", "safety": "平安法治"}
AGAINST = {"grid": "网格员", "property": "物业", "community": "社区", "town": "镇街", "unclear": "谁没说清"}
ABOUT = {"community": "社区（村）", "grid": "网格员", "property": "物业", "town": "街道、镇乡", "district": "区县", "nobody": "都不是"}


@dataclass(frozen=True)
class DeclineGround:
    """One reason for 不受理 and the right door that must be told with it."""

    code: str
    label: str
    door: str


DECLINE_GROUNDS: dict[str, DeclineGround] = {
    ground.code: ground
    for ground in (
        DeclineGround("emergency", "要马上出警、出车的事", "请直接打 110、119 或 120。"),
        DeclineGround("court", "要打官司、仲裁才能定的事", "可以到司法所问法律援助（12348），再向法院或仲裁委提出。"),
        DeclineGround("discipline", "反映干部违纪违法的事", "请向纪检监察机关反映，电话 12388。"),
        DeclineGround("review", "要走行政复议的事", "请向作出决定机关的上一级或同级政府申请复议。"),
        DeclineGround("disclosure", "申请政府信息公开", "请按信息公开程序，向保存信息的机关书面申请。"),
        DeclineGround("petition", "已经在信访程序里的事", "请等信访机关答复。信访的期限会自动写进给居民的话。"),
        DeclineGround("secret", "牵涉国家秘密、商业秘密或别人隐私", "这部分内容不能在这里办，请当面到社区说明。"),
        DeclineGround("same", "同一件事正在办或已办结，没有新情况", "请看原来那件的进展；有新情况可以再说。"),
        DeclineGround("empty", "没有说清是什么事，或只有骂人的话", "请把时间、地点、什么事说清楚，我们再办。"),
        DeclineGround("elsewhere", "不归社区和街道管", "请按下面写的单位和电话联系。"),
    )
}
RETURN_GROUNDS = {
    "law": "法律法规写明归别的单位",
    "area": "地点不在我们辖区",
    "facts": "内容不清，没法办",
    "duplicate": "同一件事我们已在办",
}
CLASS_GROUNDS = {
    "interest": "牵涉的是谁的利益：大家的，还是一家的",
    "duty": "法律、职责写明归谁管",
    "money": "用的是什么钱：财政、公益金、自己出",
}
PAUSE_GROUNDS = {"lawsuit": "在打官司，等判决", "expert": "等鉴定、检测结果"}
PHOTO_KINDS = {"before": "居民拍的", "work": "办理时拍的", "after": "办好后拍的"}
ANSWER_KINDS = {"interim": "进展", "final": "办理结果", "decline": "不受理告知", "advice": "建议", "extension": "延期告知"}
CALLBACK_WAYS = {"self": "自己点的", "phone": "电话回访", "visit": "上门回访", "none": "没联系上"}
LIKENESS_STATES = {"suggested": "等人看", "merged": "已合并", "dismissed": "不是同一件"}
OUTCOMES = {"solved": "解决了", "unsolved": "没解决", "unreached": "没联系上"}
