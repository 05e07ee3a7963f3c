"""Roles as data, and posts (岗位): who holds a role where, from when until when, given by whom and why."""

from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from linli.accounts.models.user import User
from linli.accounts.rules import roles
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import UUIDModel, in_scope


class Role(models.Model):
    """A role of domain/roles_indicators.md §2. Rows are written by `manage.py sync_roles`."""

    isolation = "framework"

    code = models.CharField(max_length=30, primary_key=True)
    label = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField()
    branch = models.CharField(max_length=10, choices=list(roles.BRANCHES.items()))
    levels = ArrayField(models.CharField(max_length=12))
    conflicts = models.JSONField(default=list, help_text="[{role, where, why}]")
    description = models.CharField(max_length=200)

    class Meta:
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return self.label


class RolePermission(models.Model):
    """A verb a role carries. `by_default` rows follow the declarations; others were added by hand and stay."""

    isolation = "framework"

    role = models.ForeignKey(Role, models.CASCADE, related_name="permissions")
    permission = models.CharField(max_length=80)
    by_default = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "permission"], name="permission_once_a_role")]


class GrantQuerySet(models.QuerySet["Grant"]):
    """Posts, limited by date and by region."""

    def running(self, day: date) -> Self:
        """Posts that count on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, revoked_at=None)

    def to_come(self, day: date) -> Self:
        """Posts running or still to start."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), revoked_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """Posts inside the actor's area. User management sees no others."""
        return self.all() if actor.wide else self.filter(in_scope("region_id", actor.scope))


class Grant(UUIDModel):
    """One post. Ended posts stay as the record of who could do what; nothing is deleted."""

    isolation = "framework"

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+")
    unit = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    giver = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    giver_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoke_reason = models.CharField(max_length=200, default="", blank=True)
    cover_for = models.ForeignKey("self", models.PROTECT, null=True, related_name="covers")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="grant_dates_in_order"),
            models.CheckConstraint(condition=Q(cover_for=None) | Q(ends_on__isnull=False), name="cover_has_an_end"),
            models.UniqueConstraint(
                fields=["user", "role", "region"], condition=Q(revoked_at=None, cover_for=None, ends_on=None), name="open_post_once"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "role"], condition=Q(revoked_at=None), name="grant_region"),
            models.Index(fields=["user"], condition=Q(revoked_at=None), name="grant_user"),
        ]

    def runs_on(self, day: date) -> bool:
        """Whether the post counts on a day."""
        return self.revoked_at is None and self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def over(self) -> bool:
        """Whether its last day has passed."""
        return self.ends_on is not None and self.ends_on < clock.today()

    @property
    def not_begun(self) -> bool:
        """Whether its first day is still to come."""
        return self.starts_on > clock.today()

    @property
    def ends_soon(self) -> bool:
        """Whether it ends within thirty days."""
        return self.ends_on is not None and self.cover_for_id is None and self.ends_on <= clock.today() + timedelta(days=30)

    @property
    def unset(self) -> bool:
        """Whether its holder has no password yet."""
        return not self.user.demo and not self.user.has_usable_password()
