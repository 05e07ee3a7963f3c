"""What happens to a request: timeline, proposals, decisions, alarms, suggested duplicates."""

from django.db import models
from django.db.models import Q

from linli.kernel.fields import SealedTextField, personal
from linli.kernel.models import RegionQuerySet, UUIDModel
from linli.requests.models.request import Request, choices, one_of
from linli.requests.rules import states, words


class RequestEvent(UUIDModel):
    """经过: one line of the timeline. `public` lines are what the requester reads."""

    isolation = "region"

    region_id = models.UUIDField()
    request = models.ForeignKey(Request, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    step = models.CharField(max_length=20)
    status = models.CharField(max_length=16)
    title = personal(models.CharField(max_length=120))
    text = personal(models.TextField(blank=True))
    public = models.BooleanField(default=True)
    actor_id = models.UUIDField(null=True, blank=True)
    actor_name = models.CharField(max_length=60, blank=True)
    actor_unit = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "经过"
        constraints = (
            one_of("status", frozenset(states.STATUSES), "event_status"),
            one_of("step", frozenset({"file", *(step.name for step in states.STEPS)}), "event_step"),
        )
        indexes = (models.Index(name="event_request", fields=["request", "at"]),)


class Proposal(UUIDModel):
    """建议: what the rules proposed, with reasons in words, kept beside what a person decided."""

    isolation = "region"

    region_id = models.UUIDField()
    request = models.ForeignKey(Request, models.CASCADE, related_name="proposals")
    at = models.DateTimeField()
    model = models.CharField("版本", max_length=40)
    sanshi = models.CharField(max_length=8, blank=True)
    confidence = models.CharField(max_length=12)
    blocks = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=40, blank=True)
    service_code = models.CharField(max_length=6, blank=True)
    board = models.CharField(max_length=10, blank=True)
    handler_role = models.CharField(max_length=24, blank=True)
    helper_role = models.CharField(max_length=24, blank=True)
    urgency = models.CharField(max_length=8, default="normal")
    urgency_reason = models.CharField(max_length=120, blank=True)
    reasons = personal(models.JSONField(default=list, help_text="kind, text, phrases, spans, note"))
    options = models.JSONField(default=list, help_text="the three classes with words, blocks, when")
    never_private = models.CharField(max_length=60, blank=True)
    taken = models.BooleanField("采纳了吗", null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "分类建议"
        constraints = (one_of("sanshi", words.SANSHI, "proposal_sanshi", empty=True),)
        indexes = (models.Index(name="proposal_request", fields=["request", "at"]),)


class Decision(UUIDModel):
    """决定: who put the matter into which class, on what ground."""

    isolation = "region"

    region_id = models.UUIDField()
    request = models.ForeignKey(Request, models.CASCADE, related_name="decisions")
    at = models.DateTimeField()
    turn = models.PositiveSmallIntegerField(help_text="0 the first, then each change")
    sanshi = models.CharField(max_length=8, choices=choices(words.SANSHI))
    category = models.CharField(max_length=40, blank=True)
    ground_kind = models.CharField(max_length=10, choices=choices(words.CLASS_GROUNDS))
    ground = personal(models.CharField(max_length=300))
    decided_by_id = models.UUIDField(null=True)
    decided_by = models.CharField(max_length=60)
    decided_role = models.CharField(max_length=24, blank=True)
    took_proposal = models.BooleanField(default=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "分类决定"
        constraints = (
            one_of("sanshi", words.SANSHI, "decision_sanshi"),
            models.UniqueConstraint(name="decision_turn", fields=["request", "turn"]),
        )


class Alarm(UUIDModel):
    """紧急: who was alerted, who answered, who arrived, how far it went up."""

    isolation = "region"

    region_id = models.UUIDField()
    request = models.OneToOneField(Request, models.CASCADE, related_name="alarm")
    kind = models.CharField(max_length=12)
    phrases = personal(models.JSONField(default=list))
    raised_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    arrive_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    arrived_by = models.CharField(max_length=60, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    next_escalation_at = models.DateTimeField(null=True, blank=True)
    false_alarm = models.BooleanField(default=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "紧急"
        indexes = (models.Index(name="alarm_next", fields=["next_escalation_at"], condition=Q(next_escalation_at__isnull=False)),)


class StaffAlert(UUIDModel):
    """What a post is told at once. For a restricted matter the text carries no content."""

    isolation = "region"

    region_id = models.UUIDField()
    request = models.ForeignKey(Request, models.CASCADE, related_name="alerts")
    role = models.CharField(max_length=24)
    kind = models.CharField(max_length=16)
    text = models.CharField(max_length=160)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.CharField(max_length=60, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒"
        indexes = (models.Index(name="alert_open", fields=["region_id", "role", "at"], condition=Q(seen_at=None)),)


class Likeness(UUIDModel):
    """像同一件事: a suggestion with its reasons, until a person merges or dismisses it."""

    isolation = "region"

    region_id = models.UUIDField()
    request = models.ForeignKey(Request, models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(Request, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(help_text="0–100")
    reasons = personal(models.JSONField(default=list))
    state = models.CharField(max_length=10, choices=choices(words.LIKENESS_STATES), default="suggested")
    at = models.DateTimeField()

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "同一件事"
        constraints = (
            models.UniqueConstraint(name="likeness_once", fields=["request", "other"]),
            models.CheckConstraint(name="likeness_not_itself", condition=~Q(request=models.F("other"))),
        )


class StaffNote(UUIDModel):
    """留言: only staff read it."""

    isolation = "region"

    region_id = models.UUIDField()
    request = models.ForeignKey(Request, models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    text = personal(models.TextField())
    author_id = models.UUIDField(null=True)
    author = models.CharField(max_length=60)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "留言"
        indexes = (models.Index(name="note_request", fields=["request", "at"]),)


class Draft(UUIDModel):
    """没说完的话: the resident's or desk's unfinished form, sealed, thrown away after a week."""

    isolation = "framework"

    owner_id = models.UUIDField(null=True)
    secret = models.CharField(max_length=80, blank=True, help_text="blind index of a visitor's cookie, for anonymous tips")
    step = models.CharField(max_length=20, blank=True)
    data = SealedTextField(default="")
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = "草稿"
        indexes = (
            models.Index(name="draft_owner", fields=["owner_id", "updated_at"]),
            models.Index(name="draft_old", fields=["updated_at"]),
        )
