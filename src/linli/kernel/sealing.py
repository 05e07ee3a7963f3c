"""Sealing the logs: every ten minutes new records get their place in the tree and a signed checkpoint is made.

Only records of transactions that have ended before a horizon are taken, so a slow writer is never skipped:
it comes into the next checkpoint, and whatever appears behind the horizon later was slipped in.
"""

import logging
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from linli.kernel import clock, copies, merkle, records
from linli.kernel.actor import Actor
from linli.kernel.ids import random_id
from linli.kernel.jobs import job, step
from linli.kernel.models import Checkpoint, LogEntry, LogLeaf
from linli.kernel.proof import Leaf

logger = logging.getLogger(__name__)
LOCK = 0x4C4F47  # "LOG"
BATCH = 50_000


# Transactions still running when the statement began, but for those that hold their number's lock in another database:
# a report over there must not hold back the seals here. What has no lock yet, or no longer, counts as ours.
HORIZON = """
SELECT coalesce(min(running.xid), pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
  FROM (SELECT x::text::bigint AS xid FROM pg_snapshot_xip(pg_current_snapshot()) AS x) AS running
 WHERE NOT EXISTS (
       SELECT 1 FROM pg_locks held JOIN pg_stat_activity who ON who.pid = held.pid
        WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
          AND held.transactionid = (running.xid % 4294967296)::text::xid AND who.datname <> current_database())
"""


def _horizon() -> int:
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        return int(cursor.fetchone()[0])


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _unsealed(last: Checkpoint | None, horizon: int) -> QuerySet[LogEntry]:
    if last is None:
        return LogEntry.objects.filter(transaction__lt=horizon)
    if horizon >= last.horizon:
        return LogEntry.objects.filter(transaction__gte=last.horizon, transaction__lt=horizon)
    # the cluster was restored from a dump and counts transactions anew: take all that have no place yet
    return LogEntry.objects.filter(~Exists(LogLeaf.objects.filter(entry_id=OuterRef("id"))))


def _take(last: Checkpoint | None) -> tuple[list[LogEntry], int]:
    """The next records in order of transaction, and the horizon they reach; a transaction is never split."""
    horizon = _horizon()
    rows = list(_unsealed(last, horizon).order_by("transaction", "id")[: BATCH + 1])
    if len(rows) <= BATCH:
        return rows, horizon
    cut = rows[-1].transaction
    kept = [row for row in rows if row.transaction < cut]
    if kept:
        return kept, cut
    return list(_unsealed(last, horizon).filter(transaction=cut).order_by("id")), cut + 1


def seal_once() -> Checkpoint | None:
    """Seal what is ready in the running transaction. None when there is nothing, or another process is at it."""
    if not _alone():
        return None
    last = Checkpoint.objects.order_by("-tree_size").first()
    rows, horizon = _take(last)
    if not rows:
        return None
    tree = merkle.Frontier(last.tree_size, [bytes.fromhex(node) for node in last.frontier]) if last else merkle.Frontier()
    leaves = []
    for row in rows:
        leaf = merkle.entry_hash(merkle.sealed_fields(row))
        leaves.append(LogLeaf(leaf_index=tree.size, entry_id=row.id, leaf_hash=leaf, book=row.book, region_id=row.region_id, at=row.at))
        tree.append(leaf)
    LogLeaf.objects.bulk_create(leaves, batch_size=5000)
    keys, now, root = settings.KEYS, clock.now(), tree.root()
    log_id = last.log_id if last else random_id()
    message = merkle.head(str(log_id), tree.size, root, now, horizon, keys.sign_kid)
    return Checkpoint.objects.create(
        log_id=log_id,
        tree_size=tree.size,
        root=root,
        frontier=[node.hex() for node in tree.nodes],
        at=now,
        horizon=horizon,
        key_id=keys.sign_kid,
        signature=merkle.sign(keys.sign_secret, keys.sign_public, message),
    )


def _leaves_of(row: Checkpoint) -> list[Leaf]:
    before = Checkpoint.objects.filter(tree_size__lt=row.tree_size).order_by("-tree_size").values_list("tree_size", flat=True).first()
    found = LogLeaf.objects.filter(leaf_index__gte=before or 0, leaf_index__lt=row.tree_size).order_by("leaf_index")
    return [Leaf(leaf.leaf_index, str(leaf.entry_id), bytes(leaf.leaf_hash), leaf.book) for leaf in found]


def _store(name: str, place: Path, row: Checkpoint) -> bool:
    try:
        copies.append(place, records.as_head(row), _leaves_of(row))
    except OSError as failure:
        logger.warning("checkpoint %s could not be copied to %s: %s", row.tree_size, name, failure.strerror)
        return False
    return True


def copy_out() -> int:
    """Bring checkpoints to every place that has not got them yet. Returns how many lines were written."""
    written = 0
    for name, place in copies.places().items():
        for row in Checkpoint.objects.exclude(copies__has_key=name).order_by("tree_size"):
            if not _store(name, place, row):
                break
            Checkpoint.objects.filter(pk=row.pk).update(copies=row.copies | {name: clock.now().isoformat()})
            written += 1
    return written


@job("kernel.seal", wide=True, atomic=False, every="*/10 * * * *", lock="kernel.seal")
def seal(actor: Actor) -> None:
    """Seal all that is ready, then bring the checkpoints out of the database."""
    while True:
        with step(actor):
            made = seal_once()
        if made is None:
            break
    with step(actor):
        copy_out()


def seal_now() -> None:
    """Seal at once: before a verification by hand, after seeding."""
    actor = replace(Actor.system("kernel.seal", frozenset(), wide=True), door="command")
    body = seal.func
    body(actor)  # type: ignore[call-arg]  # a job's body takes its actor first
