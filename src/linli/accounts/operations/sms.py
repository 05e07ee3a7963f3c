"""The SMS port: text messages leave through one of two adapters, a local sink (demo) or an HTTP provider.

The provider is called from a job, outside any transaction; the text is gone from our table once it has been taken.
"""

import json
import secrets
from uuid import UUID

import httpx
from django.conf import settings

from linli.accounts.models import SmsMessage
from linli.kernel import clock, crypto, jobs
from linli.kernel.actor import Actor
from linli.kernel.errors import NotNow
from linli.kernel.fields import open_sealed
from linli.kernel.operations import operation

SINK, HTTP = "sink", "http"
_TIMEOUT = 10.0


class ProviderFailed(Exception):
    """The provider did not take a message; the job tries again."""


def adapter() -> str:
    """Which adapter is in use; empty when the installation has none (production without SMS_URL)."""
    if settings.SMS_URL:
        return HTTP
    return SINK if settings.DEMO else ""


def send(actor: Actor, phone: str, text: str, purpose: str) -> UUID:
    """Put a message on its way, in the running transaction; its id. Raises NotNow without an adapter."""
    way = adapter()
    if not way:
        message = "短信现在发不出去。请打电话给社区，或到社区窗口办。"
        raise NotNow(message, code="no_sms")
    with operation(actor, "accounts.send_sms") as op:
        sunk = way == SINK
        row = SmsMessage(
            phone=phone,
            text=text,
            purpose=purpose,
            made_at=clock.now(),
            adapter=way,
            state=SmsMessage.State.SENT if sunk else SmsMessage.State.WAITING,
            sent_at=clock.now() if sunk else None,
        )
        row.save(force_insert=True)
        op.unchanged()
        if not sunk:
            deliver_sms.enqueue(message_id=row.pk)
        return row.pk


def signed(body: bytes, at: str, nonce: str) -> str:
    """Signature of a call: HMAC-SM3 over time, nonce and body, in hex."""
    return crypto.hmac_sm3(settings.SMS_KEY.encode(), b"\n".join((at.encode(), nonce.encode(), body))).hex()


def call_provider(message_id: UUID, phone: str, text: str) -> str:
    """One signed call; the provider's own id. Raises ProviderFailed. The message id lets the provider drop a repeat."""
    body = json.dumps({"id": str(message_id), "phone": phone, "text": text}, ensure_ascii=False).encode()
    at, nonce = clock.now().strftime("%Y%m%dT%H%M%SZ"), secrets.token_hex(8)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Time": at,
        "X-Nonce": nonce,
        "X-Signature": signed(body, at, nonce),
    }
    try:
        answer = httpx.post(settings.SMS_URL, content=body, headers=headers, timeout=_TIMEOUT)
        said = answer.json() if answer.status_code == httpx.codes.OK else {}
    except (httpx.HTTPError, ValueError) as failure:
        raise ProviderFailed(type(failure).__name__) from failure
    if not isinstance(said, dict) or said.get("code") != "OK":
        raise ProviderFailed(f"status {answer.status_code}")
    return str(said.get("message_id", ""))[:80]


def deliver(actor: Actor, message_id: UUID) -> None:
    """Hand one waiting message to the provider; nothing for one that has gone. Raises ProviderFailed."""
    with jobs.step(actor):
        row = SmsMessage.objects.filter(pk=message_id, state=SmsMessage.State.WAITING).first()
    if row is None:
        return
    try:
        provider_id = call_provider(row.pk, open_sealed(row, "phone"), open_sealed(row, "text"))
    except ProviderFailed as failure:
        with jobs.step(actor):
            SmsMessage.objects.filter(pk=message_id).update(last_error=str(failure)[:120])
        raise
    with jobs.step(actor):
        SmsMessage.objects.filter(pk=message_id).update(
            state=SmsMessage.State.SENT, sent_at=clock.now(), provider_id=provider_id, text="", last_error=""
        )


@jobs.job("accounts.deliver_sms", atomic=False, retry=4)
def deliver_sms(actor: Actor, message_id: UUID) -> None:
    """Tried again by the queue while the provider fails."""
    deliver(actor, message_id)
