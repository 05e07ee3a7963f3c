"""办理中: tell, ask for material, pause, extend. Each stop of the clock is a line the requester reads (domain §4)."""

from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted
from linli.kernel.operations import Operation, operation
from linli.requests.events import ClockResumed, ClockStopped, ExtensionGranted
from linli.requests.models import Request, RequestEvent, StaffNote
from linli.requests.operations import answering, discretion, screening
from linli.requests.operations.shape import Line, check, is_handler, locked, notify, own, reach, require_handler, take
from linli.requests.queries import reckoning
from linli.requests.rules import states, words

MIN_REASON = 6


def _held(op: Operation, request_id: UUID, version: int | None) -> Request:
    request = locked(op.actor, request_id, version)
    op.require(request.region_id)
    require_handler(op.actor, request)
    return request


def _reason(text: str, message: str, name: str = "text") -> str:
    if len(text.strip()) < MIN_REASON:
        raise Invalid(message, {name: [message]})
    return text.strip()


def tell(actor: Actor, request_id: UUID, *, text: str, version: int | None = None) -> Request:
    """给居民的话: progress in one's own words. Raises Invalid for a template sent as it is."""
    with operation(actor, "requests.tell") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        said = _reason(text, "写一句现在怎样了、接下来做什么。")
        if answering.is_canned(said):
            message = "套话要改过才能发：这件事现在怎样了、谁在做。"
            raise Invalid(message, {"text": [message]})
        take(op, request, states.TELL, Line("告诉您进展", said))
        answering.send(actor, request, "interim", said)
        notify(request, "progress", "您说的事有进展", said)
        return request


def ask_material(actor: Actor, request_id: UUID, *, text: str, version: int | None = None) -> Request:
    """Ask the requester for something; the clock stands still until it comes or the handler resumes."""
    with operation(actor, "requests.ask_material") as op:
        request = _held(op, request_id, version)
        wanted = _reason(text, "写清楚要补什么、怎么交。")
        take(op, request, states.ASK_MATERIAL, Line("请您补材料，期限先停着", wanted, facts={"reason": "等您补材料"}))
        notify(request, "material", "请您补一样材料", wanted, asks=True)
        op.announce(ClockStopped(aggregate_id=request.pk, region_id=request.region_id, cause="material"))
        return request


def supply(actor: Actor, request_id: UUID, *, text: str) -> Request:
    """The requester supplies what was asked for; the clock runs again."""
    with reach(actor, request_id), operation(actor, "requests.supply") as op:
        request = own(actor, request_id)
        if not text.strip():
            message = "写上补的内容，照片可以一起加。"
            raise Invalid(message, {"text": [message]})
        take(op, request, states.SUPPLY, Line("补了材料", text.strip(), facts={"reason": "材料补齐"}))
        op.announce(ClockResumed(aggregate_id=request.pk, region_id=request.region_id))
        screening.heard(op, request, text)
        return request


def ask_pause(actor: Actor, request_id: UUID, *, ground: str, text: str, version: int | None = None) -> Request:
    """申请挂起: only for a lawsuit or an expert test (words.PAUSE_GROUNDS); the clock runs until it is approved."""
    with operation(actor, "requests.ask_pause") as op:
        request = _held(op, request_id, version)
        if ground not in words.PAUSE_GROUNDS:
            message = "只有在打官司、等鉴定时才能挂起。"
            raise Invalid(message, {"ground": [message]})
        why = _reason(text, "写清楚等什么、大概到哪天。")
        take(op, request, states.ASK_PAUSE, Line(f"申请挂起：{words.PAUSE_GROUNDS[ground]}", why, public=False, facts={"ground": ground}))
        return request


def settle_pause(actor: Actor, request_id: UUID, *, granted: bool, text: str = "", version: int | None = None) -> Request:
    """Approve or refuse a pause; never one's own. An approved pause stops the clock and the requester is told why."""
    with operation(actor, "requests.settle_pause") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        _not_own_asking(actor, request)
        check(request, states.GRANT_PAUSE)
        if not granted:
            take(op, request, states.DENY_PAUSE, Line("不同意挂起", text.strip(), public=False))
            return request
        asked = RequestEvent.objects.filter(request=request, step=states.ASK_PAUSE.name).latest("at")
        reason = words.PAUSE_GROUNDS[asked.facts["ground"]]
        take(op, request, states.GRANT_PAUSE, Line("批准挂起，期限先停着", f"{reason}。{asked.text}", facts={"reason": reason}))
        notify(request, "paused", "这件事先停一停", reason)
        op.announce(ClockStopped(aggregate_id=request.pk, region_id=request.region_id, cause="pause"))
        return request


