"""The request itself and the rows by which it is found."""

from dataclasses import dataclass
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import Q

from linli.kernel.actor import Actor
from linli.kernel.fields import SealedTextField, personal
from linli.kernel.ids import random_id
from linli.kernel.models import RegionQuerySet, UUIDModel, in_scope
from linli.requests.rules import access, states, words


def choices(labels: dict[str, str]) -> list[tuple[str, str]]:
    """A vocabulary of the rules as Django choices."""
    return list(labels.items())


def one_of(field: str, values: dict[str, str] | frozenset[str], name: str, *, empty: bool = False) -> models.CheckConstraint:
    """A check that the database itself makes on a vocabulary."""
    allowed = [*values, *([""] if empty else [])]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(allowed)}), name=name)


def held_by(actor: Actor) -> Q:
    """Handler rows that are this actor's: by name, or given to the actor's post or unit without a name."""
    post = Q(user_id=None, role=actor.role) & (Q(unit="") | Q(unit=actor.unit))
    return Q(user_id=actor.user_id) | post


def like(request: "Request") -> Q:
    """Rows of Likeness that speak of this request, on either side."""
    return Q(request=request) | Q(other=request)


@dataclass(frozen=True)
class CodeHolder(Actor):
    """Whoever shows number and query code of a matter that no account filed: says of this one what its requester may."""

    matter_id: UUID | None = None

    @classmethod
    def of(cls, request: "Request") -> "CodeHolder":
        """The holder of the matter's code. Nothing else is known of them, not even where they come from."""
        return cls(user_id=None, name="持查询码的人", unit="", door="resident", matter_id=request.pk)


class RequestQuerySet(RegionQuerySet["Request"]):
    """Who sees which request: the region is only the first of four questions (domain §9)."""

    def visible_to(self, actor: Actor) -> Self:
        """Residents see their own, family that of their ward; staff their regions' less what complains about them, restricted ones or others' work."""
        if isinstance(actor, CodeHolder):
            return self.filter(pk=actor.matter_id, requester_account_id=None)
        mine = Q(requester_account_id=actor.user_id) if actor.user_id else Q(pk__in=())
        if actor.person_id:
            of_person = Q(requester_person_id=actor.person_id)
            # Whoever speaks for somebody never learns of what that person told about violence (domain §6).
            mine |= of_person & Q(restricted=False) if actor.role == access.FAMILY else of_person
        if actor.door == "resident" or actor.role in access.RESIDENTS:
            return self.filter(mine)
        rows = super().visible_to(actor)
        if actor.grids:
            rows = rows.filter(self._of_own_grid(actor))
        if actor.role in access.BLIND:
            return rows.none()
        if actor.role == access.SYSTEM:
            return rows
        handles = self._handled_by(actor)
        if actor.role not in access.WHOLE_REGION:
            return rows.filter(handles | Q(filed_by_id=actor.user_id, restricted=False)).exclude(self._against(actor))
        shown = rows.exclude(self._against(actor))
        return shown if actor.role in access.SEES_RESTRICTED else shown.filter(Q(restricted=False) | handles)

    @staticmethod
    def _of_own_grid(actor: Actor) -> Q:
        """A post at a grid sees its grid's matters, what it reported itself and what was given to it by name or unit.

        A matter that nobody placed is seen by the grid posts it was given to.
        """
        given = RequestHandler.objects.filter(held_by(actor), active=True)
        by_name = given.filter(Q(user_id=actor.user_id) | (Q(unit=actor.unit) & ~Q(unit=""))).values("request_id")
        unplaced = Q(grid_id=None, pk__in=given.values("request_id"))
        return Q(in_scope("grid_id", actor.grids)) | Q(filed_by_id=actor.user_id) | Q(pk__in=by_name) | unplaced

    @staticmethod
    def _handled_by(actor: Actor) -> Q:
        if not actor.user_id:
            return Q(pk__in=())
        return Q(pk__in=RequestHandler.objects.filter(held_by(actor), active=True).values("request_id"))

    @staticmethod
    def _against(actor: Actor) -> Q:
        return Q(against__in=[target for target, roles in access.HIDDEN_FROM.items() if actor.role in roles])

    def open(self) -> Self:
        """Requests that somebody still owes an answer."""
        return self.filter(status__in=states.OPEN)


