"""The page of a matter, made ready to be drawn: marked text, decision card, small forms, timeline (look D2)."""

import re
from copy import copy
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import QueryDict

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, Refused
from linli.regions import contract as regions
from linli.requests.models import RequestEvent
from linli.requests.operations.answering import CANNED
from linli.requests.queries import Matter, desk_more, reckoning
from linli.requests.queries.desk_more import Receiver
from linli.requests.rules import access, catalogue, clocks, emergency, states, words
from linli.requests.views.desk_acts import ACTS, Act, Ask

SHAPES = {
    "file": "waiting", "accept": "accepted", "decline": "refused", "classify": "event", "dispatch": "accepted", "sign": "working",
    "ask_material": "paused", "grant_pause": "paused", "resume": "working", "supply": "working", "finish": "event", "approve": "callback",
    "confirm": "done", "not_fixed": "redo", "unreached": "event", "archive": "done", "to_hard": "late", "merge": "event",
    "withdraw": "refused", "alarm": "urgent", "acknowledge": "urgent", "arrive": "urgent", "escalate": "urgent", "ask_return": "redo",
}  # fmt: skip
KEY_OF = {"big": "1", "small": "2", "private": "3"}
WHY_NOT_PRIVATE = "牵涉人身安全，不能当私事"


@dataclass(frozen=True)
class Refusal:
    """What was refused, with everything that was typed."""

    verb: str
    error: Refused | None
    typed: QueryDict

    @property
    def fields(self) -> dict[str, list[str]]:
        """Sentences by field."""
        return self.error.fields if isinstance(self.error, Invalid) else {}


def marked(matter: Matter) -> list[tuple[str, bool]]:
    """The text cut at the words the proposal or the alarm relies on; True for a mark."""
    phrases = [phrase for reason in (matter.proposal.reasons if matter.proposal else []) for phrase in reason.get("phrases", ())]
    phrases += matter.alarm.phrases if matter.alarm else []
    wanted = sorted({phrase for phrase in phrases if phrase}, key=len, reverse=True)
    if not wanted:
        return [(matter.request.text, False)]
    parts = re.split("(" + "|".join(re.escape(phrase) for phrase in wanted) + ")", matter.request.text)
    return [(part, place % 2 == 1) for place, part in enumerate(parts) if part]


def timeline(events: tuple[RequestEvent, ...], requester: str) -> list[dict[str, object]]:
    """Newest first; what only staff read is said to be so."""
    return [
        {
            "shape": SHAPES.get(event.step, "event"),
            "what": event.title,
            "who": _teller(event, requester),
            "at": event.at,
            "meta": [] if event.public else ["居民看不到"],
            "note": "" if event.step == "approve" else event.text,
            "system": event.actor_id is None and event.step != "file",
        }
        for event in events
    ]


def _teller(event: RequestEvent, requester: str) -> str:
    if event.actor_unit == "居民":
        return requester if event.step == "file" else "居民"
    return event.actor_name if event.actor_id else ""


def options(matter: Matter, chosen: str) -> list[dict[str, object]]:
    """The three classes as the decision card draws them, the proposed one first."""
    proposal = matter.proposal
    barred = matter.request.restricted or bool(proposal and proposal.never_private)
    found = []
    for option in proposal.options if proposal else []:
        proposed = bool(proposal and proposal.sanshi == option["sanshi"])
        found.append(
            {
                "value": option["sanshi"], "name": option["label"], "level": option["blocks"], "words": option["words"],
                "when": option["meaning"] if proposed else option["when"] or option["meaning"], "proposed": proposed,
                "reasons": _reasons(matter) if proposed else [], "key": KEY_OF[option["sanshi"]], "chosen": option["sanshi"] == chosen,
            }
        )  # fmt: skip
    if not found:
        found = [
            {"value": code, "name": label, "when": words.SANSHI_MEANING[code], "level": None, "key": KEY_OF[code], "chosen": code == chosen}
            for code, label in words.SANSHI.items()
        ]
    for one in found:
        if barred and one["value"] == "private":
            one |= {"barred": True, "level": None, "when": one["when"] if "不能" in str(one["when"]) else WHY_NOT_PRIVATE}
    return sorted(found, key=lambda one: not one.get("proposed"))


def _reasons(matter: Matter) -> list[dict[str, str]]:
    rows = []
    for reason in matter.proposal.reasons if matter.proposal else []:
        row = {"text": reason["text"]}
        if reason["kind"] == "cases":
            row |= {"url": f"/desk/requests/?tab=closed&category={reason['note']}", "link": "看这些旧案"}
        elif reason.get("note"):
            row["source"] = reason["note"]
        rows.append(row)
    return rows


