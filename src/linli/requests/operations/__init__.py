"""The verbs of 一口受理. Each is one transaction, one permission, one line of audit."""

from linli.requests.operations.alarms import acknowledge_emergency, arrive, due_alarms, escalate, see_alert, stand_down
from linli.requests.operations.closing import (
    approve,
    archive,
    call_back,
    confirm_solved,
    finish,
    not_fixed,
    rate,
    send_back,
    to_hard,
    withdraw,
)
from linli.requests.operations.dispatching import To, adopt, ask_return, dispatch, give_opinion, join, settle_return, sign
from linli.requests.operations.drafts import (
    add_draft_photo,
    drop_draft,
    drop_draft_photo,
    drop_old_drafts,
    latest_draft,
    read_draft,
    save_draft,
)
from linli.requests.operations.filing import Filing, Place, Requester, file_for_other, file_request, filed_before
from linli.requests.operations.grids import follow_grid
from linli.requests.operations.handling import (
    add_note,
    ask_extension,
    ask_material,
    ask_pause,
    resume,
    settle_extension,
    settle_pause,
    supply,
    tell,
)
from linli.requests.operations.intake import accept, confirm_place, decline, transfer
from linli.requests.operations.merging import dismiss_likeness, merge, unmerge
from linli.requests.operations.notices import read_notices
from linli.requests.operations.patrols import file_for_facility
from linli.requests.operations.photos import attach_photo, file_of
from linli.requests.operations.recounting import due_in_new_years, recount
from linli.requests.operations.revealing import Revealed, reveal_requester
from linli.requests.operations.sorting import ask_head, decide_class, object_to_class, propose, settle_objection
from linli.requests.operations.succeeding import hand_over
from linli.requests.operations.supervising import supervise

__all__ = [
    "Filing", "Place", "Requester", "Revealed", "To",
    "accept", "acknowledge_emergency", "add_draft_photo", "add_note", "adopt", "approve", "archive", "arrive", "ask_extension",
    "ask_head", "ask_material", "ask_pause", "ask_return", "attach_photo", "call_back", "confirm_place", "confirm_solved",
    "decide_class", "decline", "dismiss_likeness", "dispatch", "drop_draft", "drop_draft_photo", "drop_old_drafts", "due_alarms", "due_in_new_years",
    "escalate", "file_for_facility", "file_for_other", "file_of", "file_request", "filed_before", "finish", "follow_grid", "give_opinion", "hand_over", "join", "latest_draft", "merge", "not_fixed",
    "object_to_class", "propose", "rate", "read_draft", "read_notices", "recount", "resume", "reveal_requester", "save_draft", "see_alert", "send_back", "settle_extension",
    "settle_objection", "settle_pause", "settle_return", "sign", "stand_down", "supervise", "supply", "tell", "to_hard", "transfer", "unmerge",
    "withdraw",
]  # fmt: skip
