"""Danger told later (补材料, 没解决, 异议, 撤回): looked at like the first words, rung like them, and hidden at once (domain §6)."""

from linli.kernel import clock
from linli.kernel.operations import Operation
from linli.requests.models import Alarm, Likeness, Notice, Request, StaffAlert
from linli.requests.models.request import like
from linli.requests.operations.filing import ALERTED, ALERTED_RESTRICTED, RESTRICTED_ALERT, alert, raise_alarm
from linli.requests.operations.merging import part, part_all
from linli.requests.operations.shape import NEUTRAL, Line, take
from linli.requests.rules import emergency, states


def heard(op: Operation, request: Request, text: str, *, written: bool = True) -> bool:
    """What the requester says. True when it speaks of danger: the alarm rings. `written`: another line holds the words already."""
    found = emergency.detect("", text)
    if found is None:
        return False
    _ring(op, request, found, "" if written else text)
    return True


def noted(op: Operation, request: Request, text: str) -> bool:
    """What somebody at work writes down: violence and despair only, as "nobody was hurt" stands in many notes.

    Nothing happens where a false alarm was cleared up before: they write about that one.
    """
    found = emergency.detect("", text)
    if found is None or not emergency.KINDS[found.kind].restricted:
        return False
    if Alarm.objects.filter(request=request, false_alarm=True).exists():
        return False
    _ring(op, request, found, "")
    return True


def _ring(op: Operation, request: Request, found: emergency.Emergency, text: str) -> None:
    if request.merged_into is not None:
        part(op, request, request.merged_into)
    running = Alarm.objects.filter(request=request, false_alarm=False, answered_at=None, next_escalation_at__isnull=False).first()
    request.emergency = emergency.graver(request.emergency, found.kind)
    request.urgency = "urgent"
    _to_the_front(request)
    if emergency.KINDS[found.kind].restricted and not request.restricted:
        _hide(op, request)
    step = states.ALARM if request.status in states.ALARM.sources else states.NOTE
    take(op, request, step, Line("说到危险，按紧急的办", text))
    if running is None:
        raise_alarm(op, request, emergency.Emergency(request.emergency, found.phrases, ()))
        return
    running.kind = request.emergency
    running.save(update_fields=["kind"])
    alert(request, ALERTED_RESTRICTED if request.restricted else ALERTED, "emergency")


def _to_the_front(request: Request) -> None:
    """Whoever had it has it no longer: the class was given to other words, and the first to answer takes it."""
    request.handlers.filter(active=True).update(active=False, ended_at=clock.now())
    request.owner_role = request.owner_unit = request.owner_name = request.sanshi = ""
    request.owner_user_id = request.objected_at = request.closed_at = None
    request.outcome, request.for_head = "", False


def _hide(op: Operation, request: Request) -> None:
    """Off every list but those of the two posts: duplicates, followers, and what was told about it before."""
    request.restricted = True
    part_all(op, request)
    Likeness.objects.filter(like(request), state="suggested").update(state="dismissed")
    title, text = NEUTRAL
    Notice.objects.filter(request=request).update(title=title, text=text)
    alerts = StaffAlert.objects.filter(request=request)
    alerts.update(text=RESTRICTED_ALERT)
    alerts.exclude(role__in=ALERTED_RESTRICTED).filter(seen_at=None).update(seen_at=clock.now(), seen_by="系统")
