"""办结、审核、回访、重办: nothing closes without an answer, and the requester says whether it is solved (domain §3, §10)."""

from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted
from linli.kernel.operations import Operation, operation
from linli.requests.events import RequestAnswered, RequestFinished, RequestRated, RequestReopened, RequestSolved, RequestWithdrawn
from linli.requests.models import Evaluation, Request
from linli.requests.operations import answering, merging, screening
from linli.requests.operations.shape import Line, check, is_handler, locked, notify, own, reach, require_handler, take, write
from linli.requests.rules import states, words

MIN_REASON = 4


def finish(actor: Actor, request_id: UUID, *, reply: str, version: int | None = None) -> Request:
    """办好了，报审: the handler writes the answer; somebody else looks at it before it goes out. Raises Invalid for a template."""
    with operation(actor, "requests.finish") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        require_handler(actor, request)
        request.reply = answering.check(request, reply)
        request.finished_by_id, request.finished_at = actor.user_id, clock.now()
        take(op, request, states.FINISH, Line("办好了，等审核", request.reply, public=False))
        op.announce(RequestFinished(aggregate_id=request.pk, region_id=request.region_id))
        return request


def _not_handler(actor: Actor, request: Request, message: str) -> None:
    if actor.user_id == request.finished_by_id or is_handler(actor, request):
        raise NotPermitted(message)


def approve(actor: Actor, request_id: UUID, *, version: int | None = None) -> Request:
    """Send the answer to the requester and to each follower. Raises NotPermitted to the handler."""
    with operation(actor, "requests.approve") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        _not_handler(actor, request, "答复是您写的，要请别人审。")
        request.finished_at = clock.now()
        take(op, request, states.APPROVE, Line("社区答复", request.reply))
        request.followers.update(finished_at=request.finished_at, outcome="", rating=None)
        for each in (request, *request.followers.select_for_update()):
            answering.send(actor, each, "final", request.reply)
            notify(each, "answered", "社区说办好了，真的好了吗？", request.reply, asks=True)
        op.announce(RequestAnswered(aggregate_id=request.pk, region_id=request.region_id))
        return request


def send_back(actor: Actor, request_id: UUID, *, text: str, version: int | None = None) -> Request:
    """Hand a finished matter back to the handler; the clock never stopped."""
    with operation(actor, "requests.send_back") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        _not_handler(actor, request, "答复是您写的，要请别人审。")
        if len(text.strip()) < MIN_REASON:
            message = "写一句哪里没办到。"
            raise Invalid(message, {"text": [message]})
        take(op, request, states.SEND_BACK, Line("退回再办", text.strip(), public=False))
        return request


def confirm_solved(actor: Actor, request_id: UUID) -> Request:
    """好了: the requester says that it is solved."""
    with reach(actor, request_id), operation(actor, "requests.confirm_solved") as op:
        request = own(actor, request_id)
        if request.status == states.MERGED:
            return _follower_says(op, request, solved=True)
        _solved(op, request, "居民说好了", "self")
        return request


def _solved(op: Operation, request: Request, title: str, how: str) -> None:
    request.outcome, request.closed_at = "solved", clock.now()
    take(op, request, states.CONFIRM, Line(title))
    _evaluate(op.actor, request, how=how, solved=True)
    op.announce(RequestSolved(aggregate_id=request.pk, region_id=request.region_id))


def _evaluate(actor: Actor, request: Request, *, how: str, solved: bool | None, text: str = "") -> None:
    asked = how != "self"
    Evaluation.objects.update_or_create(
        request=request,
        turn=request.redo_count,
        defaults={
            "region_id": request.region_id, "solved": solved, "how": how, "at": clock.now(), "text": text[:300],
            "asked_by_id": actor.user_id if asked else None, "asked_by": actor.name if asked else "",
        },
    )  # fmt: skip


def not_fixed(actor: Actor, request_id: UUID, *, text: str = "") -> Request:
    """没解决: reopens under the same clock rules, twice; then it goes to the list of hard matters. Returns the reopened request."""
    with reach(actor, request_id), operation(actor, "requests.not_fixed") as op:
        request = own(actor, request_id)
        if request.status == states.MERGED:
            if screening.heard(op, request, text.strip(), written=False):
                return request
            return _follower_says(op, request, solved=False, text=text.strip())
        _reopen(op, request, "居民说没解决", text.strip(), "self")
        screening.heard(op, request, text)
        return request


def _reopen(op: Operation, request: Request, title: str, text: str, how: str, *, public: bool = True) -> None:
    _evaluate(op.actor, request, how=how, solved=False, text=text)
    request.outcome, request.closed_at, request.rating = "unsolved", None, None
    request.followers.update(finished_at=None)
    said = text if public else ""
    if text and not public:
        write(op.actor, request, states.NOTE.name, Line(f"{title}，原话", text, public=False))
    if request.redo_count >= request.limits["request_redo_max"]:
        line = Line(f"{title}，转疑难挂账", said, facts={"redo": request.redo_count})
        take(op, request, states.TO_HARD, line)
        notify(request, "hard", "这件事转为疑难，由书记牵头再想办法", "")
    else:
        request.redo_count += 1
        take(op, request, states.NOT_FIXED, Line(title, said, facts={"redo": request.redo_count}))
        notify(request, "reopened", f"这件事重新办，第 {request.redo_count} 次", "期限照样算。")
    op.announce(RequestReopened(aggregate_id=request.pk, region_id=request.region_id, redo=request.redo_count))


