"""The register of breaches: each with what was told to the authority and to persons. Guards: migration 0004."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Breach(models.Model):
    """One breach. Its file is kept until ``keep_until`` (years of the law after the fix); None: it stays."""

    number = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=200)
    detected_at = models.DateTimeField()
    happened = models.TextField()
    kinds = models.TextField()  # which data
    people = models.PositiveIntegerField(null=True)
    severity = models.CharField(max_length=10)
    measures = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="open")
    due_at = models.DateTimeField(null=True)
    hours = models.PositiveIntegerField(null=True)
    notified_at = models.DateTimeField(null=True)  # of the first notice
    recorded_by = models.CharField(max_length=40)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    warned = models.PositiveSmallIntegerField(null=True)  # the lowest mark (hours left) of which the desk was reminded
    fixed_on = models.DateField(null=True)
    fixed_by = models.CharField(max_length=40, blank=True)
    fixed_by_name = models.CharField(max_length=200, blank=True)
    fix = models.TextField(blank=True)
    keep_until = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["open", "notified", "fixed"]), name="breach_state_known"),
            models.CheckConstraint(
                condition=Q(severity__in=["low", "medium", "high", "critical"]), name="breach_severity_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", notified_at__isnull=True) | (~Q(state="open") & Q(notified_at__isnull=False)),
                name="notified_breach_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="fixed", fixed_on__isnull=False) & ~Q(fix="")
                | ~Q(state="fixed") & Q(fixed_on__isnull=True, keep_until__isnull=True),
                name="fixed_breach_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(keep_until__isnull=True) | Q(keep_until__gt=F("fixed_on")), name="breach_kept_after_its_fix"
            ),
        ]
        indexes = [models.Index(fields=["state", "-detected_at", "-id"], name="breach_by_state")]


class BreachNotice(models.Model):
    """What was sent to the authority, as it was sent; the first, and later ones with what was known by then."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField()
    sent_to = models.CharField(max_length=300)
    how = models.CharField(max_length=300)
    sent_at = models.DateTimeField()
    happened = models.TextField()
    people = models.PositiveIntegerField(null=True)
    measures = models.TextField()
    late_ground = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=40)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    file = models.UUIDField(null=True)  # the PDF, rendered by the worker

    class Meta:
        constraints = [models.UniqueConstraint(fields=["breach", "number"], name="breach_notice_number_once")]


class BreachWord(models.Model):
    """What one person was told about a breach of the own data."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="told")
    party = models.CharField(max_length=40)
    words = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["breach", "party"], name="told_of_a_breach_once")]
