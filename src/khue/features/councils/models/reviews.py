"""Rounds of scoring: sheet templates as versions, assignments of items to seats, and sheets, which are never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.councils.domain.words import REVIEW
from khue.features.councils.models.panels import Council, Item, Seat


class SheetTemplate(models.Model):
    """Weighted criteria with anchors, as one version. ``criteria``: see ``domain.scoring.Criterion``. Never changed."""

    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    criteria = models.JSONField()
    published_by = models.CharField(max_length=60)
    published_by_name = models.CharField(max_length=200)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="sheet_template_number_once")]


class Review(models.Model):
    """A round: independent (blind or not) until closed, then discussion. One template, a last moment for sheets."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField()
    template = models.ForeignKey(SheetTemplate, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    closes_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    discussed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="review_number_once"),
            models.CheckConstraint(condition=Q(state__in=list(REVIEW.states)), name="review_state_known"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="review_closes_after_start"),
        ]


class Assignment(models.Model):
    """An item that a seat scores in a round. ``ground`` when the secretary departed from what was proposed."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="assignments")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="assignments")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="assignments")
    ground = models.CharField(max_length=500, blank=True, default="")
    assigned_by = models.CharField(max_length=60)
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_ground = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "item", "seat"], condition=Q(ended_at__isnull=True), name="assigned_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_ground=""), name="ended_assignment_says_why"
            ),
        ]
        indexes = [models.Index(fields=["seat"], name="assignment_by_seat", condition=Q(ended_at__isnull=True))]


class SheetDraft(models.Model):
    """What a reviewer has filled in so far, as typed. Only the reviewer reads it; it goes when the sheet is handed in."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="draft")
    values = models.JSONField()  # field → text
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()


class ScoreSheet(models.Model):
    """Points of one reviewer for one item. A revised sheet is a further row beside the first. ``total`` in hundredths of 100."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveIntegerField()
    phase = models.CharField(max_length=12)
    points = models.JSONField()  # criterion → points
    total = models.PositiveIntegerField()
    comment = models.TextField(blank=True)
    submitted_by = models.CharField(max_length=60)
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "number"], name="sheet_number_once"),
            models.CheckConstraint(condition=Q(phase__in=["independent", "discussion"]), name="sheet_phase_known"),
            models.CheckConstraint(condition=Q(total__lte=10_000), name="sheet_total_to_100"),
        ]
