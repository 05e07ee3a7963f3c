"""Tables of 人口 and 人房关联. Every personal field carries its class (design §7)."""

from datetime import date, datetime
from typing import ClassVar, Self, TypeVar
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.fields import SealedTextField, personal
from linli.kernel.ids import new_id
from linli.kernel.models import RegionQuerySet, UUIDModel, in_scope
from linli.people import rules
from linli.people.models.base import choices, regions_with
from linli.people.rules import lists

_M_co = TypeVar("_M_co", bound=models.Model, covariant=True)


class PersonalQuerySet(RegionQuerySet[_M_co]):
    """Rows about a person: covering the region is not enough, the post must carry `people.view` there.

    A resident's scope covers the community too; a resident sees only the rows of the person bound to the account.
    """

    person_column: ClassVar[str] = "person_id"

    def visible_to(self, actor: Actor) -> Self:
        """Rows of regions where the actor may see people, and the actor's own."""
        if any(grant.wide and "people.view" in grant.permissions for grant in actor.grants):
            return self.all()
        mine = Q(**{self.person_column: actor.person_id}) if actor.person_id else Q(pk=None)
        rows = self.filter(Q(in_scope(self.region_column, regions_with(actor, "people.view"))) | mine)
        return rows.in_grids(actor.grids) if actor.grids else rows

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:
        """Rows of people who have to do with a house of these grids today."""
        return self.filter(**{f"{self.person_column}__in": people_in(grids)})

    def standing(self) -> Self:
        """Without the rows of a withdrawn import."""
        return self.filter(withdrawn_at=None)


def people_in(grids: tuple[UUID, ...]) -> models.QuerySet["Residence", UUID]:
    """Ids of the people linked to a house of these grids now."""
    links = Residence.objects.filter(ends_on=None, withdrawn_at=None)
    return links.filter(in_scope("house__building__grid_id", grids)).values_list("person_id", flat=True)


class PersonQuerySet(PersonalQuerySet["Person"]):
    """People."""

    person_column = "id"


class Person(UUIDModel):
    """A person as one community keeps them. Who moves away stays here as history; the next community opens a new row."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    name = personal(models.CharField("姓名", max_length=80))
    initials = personal(models.CharField("拼音首字母", max_length=40, blank=True, default=""))
    sex = personal(models.CharField("性别", max_length=1, choices=choices(rules.SEXES), default="0"))
    birth = personal(models.DateField("出生日期", null=True, blank=True))
    id_type = personal(models.CharField("证件类型", max_length=3, choices=choices(rules.ID_TYPES), default=rules.NO_PAPER))
    id_number = SealedTextField("证件号码", null=True, blank=True)
    id_masked = personal(models.CharField("证件号（遮住）", max_length=30, blank=True, default=""))
    temp_number = models.CharField("临时编号", max_length=20, blank=True, default="")
    ethnicity = personal(models.CharField("民族", max_length=20, blank=True, default=""))
    nationality = personal(models.CharField("国籍", max_length=20, blank=True, default=""))
    marriage = personal(models.CharField("婚姻", max_length=2, choices=choices(lists.MARRIAGES), blank=True, default=""))
    education = personal(models.CharField("文化程度", max_length=2, choices=choices(lists.EDUCATIONS), blank=True, default=""))
    political = personal(models.CharField("政治面貌", max_length=2, choices=choices(lists.POLITICAL), blank=True, default=""))
    job = personal(models.CharField("职业", max_length=60, blank=True, default=""))
    employer = personal(models.CharField("工作单位", max_length=80, blank=True, default=""))
    language = personal(models.CharField("沟通需要", max_length=10, choices=choices(lists.LANGUAGES), blank=True, default=""))
    residence_class = personal(models.CharField("居住类别", max_length=12, choices=choices(rules.RESIDENCE_CLASSES), default="unknown"))
    status = personal(models.CharField("状态", max_length=10, choices=choices(rules.STATUSES), default=rules.ALIVE))
    sources = models.JSONField(
        "各栏来源",
        default=dict,
        blank=True,
        help_text="{field: [source, ISO date, department]}; the department only when it said so itself",
    )
    verified_on = models.DateField("核实日期", null=True, blank=True)
    previous_id = models.UUIDField("迁入前的档", null=True, blank=True)
    demo = models.BooleanField("演示", default=False)
    batch_id = models.UUIDField("导入批次", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "人"
        indexes = (
            models.Index(fields=["region", "name", "id"], name="person_name"),
            models.Index(fields=["region", "initials"], name="person_initials"),
            models.Index(fields=["batch_id"], name="person_batch", condition=Q(batch_id__isnull=False)),
        )

    def __str__(self) -> str:
        return str(self.pk)


class PersonPhoneQuerySet(PersonalQuerySet["PersonPhone"]):
    """Rows of PersonPhone, for the type checker."""


class PersonPhone(UUIDModel):
    """A telephone number by which a person is reached; several people may share one."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    person = models.ForeignKey(Person, models.CASCADE, related_name="phones", verbose_name="人")
    number = SealedTextField("电话")
    masked = personal(models.CharField("电话（遮住）", max_length=30))
    blind_index = models.CharField(max_length=80)
    label = personal(models.CharField("谁的电话", max_length=20, blank=True, default="本人"))
    source = models.CharField("来源", max_length=60, blank=True, default="")
    since = models.DateField("何时报的", null=True, blank=True)
    ended_on = models.DateField("不用了", null=True, blank=True)

    objects = PersonPhoneQuerySet.as_manager()

    class Meta:
        verbose_name = "电话"
        indexes = (models.Index(fields=["blind_index"], name="phone_blind"),)


