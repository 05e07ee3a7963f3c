"""The conversation behind 说件事: which draft, which answers, which community, step by step without JavaScript."""

import secrets
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from linli.kernel.errors import NotVisible
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.regions import contract as regions
from linli.requests import operations
from linli.requests.operations.filing import Place
from linli.requests.queries import served, whereabouts
from linli.requests.rules import emergency

DRAFT, SECRET = "say_draft", "say_secret"
FRESH = ""  # in place of a draft's id: begin with an empty box, though an unfinished one is kept
STEPS = ("what", "where", "who", "check")
TITLE = "说件事"
_IDS = ("compound_id", "building_id", "unit_id", "house_id", "grid_id")


@dataclass
class Talk:
    """Everything said so far. `answers` keys: text, danger, calm, region, place, typed, privacy, type, photos.

    `calm` is the text of which the person said that nobody is in danger; of any other text nothing was said.
    """

    request: ActedRequest
    draft_id: UUID | None
    answers: dict[str, Any]
    key: UUID | None = None  # what a draft that is not yet begun will be called, from the page

    @property
    def secret(self) -> str:
        """What lets a visitor without an account come back to the same draft."""
        return str(self.request.session.get(SECRET, ""))

    @property
    def text(self) -> str:
        """What happened, in the resident's words."""
        return str(self.answers.get("text", ""))

    @property
    def in_danger(self) -> bool:
        """Whether the person ticked that somebody is in danger."""
        return bool(self.answers.get("danger"))

    @property
    def said_calm(self) -> bool:
        """Whether the person said of these very words that nobody is in danger."""
        return bool(self.text) and self.answers.get("calm") == self.text and not self.in_danger

    @property
    def emergency(self) -> emergency.Emergency | None:
        """What the words or the tick speak of, until the person says that nobody is in danger."""
        return None if self.said_calm else emergency.detect("", self.text, ticked=self.in_danger)

    @property
    def asks_danger(self) -> bool:
        """Whether the words may speak of danger and nobody asked yet."""
        return not self.said_calm and self.emergency is None and emergency.doubtful(self.text)

    @property
    def region_id(self) -> UUID | None:
        """The community spoken to: chosen in this talk, else the resident's own."""
        chosen = self.answers.get("region")
        return UUID(chosen) if chosen else whereabouts.home_region(self.request.actor)

    @property
    def place(self) -> Place | None:
        """The place agreed on, once there is one."""
        kept = self.answers.get("place")
        if not kept:
            return None
        ids: dict[str, Any] = {name: UUID(kept[name]) if kept[name] else None for name in _IDS}
        rest = {name: kept[name] for name in kept if name not in {*_IDS, "region_id"}}
        return replace(Place(UUID(kept["region_id"])), **ids, **rest)

    def keep(self, step: str, **answers: Any) -> None:
        """Store the answers of a page on the server."""
        self.request.session.setdefault(SECRET, secrets.token_urlsafe(24))
        draft = operations.save_draft(self.request.actor, answers, step=step, draft_id=self.draft_id, secret=self.secret, key=self.key)
        self.answers |= answers
        self.draft_id = draft.pk
        self.request.session[DRAFT] = str(draft.pk)

    def keep_place(self, place: Place) -> None:
        """Store the place."""
        self.keep("where", place={name: str(value) if isinstance(value, UUID) else value for name, value in asdict(place).items()})

    def forget(self) -> None:
        """The talk is over: the next one starts empty."""
        start_afresh(self.request)

    def step_context(self, step: str) -> dict[str, Any]:
        """Stairs and way back of a page."""
        number = STEPS.index(step) + 1
        back = f"/say/{STEPS[number - 2]}/" if number > 1 else "/"
        return {
            "stair": {"current": number, "total": len(STEPS), "label": TITLE},
            "back": {"url": back, "label": "上一步" if number > 1 else "返回"},
            "talk": self,
            "duty": duty_of(self.region_id),
        }


def start_afresh(request: ActedRequest) -> None:
    """The next page begins with an empty box and the home community; what is unfinished stays kept and is listed in 我的事."""
    if request.actor.user_id is None:
        take_up(request)  # nothing of a visitor is listed, so nothing has to be passed over
    else:
        request.session[DRAFT] = FRESH


def take_up(request: ActedRequest) -> None:
    """Go on with the last unfinished one."""
    request.session.pop(DRAFT, None)


def begin(request: ActedRequest) -> Talk:
    """The running talk, or a new one. A draft that is gone (sent, or a week old) starts anew."""
    kept = request.session.get(DRAFT)
    if kept:
        try:
            return Talk(request, UUID(kept), operations.read_draft(request.actor, UUID(kept), str(request.session.get(SECRET, ""))))
        except NotVisible:
            start_afresh(request)
            return Talk(request, None, {}, _key(request))
    latest = operations.latest_draft(request.actor) if kept is None else None
    if latest is not None:
        request.session[DRAFT] = str(latest.pk)
        return Talk(request, latest.pk, operations.read_draft(request.actor, latest.pk))
    return Talk(request, None, {}, _key(request))


def _key(request: ActedRequest) -> UUID | None:
    return uuid_or_none(request.POST.get("draft", ""))


def duty_of(region_id: UUID | None) -> dict[str, str]:
    """The phone that stands on every page."""
    contact = regions.committee_contact(region_id) if region_id else None
    if contact is None:
        return {"phone": served.HOTLINE, "label": served.HOTLINE_LABEL}
    return {"phone": contact.phone, "label": "社区值班", "text": contact.hours}
