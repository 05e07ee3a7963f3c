"""Changing the key of sealed fields (SM4): a new key first only reads, then writes, then old values are sealed anew.

1. `rotate_keys add`     a new key lies in the file, all processes restart and can read it;
2. `rotate_keys use`     it seals from now on, all processes restart;
3. `rotate_keys reseal`  old values are sealed anew, in batches; may be stopped and run again;
4. `rotate_keys retire`  keys that no value needs any more are deleted.

Signing keys of checkpoints (SM2) turn in two steps, with a restart after each:

1. `rotate_keys sign-add`  a new key that the old one vouches for (kernel.signers); every process learns its public half;
2. `rotate_keys sign-use`  it signs from now on. The old public half stays, so old checkpoints verify; the old secret is gone.

The key of blind indexes does not turn with it: an index made anew needs every plain value, so it carries a version of its
own (`i1:`) and is changed by a migration that writes `i2:` beside it.
"""

import json
import secrets
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from gmalg import SM2

from linli.kernel import clock, crypto, signers
from linli.kernel.actor import Actor
from linli.kernel.fields import SealedTextField
from linli.kernel.merkle import moment
from linli.kernel.scope import use_scope
from linli.settings import keys

BATCH = 500
Resealer = Callable[[str, int], int]
_resealers: dict[str, Resealer] = {}


class StillNeeded(Exception):
    """A key cannot be retired: values are still sealed with it."""


class AlreadyWaiting(Exception):
    """A new signing key waits for its use; one after the other."""


def resealer(name: str) -> Callable[[Resealer], Resealer]:
    """Register a function for values outside SealedTextField: `(kid, most) -> how many it sealed anew`, 0 when done."""

    def register(function: Resealer) -> Resealer:
        _resealers[name] = function
        return function

    return register


def key_of(sealed: str) -> str:
    """Id of the key a value was sealed with."""
    return sealed.split("|", 2)[1]


def _file() -> Path:
    return Path(settings.STATE) / "keys.json"


def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(_file().read_text())
    return content


def _next(kids: Iterable[str]) -> str:
    last = max(kids, key=lambda kid: int(kid[1:]))
    return f"{last[0]}{int(last[1:]) + 1:02d}"


def add() -> str:
    """Put a new key into the file, in front of the writing one, so that it only reads. Returns its id."""
    content = _content()
    held = content["field_keys"]
    kid = _next(held)
    content["field_keys"] = {kid: secrets.token_hex(16)} | held
    keys.write(_file(), content)
    return kid


def use(kid: str) -> None:
    """Make a key the writing one. Raises KeyError for a key that is not in the file."""
    content = _content()
    held = content["field_keys"]
    chosen = held.pop(kid)
    content["field_keys"] = held | {kid: chosen}
    keys.write(_file(), content)


def sealed_fields() -> Iterator[tuple[type[models.Model], SealedTextField]]:
    """Every sealed field of every table."""
    for model in apps.get_models():
        for found in model._meta.local_concrete_fields:
            if isinstance(found, SealedTextField):
                yield model, found


def _place(model: type[models.Model], found: SealedTextField) -> tuple[str, str, str]:
    pk = model._meta.pk
    return model._meta.db_table, str(found.column), str(pk.column)


def _reseal_batch(model: type[models.Model], found: SealedTextField, kid: str) -> int:
    table, column, pk = (connection.ops.quote_name(name) for name in _place(model, found))
    aad_table, aad_column, _ = _place(model, found)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {pk}, {column} FROM {table} WHERE {column} LIKE 'v1|%%' AND {column} NOT LIKE %s LIMIT %s FOR UPDATE",  # noqa: S608  # names of our own columns
            [f"v1|{kid}|%", BATCH],
        )
        rows = cursor.fetchall()
        for row_pk, sealed in rows:
            aad = f"{aad_table}|{aad_column}|{row_pk}"
            fresh = crypto.seal(crypto.unseal(sealed, aad), aad)
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {pk} = %s", [fresh, row_pk])  # noqa: S608  # as above
    return len(rows)