def _never_twice(name: str, *keys: str, condition: Q) -> ExclusionConstraint:
    """Among the rows known now, no two of the same keys hold on one day."""
    days = Func(F("starts_on"), F("ends_on"), function="daterange")
    same: list[tuple[str | Func, str]] = [(key, RangeOperators.EQUAL) for key in keys]
    return ExclusionConstraint(name=name, expressions=[*same, (days, RangeOperators.OVERLAPS)], condition=condition)


class ResidenceQuerySet(PersonalQuerySet["Residence"]):
    """Links; by house where grids narrow them: what somebody owns in the next grid is that grid's."""

    def as_known(self, at: datetime) -> Self:
        """What was known at a moment, right or wrong."""
        return self.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=at), known_from__lte=at)

    def on(self, day: date) -> Self:
        """Links that held on a day; one that ended on it no longer did, one without a start always had."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gt=day))

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:
        """Links to houses of these grids."""
        return self.filter(in_scope("house__building__grid_id", grids))


class Residence(UUIDModel):
    """人房关联 in two times: what a person has to do with a house, from when to when, and from when to when we knew it so.

    Rows are versions of a link (`link_id`): what holds now is `withdrawn_at IS NULL`. Nothing is changed in place (operations.links).
    """

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    person = models.ForeignKey(Person, models.CASCADE, related_name="residences", verbose_name="人")
    house = models.ForeignKey("places.House", models.PROTECT, related_name="+", verbose_name="房屋")
    kind = personal(models.CharField("关系", max_length=8, choices=choices(rules.LINKS)))
    main = models.BooleanField("主要住处", default=False)
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)
    note = personal(models.CharField("说明", max_length=60, blank=True, default=""))
    source = models.CharField("来源", max_length=60, blank=True, default="")
    verified_on = models.DateField("核实日期", null=True, blank=True)
    batch_id = models.UUIDField("导入批次", null=True, blank=True)
    link_id = models.UUIDField("哪一条关联", default=new_id)
    known_from = models.DateTimeField("何时知道", default=clock.now)
    withdrawn_at = models.DateTimeField("知道到何时（改过、撤回）", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ResidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "人房关联"
        constraints = (
            models.CheckConstraint(
                name="residence_in_order", condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="residence_known_in_order", condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("known_from"))),
            models.UniqueConstraint(fields=["link_id"], name="residence_one_version", condition=Q(withdrawn_at=None)),
            _never_twice("residence_one_main", "person", condition=Q(main=True, withdrawn_at=None)),
            _never_twice("residence_once", "person", "house", "kind", condition=Q(withdrawn_at=None)),
        )
        indexes = (
            models.Index(fields=["house", "ends_on"], name="residence_house"),
            models.Index(fields=["batch_id"], name="residence_batch", condition=Q(batch_id__isnull=False)),
        )
