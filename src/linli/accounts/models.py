"""Users, their posts and how they sign in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models

from linli.kernel.ids import new_id


class User(AbstractBaseUser):
    """Somebody who can sign in: staff by username and password, residents by phone and one-time code."""

    isolation: ClassVar[str] = "framework"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(default="", blank=True)
    name = models.CharField(max_length=60, default="", blank=True)
    kind = models.CharField(max_length=10, default="staff")
    demo = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager["User"]] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