def default_receiver(matter: Matter, actor: Actor, people: list[Receiver], role: str) -> Receiver | None:
    """Whom the proposed post means here: oneself if one holds it, the grid's own worker, else the first who does."""
    own = next((one for one in people if one.to.user_id == actor.user_id), None)
    if matter.request.restricted and own is not None:
        return own
    holders = [one for one in people if one.to.role == role]
    grid_id = matter.request.grid_id if role == "grid_worker" else None
    mine = next((one for one in holders if one.to.user_id == actor.user_id), None)
    near = next((one for one in holders if grid_id and one.region_id == grid_id), None)
    return mine or near or (holders[0] if holders else None)


def decision(matter: Matter, actor: Actor, people: list[Receiver], refusal: Refusal | None, *, change: bool) -> dict[str, Any]:
    """Everything of the card 三事分流."""
    proposal, typed = matter.proposal, refusal.typed if refusal else QueryDict()
    role = proposal.handler_role if proposal else "community_worker"
    chosen = default_receiver(matter, actor, people, role) or (people[0] if people else None)
    helper = default_receiver(matter, actor, people, proposal.helper_role) if proposal and proposal.helper_role else None
    sanshi = typed.get("sanshi", "") or (proposal.sanshi if proposal else "")
    unsure = not (proposal and proposal.sanshi)
    category = typed.get("category", "") or matter.request.proposed_category
    return {
        "options": options(matter, sanshi),
        "chosen": sanshi,
        "unsure": unsure,
        "to_name": (chosen.to.user_name or chosen.to.unit) if chosen else "",
        "to_unit": chosen.to.unit if chosen and chosen.to.user_name else "",
        "helper": helper,
        "to_key": typed.get("to", "") or (chosen.key if chosen else ""),
        "people": grouped(people, typed.get("to", "") or (chosen.key if chosen else "")),
        "category": category,
        "categories": categories(category),
        "grounds": words.CLASS_GROUNDS,
        "ground_kind": typed.get("ground_kind", "interest"),
        "ground": typed.get("ground", ""),
        "urgency": words.URGENCY[matter.request.urgency],
        "urgency_reason": proposal.urgency_reason if proposal else "",
        "change": change or unsure or chosen is None or bool(refusal and refusal.verb in {"adopt", "decide"} and not typed.get("plain")),
        "may_ask_head": actor.may("requests.ask_head", matter.request.region_id)
        and actor.role != "community_head"
        and not matter.request.for_head
        and not access.complaint_hidden_from(matter.request.against, "community_head"),
        "until": _until(matter),
        "wished": words.SANSHI.get(matter.request.wished_sanshi, ""),
    }


def _until(matter: Matter) -> tuple[date, str]:
    """The day it must be answered if it is taken on today as proposed, and the rule."""
    as_proposed = copy(matter.request)
    as_proposed.sanshi = as_proposed.sanshi or as_proposed.proposed_sanshi
    rule = reckoning.handle_rule(as_proposed)
    start = clock.local(as_proposed.accepted_at).date() if as_proposed.accepted_at else clock.today()
    return clocks.add_workdays(start, rule.days, reckoning.OfficeCalendar()), f"{rule.label} {rule.days} 个工作日"


