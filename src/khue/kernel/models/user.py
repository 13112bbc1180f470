"""The account that signs in. Who the person is, and what they may do, is said in ``people``."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Sign-in only. ``username`` is stable and says nothing about the person (see decision record 0001)."""

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username

    # allauth names the person in its pages through these two; Django's own admin is not used here.
    def get_full_name(self) -> str:
        return self.username

    def get_short_name(self) -> str:
        return self.username
