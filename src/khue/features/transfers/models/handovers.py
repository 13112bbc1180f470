"""The record of a hand-over, signed by both sides, and the receiver's duties."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.transfers.models.transfers import TransferAnswer


class Handover(models.Model):
    """What one receiver gets. ``items`` and the duties stand once it is written; signatures are added."""

    answer = models.OneToOneField(TransferAnswer, on_delete=models.PROTECT, related_name="handover")
    items = models.TextField()
    handed_on = models.DateField()
    state = models.CharField(max_length=10, default="drafted")
    written_by = models.CharField(max_length=40)
    written_by_name = models.TextField()
    written_at = models.DateTimeField()
    giver_by = models.CharField(max_length=40, blank=True)
    giver_name = models.TextField(blank=True)
    giver_at = models.DateTimeField(null=True)
    receiver_by = models.CharField(max_length=40, blank=True)
    receiver_name = models.TextField(blank=True)
    receiver_at = models.DateTimeField(null=True)
    recalled_by_name = models.TextField(blank=True)
    recalled_at = models.DateTimeField(null=True)
    recall_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "handed", "done", "recalled"]), name="handover_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["handed", "done"])
                | (Q(giver_at__isnull=False) & Q(receiver_at__isnull=False) & ~Q(giver_by=F("receiver_by"))),
                name="handover_signed_by_two_sides",
            ),
            models.CheckConstraint(
                condition=~Q(state="recalled") | (Q(recalled_at__isnull=False) & ~Q(recall_ground="")),
                name="recalled_handover_says_why",
            ),
        ]


class Duty(models.Model):
    """What the receiver owes by a day; ``state`` follows from its reports."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="duties")
    no = models.PositiveSmallIntegerField()
    what = models.TextField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default="owed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "no"], name="handover_duty_once"),
            models.CheckConstraint(condition=Q(state__in=["owed", "reported", "done"]), name="duty_state_known"),
        ]
        indexes = [models.Index(fields=["due_on"], name="duty_due", condition=~Q(state="done"))]


class DutyReport(models.Model):
    """What was said of a duty: ``kind`` is ``report`` (the receiver), ``done`` or ``again`` (the officer). Never changed."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=8)
    said = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["report", "done", "again"]), name="duty_report_kind_known")
        ]
