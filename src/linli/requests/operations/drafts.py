"""没说完的话: unfinished forms on the server, so that the questions work page by page without JavaScript (design §8)."""

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from linli.kernel import clock, crypto, limits, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotVisible
from linli.kernel.fields import open_sealed
from linli.kernel.ids import random_id
from linli.kernel.operations import operation
from linli.requests.models import Draft, Request
from linli.requests.operations import photos
from linli.requests.rules import emergency

PHOTOS = "photos"
MOST_CHARACTERS = 20_000
HOUR = 3600
BATCH = 2000
WITHIN_REACH = timedelta(minutes=30)
MOST_LOOKED_AT = 5


def _mine(actor: Actor, draft_id: UUID, secret: str) -> Draft:
    """The actor's own draft; a visitor's is found by the secret of a cookie. Raises NotVisible."""
    rows = Draft.objects.select_for_update().filter(pk=draft_id)
    if actor.user_id:
        rows = rows.filter(owner_id=actor.user_id)
    else:
        rows = rows.filter(owner_id=None, secret=crypto.blind_index("draft", secret)) if secret else rows.none()
    draft = rows.first()
    if draft is None:
        raise NotVisible
    return draft


def read_draft(actor: Actor, draft_id: UUID, secret: str = "") -> dict[str, Any]:
    """What was answered so far. Raises NotVisible; so does a text about violence half an hour after the last letter."""
    draft = _mine(actor, draft_id, secret)
    data = _data(draft)
    if _secret_words(data) and draft.updated_at < clock.now() - WITHIN_REACH:
        raise NotVisible
    return data


def _secret_words(data: dict[str, Any]) -> bool:
    """Others of the household may hold this phone next: such words are not offered to be gone on with (domain §6)."""
    return emergency.is_restricted(str(data.get("text", "")), None)


def _data(draft: Draft) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(open_sealed(draft, "data") or "{}")
    return found


def latest_draft(actor: Actor) -> Draft | None:
    """The last thing a signed-in actor began and did not send; never one about violence."""
    if actor.user_id is None:
        return None
    rows = Draft.objects.filter(owner_id=actor.user_id).order_by("-updated_at")[:MOST_LOOKED_AT]
    return next((row for row in rows if not _secret_words(_data(row))), None)


def save_draft(  # which draft, and what goes into it
    actor: Actor, answers: dict[str, Any], *, step: str, draft_id: UUID | None = None, secret: str = "", key: UUID | None = None
) -> Draft:
    """Keep the answers of one page; answers of earlier pages stay. A visitor has one draft at a time.

    `key` is the id a new draft gets: a page that saves while it is being sent writes one draft, not two.
    Raises NotVisible for somebody else's draft, TooMany for a network that begins too many, Invalid for too long a text.
    """
    with operation(actor, "requests.save_draft") as op:
        if draft_id is None:
            draft_id = _begin(actor, secret, key or random_id())
        draft = _mine(actor, draft_id, secret)
        _write(draft, _data(draft) | answers, step)
        op.unchanged()
        return draft


def _begin(actor: Actor, secret: str, key: UUID) -> UUID:
    """A new draft, or the one begun under this key a moment ago; what the same visitor left lying is thrown away."""
    hidden = ""
    if actor.user_id is None:
        limits.limit("draft", actor.ip, most=profiles.value("visitor_drafts_hour"), seconds=HOUR)
        hidden = crypto.blind_index("draft", secret) if secret else ""
        for left in Draft.objects.filter(owner_id=None, secret=hidden).exclude(pk=key) if hidden else ():
            _throw_away(left)
    fresh = Draft(id=key, owner_id=actor.user_id, secret=hidden, data="{}", updated_at=clock.now())
    Draft.objects.bulk_create([fresh], ignore_conflicts=True)
    return key


def _write(draft: Draft, data: dict[str, Any], step: str) -> None:
    text = json.dumps(data, ensure_ascii=False, default=str)
    if len(text) > MOST_CHARACTERS:
        message = "写得太长，存不下了。请留最要紧的，别的可以打电话说。"
        raise Invalid(message, {"text": [message]})
    draft.data = text
    draft.step, draft.updated_at = step or draft.step, clock.now()
    draft.save()


def add_draft_photo(actor: Actor, draft_id: UUID, upload: UploadedFile, secret: str = "") -> photos.Stored:
    """Add a cleaned picture to a draft. Raises Invalid when it is no picture or there are six already, TooMany."""
    with operation(actor, "requests.save_draft") as op:
        draft = _mine(actor, draft_id, secret)
        data = _data(draft)
        kept = data.setdefault(PHOTOS, [])
        if len(kept) >= photos.MOST_PHOTOS:
            message = f"最多 {photos.MOST_PHOTOS} 张，请先删掉一张再加。"
            raise Invalid(message, {"photo": [message]})
        stored = photos.store(actor, upload)
        kept.append(asdict(stored))
        _write(draft, data, "")
        op.unchanged()
        return stored


def drop_draft_photo(actor: Actor, draft_id: UUID, place: int, secret: str = "") -> None:
    """Take the picture at `place` (from 0) out of a draft and off the disk."""
    with operation(actor, "requests.save_draft") as op:
        draft = _mine(actor, draft_id, secret)
        data = _data(draft)
        kept = data.get(PHOTOS, [])
        if 0 <= place < len(kept):
            _unlink(kept.pop(place))
            _write(draft, data, "")
        op.unchanged()


def _throw_away(draft: Draft) -> None:
    for stored in _data(draft).get(PHOTOS, []):
        _unlink(stored)
    draft.delete()


def _unlink(stored: dict[str, Any]) -> None:
    for key in ("path", "thumb"):
        try:
            photos.file_of(stored[key]).unlink(missing_ok=True)
        except NotVisible:
            continue


def drop_draft(actor: Actor, draft_id: UUID, secret: str = "") -> None:
    """Throw an unfinished form away, with its pictures."""
    with operation(actor, "requests.save_draft") as op:
        _throw_away(_mine(actor, draft_id, secret))
        op.unchanged()


def hand_over(actor: Actor, draft_id: UUID | None, request: Request, secret: str = "") -> None:
    """Move a draft's pictures to the filed request and end the draft; called inside the filing operation."""
    if draft_id is None:
        return
    draft = _mine(actor, draft_id, secret)
    by_id = None if request.privacy == "anonymous" else actor.user_id
    photos.keep(request, [photos.Stored(**stored) for stored in _data(draft).get(PHOTOS, [])], by_id)
    draft.delete()


def drop_old_drafts(actor: Actor) -> int:
    """Throw away drafts nobody touched for a week, a visitor's after a day, with their pictures; returns how many."""
    with operation(actor, "requests.drop_old_drafts") as op:
        numbers, now = profiles.values(("request_draft_days", "visitor_draft_hours")), clock.now()
        stale = Q(updated_at__lt=now - timedelta(days=numbers["request_draft_days"]))
        stale |= Q(owner_id=None, updated_at__lt=now - timedelta(hours=numbers["visitor_draft_hours"]))
        old = list(Draft.objects.filter(stale).order_by("updated_at")[:BATCH])
        for draft in old:
            _throw_away(draft)
        op.unchanged()
        return len(old)


def plain_phone(request: Request) -> str | None:
    """The requester's phone, to be sealed again under another row."""
    return open_sealed(request, "requester_phone") or None
