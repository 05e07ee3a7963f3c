"""The identity directory of the city and its log. No application role may select from either (design §6)."""

from django.db import models

from linli.kernel.models import UUIDModel


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
