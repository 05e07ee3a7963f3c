"""答复: what is sent to the requester, kept, and never only a template (domain §12)."""

import hashlib
import re
from datetime import timedelta

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.requests.models import Answer, Request
from linli.requests.operations import discretion

MIN_REPLY = 8
SAME_REPLY_DAYS = 90
CANNED = (
    "已收到，我们会尽快处理。",
    "您反映的问题已转相关部门处理，感谢您的支持。",
    "您好，您反映的问题已处理完毕，感谢您的理解与支持。",
    "已处理，请知悉。",
    "经核实，情况属实，已处理。",
    "已收到，今天定下谁来修，会再告诉您。",
)


def fingerprint(text: str) -> str:
    """The same for two texts that differ only in figures, spaces and marks."""
    bare = re.sub(r"[\W\d_]+", "", text)
    return hashlib.sha256(bare.encode()).hexdigest()


_CANNED = frozenset(fingerprint(text) for text in CANNED)


def check(request: Request, text: str) -> str:
    """A reply fit to be sent, stripped. Raises Invalid when it is too short, a template, or was sent too often."""
    reply = text.strip()
    if len(reply) < MIN_REPLY:
        message = "写清楚做了什么、结果怎样；不写答复不能办结。"
        raise Invalid(message, {"reply": [message]})
    mark = fingerprint(reply)
    since = clock.now() - timedelta(days=SAME_REPLY_DAYS)
    used = Answer.objects.filter(region_id=request.region_id, fingerprint=mark, kind="final", at__gte=since)
    used = used.exclude(request=request).exclude(request__merged_into=request)
    if is_canned(reply) or used.count() >= request.limits["request_same_reply_max"]:
        message = "这段是套话，要按这件事改过才能发：哪里、谁做的、结果怎样。"
        raise Invalid(message, {"reply": [message]})
    return discretion.check(request.region_id, reply, "reply")


def send(actor: Actor, request: Request, kind: str, text: str) -> Answer:
    """Keep an answer to one requester."""
    answer = Answer(
        region_id=request.region_id, request=request, kind=kind, text=text, fingerprint=fingerprint(text),
        at=clock.now(), by_id=actor.user_id, by=actor.name, unit=actor.unit,
    )  # fmt: skip
    answer.save(force_insert=True)
    return answer


def is_canned(text: str) -> bool:
    """Whether the text is one of the ready-made sentences, unchanged."""
    return fingerprint(text) in _CANNED
