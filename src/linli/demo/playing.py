"""Plays the matters of the story through the same operations that people use, each at its own hour."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from linli.accounts import contract as accounts
from linli.demo.actors import doing, key, platform
from linli.demo.ground import Ground
from linli.demo.pictures import photo
from linli.demo.staff import Cast
from linli.demo.story import MATTERS, Matter, Step
from linli.kernel import clock, workdays
from linli.kernel.actor import Actor
from linli.kernel.crypto import blinded
from linli.kernel.errors import Refused
from linli.kernel.models import OperationRecord
from linli.kernel.relay import deliver_waiting
from linli.requests import operations as ops
from linli.requests.models import Request
from linli.requests.operations import Filing, Place, Requester, To
from linli.requests.queries import whereabouts
from linli.requests.rules import states

CODES = {"咨询": "consult", "求助": "help", "办事": "service", "爆料": "tip", "建议": "suggestion", "投诉": "complaint"}
SANSHI = {"大事": "big", "小事": "small", "私事": "private"}
GROUNDS = {
    "big": "按职责归政府部门和街道管，社区转办并跟到底。",
    "small": "楼里、院里大家共用的事，不归政府部门管，也不是一家的事，由社区牵头。",
    "private": "自家和邻里之间的事，社区给建议、帮着调解，定不定由您。",
}
PRIVACY = {"masked": "hidden", "open": "open", "anonymous": "anonymous", "anonymous_to_handler": "hidden"}
AT_ANY_HOUR = frozenset({"acknowledge", "arrive", "solved", "not_fixed", "rate", "withdraw"})
CALLERS = {
    "window": ("邓婆婆", "10000009001"),
    "grid": ("覃晓岚", "10000009002"),
    "transfer": ("12345 转来", "10000009003"),
    "rep": ("秦婆婆", "10000009004"),
}
RATINGS = {"5": 4, "4": 3, "3": 2}
OPENS, CLOSES, FIRST, EVENING = 8.5, 17.5, 8.77, 18.0
JUST_NOW, SOON_LATE = timedelta(minutes=20), timedelta(hours=20)


class BadStory(Exception):
    """A step of the story was refused: the story is wrong, not the platform."""


class Days:
    """Counting in working days, back and forth."""

    def __init__(self) -> None:
        self.is_workday = workdays.Calendar.load().is_workday

    def forth(self, day: date, count: int) -> date:
        """The `count`-th working day after a day."""
        return self._go(day, count, timedelta(days=1))

    def back(self, day: date, count: int) -> date:
        """The `count`-th working day before a day."""
        return self._go(day, count, timedelta(days=-1))

    def _go(self, day: date, count: int, step: timedelta) -> date:
        while count:
            day += step
            count -= self.is_workday(day)
        return day


@dataclass
class Play:
    """The stage: places, people, and the hour of `up`."""

    ground: Ground
    cast: Cast
    now: datetime
    calendar: Days = field(default_factory=Days)

    def actor(self, who: str, role: str = "") -> Actor:
        """The actor of a member of the cast."""
        return accounts.actor_of_user(self.cast.users[who], role=role)

    def to(self, who: str) -> To:
        """A unit and person to hand a matter to."""
        return To(self.cast.roles[who], self.cast.units[who], self.cast.users[who], self.cast.names[who])

    def village(self, matter: Matter) -> bool:
        """Whether it is a matter of 青龙村."""
        return matter.place.startswith("青龙村")


def play_all(play: Play) -> int:
    """Play every matter that was not played yet; returns how many. Each is one transaction."""
    played = 0
    for matter in sorted(MATTERS, key=lambda one: _at(play, one)):
        played += _play(play, matter)
    return played


def _at(play: Play, matter: Matter) -> datetime:
    """When a matter was said."""
    if matter.ago:
        return play.now - timedelta(hours=matter.ago)
    if matter.days == 0:
        return _lately(play.now, matter.hour)
    today = clock.local(play.now).date()
    return _on(play.calendar.back(today, matter.days), matter.hour)


def _on(day: date, hour: float) -> datetime:
    return datetime.combine(day, time(int(hour), int(hour % 1 * 60)), tzinfo=clock.SHANGHAI)


def _lately(now: datetime, hour: float) -> datetime:
    """Today at `hour` when that is over, else the evening before, else some hours ago: what waits is never late by itself."""
    today = clock.local(now).date()
    moment = _on(today, hour)
    if moment > now - JUST_NOW:
        moment = _on(today - timedelta(days=1), hour if hour >= EVENING else EVENING + 1 + hour / 10)
    return moment if now - moment < SOON_LATE else now - timedelta(hours=2, minutes=hour)


def _later(play: Play, moment: datetime, hours: float) -> datetime:
    """So many hours later; whole days are working days."""
    days, rest = divmod(hours, 24)
    local = clock.local(moment)
    day = play.calendar.forth(local.date(), int(days)) if days else local.date()
    return datetime.combine(day, local.timetz()) + timedelta(hours=rest)


def _office(play: Play, moment: datetime) -> datetime:
    """The next minute at which an office is open."""
    local = clock.local(moment)
    hour = local.hour + local.minute / 60
    day = local.date()
    if hour > CLOSES or not play.calendar.is_workday(day):
        return _on(play.calendar.forth(day, 1), FIRST)
    return _on(day, FIRST) if hour < OPENS else local


def _play(play: Play, matter: Matter) -> int:
    moment = _at(play, matter)
    if OperationRecord.objects.filter(op_id__in=_keys(matter.key)).exists():
        return 0
    with clock.frozen(moment):
        with doing(platform()):
            request = _file(play, matter)
        while deliver_waiting():
            pass
    with doing(platform()):
        _steps(play, matter, request.pk, moment)
    return 1


def _steps(play: Play, matter: Matter, request_id: UUID, moment: datetime) -> None:
    for step in matter.path:
        moment = _later(play, moment, step.after)
        if step.do not in AT_ANY_HOUR:
            moment = _office(play, moment)
        if moment > play.now - timedelta(minutes=5):
            return
        with clock.frozen(moment):
            try:
                STEPS[step.do](play, matter, step, request_id)
            except Refused as refusal:
                message = f"{matter.key}: {step.do}: {refusal.message}"
                raise BadStory(message) from refusal


def _place(play: Play, matter: Matter) -> Place:
    region_id = play.ground.qinglong if play.village(matter) else play.ground.jinzhu
    if not matter.place:
        return Place(region_id)
    found = whereabouts.from_address(platform(), matter.place, region_id)
    if found is None:
        message = f"{matter.key}: nothing is at {matter.place}"
        raise BadStory(message)
    return replace(found.place, confirmed=True)


def _keys(name: str) -> tuple[UUID, UUID]:
    """Under which op_id a matter was filed: its own, or for an anonymous one the blinded."""
    return key(f"matter:{name}"), blinded(key(f"matter:{name}"), "")


def _file(play: Play, matter: Matter) -> Request:
    op_id = key(f"matter:{matter.key}")
    filing = Filing(
        type=CODES[matter.kind], text=matter.text, place=_place(play, matter), privacy=PRIVACY[matter.privacy], channel=matter.channel
    )
    if matter.channel != "app":
        writer, caller = (matter.who, matter.who) if matter.who in play.cast.roles else ("worker", matter.channel)
        return ops.file_for_other(play.actor(writer), filing, Requester(*CALLERS[caller]), op_id=op_id)
    if matter.privacy == "anonymous":
        return ops.file_request(Actor.anonymous(), replace(filing, type="tip"), op_id=op_id)
    actor, phone = play.actor(matter.who), accounts.phone_of(play.cast.users[matter.who])
    return ops.file_request(actor, filing, phone=phone, op_id=op_id, draft_id=_photos(actor, matter))


def _photos(actor: Actor, matter: Matter) -> UUID | None:
    """A draft with the photos of the matter, as the first page of 说件事 leaves it."""
    if not matter.photos:
        return None
    draft = ops.save_draft(actor, {"text": matter.text}, step="what")
    for scene in matter.photos:
        ops.add_draft_photo(actor, draft.pk, photo(scene))
    return draft.pk


def _front(play: Play, matter: Matter) -> Actor:
    return play.actor("village" if play.village(matter) else "worker")


def _head(play: Play, matter: Matter) -> Actor:
    return play.actor("village_head" if play.village(matter) else "head")


def _handler(play: Play, request_id: UUID) -> Actor:
    request = Request.objects.get(pk=request_id)
    return accounts.actor_of_user(request.owner_user_id) if request.owner_user_id else play.actor("worker")


def _classify(play: Play, matter: Matter, step: Step, request_id: UUID) -> None:
    sanshi, request = SANSHI[step.text], Request.objects.get(pk=request_id)
    actor = _head(play, matter) if request.restricted else _front(play, matter)
    ops.decide_class(actor, request_id, sanshi=sanshi, category=request.proposed_category, ground=GROUNDS[sanshi])


def _dispatch(play: Play, matter: Matter, step: Step, request_id: UUID) -> None:
    restricted = Request.objects.get(pk=request_id).restricted
    ops.dispatch(_head(play, matter) if restricted else _front(play, matter), request_id, to=play.to(step.text))


def _merge(play: Play, matter: Matter, step: Step, request_id: UUID) -> None:
    other = OperationRecord.objects.get(op_id__in=_keys(step.text)).object_id
    if other:
        ops.merge(_front(play, matter), request_id, [other])


def _sign(play: Play, _matter: Matter, _step: Step, request_id: UUID) -> None:
    if Request.objects.get(pk=request_id).status == states.DISPATCHED:
        ops.sign(_handler(play, request_id), request_id)


def _decline(play: Play, matter: Matter, step: Step, request_id: UUID) -> None:
    ops.decline(_front(play, matter), request_id, ground="court", text=step.text)


def _pause(play: Play, matter: Matter, step: Step, request_id: UUID) -> None:
    ops.ask_pause(_handler(play, request_id), request_id, ground="expert", text=step.text)
    ops.settle_pause(_head(play, matter), request_id, granted=True)


def _transfer(play: Play, matter: Matter, step: Step, request_id: UUID) -> None:
    """Passed on to the other place, which deals with it at once."""
    found = whereabouts.from_address(platform(), step.text, play.ground.qinglong)
    if found is None:
        message = f"{matter.key}: nothing is at {step.text}"
        raise BadStory(message)
    moved = ops.transfer(_front(play, matter), request_id, replace(found.place, confirmed=True), reason="路灯在青龙村，由村里去修。").pk
    village = play.actor("village")
    ops.accept(village, moved)
    ops.decide_class(village, moved, sanshi="small", category="light", ground=GROUNDS["small"])
    ops.dispatch(village, moved, to=play.to("village"))


def _acknowledge(play: Play, matter: Matter, _step: Step, request_id: UUID) -> None:
    restricted = Request.objects.get(pk=request_id).restricted
    ops.acknowledge_emergency(_head(play, matter) if restricted else play.actor("grid3"), request_id)


def _arrive(play: Play, matter: Matter, _step: Step, request_id: UUID) -> None:
    ops.arrive(_head(play, matter), request_id, text="民警和社区一起到了。")


STEPS: dict[str, Callable[[Play, Matter, Step, UUID], object]] = {
    "accept": lambda p, m, _, pk: ops.accept(_front(p, m), pk),
    "merge": _merge,
    "class": _classify,
    "dispatch": _dispatch,
    "sign": _sign,
    "finish": lambda p, _, s, pk: ops.finish(_handler(p, pk), pk, reply=s.text),
    "photo": lambda p, _, s, pk: ops.attach_photo(_handler(p, pk), pk, photo(s.text), kind="after"),
    "approve": lambda p, m, _, pk: ops.approve(_head(p, m), pk),
    "solved": lambda p, m, _, pk: ops.confirm_solved(p.actor(m.who), pk),
    "not_fixed": lambda p, m, s, pk: ops.not_fixed(p.actor(m.who), pk, text=s.text),
    "hard": lambda p, m, s, pk: ops.to_hard(_head(p, m), pk, text=s.text),
    "rate": lambda p, m, s, pk: ops.rate(p.actor(m.who), pk, rating=RATINGS[s.text]),
    "withdraw": lambda p, m, _, pk: ops.withdraw(p.actor(m.who), pk),
    "material": lambda p, _, s, pk: ops.ask_material(_handler(p, pk), pk, text=s.text),
    "tell": lambda p, _, s, pk: ops.tell(_handler(p, pk), pk, text=s.text),
    "suspend": _pause,
    "ask_suspend": lambda p, _, s, pk: ops.ask_pause(_handler(p, pk), pk, ground="expert", text=s.text),
    "give_back": lambda p, _, s, pk: ops.ask_return(_handler(p, pk), pk, ground="law", text=s.text),
    "transfer": _transfer,
    "archive": lambda p, m, _, pk: ops.archive(_head(p, m), pk),
    "extend": lambda p, _, s, pk: ops.ask_extension(_handler(p, pk), pk, days=5, text=s.text),
    "refuse": _decline,
    "acknowledge": _acknowledge,
    "arrive": _arrive,
}
