"""What follows a sale: audits of reported sales, and obligations with a day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from khue.features.deals.models.contracts import DealDue
from khue.features.deals.models.deals import Deal

LOOKING = ["asked", "shown", "found"]


class RoyaltyAudit(models.Model):
    """The licensor looks into the sales of one report, which stands as it was. ``sales``, ``royalty`` (of the period, by the sales found)
    and ``besides`` (what comes on top) in đồng; ``correction`` is the due that the buyer's yes made of it."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="audits")
    no = models.PositiveSmallIntegerField()
    due = models.ForeignKey(DealDue, on_delete=models.PROTECT, related_name="audits")
    state = models.CharField(max_length=10, default="asked")
    ground = models.TextField()
    asked_by = models.CharField(max_length=40)
    asked_by_name = models.TextField()
    asked_on = models.DateField()
    due_on = models.DateField()
    shown = models.TextField(blank=True)
    shown_by_name = models.TextField(blank=True)
    shown_on = models.DateField(null=True)
    auditor = models.TextField(blank=True)
    findings = models.TextField(blank=True)
    sales = models.BigIntegerField(null=True)
    royalty = models.BigIntegerField(null=True)
    besides = models.BigIntegerField(null=True)
    found_by_name = models.TextField(blank=True)
    found_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    ended_by_name = models.TextField(blank=True)
    ended_on = models.DateField(null=True)
    correction = models.OneToOneField(DealDue, on_delete=models.PROTECT, related_name="corrects", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "no"], name="royalty_audit_once"),
            models.UniqueConstraint(fields=["due"], condition=Q(state__in=LOOKING), name="one_audit_of_a_report"),
            models.CheckConstraint(
                condition=Q(state__in=[*LOOKING, "accepted", "disputed", "withdrawn"]),
                name="royalty_audit_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["found", "accepted", "disputed"])
                | Q(sales__gte=0, royalty__gt=0, besides__gte=0, found_on__isnull=False),
                name="royalty_audit_found_something",
            ),
            models.CheckConstraint(
                condition=Q(correction=None) | Q(state="accepted", besides__gt=0), name="royalty_corrected_by_consent"
            ),
        ]


class Obligation(models.Model):
    """What a side has to do after the sale, by a day, as both agreed. What was reported and answered lies in its steps."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="obligations")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="proposed")
    kind = models.CharField(max_length=16)
    what = models.TextField()
    side = models.CharField(max_length=6)
    due_on = models.DateField()
    remind_days = models.PositiveSmallIntegerField()
    proposed_by_side = models.CharField(max_length=6)
    reminded_on = models.DateField(null=True)
    told_late_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "no"], name="deal_obligation_once"),
            models.CheckConstraint(
                condition=Q(side__in=["seller", "buyer"], proposed_by_side__in=["seller", "buyer"]),
                name="deal_obligation_side_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["training", "spare-parts", "improvements", "reporting", "confidentiality", "other"]
                ),
                name="deal_obligation_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "agreed", "reported", "done", "refused", "withdrawn"]),
                name="deal_obligation_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state="agreed"), name="deal_obligation_by_day"),
        ]


class ObligationStep(models.Model):
    """One step of an obligation, with whose hand and which words; it only grows."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="steps")
    no = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=10)
    side = models.CharField(max_length=6)
    words = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["obligation", "no"], name="obligation_step_once")]