def categories(chosen: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """The catalogue by group, for a list to choose from."""
    rows = sorted(catalogue.CATEGORIES.values(), key=lambda one: one.group)
    return [
        (group, [(one.code, one.name, one.code == chosen) for one in found]) for group, found in groupby(rows, key=lambda one: one.group)
    ]


def grouped(people: list[Receiver], chosen: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Receivers by group, for a list to choose from."""
    order = {"本社区": 0, "单位": 1, "镇街和区县": 2}
    rows = sorted(people, key=lambda one: order[one.group])
    return [
        (group, [(one.key, one.label, one.key == chosen) for one in found]) for group, found in groupby(rows, key=lambda one: one.group)
    ]


def acts(matter: Matter, actor: Actor, people: list[Receiver], refusal: Refusal | None) -> list[dict[str, Any]]:
    """The verbs possible now, the most needed first, each with its fields filled in."""
    steps = set(matter.steps) | _besides(matter, actor)
    if matter.request.emergency and matter.alarm:
        steps -= {"acknowledge"} if matter.alarm.answered_at else {"arrive"}
    shown = [act for act in ACTS if act.steps & steps]
    return [_act(act, matter, people, refusal) for act in shown]


def _besides(matter: Matter, actor: Actor) -> set[str]:
    """What is no step of the state machine."""
    request, found = matter.request, set()
    is_open = request.status in states.OPEN
    if is_open and request.objected_at and actor.may("requests.settle_objection", request.region_id):
        found.add("settle_objection")
    if is_open and not matter.is_handler and actor.may("requests.supervise", request.region_id):
        found.add("supervise")
    if is_open and actor.may("requests.attach_photo", request.region_id):
        found.add("photo")
    if matter.alarm and not matter.alarm.false_alarm and request.emergency and actor.may("requests.stand_down", request.region_id):
        found.add("stand_down")
    if any(row.active and row.joint and not row.opinion and _holds(row, actor) for row in matter.handlers):
        found.add("give_opinion")
    return found


def _holds(row: Any, actor: Actor) -> bool:
    if row.user_id is not None:
        return bool(row.user_id == actor.user_id)
    return row.role == actor.role and row.unit in {"", actor.unit}


def _act(act: Act, matter: Matter, people: list[Receiver], refusal: Refusal | None) -> dict[str, Any]:
    mine = refusal if refusal and refusal.verb == act.verb else None
    return {
        "act": act,
        "asks": [_ask(ask, matter, people, mine) for ask in act.asks],
        "error": mine.error.message if mine and mine.error else "",
        "open": mine is not None,
        "canned": list(enumerate(CANNED)) if act.canned else [],
        "asked": next((event for event in matter.events if event.step.startswith("ask_") and event.step != "ask_head"), None)
        if act.extra == "asked"
        else None,
        "objection": next((event for event in matter.events if event.facts.get("objection")), None) if act.extra == "objection" else None,
    }


def _ask(ask: Ask, matter: Matter, people: list[Receiver], refusal: Refusal | None) -> dict[str, Any]:
    value = refusal.typed.get(ask.name, "") if refusal else ask.chosen
    if not refusal and ask.name == "sanshi":
        value = matter.request.sanshi
    groups: list[tuple[str, list[tuple[str, str, bool]]]] = []
    if ask.kind == "to":
        groups = grouped(people, value)
    elif ask.kind == "category":
        groups = categories(value or matter.request.category)
    return {
        "ask": ask,
        "value": value,
        "groups": groups,
        "choices": [(code, label, code == value) for code, label in ask.choices],
        "error": "，".join(refusal.fields.get(ask.name, [])) if refusal else "",
    }


def _may(actor: Actor, matter: Matter) -> dict[str, bool]:
    """What the page offers beside the verbs of the state."""
    request = matter.request
    sorts = bool(matter.steps & {"merge", "dispatch", "classify", "accept", "join"}) and actor.may("requests.merge", request.region_id)
    return {
        "owes_word": _owes_word(matter),
        "may_tell": "tell" in matter.steps,
        "may_slip": (bool(request.filed_by_name) or request.restricted) and actor.may("requests.file_for_other", request.region_id),
        "may_note": "note" in matter.steps,
        "may_place": "confirm_place" in matter.steps and not request.restricted,
        "may_transfer": "transfer" in matter.steps,
        "may_decline": "decline" in matter.steps and not request.emergency and not request.restricted,
        "may_dismiss": sorts,
        "may_merge": sorts and any(one.mergeable for one in matter.likenesses),
    }


def _owes_word(matter: Matter) -> bool:
    """Late in the handler's hands, and the requester has not been told why (domain §2)."""
    request = matter.request
    late = request.due_kind == reckoning.HANDLE and request.due_at is not None and request.due_at < clock.now()
    told = (
        any(event.step == states.TELL.name and event.at > request.due_at for event in matter.events) if late and request.due_at else False
    )
    return late and not told and states.TELL.name in matter.steps


def build(actor: Actor, matter: Matter, refusal: Refusal | None, *, change: bool) -> dict[str, Any]:
    """The whole context of the page, without the shell."""
    request = matter.request
    people = desk_more.receivers(request.region_id) if matter.steps & {"accept", "classify", "dispatch", "join"} else []
    alarm = matter.alarm if matter.alarm and not matter.alarm.false_alarm and request.emergency else None
    triage = bool(matter.steps & {"accept", "classify"}) and not (alarm and not alarm.arrived_at)
    verbs = acts(matter, actor, people, refusal)
    first = verbs[0] if verbs and verbs[0]["act"].tone in {"primary", "alarm"} and not triage else None
    return {
        "matter": matter,
        "request_row": request,
        "marked": marked(matter),
        "timeline": timeline(matter.events, matter.requester.name),
        "alarm": alarm,
        "seen_by": [one.seen_by for one in matter.alerts if one.seen_by],
        "alarm_kind": emergency.KINDS[request.emergency] if request.emergency else None,
        "alarm_calls": [(number, emergency.ADVICE[number]) for number in emergency.KINDS[request.emergency].advice]
        if request.emergency
        else [],
        "triage": triage,
        "decision": decision(matter, actor, people, refusal, change=change) if triage else None,
        "first_act": first,
        "more_acts": [one for one in verbs if one is not first],
        **_may(actor, matter),
        "decline_grounds": list(words.DECLINE_GROUNDS.values()),
        "refusal": refusal,
        "looks": desk_more.looks(request),
        "grid": regions.info(request.grid_id) if request.grid_id else None,
        "privacy": words.PRIVACY_SAID[request.privacy],
        "type_label": words.TYPES[request.type],
        "channel_label": words.CHANNELS[request.channel],
        "decided": words.SANSHI.get(request.sanshi, ""),
        "supervised": sum(words.SUPERVISED in event.facts for event in matter.events),
        "holder": "".join(part for part in (request.owner_unit, request.owner_name) if part),
        "today": clock.today(),
        "against": words.AGAINST.get(request.against, ""),
        "main": desk_more.visible_or_none(actor, request.merged_into_id),
    }
