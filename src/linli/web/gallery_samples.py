"""What the gallery shows: the story of the drawn screens, no real place or person."""

from linli.web.ui.ticks import Day

SIZES = (("", "平常"), ("large", "大字 ×1.25"), ("xlarge", "特大 ×1.5"))
THEMES = (("", "跟着系统"), ("light", "亮"), ("dark", "暗"))
TICKS = (
    ("今天第 3 天，共 7 天", ["used"] * 2 + ["today"] + ["open"] * 4),
    ("停过 2 天（斜线）", ["used"] * 2 + ["stopped"] * 2 + ["today"] + ["open"] * 3),
    ("今天到期", ["used"] * 6 + ["today"]),
    ("超期 1 天", ["used"] * 7 + ["over"]),
)
WEEK = [
    Day("used", "周三"),
    Day("today"),
    Day("open", "周五"),
    Day("open", "周一", gap=True),
    Day("open", "周二"),
    Day("open", "周三"),
    Day("due", "周四"),
]
WEEK_STOPPED = [Day("used", "周三"), Day("stopped", "周四"), Day("stopped", "周五"), Day("today", "", gap=True), Day("due", "周二")]
WEEK_DUE = [Day("used", "周四"), Day("used", "周五"), Day("today", "", gap=True)]
WEEK_OVER = [Day("used", "周四"), Day("used", "周五"), Day("over", "今天", gap=True)]
STATES = (
    ("waiting", ""),
    ("accepted", ""),
    ("working", ""),
    ("paused", "停着，等材料"),
    ("callback", ""),
    ("done", ""),
    ("redo", ""),
    ("refused", "不受理、退回"),
    ("yours", ""),
    ("soon", ""),
    ("late", ""),
    ("urgent", ""),
)
DECISION = (
    {
        "value": "small", "name": "小事", "when": "村居的公共事务，社区牵头", "level": 3, "proposed": True, "key": "2",
        "reasons": [
            {"text": "写了“楼道灯”“5 到 7 楼”，是一个单元大家共用的地方。", "source": "规则：公共部位照明"},
            {"text": "桂苑小区有物业，合同里写明公共照明归物业修。", "source": "合同第 6 条"},
            {"text": "本社区一年内 14 件同类，13 件按小事办结，平均 3 天。", "url": "#", "link": "看这 14 件"},
        ],
    },
    {"value": "big", "name": "大事", "when": "如果灯杆在市政路上，才归城市管理部门", "level": 1, "key": "1"},
    {"value": "private", "name": "私事", "when": "不是一家门内的灯", "level": 0, "key": "3"},
)  # fmt: skip
TIMELINE = (
    {"shape": "yours", "what": "社区答复：换好了", "meta": ["今天 10:20", "等您看看"]},
    {"shape": "working", "what": "物业换灯，附照片 2 张", "meta": ["9 月 9 日 20:10", "桂苑物业服务中心"]},
    {"shape": "accepted", "what": "分为小事，交给罗一禾", "meta": ["9 月 8 日 8:52"]},
    {"shape": "event", "what": "系统找到 2 件像的，提了分类", "meta": ["昨天 19:42"], "system": True},
    {"shape": "waiting", "what": "您说了这件事", "meta": ["9 月 7 日 19:42", "另有 2 户也说了"]},
)
REASONS = (("visit", "上门前联系"), ("check", "核对登记"), ("matter", "办一件事"), ("rescue", "紧急救助"), ("other", "别的，要写明"))
WHY = ("受理 9 月 8 日 8:46，次日起算", {"text": "小事 7 个工作日", "source": "规则 2026-03"}, "周末 2 天不算", "停过 0 天")
MINE = {"who": "您在门口记的", "when": "昨天 16:12", "value": "出租", "rest": "，住 2 人", "evidence": "看到租约"}
THEIRS = {"who": "罗一禾在社区改的", "when": "昨天 16:40", "value": "自住", "rest": "，住 3 人", "evidence": "房主电话说的"}
QUEUE = (
    {
        "state": "late", "word": "超期 1 天", "what": "巷口垃圾桶满了没人清", "note": "4 户也说了", "kind": "小事", "proposed": False,
        "place": "机修巷", "who": "罗一禾", "days": ["used"] * 7 + ["over"], "due": "应答复：昨天 17:30", "rule": "",
    },
    {
        "state": "working", "word": "", "what": "广场舞声音大，孩子睡不着", "note": "3 户也说了", "kind": "小事", "proposed": False,
        "place": "溪畔家园东门", "who": "罗一禾", "days": ["used"] * 5 + ["today", "open"], "due": "明天 17:30", "rule": "小事 7 个工作日",
    },
    {
        "state": "waiting", "word": "等分类", "what": "4 号楼背后消防通道停了车", "note": "照片 2 张", "kind": "小事", "proposed": True,
        "place": "桂苑 4 号楼背后", "who": "", "days": ["today", "due"], "due": "明天 13:40 前受理", "rule": "1 个工作日",
    },
)  # fmt: skip
PLACE = {"name": "桂溪社区", "town": "临江街道", "demo": True, "switch_url": "#switch"}
DUTY = {"phone": "023-0000 1206", "text": "今天罗一禾在，到 20:00。"}
SIDE = (
    (
        ("工作台", "inbox", 14, 0),
        ("事项", "list", 41, 0),
        ("一张图", "map", 0, 0),
        ("人口与房屋", "house", 0, 0),
        ("组织与设施", "building", 0, 0),
    ),
    (("换届选举", "ballot", 0, 1), ("议事与公开", "talk", 3, 0), ("养老", "elder", 0, 0), ("物业与社会组织", "group", 0, 0)),
    (("数据", "chart", 0, 0), ("核验", "shield-check", 0, 0)),
)
CRUMBS = ({"name": "云溪区", "url": "#"}, {"name": "临江街道", "url": "#"}, {"name": "桂溪社区", "demo": True})
SHELLS = frozenset({"home", "step", "matter", "queue"})


def building() -> dict[str, object]:
    kinds = {"302": "rent", "301": "own", "202": "empty", "201": "lent", "102": "shop", "101": "check"}
    rows: list[dict[str, object]] = []
    for floor in (3, 2, 1):
        cells = [
            {
                "number": f"{floor}0{door}",
                "kind": kinds[f"{floor}0{door}"] if unit == 0 else "own",
                "url": "#wall",
                "selected": (unit, floor, door) == (1, 2, 1),
                "unit_start": unit == 1 and door == 1,
            }
            for unit in (0, 1)
            for door in (1, 2)
        ]
        rows.append({"floor": f"{floor}F", "cells": cells})
    rows.append({"entrance": "滨江路侧入口，平街层"})
    return {"caption": "桂苑小区 3 号楼", "units": [{"name": "1 单元", "width": 2}, {"name": "2 单元", "width": 2}], "rows": rows}
