"""The three append-only logs (操作, 查看, 交换) and the tree that proves them (RFC 6962)."""

from django.db import models
from django.db.models.functions import Now

from linli.kernel.models.base import RegionQuerySet, UUIDModel


class CurrentTransaction(models.Func):
    """Number of the writing transaction; tells late committers from rows slipped in afterwards."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class LogEntry(UUIDModel):
    """One line of a log: who did, read or gave what, where, why. Never updated, never deleted.

    `payload` holds actor and changes; `commitment` = HMAC-SM3(salt, payload) is what the tree seals, so payload and
    salt can be shredded lawfully without breaking the proof.
    """

    isolation = "log"

    class Book(models.TextChoices):
        """Which of the three logs."""

        AUDIT = "audit", "操作"
        READ = "read", "查看"
        EXCHANGE = "exchange", "交换"

    book = models.CharField(max_length=10, choices=Book.choices)
    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now())
    transaction = models.BigIntegerField(db_default=CurrentTransaction())
    region_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    operation = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True, help_text="person whose data was read or changed")
    correlation_id = models.UUIDField()
    payload = models.JSONField(null=True)
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField()

    objects = RegionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["book", "at"]),
            models.Index(fields=["object_id", "at"]),
            models.Index(fields=["subject_id", "at"]),
            models.Index(fields=["actor_id", "book", "at"]),
            models.Index(fields=["region_id", "at"]),
            models.Index(fields=["transaction"]),
        ]


class PlayedLog(models.Model):
    """Says that the records of this database are played, not lived: a demonstration goes through a month in minutes.

    Written by the migration of a demo installation, that is by the owner of the tables; no role of the application can say so.
    Without it PostgreSQL takes no record whose hour is not its own.
    """

    isolation = "reference"

    since = models.DateTimeField(db_default=Now())


class LogLeaf(models.Model):
    """Place of an entry in the tree. `leaf_index` counts from 0 without gaps; book, region and time only help to find it."""

    isolation = "region"

    leaf_index = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    leaf_hash = models.BinaryField()
    book = models.CharField(max_length=10)
    region_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = RegionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at"])]


class Checkpoint(UUIDModel):
    """A signed tree head (SM2): size, root and the transaction horizon it covers. Copies leave the database."""

    isolation = "reference"

    log_id = models.UUIDField(help_text="which log this is: copies of another installation's log are not mixed up with it")
    tree_size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    frontier = models.JSONField(default=list, help_text="roots of the complete subtrees, so that the tree goes on from here")
    at = models.DateTimeField()
    horizon = models.BigIntegerField(help_text="every entry of a smaller transaction number is in the tree")
    key_id = models.CharField(max_length=20)
    signature = models.BinaryField()
    copies = models.JSONField(default=dict, help_text="place → time it was stored there")
