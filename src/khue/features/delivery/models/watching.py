"""What the city asks and sees while a mission runs: reports, visits, warnings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from khue.features.delivery.domain.words import REPORT_KINDS
from khue.features.delivery.models.missions import Mission


class MissionReport(models.Model):
    """A report that is due, and what was handed in for it."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=20)
    no = models.PositiveSmallIntegerField()
    about = models.TextField()
    due_on = models.DateField()
    state = models.CharField(max_length=20, default="due")
    asked_by_name = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    files = models.JSONField(default=list)
    handed_in_by = models.CharField(max_length=40, blank=True)
    handed_in_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    noted_by_name = models.CharField(max_length=200, blank=True)
    noted_on = models.DateField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)  # how often: before the day, and when it has passed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "no"], name="mission_report_number_once"),
            models.CheckConstraint(condition=Q(kind__in=list(REPORT_KINDS)), name="report_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["due", "handed_in", "noted", "dropped"]), name="report_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["handed_in", "noted"]) | Q(handed_in_at__isnull=False),
                name="report_handed_in_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["due_on", "id"], name="mission_report_due", condition=Q(state="due"))]


class SiteCheck(models.Model):
    """A visit: what was seen. Never changed."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="checks")
    on = models.DateField()
    in_order = models.BooleanField()
    finding = models.TextField()
    files = models.JSONField(default=list)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(finding=""), name="site_check_says_what_was_seen")]


class MissionWarning(models.Model):
    """A warning to the lead, until it is lifted."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="warnings")
    ground = models.TextField()
    due_on = models.DateField()
    raised_by = models.CharField(max_length=40)
    raised_by_name = models.CharField(max_length=200)
    raised_on = models.DateField()
    lifted_on = models.DateField(null=True)
    lifted_by_name = models.CharField(max_length=200, blank=True)
    lifted_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(ground=""), name="warning_says_why"),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True) | ~Q(lifted_ground=""), name="lifted_warning_says_why"
            ),
        ]