class Request(UUIDModel):
    """诉求: one thing one person asked for. Place, people and posts are kept by id, not by key: they live longer or shorter."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+")
    grid_id = models.UUIDField(null=True, blank=True)
    number = models.CharField("编号", max_length=24)
    query_code = personal(models.CharField("查询码", max_length=16))
    filed_at = models.DateTimeField("什么时候说的")
    filed_on = models.DateField("哪天说的")
    received_at = models.DateTimeField("什么时候到这个社区", help_text="later than filed_at after a transfer")
    occurred_on = models.DateField("哪天发生的", null=True, blank=True)

    channel = models.CharField("来源", max_length=12, choices=choices(words.CHANNELS))
    type = models.CharField("类型", max_length=12, choices=choices(words.TYPES))
    service_code = models.CharField("服务事项", max_length=6, blank=True)
    category = models.CharField("类别", max_length=40, blank=True)
    title = personal(models.CharField("题目", max_length=60))
    text = personal(models.TextField("说了什么"))

    compound_id = models.UUIDField(null=True, blank=True)
    building_id = models.UUIDField(null=True, blank=True)
    unit_id = models.UUIDField(null=True, blank=True)
    house_id = models.UUIDField(null=True, blank=True)
    place_text = personal(models.CharField("在哪里", max_length=200, blank=True))
    place_label = models.CharField("楼栋单元", max_length=80, blank=True, help_text="down to the unit at most, fit for lists")
    point = PointField("位置", srid=4326, null=True, blank=True)
    place_score = models.PositiveSmallIntegerField("对上的把握", null=True, blank=True, help_text="0–100")
    place_state = models.CharField(max_length=10, choices=choices(words.PLACE_STATES), default="unknown")

    privacy = models.CharField("公开吗", max_length=10, choices=choices(words.PRIVACY), default="hidden")
    requester_account_id = models.UUIDField(null=True, blank=True)
    requester_person_id = models.UUIDField(null=True, blank=True)
    requester_name = personal(models.CharField("姓名", max_length=60, blank=True))
    requester_phone = SealedTextField("电话", null=True, blank=True)
    filed_by_id = models.UUIDField("代谁登记的人", null=True, blank=True)
    filed_by_name = models.CharField(max_length=60, blank=True)

    urgency = models.CharField("急不急", max_length=8, choices=choices(words.URGENCY), default="normal")
    emergency = models.CharField("紧急种类", max_length=12, blank=True)
    restricted = models.BooleanField("限制查看", default=False)
    against = models.CharField("反映的是谁", max_length=12, blank=True)

    status = models.CharField("状态", max_length=16, default=states.RECEIVED)
    queue_rank = models.PositiveSmallIntegerField(default=2)
    sort_at = models.DateTimeField()
    due_at = models.DateTimeField("期限", null=True, blank=True)
    due_kind = models.CharField(max_length=12, blank=True)
    clock_from = models.DateField(null=True, blank=True, help_text="first day of the oldest request merged into this one")
    limits = models.JSONField("立案时的期限规则", default=dict)
    version = models.PositiveIntegerField(default=1)

    sanshi = models.CharField("三事", max_length=8, blank=True)
    sanshi_ground = personal(models.CharField("分类理由", max_length=300, blank=True))
    sanshi_by = models.CharField(max_length=60, blank=True)
    sanshi_at = models.DateTimeField(null=True, blank=True)
    reclass_count = models.PositiveSmallIntegerField(default=0)
    for_head = models.BooleanField("请书记定", default=False)
    wished_sanshi = models.CharField("居民自己觉得", max_length=8, blank=True)
    proposed_sanshi = models.CharField("建议的三事", max_length=8, blank=True)
    proposed_category = models.CharField("建议的类别", max_length=40, blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)

    owner_role = models.CharField("交给哪个岗位", max_length=24, blank=True)
    owner_unit = models.CharField("交给哪个单位", max_length=80, blank=True)
    owner_user_id = models.UUIDField(null=True, blank=True)
    owner_name = models.CharField("谁在办", max_length=60, blank=True)
    dispatch_count = models.PositiveSmallIntegerField(default=0)
    dispatched_at = models.DateTimeField(null=True, blank=True)

    accepted_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by_id = models.UUIDField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reply = personal(models.TextField("答复", blank=True))
    outcome = models.CharField("结果", max_length=12, blank=True)
    rating = models.PositiveSmallIntegerField("打分", null=True, blank=True)
    redo_count = models.PositiveSmallIntegerField(default=0)
    extension_count = models.PositiveSmallIntegerField(default=0)

    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followers")
    voices = models.PositiveIntegerField("几户说了", default=1)
    moved_from_id = models.UUIDField(null=True, blank=True)
    moved_to_id = models.UUIDField(null=True, blank=True)
    photo_count = models.PositiveSmallIntegerField(default=0)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "诉求"
        constraints = (
            one_of("status", frozenset(states.STATUSES), "request_status"),
            one_of("type", words.TYPES, "request_type"),
            one_of("channel", words.CHANNELS, "request_channel"),
            one_of("privacy", words.PRIVACY, "request_privacy"),
            one_of("urgency", words.URGENCY, "request_urgency"),
            one_of("sanshi", words.SANSHI, "request_sanshi", empty=True),
            one_of("against", words.AGAINST, "request_against", empty=True),
            one_of("place_state", words.PLACE_STATES, "request_place_state"),
            models.CheckConstraint(name="request_never_private", condition=Q(restricted=False) | ~Q(sanshi="private")),
            models.CheckConstraint(name="request_merged", condition=Q(merged_into=None) | Q(status=states.MERGED)),
            models.CheckConstraint(name="request_rating", condition=Q(rating=None) | Q(rating__range=(1, 4))),
            models.CheckConstraint(name="request_answered", condition=~Q(status__in=[states.CALLBACK, states.SOLVED]) | ~Q(reply="")),
            models.UniqueConstraint(name="request_number", fields=["region", "filed_on", "number"]),
        )
        indexes = (
            models.Index(name="request_queue", fields=["region", "queue_rank", "sort_at", "id"], condition=Q(queue_rank__lt=4)),
            models.Index(name="request_requester", fields=["requester_account_id", "filed_at"]),
            models.Index(name="request_person", fields=["requester_person_id"], condition=Q(requester_person_id__isnull=False)),
            models.Index(name="request_owner", fields=["owner_user_id", "queue_rank", "sort_at"], condition=Q(queue_rank__lt=4)),
            models.Index(name="request_house", fields=["house_id"], condition=Q(house_id__isnull=False)),
            models.Index(name="request_likeness", fields=["region", "category", "filed_on"]),
        )

    def __str__(self) -> str:
        return self.number


class RequestHandler(UUIDModel):
    """派单: who was given the matter, as lead or to help, and what became of it."""

    isolation = "region"

    region_id = models.UUIDField()
    request = models.ForeignKey(Request, models.CASCADE, related_name="handlers")
    role = models.CharField(max_length=24)
    unit = models.CharField(max_length=80)
    user_id = models.UUIDField(null=True, blank=True)
    user_name = models.CharField(max_length=60, blank=True)
    joint = models.BooleanField("协办", default=False)
    active = models.BooleanField(default=True)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=60)
    signed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    return_ground = models.CharField(max_length=12, blank=True)
    opinion = personal(models.TextField("协办意见", blank=True))

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "派单"
        constraints = (
            models.UniqueConstraint(name="one_lead", fields=["request"], condition=Q(active=True, joint=False)),
            one_of("return_ground", words.RETURN_GROUNDS, "handler_return_ground", empty=True),
        )
        indexes = (models.Index(name="handler_user", fields=["user_id"], condition=Q(active=True)),)


class RequestKey(models.Model):
    """Where a request lives, found before a scope is known: by its secret query code or by the account that filed it.

    Random key, no time: two rows of an anonymous tip must not be linkable.
    """

    isolation: ClassVar[str] = "framework"

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    request_id = models.UUIDField()
    region_id = models.UUIDField()
    account_id = models.UUIDField(null=True)
    code_index = models.CharField(max_length=80, unique=True, help_text="blind index of the query code")

    class Meta:
        verbose_name = "查询码索引"
        indexes = (models.Index(name="key_account", fields=["account_id"]), models.Index(name="key_request", fields=["request_id"]))


class DayCounter(UUIDModel):
    """Last number given out in a community on a day."""

    isolation = "region"

    region_id = models.UUIDField()
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "编号"
        constraints = (models.UniqueConstraint(name="one_counter", fields=["region_id", "day"]),)


class MapPoint(models.Model):
    """What the map may show of a request: published, non-personal, snapped to the building. Never a restricted one."""

    isolation: ClassVar[str] = "reference"

    request_id = models.UUIDField(primary_key=True)
    region_id = models.UUIDField()
    grid_id = models.UUIDField(null=True)
    point = PointField(srid=4326)
    status_group = models.CharField(max_length=10, choices=choices(states.GROUPS))
    sanshi = models.CharField(max_length=8, blank=True)
    category = models.CharField(max_length=40, blank=True)
    urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField("期限", null=True, blank=True)
    filed_on = models.DateField()

    class Meta:
        db_table = "requests_mappoint"
        verbose_name = "图上的点"
        constraints = (one_of("status_group", states.GROUPS, "mappoint_group"),)
        indexes = (models.Index(name="mappoint_region", fields=["region_id", "status_group"]),)


def regions_of_account(account_id: UUID) -> list[UUID]:
    """Regions in which an account has requests."""
    return list(RequestKey.objects.filter(account_id=account_id).values_list("region_id", flat=True).distinct())
