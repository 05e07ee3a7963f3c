"""Plays the matters of the story through the same operations that people use, each at its own hour."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from linli.accounts import contract as accounts
from linli.demo.actors import doing, key, platform
from linli.demo.ground import Ground
from linli.demo.staff import Cast
from linli.demo.story import MATTERS, Matter, Step
from linli.kernel import clock
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
CALLERS = {"window": ("邓婆婆", "10000009001"), "grid": ("覃晓岚", "10000009002"), "transfer": ("12345 转来", "10000009003")}
RATINGS = {"5": 4, "4": 3, "3": 2}
OPENS, CLOSES, FIRST_MINUTE = 8.5, 17.5, 16


class BadStory(Exception):
    """A step of the story was refused: the story is wrong, not the platform."""


@dataclass
class Play:
    """The stage: places, people, and the hour of `up`."""

    ground: Ground
    cast: Cast
    now: datetime

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
    for matter in sorted(MATTERS, key=lambda one: (-one.days, one.hour)):
        played += _play(play, matter)
    return played


def _at(play: Play, days: int, hour: float) -> datetime:
    day = clock.local(play.now).date() - timedelta(days=days)
    moment = datetime.combine(day, time(int(hour), int(hour % 1 * 60)), tzinfo=clock.SHANGHAI)
    return min(moment, play.now - timedelta(minutes=20 + hour))


def _office(moment: datetime) -> datetime:
    """The next minute at which an office is open."""
    local = clock.local(moment)
    hour = local.hour + local.minute / 60
    if hour > CLOSES:
        local = datetime.combine(local.date() + timedelta(days=1), time(8, 30 + FIRST_MINUTE), tzinfo=clock.SHANGHAI)
    elif hour < OPENS:
        local = datetime.combine(local.date(), time(8, 30 + FIRST_MINUTE), tzinfo=clock.SHANGHAI)
    while local.weekday() >= 5:  # Saturday, Sunday
        local += timedelta(days=1)
    return local


def _play(play: Play, matter: Matter) -> int:
    moment = _at(play, matter.days, matter.hour)
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
        moment += timedelta(hours=step.after)
        if step.do not in AT_ANY_HOUR:
            moment = _office(moment)
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
        return ops.file_for_other(play.actor("worker"), filing, Requester(*CALLERS[matter.channel]), op_id=op_id)
    if matter.privacy == "anonymous":
        return ops.file_request(Actor.anonymous(), replace(filing, type="tip"), op_id=op_id)
    return ops.file_request(play.actor(matter.who), filing, phone=accounts.phone_of(play.cast.users[matter.who]), op_id=op_id)


def _front(play: Play, matter: Matter) -> Actor:
    return play.actor("village" if play.village(matter) else "worker")


def _head(play: Play, matter: Matter) -> Actor:
    return play.actor("village_head" if play.village(matter) else "head")


def _handler(play: Play, request_id: UUID) -> Actor:
    request = Request.objects.get(pk=request_id)
    return accounts.actor_of_user(request.owner_user_id) if request.owner_user_id else play.actor("worker")


def _classify(play: Play, matter: Matter, step: Step, request_id: UUID) -> None:
    sanshi = SANSHI[step.text]
    proposed = Request.objects.get(pk=request_id).proposed_category
    ops.decide_class(_front(play, matter), request_id, sanshi=sanshi, category=proposed, ground=GROUNDS[sanshi])


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


def _acknowledge(play: Play, matter: Matter, _step: Step, request_id: UUID) -> None:
    restricted = Request.objects.get(pk=request_id).restricted
    ops.acknowledge_emergency(_head(play, matter) if restricted else play.actor("grid3"), request_id)


def _arrive(play: Play, matter: Matter, _step: Step, request_id: UUID) -> None:
    ops.arrive(_head(play, matter), request_id, text="民警和社区一起到了。")


STEPS: dict[str, Callable[[Play, Matter, Step, UUID], object]] = {
    "accept": lambda p, m, _, pk: ops.accept(_front(p, m), pk),
    "merge": _merge,
    "class": _classify,
    "dispatch": lambda p, m, s, pk: ops.dispatch(_front(p, m), pk, to=p.to(s.text)),
    "sign": _sign,
    "finish": lambda p, _, s, pk: ops.finish(_handler(p, pk), pk, reply=s.text),
    "approve": lambda p, m, _, pk: ops.approve(_head(p, m), pk),
    "solved": lambda p, m, _, pk: ops.confirm_solved(p.actor(m.who), pk),
    "not_fixed": lambda p, m, s, pk: ops.not_fixed(p.actor(m.who), pk, text=s.text),
    "rate": lambda p, m, s, pk: ops.rate(p.actor(m.who), pk, rating=RATINGS[s.text]),
    "withdraw": lambda p, m, _, pk: ops.withdraw(p.actor(m.who), pk),
    "material": lambda p, _, s, pk: ops.ask_material(_handler(p, pk), pk, text=s.text),
    "suspend": _pause,
    "extend": lambda p, _, s, pk: ops.ask_extension(_handler(p, pk), pk, days=5, text=s.text),
    "refuse": _decline,
    "acknowledge": _acknowledge,
    "arrive": _arrive,
}