def _follower_says(op: Operation, follower: Request, *, solved: bool, text: str = "") -> Request:
    """A follower speaks for itself; "not fixed" reopens the main matter for everybody."""
    main = Request.objects.select_for_update(of=("self",)).get(followers=follower)
    if main.status not in {states.CALLBACK, states.SOLVED, states.ARCHIVED}:
        message = "这件事和另一件一起在办，还没答复。有了答复再请您说好没好。"
        raise NotNow(message)
    _evaluate(op.actor, follower, how="self", solved=solved, text=text)
    follower.outcome = "solved" if solved else "unsolved"
    follower.save(update_fields=["outcome"])
    op.record(follower, outcome=["", follower.outcome])
    if not solved and main.status != states.ARCHIVED:
        _reopen(op, main, "一起说的居民说没解决", text, "self", public=False)
        return main
    return follower


def call_back(actor: Actor, request_id: UUID, *, result: str, how: str = "phone", text: str = "", version: int | None = None) -> Request:
    """回访 by somebody who did not deal with it: result "solved", "unsolved" or "unreached". Raises NotPermitted to the handler."""
    with operation(actor, "requests.call_back") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        _not_handler(actor, request, "这件事是您办的，要请别人回访。")
        if result not in words.OUTCOMES or how not in {"phone", "visit"}:
            message = "选一个回访结果：解决了、没解决、没联系上。"
            raise Invalid(message, {"result": [message]})
        if result == "solved":
            _solved(op, request, "回访：居民说好了", how)
        elif result == "unsolved":
            _reopen(op, request, "回访：居民说没解决", text.strip(), how)
            screening.noted(op, request, text)
        else:
            request.outcome, request.closed_at = "unreached", clock.now()
            take(op, request, states.UNREACHED, Line("没联系上，先归档", "您随时可以再说，我们接着办。"))
            _evaluate(actor, request, how="none", solved=None)
        return request


def rate(actor: Actor, request_id: UUID, *, rating: int, text: str = "") -> Request:
    """打分 1–4 by the requester, once for each answer; nobody at work can fill it in or change it."""
    with reach(actor, request_id), operation(actor, "requests.rate") as op:
        request = own(actor, request_id)
        if rating not in words.RATINGS:
            message = "选一个：很满意、满意、一般、不满意。"
            raise Invalid(message, {"rating": [message]})
        if actor.user_id is not None and actor.user_id in {request.finished_by_id, request.owner_user_id}:
            message = "这件事是您办的，不能给自己打分。"
            raise NotPermitted(message)
        if not request.answers.exists():
            message = "还没有答复，有了答复再打分。"
            raise NotNow(message)
        if request.rating is not None:
            message = "这次答复您打过分了。"
            raise NotNow(message)
        before, request.rating = request.rating, rating
        take(op, request, states.RATE, Line("居民打了分", facts={"rating": rating}))
        defaults = {"region_id": request.region_id, "rating": rating, "text": text.strip()[:300], "at": clock.now()}
        Evaluation.objects.update_or_create(
            request=request, turn=request.redo_count, defaults=defaults, create_defaults=defaults | {"how": "self"}
        )
        op.record(request, rating=[before, rating])
        op.announce(RequestRated(aggregate_id=request.pk, region_id=request.region_id, rating=rating))
        screening.heard(op, request, text, written=False)
        return request


def withdraw(actor: Actor, request_id: UUID, *, text: str = "") -> Request:
    """不要了，撤回. A matter of life or safety is not taken back by a tap: somebody asks in person first (domain §6).

    Nor one whose reason speaks of it: that rings instead.
    """
    with reach(actor, request_id), operation(actor, "requests.withdraw") as op:
        request = own(actor, request_id)
        if request.emergency or request.restricted:
            message = "牵涉人身安全的事不能在手机上撤回。会有人先联系您；也可以打社区电话说。"
            raise NotNow(message)
        check(request, states.WITHDRAW)
        if screening.heard(op, request, text.strip(), written=False):
            return request
        request.closed_at = clock.now()
        take(op, request, states.WITHDRAW, Line("居民撤回", text.strip()))
        request.handlers.filter(active=True).update(active=False, ended_at=clock.now())
        merging.part_all(op, request)
        op.announce(RequestWithdrawn(aggregate_id=request.pk, region_id=request.region_id))
        return request


def archive(actor: Actor, request_id: UUID, *, text: str = "", version: int | None = None) -> Request:
    """归档: after the requester said that it is solved, or a hard matter with a written explanation."""
    with operation(actor, "requests.archive") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        if request.status == states.HARD and len(text.strip()) < answering.MIN_REPLY:
            message = "疑难挂账的事要写清楚给居民的说明，才能归档。"
            raise Invalid(message, {"text": [message]})
        if request.status == states.HARD:
            for each in (request, *request.followers.select_for_update(of=("self",))):
                answering.send(actor, each, "final", text.strip())
                notify(each, "answered", "这件疑难事社区给您一个说明", text.strip())
        request.closed_at = request.closed_at or clock.now()
        take(op, request, states.ARCHIVE, Line("归档", text.strip()))
        return request


def to_hard(actor: Actor, request_id: UUID, *, text: str, version: int | None = None) -> Request:
    """转疑难挂账: the head takes a matter that keeps coming back; it stays on the list until it is answered."""
    with operation(actor, "requests.to_hard") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        if len(text.strip()) < MIN_REASON:
            message = "写一句难在哪里。"
            raise Invalid(message, {"text": [message]})
        take(op, request, states.TO_HARD, Line("转疑难挂账", text.strip()))
        return request
