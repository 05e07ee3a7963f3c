"""Tables of 人口 and 户, 人房关联, and the batches of an import. Every personal field carries its class (design §7)."""

from typing import ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from linli.kernel.actor import Actor
from linli.kernel.fields import SealedTextField, personal
from linli.kernel.models import RegionQuerySet, UUIDModel, in_scope
from linli.people import rules

_M_co = TypeVar("_M_co", bound=models.Model, covariant=True)


def _choices(labels: dict[str, str]) -> list[tuple[str, str]]:
    return list(labels.items())


def regions_with(actor: Actor, permission: str) -> tuple[UUID, ...]:
    """The regions where the actor holds the permission."""
    covered = (grant.region_ids for grant in actor.grants if permission in grant.permissions)
    return tuple(sorted(frozenset[UUID]().union(*covered)))


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
    sex = personal(models.CharField("性别", max_length=1, choices=_choices(rules.SEXES), default="0"))
    birth = personal(models.DateField("出生日期", null=True, blank=True))
    id_type = personal(models.CharField("证件类型", max_length=3, choices=_choices(rules.ID_TYPES), default=rules.NO_PAPER))
    id_number = SealedTextField("证件号码", null=True, blank=True)
    id_masked = personal(models.CharField("证件号（遮住）", max_length=30, blank=True, default=""))
    temp_number = models.CharField("临时编号", max_length=20, blank=True, default="")
    ethnicity = personal(models.CharField("民族", max_length=20, blank=True, default=""))
    residence_class = personal(models.CharField("居住类别", max_length=12, choices=_choices(rules.RESIDENCE_CLASSES), default="unknown"))
    status = personal(models.CharField("状态", max_length=10, choices=_choices(rules.STATUSES), default=rules.ALIVE))
    sources = models.JSONField("各栏来源", default=dict, blank=True, help_text="{field: [source, ISO date]}")
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


class IdentityIndex(models.Model):
    """The identity directory: certificate type and keyed digest → person, one for the whole city.

    No application role may select from it; `people_identity_*` functions answer one question each and log it (design §6).
    """

    isolation = "directory"

    pk = models.CompositePrimaryKey("id_type", "kid", "digest")
    id_type = models.CharField(max_length=3)
    kid = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    person_id = models.UUIDField()
    region_id = models.UUIDField()
    moved_out = models.BooleanField(default=False)

    class Meta:
        verbose_name = "身份索引"
        indexes = (models.Index(fields=["person_id"], name="identity_person"),)


class IdentityLookup(UUIDModel):
    """One question to the identity directory: who asked, why, how many numbers, how many were known."""

    isolation = "directory"

    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=40)
    asked = models.PositiveIntegerField()
    known = models.PositiveIntegerField()

    class Meta:
        verbose_name = "身份查询记录"
        indexes = (models.Index(fields=["actor_id", "at"], name="lookup_actor"),)


