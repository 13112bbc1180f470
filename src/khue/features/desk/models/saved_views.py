"""Named filters of the desk list, and what each person chose for the own desk."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SavedView(models.Model):
    """A filter with a name. ``owner`` is a person (``party:12``) or a unit (``unit:DOST-QLKH``); replaced, never changed."""

    owner = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=80)
    wanted = models.JSONField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    saved_by = models.CharField(max_length=40)
    saved_by_name = models.CharField(max_length=200)
    saved_at = models.DateTimeField()
    removed_by = models.CharField(max_length=40, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "folded"], condition=Q(removed_at=None), name="one_view_of_a_name_per_owner"
            ),
            models.CheckConstraint(condition=~Q(folded=""), name="saved_view_has_a_name"),
            models.CheckConstraint(
                condition=Q(owner__startswith="party:") | Q(owner__startswith="unit:"), name="saved_view_has_an_owner"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by="") | (Q(removed_at__isnull=False) & ~Q(removed_by="")),
                name="removed_view_says_by_whom",
            ),
        ]


class DeskChoice(models.Model):
    """How one person wants the own desk: the view that it opens with, shortcuts of the keyboard, mails of what waits."""

    person = models.CharField(max_length=40, unique=True)
    default_view = models.ForeignKey(SavedView, on_delete=models.PROTECT, null=True, related_name="+")
    shortcuts = models.BooleanField(default=True)
    digest = models.CharField(max_length=10, default="daily")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest__in=["off", "daily", "weekly"]), name="digest_choice_known"),
        ]
