"""`{% load ui %}`: every piece of the visual language as a tag or filter. docs/dev/ui.md shows each with its picture."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from linli.kernel import masks
from linli.web.ui import dates, fields, icons, shapes, stairs, ticks
from linli.web.ui.geometry import hatch, path, rect
from linli.web.ui.rooms import ROOMS, RoomKind

LEVEL = 9  # characters of one level of an address that fit the narrowest column in large letters

register = template.Library()

register.filter("mask_name", masks.mask_name)
register.filter("mask_phone", masks.mask_phone)
register.filter("mask_id", masks.mask_id)

MASKS = {"name": masks.mask_name, "phone": masks.mask_phone, "id": masks.mask_id}


@register.simple_tag(name="icon")
def icon_tag(name: str, label: str = "") -> SafeString:
    """`{% icon "phone" %} 电话`. With a label it is read aloud: `{% icon "phone" "打电话" %}`."""
    return icons.icon(name, label)


@register.simple_tag(name="logo")
def logo_tag() -> SafeString:
    """`{% logo %}`: the mark of Linli."""
    return icons.logo()


@register.simple_tag(name="shape")
def shape_tag(state: str) -> SafeString:
    """`{% shape "working" %}`: the bare shape where its word stands beside it."""
    return shapes.shape(state)


@register.simple_tag(name="status_shape")
def status_shape_tag(state: str, word: str = "", *, strong: bool = False) -> SafeString:
    """`{% status_shape "late" "超期 1 天" %}`: shape, word and colour together."""
    return shapes.status(state, word, strong=strong)


@register.simple_tag(name="ticks")
def ticks_tag(
    days: Sequence[ticks.Day | Mapping[str, object] | str],
    variant: str = "desk",
    text: str = "",
    rule: str = "",
    hot: bool | None = None,  # noqa: FBT001  # template tags take keywords only by name
) -> SafeString:
    """`{% ticks days text="明天 17:30" rule="小事 7 个工作日" %}`, or `{% ticks days "resident" %}` for a phone."""
    boxes = ticks.days_of(days)
    return ticks.resident(boxes) if variant == "resident" else ticks.desk(boxes, text, rule, hot=hot)


@register.simple_tag(name="stairs")
def stairs_tag(current: int, total: int, label: str = "", size: str = "mini") -> SafeString:
    """`{% stairs 1 4 "说件事" %}` above a question; `{% stairs 3 7 "选民登记" size="large" %}` for stages of a procedure."""
    return stairs.large(current, total, label) if size == "large" else stairs.mini(current, total, label)


@register.simple_tag(name="confidence")
def confidence_tag(level: int, words: str = "") -> SafeString:
    """`{% confidence 3 %}`: 把握较大 and four blocks, three of them filled."""
    return stairs.confidence(level, words)


@register.simple_tag(name="class_tag")
def class_tag(label: str = "", *, proposed: bool = False) -> SafeString:
    """`{% class_tag "小事" %}`; `{% class_tag "小事" proposed=True %}` is dashed; without a label 拿不准."""
    if not label:
        return format_html('<span class="tag tag-proposed">{}</span>', "拿不准")
    if proposed:
        return format_html('<span class="tag tag-proposed">建议 {}</span>', label)
    return format_html('<span class="tag">{}</span>', label)


@register.simple_tag(name="demo_badge", takes_context=True)
def demo_badge(context: RequestContext, on: bool | None = None) -> SafeString | str:  # noqa: FBT001  # named in templates
    """`{% demo_badge %}` in demo mode; `{% demo_badge region.demo %}` beside a demonstration place."""
    shown = context.get("demo") if on is None else on
    return format_html('<span class="tag-demo">{}</span>', "演示") if shown else ""


@register.simple_tag(name="key")
def key_tag(cap: str) -> SafeString:
    """`{% key "A" %}`: a key cap. Give the link or button `data-key="A"` so that the key works."""
    return format_html('<kbd class="key">{}</kbd>', cap)


@register.inclusion_tag("web/ui/masked.html")
def masked(value: str, kind: str = "phone", reveal_url: str = "", what: str = "") -> dict[str, object]:
    """`{% masked phone "phone" url "电话" %}`: masked value with 显示…, which opens the reason box in the next `.reveal-place`.

    The full value never reaches the page: it is masked here. `kind` is name, phone, id, or text (already masked).
    """
    mask = MASKS.get(kind)
    return {"value": mask(value) if mask else value, "kind": kind, "reveal_url": reveal_url, "what": what}


@register.inclusion_tag("web/ui/revealed.html")
def revealed(value: str, hide_url: str, seconds: int = 60, kind: str = "phone") -> dict[str, object]:
    """`{% revealed value hide_url %}`: the value in the open, with a countdown that masks it again."""
    return {"value": value, "hide_url": hide_url, "seconds": seconds, "kind": kind}


@register.simple_tag(name="mask_never")
def mask_never(who: str = "") -> SafeString:
    """`{% mask_never "养老专干能看。" %}`: hatched bar for what this post may never see."""
    text = f"您的岗位看不到。{who}" if who else "您的岗位看不到"
    return format_html('<span class="mask-never">{}{}</span>', icons.icon("lock"), text)


@register.inclusion_tag("web/ui/reveal_box.html", takes_context=True)
def reveal_box(  # noqa: PLR0913  # a tag takes its facts by name
    context: RequestContext,
    what: str,
    action: str,
    reasons: Sequence[tuple[str, str]],
    *,
    links: Sequence[tuple[str, str]] = (),
    quota: str = "",
    cancel_url: str = "",
    who: str = "本人",
    seconds: int = 60,
    op_id: str = "",
    error: str = "",
) -> dict[str, object]:
    """`{% reveal_box "电话" action reasons quota="今天看过 7 次，上限 50 次" %}`: 查看原因, opened in place.

    Posts `purpose` (a reason's code), `note` (words), `link` (a related matter) and `op_id` to `action`.
    """
    return {
        "what": what, "action": action, "reasons": reasons, "links": links, "quota": quota, "cancel_url": cancel_url,
        "who": who, "seconds": seconds, "op_id": op_id, "error": error, "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


@register.inclusion_tag("web/ui/decision_choices.html")
def decision_choices(name: str, options: Sequence[Mapping[str, object]], chosen: str = "") -> dict[str, object]:
    """`{% decision_choices "kind" options chosen %}`: the proposal, open with its reasons; then the alternatives.

    An option: value, name, when (when it would be right), level (0–4), words, proposed (bool), and reasons: a list of
    {text, source, url, link}. Put it into `<section class="decision">` with facts and buttons of your own.
    """
    picked = chosen or next((str(o["value"]) for o in options if o.get("proposed")), "")
    return {"name": name, "options": [{**o, "chosen": str(o["value"]) == picked} for o in options]}


@register.inclusion_tag("web/ui/timeline.html")
def timeline(entries: Sequence[object]) -> dict[str, object]:
    """`{% timeline entries %}`, newest first. An entry: shape, what, meta (list of short texts), note, url, who, system (bool)."""
    return {"entries": entries}


@register.simple_tag(name="error_summary")
def error_summary(form: BaseForm, *, focus: bool = True) -> SafeString:
    """`{% error_summary form %}` as the first thing of the page; empty when nothing is wrong."""
    return fields.error_summary(form, focus=focus)


@register.simple_tag(name="field")
def field_tag(  # a tag takes its facts by name
    bound: BoundField, hint: str = "", optional: str = "", layout: str = "", *, counter: bool = False, bare: bool = False
) -> SafeString:
    """`{% field form.phone hint="办的人会打这个号码" %}`: label, hint, error and box, of any widget."""
    return fields.field(bound, hint=hint, optional=optional, layout=layout, counter=counter, bare=bare)


@register.simple_tag(name="choice_card")
def choice_card(  # noqa: PLR0913  # a tag takes its facts by name
    name: str, value: str, label: str, *, note: str = "", chosen: bool = False, kind: str = "radio", ident: str = ""
) -> SafeString:
    """`{% choice_card "where" "home" "在家里" note="桂苑小区 3 号楼" chosen=True %}` where no form field stands behind."""
    return fields.choice_card(name, value, label, note=note, chosen=chosen, kind=kind, ident=ident)


@register.inclusion_tag("web/ui/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, object]:
    """`{% empty_state "您还没有说过事" "坏了、要帮忙、想问的，都可以说。" url "说件事" %}`."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("web/ui/error_state.html")
def error_state(title: str, text: str = "", url: str = "", action: str = "再试一次", phone: str = "") -> dict[str, object]:
    """`{% error_state "没存上，网络断了" "您写的还在这台手机里。" url phone="023-…" %}`: what happened, what is safe, what now."""
    return {"title": title, "text": text, "url": url, "action": action, "phone": phone}


@register.inclusion_tag("web/ui/loading_state.html")
def loading_state(text: str = "正在找，一般 2 秒内") -> dict[str, object]:
    """`{% loading_state %}`: still grey bars with words; with class `htmx-indicator` around it shows after 400 ms."""
    return {"text": text}


@register.inclusion_tag("web/ui/offline_strip.html")
def offline_strip(title: str = "没有网络，照常能记", stored: int = 0, since: str = "") -> dict[str, object]:
    """`{% offline_strip stored=3 since="8:02" %}`: what works, how many are stored, how old the list is."""
    return {"title": title, "stored": stored, "since": since}


@register.inclusion_tag("web/ui/why_day.html")
def why_day(
    steps: Sequence[object],
    result: str,
    *,
    open: bool = False,  # noqa: A002  # HTML calls it so
    label: str = "为什么是这天",
) -> dict[str, object]:
    """`{% why_day steps "9 月 17 日 周四 17:30" %}`: the sum behind a date. A step is a text or {text, source}."""
    return {"steps": steps, "result": result, "open": open, "label": label}


@register.inclusion_tag("web/ui/conflict.html")
def conflict(title: str, mine: Mapping[str, object], theirs: Mapping[str, object], subject: str = "") -> dict[str, object]:
    """`{% conflict "有两个版本，请您定" mine theirs %}`: two versions side by side; the buttons are the page's own.

    A version: who, when, value, rest (after the bold value), evidence.
    """
    return {"title": title, "mine": mine, "theirs": theirs, "subject": subject}


@register.simple_tag(name="surname")
def surname(name: str) -> SafeString:
    """`{% surname "覃晓岚" %}`: the surname in 宋体 on a green tile, in place of a photo."""
    return format_html('<span class="surname" aria-hidden="true">{}</span>', name[:1])


@register.simple_tag(name="date_tile")
def date_tile(day: date) -> SafeString:
    """`{% date_tile event.day %}`: 12 over 周六 on notice paper."""
    return format_html('<time class="date-tile" datetime="{}"><b>{}</b>{}</time>', day.isoformat(), day.day, dates.weekday(day))


@register.simple_tag(name="room")
def room(number: str, kind: str, url: str = "", *, selected: bool = False) -> SafeString:
    """`{% room "501" "rent" url %}`: one cell of a wall of rooms. Kinds: own rent empty lent shop check none."""
    found: RoomKind = ROOMS[kind]
    letter = format_html("<b>{}</b>", found.letter) if found.letter else ""
    state = format_html('<span class="visually-hidden">{}</span>', f"，{found.label}")
    css = f"room room-{kind}" + (" is-selected" if selected else "")
    if url:
        here = format_html(' aria-current="{}"', "true") if selected else ""
        return format_html('<a class="{}" href="{}"{}><span>{}</span>{}{}</a>', css, url, here, number, letter, state)
    return format_html('<span class="{}"><span>{}</span>{}{}</span>', css, number, letter, state)


@register.inclusion_tag("web/ui/room_legend.html")
def room_legend(counts: Mapping[str, int] | None = None) -> dict[str, object]:
    """`{% room_legend counts %}`: pattern, word and, when given, how many of each kind."""
    return {"kinds": [(key, kind, (counts or {}).get(key)) for key, kind in ROOMS.items() if not counts or key in counts]}


@register.inclusion_tag("web/ui/wall.html")
def wall(building: Mapping[str, object]) -> dict[str, object]:
    """`{% wall building %}`: 楼盘图, floor × unit.

    building: caption, units [{name, width}], rows [{floor, cells [{number, kind, url, selected, unit_start}]} or
    {entrance: 机修巷侧入口，平街层}]; an empty cell is None.
    """
    units = building["units"]
    width = sum(int(unit["width"]) for unit in units) if isinstance(units, list) else 0
    return {"building": building, "width": width}


@register.inclusion_tag("web/ui/pager.html")
def pager(next_url: str = "", previous_url: str = "", text: str = "") -> dict[str, object]:
    """`{% pager next_url previous_url "约 1,200 件" %}`: keyset pages have no numbers."""
    return {"next_url": next_url, "previous_url": previous_url, "text": text}


@register.simple_tag(name="share_bar")
def share_bar(done: int, not_done: int = 0, unknown: int = 0) -> SafeString:
    """`{% share_bar 214 60 61 %}`: parts of a whole; the figures stand beside it in words."""
    whole = max(done + not_done + unknown, 1)
    first, second, third = (part / whole * 400 for part in (done, not_done, unknown))
    parts = rect("part-done", 0, 0, first, 10)
    if not_done:
        parts += rect("part-not", first + 1.5, 0.5, max(second - 2.5, 1), 9)
    if unknown:
        start = first + second
        parts += rect("part-unknown", start + 1, 0.5, max(third - 1.5, 1), 9) + path(
            "part-hatch", hatch(start + 1, 0.5, max(third - 1.5, 1), 9, 6)
        )
    return format_html('<svg class="bar" viewBox="0 0 400 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>', SafeString(parts))


@register.filter
def cn_date(value: date | None) -> str:
    """`{{ due|cn_date }}` → 9 月 17 日（周四）."""
    return dates.cn_date(value) if value else ""


@register.filter
def cn_day(value: date | None) -> str:
    """`{{ due|cn_day }}` → 9 月 17 日."""
    return dates.cn_day(value) if value else ""


@register.filter
def cn_full_date(value: date | None) -> str:
    """`{{ day|cn_full_date }}` → 2026 年 9 月 10 日, for documents."""
    return dates.cn_full_date(value) if value else ""


@register.filter
def cn_near_day(value: date | None) -> str:
    """`{{ due|cn_near_day }}` → 明天, or 9 月 17 日."""
    return dates.cn_near_day(value) if value else ""


@register.filter
def cn_time(value: datetime | None) -> str:
    """`{{ at|cn_time }}` → 8:46."""
    return dates.cn_time(value) if value else ""


@register.filter
def cn_datetime(value: datetime | None) -> str:
    """`{{ at|cn_datetime }}` → 今天 10:20, 昨天 16:12, or 9 月 7 日 19:42."""
    return dates.cn_datetime(value) if value else ""


@register.filter
def cn_clock(value: datetime | None) -> str:
    """`{{ at|cn_clock }}` → 9 月 10 日 周四 14:06."""
    return dates.cn_clock(value) if value else ""


@register.filter
def cn_table(value: datetime | None) -> str:
    """`{{ at|cn_table }}` → 8-31 23:50."""
    return dates.cn_table(value) if value else ""


@register.filter
def han_space(value: object) -> str:
    """`{{ address|han_space }}`: 3号楼2单元 → 3 号楼 2 单元. Not for codes."""
    return dates.han_space(str(value)) if value is not None else ""


@register.filter
def address(value: object) -> SafeString:
    """`{{ label|address }}`: like han_space, and a line breaks between the levels only: 金竹苑 | 3 号楼 | 2 单元. Long words may break."""
    levels = dates.han_space(str(value)).split(" ") if value is not None else []
    return format_html_join(" ", '<span class="{}">{}</span>', (("keep" if len(level) <= LEVEL else "", level) for level in levels))


@register.filter
def thousands(value: int | None) -> str:
    """`{{ 10482|thousands }}` → 10,482."""
    return f"{value:,}" if value is not None else ""