def _not_own_asking(actor: Actor, request: Request) -> None:
    if is_handler(actor, request):
        message = "是您自己申请的，要请别人批。"
        raise NotPermitted(message)


def resume(actor: Actor, request_id: UUID, *, text: str = "", version: int | None = None) -> Request:
    """Go on after a stop: the material came another way, the judgment is there."""
    with operation(actor, "requests.resume") as op:
        request = _held(op, request_id, version)
        take(op, request, states.RESUME, Line("恢复办理，期限接着算", text.strip(), facts={"reason": "恢复办理"}))
        notify(request, "resumed", "您说的事接着办了", text.strip())
        op.announce(ClockResumed(aggregate_id=request.pk, region_id=request.region_id))
        return request


def ask_extension(actor: Actor, request_id: UUID, *, days: int, text: str, consult: bool = False, version: int | None = None) -> Request:
    """申请延期: once, before the due day ends, at most the original period. Raises NotNow when late or a second time.

    `consult`: a 小事 that all have to talk over may take longer, up to the limit for those.
    """
    with operation(actor, "requests.ask_extension") as op:
        request = _held(op, request_id, version)
        why = _reason(text, "写清楚为什么来不及，居民会看到。")
        most = _longest(request, consult=consult)
        if request.extension_count >= request.limits["request_extension_max"]:
            message = f"一件事只能延期 {request.limits['request_extension_max']} 次，已经延过了。"
            raise NotNow(message)
        if request.due_at is None or clock.now() > request.due_at:
            message = "期限已过，不能再申请延期。请先把超期的原因告诉居民，接着办完。"
            raise NotNow(message)
        if not 1 <= days <= most:
            message = f"延期 1 到 {most} 个工作日，{'商量的事连原来的期限算在内' if consult else '不能超过原来的期限'}。"
            raise Invalid(message, {"days": [message]})
        take(op, request, states.ASK_EXTENSION, Line(f"申请延期 {days} 个工作日", why, public=False, facts={"asked_days": days}))
        return request


def _longest(request: Request, *, consult: bool) -> int:
    rule = reckoning.handle_rule(request)
    if not consult:
        return rule.days
    if request.sanshi != "small" or "request_small_consult_wd" not in request.limits:
        message = "只有小事要大家商量，才能这样延。"
        raise Invalid(message, {"consult": [message]})
    return max(0, int(request.limits["request_small_consult_wd"]) - rule.days)


def settle_extension(actor: Actor, request_id: UUID, *, granted: bool, text: str = "", version: int | None = None) -> Request:
    """Approve or refuse an extension; never one's own. The requester is told the new date and why."""
    with operation(actor, "requests.settle_extension") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        _not_own_asking(actor, request)
        check(request, states.GRANT_EXTENSION)
        if not granted:
            take(op, request, states.DENY_EXTENSION, Line("不同意延期", text.strip(), public=False))
            return request
        asked = RequestEvent.objects.filter(request=request, step=states.ASK_EXTENSION.name).latest("at")
        days = int(asked.facts["asked_days"])
        request.extension_count += 1
        facts = {"days": days, "reason": asked.text[:60]}
        take(op, request, states.GRANT_EXTENSION, Line(f"延期 {days} 个工作日", asked.text, facts=facts))
        answering.send(actor, request, "extension", asked.text)
        notify(request, "extended", f"这件事要晚 {days} 个工作日", asked.text)
        op.announce(ExtensionGranted(aggregate_id=request.pk, region_id=request.region_id, days=days))
        return request


def add_note(actor: Actor, request_id: UUID, *, text: str) -> StaffNote:
    """留言 to colleagues; the requester never reads it."""
    with operation(actor, "requests.add_note") as op:
        request = locked(actor, request_id)
        op.require(request.region_id)
        if not text.strip():
            message = "写点什么再发。"
            raise Invalid(message, {"text": [message]})
        note = StaffNote(
            region_id=request.region_id, request=request, at=clock.now(), text=discretion.check(request.region_id, text.strip()),
            author_id=actor.user_id, author=actor.name,
        )  # fmt: skip
        note.save(force_insert=True)
        op.record(note, region_id=request.region_id)
        screening.noted(op, request, note.text)
        return note
