"""What is spent under a line, what minutes earned, what took place."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.activities.domain.words import EARNED, SPEND, SPENDS, WHY_WAITING
from khue.features.activities.models.plans import ActivityLine


class Spend(models.Model):
    """Money under a line for one payee; for tax that is withheld ``payee`` is empty and ``withheld_from`` says of what."""

    line = models.ForeignKey(ActivityLine, on_delete=models.PROTECT, related_name="spends")
    number = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=8)
    payee = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    payee_name = models.TextField()
    withheld_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="tax")
    amount = models.BigIntegerField()
    purpose = models.CharField(max_length=500)
    papers = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="asked")
    asked_by = models.CharField(max_length=60)
    asked_for = models.CharField(max_length=40, blank=True)
    asked_by_name = models.TextField()
    asked_at = models.DateTimeField()
    answered_by = models.CharField(max_length=40, blank=True)
    answered_for = models.CharField(max_length=40, blank=True)
    answered_by_name = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)
    accrual = models.UUIDField(null=True)
    order = models.BigIntegerField(null=True)
    paid_on = models.DateField(null=True)
    payment = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(SPENDS)), name="spend_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(SPEND.labels)), name="spend_state_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="spend_amount_above_zero"),
            models.CheckConstraint(
                condition=Q(answered_by="") | ~Q(answered_by=F("asked_by")) | Q(state="withdrawn"), name="spend_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(kind="tax") | Q(payee__isnull=False), name="spend_has_its_payee"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "ordered", "paid"]) | Q(accrual__isnull=False),
                name="accepted_spend_has_its_accrual",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(payment__isnull=False, paid_on__isnull=False),
                name="paid_spend_has_its_payment",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "-id"], name="spend_by_state"),
            models.Index(fields=["line", "-id"], name="spend_of_line"),
            models.Index(fields=["payee", "-id"], name="spend_of_payee"),
        ]


class SpendReturn(models.Model):
    """The payee owes a part of a paid spend to the city again; it counts as back when bank statements show it."""

    spend = models.ForeignKey(Spend, on_delete=models.PROTECT, related_name="returns")
    amount = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    ground = models.TextField()
    reference = models.CharField(max_length=40, blank=True)
    asked_by_name = models.TextField()
    asked_on = models.DateField()
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, received__gte=0, received__lte=F("amount")), name="spend_return_in_order"
            )
        ]


class EarnedFee(models.Model):
    """A fee that signed minutes earned (``councils``: ``entitlement``), once. It waits with its reason, or has its spend."""

    entitlement = models.BigIntegerField(unique=True)
    minutes = models.BigIntegerField()
    minutes_number = models.TextField()
    met_on = models.DateField()
    council = models.BigIntegerField()
    council_name = models.TextField()
    unit = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    role = models.CharField(max_length=10)
    basis = models.CharField(max_length=8)
    count = models.PositiveIntegerField()
    norm = models.CharField(max_length=80)
    each = models.BigIntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    each_ground = models.TextField(blank=True)
    settled_by = models.CharField(max_length=40, blank=True)
    settled_for = models.CharField(max_length=40, blank=True)
    settled_by_name = models.TextField(blank=True)
    state = models.CharField(max_length=8, default="waiting")
    why = models.CharField(max_length=12, blank=True)
    spend = models.OneToOneField(Spend, on_delete=models.PROTECT, null=True, related_name="fee")
    earned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(EARNED.labels)), name="earned_fee_state_known"),
            models.CheckConstraint(condition=Q(why__in=["", *WHY_WAITING]), name="earned_fee_reason_known"),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(spend__isnull=False, amount__gt=0), name="taken_fee_has_its_spend"
            ),
            models.CheckConstraint(condition=~Q(state="waiting") | ~Q(why=""), name="waiting_fee_says_why"),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="earned_fee_by_state"),
            models.Index(fields=["person", "-id"], name="earned_fee_of_person"),
        ]


class ActivityReport(models.Model):
    """What took place under a line. Written once; a correction is another report."""

    line = models.ForeignKey(ActivityLine, on_delete=models.PROTECT, related_name="reports")
    no = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    title = models.CharField(max_length=300)
    place = models.CharField(max_length=300, blank=True)
    participants = models.PositiveIntegerField()
    outcome = models.TextField()
    papers = models.JSONField(default=list)
    reported_by = models.CharField(max_length=40)
    reported_by_name = models.TextField()
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "no"], name="activity_report_number_once"),
            models.CheckConstraint(condition=Q(participants__gt=0), name="activity_report_has_participants"),
        ]
