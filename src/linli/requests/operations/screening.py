"""What is told later (补材料, 没解决, 异议, 撤回, 打分) is looked at like the first words.

Danger rings and is hidden at once (domain §6); money, threats and abuse by those who deal with it go to the level above (§9).
"""

from linli.kernel import clock
from linli.kernel.errors import Invalid
from linli.kernel.operations import Operation
from linli.regions import contract as regions
from linli.requests.models import Alarm, Likeness, Notice, Request, StaffAlert
from linli.requests.models.request import like
from linli.requests.operations.filing import ALERTED, ALERTED_RESTRICTED, RESTRICTED_ALERT, alert, raise_alarm
from linli.requests.operations.merging import part, part_all
from linli.requests.operations.shape import NEUTRAL, Line, row_id, take
from linli.requests.queries import parties
from linli.requests.rules import access, complaints, emergency, states

BEYOND_LATER = "看上去说的是区县的人，这里没有比区县再高的岗位来看。请打 12388（违纪违法）或 12345（市里转办）；别的话改一改再交。"


def heard(op: Operation, request: Request, text: str, *, written: bool = True) -> bool:
    """What the requester says. True when it changes whose the matter is: it speaks of danger, or gravely of those who have it.

    `written`: another line holds the words already.
    """
    found = emergency.detect("", text)
    if found is not None:
        _ring(op, request, found, "" if written else text)
        return True
    return _blamed(op, request, "" if written else text, text)


def _blamed(op: Operation, request: Request, line: str, text: str) -> bool:
    """Whom the words accuse loses sight of the matter, and with it whoever stands below; the level above is told."""
    region = regions.info(request.region_id) if complaints.grave(text) else None
    found = parties.against(text, "tip", "", region) if region else ""
    if found == access.BEYOND:
        raise Invalid(BEYOND_LATER, {"text": [BEYOND_LATER]})
    party = access.in_danger(found) if request.emergency else found
    if access.highest({party, request.against} - {""}) == request.against:
        return False
    if request.merged_into is not None:
        part(op, request, request.merged_into)
    before, request.against = request.against, party
    held = [row for row in request.handlers.filter(active=True) if access.complaint_hidden_from(party, row.role)]
    request.handlers.filter(pk__in=[row.pk for row in held]).update(active=False, ended_at=clock.now())
    led = any(not row.joint for row in held)
    if led:
        request.owner_role = request.owner_unit = request.owner_name = ""
        request.owner_user_id = None
    _apart(op, request)
    hidden = StaffAlert.objects.filter(request=request, role__in=access.HIDDEN_FROM[party], seen_at=None)
    hidden.update(seen_at=clock.now(), seen_by="系统")
    step = states.RECLASSIFY if led and request.status in states.RECLASSIFY.sources else states.NOTE
    take(op, request, step, Line("说到办事的人，交上一级看", line))
    op.record(request, against=[before, party])
    above = StaffAlert(id=row_id(request), region_id=request.region_id, request=request, role=access.UNIT_ABOVE[party], kind="complaint")
    above.text, above.at = "有一件反映办事人员的事，请打开看。", clock.now()
    above.save(force_insert=True)
    return True


def _apart(op: Operation, request: Request) -> None:
    """Nobody follows it, and it is suggested to nobody."""
    part_all(op, request)
    Likeness.objects.filter(like(request), state="suggested").update(state="dismissed")


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
    request.urgency, request.against = "urgent", access.in_danger(request.against)
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
    _apart(op, request)
    title, text = NEUTRAL
    Notice.objects.filter(request=request).update(title=title, text=text)
    alerts = StaffAlert.objects.filter(request=request)
    alerts.update(text=RESTRICTED_ALERT)
    alerts.exclude(role__in=ALERTED_RESTRICTED).filter(seen_at=None).update(seen_at=clock.now(), seen_by="系统")
