"""Checks that people keep."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SavedCheck(models.Model):
    """One person's answers and what the law said of them on a day. Never changed; deleted when the person wants it.

    ``answers``: pairs of name and words as the address has them. ``outcomes``: what each entitlement said. ``party``:
    for whom it was asked (the person, or an organisation).
    """

    owner = models.CharField(max_length=40)
    party = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    answers = models.JSONField()
    outcomes = models.JSONField()
    day = models.DateField()
    edition = models.CharField(max_length=64)
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "-id"], name="saved_check_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__startswith="party:") & Q(party__startswith="party:"), name="saved_check_has_an_owner"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_check_has_a_name"),
        ]