class HouseholdQuerySet(RegionQuerySet["Household"]):
    """Households; a household alone says little, its members say who."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:
        """Those with a member who has to do with a house of these grids."""
        return self.filter(pk__in=HouseholdMember.objects.filter(person_id__in=people_in(grids)).values("household_id"))

    def standing(self) -> Self:
        """Without those of a withdrawn import."""
        return self.filter(withdrawn_at=None)


class Household(UUIDModel):
    """A household: 户籍户 is the legal one, 实际居住户 the family that lives together. Both are kept."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    kind = models.CharField("户别", max_length=8, choices=_choices(rules.HOUSEHOLD_KINDS))
    number = personal(models.CharField("户号", max_length=30, blank=True, default=""))
    house = models.ForeignKey("places.House", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="房屋")
    batch_id = models.UUIDField("导入批次", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回", null=True, blank=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "户"
        constraints = (
            models.UniqueConstraint(
                fields=["region", "kind", "number"], name="household_number_once", condition=Q(withdrawn_at=None) & ~Q(number="")
            ),
        )


class HouseholdMemberQuerySet(PersonalQuerySet["HouseholdMember"]):
    """Rows of HouseholdMember, for the type checker."""


class HouseholdMember(UUIDModel):
    """Somebody's place in a household. One head a household at a time."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    household = models.ForeignKey(Household, models.CASCADE, related_name="members", verbose_name="户")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", verbose_name="人")
    relation = personal(models.CharField("与户主关系", max_length=2, choices=_choices(rules.RELATIONS)))
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)
    batch_id = models.UUIDField("导入批次", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回", null=True, blank=True)

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "户成员"
        constraints = (
            models.UniqueConstraint(
                fields=["household"], name="household_one_head", condition=Q(relation=rules.HEAD, ends_on=None, withdrawn_at=None)
            ),
            models.UniqueConstraint(
                fields=["household", "person"], name="household_member_once", condition=Q(ends_on=None, withdrawn_at=None)
            ),
        )


class ResidenceQuerySet(PersonalQuerySet["Residence"]):
    """Links; by house where grids narrow them: what somebody owns in the next grid is that grid's."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:
        """Links to houses of these grids."""
        return self.filter(in_scope("house__building__grid_id", grids))


class Residence(UUIDModel):
    """人房关联: what a person has to do with a house, from when to when. An ended link is history, never deleted."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    person = models.ForeignKey(Person, models.CASCADE, related_name="residences", verbose_name="人")
    house = models.ForeignKey("places.House", models.PROTECT, related_name="+", verbose_name="房屋")
    kind = personal(models.CharField("关系", max_length=8, choices=_choices(rules.LINKS)))
    main = models.BooleanField("主要住处", default=False)
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)
    note = personal(models.CharField("说明", max_length=60, blank=True, default=""))
    source = models.CharField("来源", max_length=60, blank=True, default="")
    verified_on = models.DateField("核实日期", null=True, blank=True)
    batch_id = models.UUIDField("导入批次", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ResidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "人房关联"
        constraints = (
            models.CheckConstraint(
                name="residence_in_order", condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(fields=["person"], name="residence_one_main", condition=Q(main=True, ends_on=None, withdrawn_at=None)),
            models.UniqueConstraint(
                fields=["person", "house", "kind"], name="residence_once", condition=Q(ends_on=None, withdrawn_at=None)
            ),
        )
        indexes = (
            models.Index(fields=["house", "ends_on"], name="residence_house"),
            models.Index(fields=["batch_id"], name="residence_batch", condition=Q(batch_id__isnull=False)),
        )


class ImportBatchQuerySet(RegionQuerySet["ImportBatch"]):
    """Ledgers are the community's: no grid has one."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:  # noqa: ARG002  # none, whichever
        """None."""
        return self.none()


class ImportBatch(UUIDModel):
    """One uploaded community ledger: its checks, its load, its roll-back."""

    isolation = "region"

    class State(models.TextChoices):
        """Where the batch stands."""

        CHECKING = "checking", "正在核对"
        REFUSED = "refused", "错行太多，整份没导"
        READY = "ready", "核对好了，等您定"
        LOADING = "loading", "正在导入"
        STOPPED = "stopped", "导入停在半路"
        DONE = "done", "导完了"
        UNDOING = "undoing", "正在撤回"
        UNDONE = "undone", "已撤回"
        DROPPED = "dropped", "没有导入"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    file_name = models.CharField("文件", max_length=160)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.CHECKING)
    progress_id = models.UUIDField(null=True)
    uploaded_by = models.UUIDField(null=True)
    uploader = models.CharField("谁传的", max_length=80, default="", blank=True)
    uploaded_at = models.DateTimeField("何时传的")
    finished_at = models.DateTimeField("何时导完", null=True)
    erased_at = models.DateTimeField("内容何时删的", null=True)
    unread = models.JSONField("没用上的列", default=list)
    total = models.PositiveIntegerField("行数", default=0)
    bad = models.PositiveIntegerField("错行", default=0)
    loaded = models.PositiveIntegerField("已导入", default=0)
    undone = models.PositiveIntegerField("已撤回", default=0)
    kept = models.PositiveIntegerField("撤不了", default=0)
    error_file = SealedTextField("错行文件", null=True, blank=True, help_text="base64 of the .xlsx")

    objects = ImportBatchQuerySet.as_manager()

    @property
    def outcome(self) -> str:
        """Where the batch stands; a check that broke off found no wrong row."""
        broken_off = self.state == self.State.REFUSED and not self.bad
        return "没核对成，登记没有动" if broken_off else self.get_state_display()

    class Meta:
        verbose_name = "导入批次"
        indexes = (models.Index(fields=["region", "uploaded_at"], name="batch_newest"),)


class ImportRowQuerySet(RegionQuerySet["ImportRow"]):
    """Rows of ledgers: no grid has one."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:  # noqa: ARG002  # none, whichever
        """None."""
        return self.none()


class ImportRow(UUIDModel):
    """One row of a batch. The values are sealed, because they hold certificate numbers before anything is checked."""

    isolation = "region"

    class State(models.TextChoices):
        """What became of the row."""

        WAITING = "waiting", "待核对"
        BAD = "bad", "要改"
        GOOD = "good", "可以导"
        DONE = "done", "已导入"
        UNDONE = "undone", "已撤回"
        KEPT = "kept", "后来改过，没撤"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name="批次")
    number = models.PositiveIntegerField("行号")
    values = SealedTextField("内容")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    problems = models.JSONField("要改的", default=list, help_text="[[column title, sentence]]; no personal value in it")
    hints = models.JSONField("提示", default=list)
    made = models.JSONField("做了什么", default=dict, help_text="ids and versions, for the roll-back")

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = "导入行"
        constraints = (models.UniqueConstraint(fields=["batch", "number"], name="import_row_once"),)
        indexes = (models.Index(fields=["batch", "state", "number"], name="import_row_next"),)
