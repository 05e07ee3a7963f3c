"""The design gallery: every component in every state, on one page (demo mode only)."""

from datetime import timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.kernel import clock
from linli.web.ui.fields import Option
from linli.web.ui.icons import ICONS
from linli.web.ui.ticks import Day

SIZES = (("", "平常"), ("large", "大字 ×1.25"), ("xlarge", "特大 ×1.5"))
THEMES = (("", "跟着系统"), ("light", "亮"), ("dark", "暗"))


class SampleForm(forms.Form):
    """One field of each kind."""

    phone = forms.CharField(label="您的电话", help_text="办的人会打这个号码，不公开", min_length=13)
    text = forms.CharField(label="发生了什么", widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "写一写发生了什么"})
    where = forms.ChoiceField(label="在哪个小区", choices=[("a", "桂苑小区"), ("b", "溪畔家园")], required=False)
    shown = forms.ChoiceField(
        label="谁能看到",
        choices=[("public", Option("公开", note="名字不显示，事情大家能看")), ("private", Option("只给办的人看"))],
        widget=forms.RadioSelect,
    )
    notify = forms.BooleanField(label="办好了发短信告诉我", required=False)


GOOD = {"phone": "100 0000 1234", "text": "楼道灯坏了三天", "where": "a", "shown": "public", "notify": "on"}


def _broken() -> SampleForm:
    form = SampleForm({"phone": "100 0000 123", "shown": "public"})
    form.is_valid()
    form.errors["phone"] = form.error_class(["少了 1 位，请再看一看"])
    return form


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
    ("late", "超期 1 天", "巷口垃圾桶满了没人清", "4 户也说了", "小事", False, "机修巷", "罗一禾", ["used"] * 7 + ["over"], "应答复：昨天 17:30", ""),
    ("working", "", "广场舞声音大，孩子睡不着", "3 户也说了", "小事", False, "溪畔家园东门", "罗一禾", ["used"] * 5 + ["today", "open"], "明天 17:30", "小事 7 个工作日"),
    ("waiting", "等分类", "4 号楼背后消防通道停了车", "照片 2 张", "小事", True, "桂苑 4 号楼背后", "没人", ["today", "due"], "明天 13:40 前受理", "1 个工作日"),
)  # fmt: skip


def _building() -> dict[str, object]:
    kinds = {"302": "rent", "301": "own", "202": "empty", "201": "lent", "102": "shop", "101": "check"}
    rows: list[dict[str, object]] = []
    for floor in (3, 2, 1):
        cells = [
            {"number": f"{floor}0{door}", "kind": kinds[f"{floor}0{door}"] if unit == 0 else "own", "url": "#wall", "selected": (unit, floor, door) == (1, 2, 1), "unit_start": unit == 1 and door == 1}
            for unit in (0, 1)
            for door in (1, 2)
        ]
        rows.append({"floor": f"{floor}F", "cells": cells})
    rows.append({"entrance": "滨江路侧入口，平街层"})
    return {"caption": "桂苑小区 3 号楼", "units": [{"name": "1 单元", "width": 2}, {"name": "2 单元", "width": 2}], "rows": rows}


def _held(request: HttpRequest) -> dict[str, object]:
    size, tone = request.GET.get("size"), request.GET.get("theme")
    return {"reading_size": size if size in {"large", "xlarge"} else "", "theme": tone if tone in {"light", "dark"} else ""}


PLACE = {"name": "桂溪社区", "town": "临江街道", "demo": True, "switch_url": "#switch"}
DUTY = {"phone": "023-0000 1206", "text": "今天罗一禾在，到 20:00。"}
SIDE = (
    (("工作台", "inbox", 14, 0), ("事项", "list", 41, 0), ("一张图", "map", 0, 0), ("人口与房屋", "house", 0, 0), ("组织与设施", "building", 0, 0)),
    (("换届选举", "ballot", 0, 1), ("议事与公开", "talk", 3, 0), ("养老", "elder", 0, 0), ("物业与社会组织", "group", 0, 0)),
    (("数据", "chart", 0, 0), ("核验", "shield-check", 0, 0)),
)
CRUMBS = ({"name": "云溪区", "url": "#"}, {"name": "临江街道", "url": "#"}, {"name": "桂溪社区", "demo": True})
SHELLS = frozenset({"home", "step", "matter", "queue"})


def _sidebar() -> list[list[dict[str, object]]]:
    return [
        [{"key": icon, "label": label, "icon": icon, "url": "#side", "count": count, "late": late} for label, icon, count, late in group]
        for group in SIDE
    ]


@require_safe
def shell(request: HttpRequest, shell: str) -> HttpResponse:
    """A shell with sample content: home, step, matter (phone) and queue (desk). Raises Http404."""
    if shell not in SHELLS:
        raise Http404
    facts = {
        "form": SampleForm(GOOD), "place": PLACE, "duty": DUTY, "mine_count": 1, "tab": {"home": "home", "matter": "mine"}.get(shell),
        "stair": {"current": 1, "total": 4, "label": "说件事"}, "back": {"url": "/gallery/", "label": "返回"} if shell != "home" else None,
        "question": "发生了什么？", "week": WEEK, "timeline": TIMELINE, "queue": QUEUE, "nav_groups": _sidebar(), "nav": "inbox",
        "crumbs": CRUMBS, "soon": clock.today() + timedelta(days=4),
    }  # fmt: skip
    return render(request, f"web/gallery_{shell}.html", facts | _held(request))


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component. `?theme=dark&size=large` hold it in one theme and size."""
    today = clock.today()
    facts = {
        "sizes": SIZES, "themes": THEMES, "icons": sorted(ICONS), "form": SampleForm(GOOD), "broken": _broken(),
        "ticks": TICKS, "states": STATES, "decision": DECISION, "timeline": TIMELINE, "reasons": REASONS, "why": WHY,
        "mine": MINE, "theirs": THEIRS, "queue": QUEUE, "building": _building(), "today": today, "soon": today + timedelta(days=4),
        "weeks": (WEEK, WEEK_STOPPED, WEEK_DUE, WEEK_OVER), "moment": clock.now(),
        "counts": {"own": 51, "rent": 12, "empty": 5, "lent": 2, "shop": 4, "check": 2, "none": 1},
    }  # fmt: skip
    return render(request, "web/gallery.html", facts | _held(request))
