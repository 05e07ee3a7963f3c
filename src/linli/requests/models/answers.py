"""What goes to the requester and what comes back: photos, answers, notices, evaluation."""

from django.db import models
from django.db.models import Q

from linli.kernel.fields import personal
from linli.kernel.models import RegionQuerySet, UUIDModel
from linli.requests.models.request import Request, choices, one_of
from linli.requests.rules import words


class Photo(UUIDModel):
    """照片: re-encoded without location data; the files lie outside the web root."""

    isolation = "region"

    region_id = models.UUIDField()
    request = models.ForeignKey(Request, models.CASCADE, related_name="photos")
    kind = models.CharField(max_length=8, choices=choices(words.PHOTO_KINDS), default="before")
    path = models.CharField(max_length=120)
    thumb = models.CharField(max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    had_location = models.BooleanField(default=False)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "照片"
        constraints = (one_of("kind", words.PHOTO_KINDS, "photo_kind"),)
        indexes = (models.Index(name="photo_request", fields=["request", "at"]),)


class Answer(UUIDModel):
    """答复: each thing the unit told the requester; a follower of a merged matter gets its own."""

    isolation = "region"

    region_id = models.UUIDField()
    request = models.ForeignKey(Request, models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=10, choices=choices(words.ANSWER_KINDS))
    text = personal(models.TextField())
    fingerprint = models.CharField(max_length=64, db_index=True, help_text="of the text, to find replies that are only a template")
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by = models.CharField(max_length=60)
    unit = models.CharField(max_length=80, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "答复"
        constraints = (one_of("kind", words.ANSWER_KINDS, "answer_kind"),)
        indexes = (models.Index(name="answer_request", fields=["request", "at"]),)


class Notice(UUIDModel):
    """站内信: one sentence to one account. For a restricted matter neither title nor text says what it is about."""

    isolation = "region"

    region_id = models.UUIDField()
    account_id = models.UUIDField()
    request = models.ForeignKey(Request, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=16)
    title = personal(models.CharField(max_length=80))
    text = personal(models.CharField(max_length=300, blank=True))
    asks = models.BooleanField("要您做", default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "站内信"
        indexes = (
            models.Index(name="notice_account", fields=["account_id", "at"]),
            models.Index(name="notice_unread", fields=["account_id"], condition=Q(read_at=None)),
        )


class Evaluation(UUIDModel):
    """评价: what the requester said about one answer; the handler may not fill it in."""

    isolation = "region"

    region_id = models.UUIDField()
    request = models.ForeignKey(Request, models.CASCADE, related_name="evaluations")
    turn = models.PositiveSmallIntegerField(help_text="number of redo at that time")
    solved = models.BooleanField(null=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    text = personal(models.CharField(max_length=300, blank=True))
    how = models.CharField(max_length=8, choices=choices(words.CALLBACK_WAYS))
    at = models.DateTimeField()
    asked_by_id = models.UUIDField(null=True, blank=True)
    asked_by = models.CharField(max_length=60, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "评价"
        constraints = (
            models.UniqueConstraint(name="evaluation_turn", fields=["request", "turn"]),
            models.CheckConstraint(name="evaluation_rating", condition=Q(rating=None) | Q(rating__in=sorted(words.RATINGS))),
        )
