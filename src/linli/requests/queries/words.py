"""How a request looks in a list: shape, due time in words, the small print beside the title."""

from datetime import datetime, timedelta

from linli.kernel import clock
from linli.requests.models import Request
from linli.requests.queries import reckoning
from linli.requests.rules import clocks, states, words

_SHAPES = {
    states.RECEIVED: "waiting",
    states.ACCEPTED: "accepted",
    states.CLASSIFIED: "accepted",
    states.DISPATCHED: "accepted",
    states.ASKED: "paused",
    states.PAUSED: "paused",
    states.CALLBACK: "callback",
    states.SOLVED: "done",
    states.ARCHIVED: "done",
    states.REDO: "redo",
    states.DECLINED: "refused",
    states.WITHDRAWN: "refused",
    states.MERGED: "event",
    states.TRANSFERRED: "event",
}
_OWED = {
    reckoning.ACCEPT: "受理",
    reckoning.CLASSIFY: "分好类",
    reckoning.SIGN: "签收",
    reckoning.HANDLE: "答复",
    reckoning.CALLBACK: "回访",
    reckoning.ARRIVE: "到场",
    reckoning.REVIEW: "复看",
}


def is_late(request: Request) -> bool:
    """Whether something is owed and its time is over."""
    return request.due_at is not None and clock.now() > request.due_at


def alarm_open(request: Request) -> bool:
    """Whether the emergency path is still running."""
    return request.queue_rank == reckoning.EMERGENCY_RANK


def shape_of(request: Request) -> str:
    """Name of the status shape (look/language.md §4)."""
    if alarm_open(request):
        return "urgent"
    if is_late(request):
        return "late"
    if request.redo_count and request.status in states.IN_HAND:
        return "redo"
    return plain_shape(request)


def plain_shape(request: Request) -> str:
    """The shape of the status alone, whatever the clock says."""
    return _SHAPES.get(request.status, "working")


def status_words(request: Request) -> str:
    """The status as the desk reads it: 超期 1 天, 重办第 1 次, 办理中."""
    if alarm_open(request):
        return "紧急"
    if is_late(request) and request.due_at is not None:
        days = (clock.today() - clock.local(request.due_at).date()).days
        return f"超期 {days} 天" if days else "超期"
    if request.redo_count and request.status in states.IN_HAND:
        return f"重办第 {request.redo_count} 次"
    return states.STATUSES[request.status].label


def day_words(moment: datetime) -> str:
    """今天, 明天, 昨天, or the date."""
    day = clock.local(moment).date()
    near = {timedelta(0): "今天", timedelta(1): "明天", timedelta(-1): "昨天"}
    return near.get(day - clock.today(), f"{day.month} 月 {day.day} 日")


def due_day(request: Request) -> str:
    """昨天, 今天, 15 日, 12 月 2 日: the day alone, for a narrow column; empty when nothing runs."""
    if request.due_at is None:
        return ""
    day = clock.local(request.due_at).date()
    this_month = (day.year, day.month) == (clock.today().year, clock.today().month)
    near = day_words(request.due_at)
    return f"{day.day} 日" if this_month and near.endswith("日") else near


def due_words(request: Request) -> str:
    """今天 17:30, 明天 9:10 前签收, 应答复：昨天 17:30; empty when nothing runs."""
    if request.due_at is None:
        return ""
    local, owed = clock.local(request.due_at), _OWED.get(request.due_kind, "办")
    hour = f"{local.hour}:{local.minute:02d}"
    day = day_words(request.due_at)
    if request.due_kind == reckoning.ARRIVE:
        return f"{hour} 前到场" if day == "今天" else f"{day} {hour} 前到场"
    if is_late(request):
        return f"应{owed}：{day} {hour}"
    if request.due_kind in {reckoning.HANDLE, reckoning.CALLBACK}:
        return f"{day} {hour}"
    return f"{day} {hour} 前{owed}"


_PROMISED = {
    reckoning.ACCEPT: "告诉您办不办、谁来办",
    reckoning.CLASSIFY: "定下谁来办",
    reckoning.SIGN: "办的人接手",
    reckoning.HANDLE: "答复您",
    reckoning.CALLBACK: "来问您好了没有",
    reckoning.ARRIVE: "有人到场",
    reckoning.REVIEW: "再看一次，告诉您",
}


def promised_words(request: Request) -> str:
    """明天 20:00 前，来问您好了没有: what is owed next, as its requester reads it; empty when nothing runs."""
    if request.due_at is None:
        return ""
    local = clock.local(request.due_at)
    return f"{day_words(request.due_at)} {local.hour}:{local.minute:02d} 前，{_PROMISED.get(request.due_kind, '答复您')}"


def stopped_words(request: Request, running: clocks.Clock | None) -> str:
    """停在第 3 天, while the clock stands still; empty when it runs or nothing was used yet."""
    return f"停在第 {running.used} 天" if running and running.used and request.status in states.STOPPED else ""


def rule_words(request: Request) -> str:
    """The rule beside the date: 小事 7 个工作日, 回访 3 个工作日."""
    limits = request.limits
    if request.due_kind == reckoning.HANDLE or request.status in states.STOPPED:
        rule = reckoning.handle_rule(request)
        return f"{rule.label} {rule.days} 个工作日"
    if request.due_kind == reckoning.CALLBACK:
        return f"回访 {limits['request_callback_wd']} 个工作日"
    if request.due_kind == reckoning.ARRIVE:
        return "过时自动上报"
    if request.due_kind == reckoning.REVIEW:
        return f"每 {limits['request_hard_review_days']} 天复看，告诉居民"
    if request.due_kind == reckoning.SIGN and reckoning.sign_minutes(request) is not None:
        return f"紧急，{reckoning.sign_minutes(request)} 分钟"
    short = {
        reckoning.ACCEPT: "request_accept_wd",
        reckoning.CLASSIFY: "request_classify_wd",
        reckoning.SIGN: "request_sign_wd",
    }.get(request.due_kind)
    return f"{limits[short]} 个工作日" if short else ""


def extra_words(request: Request, supervised: int = 0) -> str:
    """Small print after the title. `supervised`: how often somebody above pressed for it."""
    parts = [f"督办 {supervised} 次"] if supervised else []
    if request.voices > 1:
        parts.append(f"{request.voices} 户说了")
    if request.photo_count:
        parts.append(f"照片 {request.photo_count} 张")
    if request.channel not in {"app", "web"}:
        parts.append(words.CHANNELS[request.channel])
    if request.for_head:
        parts.append("请书记定")
    if request.objected_at:
        parts.append("居民不同意分类")
    if request.place_state == "asked":
        parts.append("地址没对上，要问")
    return "，".join(parts)


def owner_note(request: Request) -> str:
    """What is missing from the one who has it."""
    if request.status == states.DISPATCHED:
        return "还没签收"
    if request.status == states.CALLBACK:
        return "等别人回访"
    if request.status == states.REVIEW:
        return "等别人审"
    return ""