def _until_done(batch: Callable[[], int]) -> Iterator[int]:
    actor = Actor.system("kernel.rotate_keys", frozenset(), wide=True, door="command")
    while True:
        with transaction.atomic(), use_scope(actor):
            count = batch()
        if not count:
            return
        yield count


def reseal() -> Generator[tuple[str, int]]:
    """Seal every old value with the writing key; yields place and count of each batch, each committed on its own.

    Raises crypto.Unreadable for a value that does not open; everything before it is done.
    """
    kid = list(settings.KEYS.field_keys)[-1]
    for model, found in sealed_fields():
        for count in _until_done(lambda model=model, found=found: _reseal_batch(model, found, kid)):  # type: ignore[misc]
            yield f"{model._meta.label}.{found.name}", count
    for name, function in _resealers.items():
        for count in _until_done(lambda function=function: function(kid, BATCH)):  # type: ignore[misc]
            yield name, count


def needed() -> dict[str, int]:
    """How many values each key still holds; values outside SealedTextField count under the key they were found with."""
    counts: dict[str, int] = {}
    actor = Actor.system("kernel.rotate_keys", frozenset(), wide=True, door="command")
    with transaction.atomic(), use_scope(actor), connection.cursor() as cursor:
        for model, found in sealed_fields():
            table, column, _ = (connection.ops.quote_name(name) for name in _place(model, found))
            cursor.execute(
                f"SELECT split_part({column}, '|', 2), count(*) FROM {table} WHERE {column} LIKE 'v1|%' GROUP BY 1"  # noqa: S608  # as above
            )
            for kid, count in cursor.fetchall():
                counts[kid] = counts.get(kid, 0) + count
    return counts


def retire(old: Iterable[str]) -> None:
    """Delete keys from the file. Raises StillNeeded when a value needs one, KeyError for one that is not there."""
    held = needed()
    writing = list(settings.KEYS.field_keys)[-1]
    content = _content()
    for kid in old:
        if held.get(kid) or kid == writing:
            message = f"{kid}: {held.get(kid, 0)} values"
            raise StillNeeded(message)
        content["field_keys"].pop(kid)
    keys.write(_file(), content)


def sign_add() -> str:
    """Put a new signing key into the file, vouched for by the one in use. Returns its id. Raises AlreadyWaiting."""
    content = _content()
    now, others = content["sign"], content.setdefault("sign_others", [])
    waiting = next((one["kid"] for one in others if "secret" in one), "")
    if waiting:
        raise AlreadyWaiting(waiting)
    kid = _next([now["kid"], *(one["kid"] for one in others)])
    secret, public = SM2().generate_keypair()
    old_secret, old_public = bytes.fromhex(now["secret"]), bytes.fromhex(now["public"])
    link = signers.vouch(old_secret, old_public, by=now["kid"], kid=kid, new_public=public, at=moment(clock.now()))
    others.append({"kid": kid, "public": public.hex(), "secret": secret.hex()})
    content.setdefault("sign_links", []).append(link)
    keys.write(_file(), content)
    return kid


def waiting_signer(kid: str) -> dict[str, str]:
    """The link of a new signing key that was not used yet. Raises KeyError for any other."""
    content = _content()
    if not any(one["kid"] == kid and "secret" in one for one in content.get("sign_others", [])):
        raise KeyError(kid)
    return next(dict(link) for link in content["sign_links"] if link["kid"] == kid)


def sign_use(kid: str) -> None:
    """Make a waiting key the signing one; of the old one only the public half stays. Raises KeyError for any other key."""
    waiting_signer(kid)
    content = _content()
    old, others = content["sign"], content["sign_others"]
    content["sign"] = next(one for one in others if one["kid"] == kid)
    content["sign_others"] = [one for one in others if one["kid"] != kid] + [{"kid": old["kid"], "public": old["public"]}]
    keys.write(_file(), content)
