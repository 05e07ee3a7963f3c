"""Tables of 户: the legal household and the one that lives together."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from linli.kernel.fields import personal
from linli.kernel.models import RegionQuerySet, UUIDModel
from linli.people import rules
from linli.people.models.base import choices
from linli.people.models.person import Person, PersonalQuerySet, people_in


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
    kind = models.CharField("户别", max_length=8, choices=choices(rules.HOUSEHOLD_KINDS))
    number = personal(models.CharField("户号", max_length=30, blank=True, default=""))
    house = models.ForeignKey("places.House", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="房屋")
    from_id = models.UUIDField("从哪一户分出", null=True, blank=True)
    ends_on = models.DateField("哪天没有了", null=True, blank=True)
    batch_id = models.UUIDField("导入批次", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回", null=True, blank=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "户"
        constraints = (
            models.UniqueConstraint(
                fields=["region", "kind", "number"],
                name="household_number_once",
                condition=Q(withdrawn_at=None, ends_on=None) & ~Q(number=""),
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
    relation = personal(models.CharField("与户主关系", max_length=2, choices=choices(rules.RELATIONS)))
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
