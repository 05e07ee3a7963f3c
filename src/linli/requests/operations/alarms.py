"""紧急: somebody answers within minutes, somebody arrives, or it goes up by itself (domain §6)."""

from datetime import timedelta
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow
from linli.kernel.operations import Operation, operation
from linli.requests.events import EmergencyAnswered, EmergencyEscalated
from linli.requests.models import Alarm, Request, StaffAlert
from linli.requests.operations.filing import alert
from linli.requests.operations.shape import Line, locked, notify, take
from linli.requests.rules import states

ABOVE = (("community_head", "town_command"), ("town_command", "town_lead"), ("town_lead", "district_lead"))
MIN_REASON = 6


def _alarm(op: Operation, request: Request) -> Alarm:
    op.require(request.region_id)
    found = Alarm.objects.select_for_update().filter(request=request, false_alarm=False).first()
    if found is None:
        message = "这件事没有在走紧急流程。"
        raise NotNow(message)
    return found


def acknowledge_emergency(actor: Actor, request_id: UUID, *, version: int | None = None) -> Request:
    """已应，正赶去: the first to answer has it; the request counts as accepted. Raises Conflict when somebody answered already."""
    with operation(actor, "requests.acknowledge_emergency") as op:
        request = locked(actor, request_id, version)
        alarm = _alarm(op, request)
        if alarm.answered_at is not None:
            message = f"{alarm.answered_by}已经应了，正赶去。"
            raise Conflict(message)
        now = clock.now()
        alarm.answered_at, alarm.answered_by, alarm.next_escalation_at = now, actor.name, alarm.arrive_by
        alarm.save(update_fields=["answered_at", "answered_by", "next_escalation_at"])
        request.accepted_at = request.accepted_at or now
        take(op, request, states.ACKNOWLEDGE, Line("已应，正赶去"))
        notify(request, "coming", f"{actor.unit}{actor.name}正赶去", "请先打 110、119 或 120。")
        op.announce(EmergencyAnswered(aggregate_id=request.pk, region_id=request.region_id))
        return request


def arrive(actor: Actor, request_id: UUID, *, text: str = "", version: int | None = None) -> Request:
    """已到场: the emergency path ends; what remains is sorted and dealt with like any matter."""
    with operation(actor, "requests.arrive") as op:
        request = locked(actor, request_id, version)
        alarm = _alarm(op, request)
        if alarm.answered_at is None:
            message = "先点“已应”，再点“已到场”。"
            raise NotNow(message)
        alarm.arrived_at, alarm.arrived_by, alarm.next_escalation_at = clock.now(), actor.name, None
        alarm.save(update_fields=["arrived_at", "arrived_by", "next_escalation_at"])
        take(op, request, states.ARRIVE, Line("已到场", text.strip(), public=False))
        return request


def stand_down(actor: Actor, request_id: UUID, *, text: str, version: int | None = None) -> Request:
    """解除紧急: it was a false alarm; with a reason, by the head or the command centre. The matter itself stays open."""
    with operation(actor, "requests.stand_down") as op:
        request = locked(actor, request_id, version)
        alarm = _alarm(op, request)
        if len(text.strip()) < MIN_REASON:
            message = "写清楚怎么核实是虚惊的。"
            raise Invalid(message, {"text": [message]})
        alarm.false_alarm, alarm.next_escalation_at = True, None
        alarm.save(update_fields=["false_alarm", "next_escalation_at"])
        before, request.emergency, request.urgency = request.emergency, "", "normal"
        take(op, request, states.NOTE, Line("解除紧急", text.strip(), public=False))
        op.record(request, emergency=[before, ""])
        return request


def escalate(actor: Actor, request_id: UUID) -> Request:
    """Tell the next posts up when nobody answered in 5 minutes or arrived in 30, then each 5 and 10 minutes. For the job."""
    with operation(actor, "requests.escalate") as op:
        request = locked(actor, request_id)
        alarm = _alarm(op, request)
        now = clock.now()
        if request.status not in states.OPEN:
            alarm.next_escalation_at = None
            alarm.save(update_fields=["next_escalation_at"])
            op.record(alarm, next_escalation_at=["", "closed"])
            return request
        if alarm.next_escalation_at is None or alarm.next_escalation_at > now:
            op.unchanged()
            return request
        roles = ABOVE[min(alarm.level, len(ABOVE) - 1)]
        steps = request.limits["emergency_escalate_minutes"]
        alarm.level += 1
        alarm.next_escalation_at = now + timedelta(minutes=steps[min(alarm.level, len(steps)) - 1])
        alarm.save(update_fields=["level", "next_escalation_at"])
        alert(request, roles, "escalation")
        waited = "没人应" if alarm.answered_at is None else "还没到场"
        take(op, request, states.ESCALATE, Line(f"{waited}，自动上报", public=False, facts={"level": alarm.level}))
        op.announce(EmergencyEscalated(aggregate_id=request.pk, region_id=request.region_id, level=alarm.level))
        return request


def due_alarms() -> list[UUID]:
    """Requests whose emergency nobody answered or reached in time."""
    return list(Alarm.objects.filter(next_escalation_at__lte=clock.now()).values_list("request_id", flat=True)[:200])


def see_alert(actor: Actor, alert_id: UUID) -> None:
    """Mark an alert of one's own post as seen; who saw an emergency is on record."""
    with operation(actor, "requests.see_alert") as op:
        found = StaffAlert.objects.visible_to(actor).select_for_update().filter(pk=alert_id, role=actor.role, seen_at=None).first()
        if found is None or (actor.grids and not Request.objects.visible_to(actor).filter(pk=found.request_id).exists()):
            op.unchanged()
            return
        op.require(found.region_id)
        found.seen_at, found.seen_by = clock.now(), actor.name
        found.save(update_fields=["seen_at", "seen_by"])
        op.record(found, seen_by=["", actor.name])
