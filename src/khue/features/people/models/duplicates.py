"""Pairs of records that may be the same party, and what a person said about them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khue.features.people.models.records import Party


class DuplicatePair(models.Model):
    """Found by comparison, decided by a person. "Not a duplicate" is kept, so that nobody is asked twice.

    ``score`` 0–100; ``grounds`` what was alike, as (code, points, value) for the page.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for a person")
        DIFFERENT = "different", _("not a duplicate")
        MERGED = "merged", _("merged")

    first = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    grounds = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=60, blank=True, default="")
    decision_ground = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"),
            models.CheckConstraint(condition=Q(score__lte=100), name="duplicate_score_to_100"),
            models.CheckConstraint(
                condition=~Q(state="different") | ~Q(decision_ground=""), name="duplicate_different_has_ground"
            ),
        ]
        indexes = [models.Index(fields=["state", "-score", "-id"], name="duplicate_by_state")]
