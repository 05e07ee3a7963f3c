"""Who can sign in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models

from linli.kernel.fields import SealedTextField, personal
from linli.kernel.ids import new_id


class User(AbstractBaseUser):
    """Somebody who can sign in: staff by username and password, residents by phone and one-time code.

    Several residents may share a phone; `phone_index` finds them, `phone` is stored sealed.
    """

    isolation: ClassVar[str] = "framework"

    class Kind(models.TextChoices):
        """Which door the user comes through."""

        STAFF = "staff", "工作人员"
        RESIDENT = "resident", "居民"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(default="", blank=True)
    name = personal(models.CharField(max_length=60, default="", blank=True))
    kind = models.CharField(max_length=10, default=Kind.STAFF, choices=Kind.choices)
    demo = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    phone = SealedTextField(default="", blank=True)
    phone_index = models.CharField(max_length=80, default="", blank=True)
    person_id = models.UUIDField(null=True)
    home_region_id = models.UUIDField(null=True, help_text="community a resident chose to look at; no right follows from it")
    password_changed_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=120, default="", blank=True)

    objects: ClassVar[UserManager[Any]] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        indexes = [
            models.Index(fields=["phone_index"], condition=~models.Q(phone_index=""), name="user_phone"),
            models.Index(fields=["person_id"], condition=models.Q(person_id__isnull=False), name="user_person"),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def called(self) -> str:
        """What pages call the account: a resident not bound to a person yet has no name, and his username is nobody's business."""
        return self.name or ("居民" if self.kind == self.Kind.RESIDENT else self.username)
