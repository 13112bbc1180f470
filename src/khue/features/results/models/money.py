"""What a result earned, and who gets what of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.results.models.register import Result


class IncomePeriod(models.Model):
    """A period for which a report is due, half-open; the row is there before anybody asks for it."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="periods")
    from_on = models.DateField()
    until_on = models.DateField()
    due_on = models.DateField(null=True)
    reported = models.BooleanField(default=False)
    reminded_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "from_on"], name="income_period_once"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="income_period_not_empty"),
        ]
        indexes = [models.Index(fields=["due_on", "id"], name="income_due", condition=Q(reported=False))]


class IncomeReport(models.Model):
    """One report; a correction is the next number for the same period. Amounts in đồng; ``profit`` may be below zero."""

    period = models.ForeignKey(IncomePeriod, on_delete=models.PROTECT, related_name="reports")
    no = models.PositiveSmallIntegerField()
    licence = models.BigIntegerField()
    sale = models.BigIntegerField()
    own_use = models.BigIntegerField()
    costs = models.BigIntegerField()
    tax = models.BigIntegerField()
    profit = models.BigIntegerField()
    intermediary = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    agreed_fee = models.CharField(max_length=20, blank=True)  # an exact fraction, empty without a contract
    note = models.TextField(blank=True)
    reported_by = models.CharField(max_length=40)
    reported_by_name = models.TextField()
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "no"], name="income_report_once"),
            models.CheckConstraint(
                condition=Q(licence__gte=0, sale__gte=0, own_use__gte=0, costs__gte=0, tax__gte=0),
                name="income_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(profit=F("licence") + F("sale") + F("own_use") - F("costs") - F("tax")),
                name="income_profit_adds_up",
            ),
        ]


class Distribution(models.Model):
    """The split of one report's profit; a deferred trigger holds its payouts to the profit, to the đồng."""

    report = models.ForeignKey(IncomeReport, on_delete=models.PROTECT, related_name="distributions")
    period = models.ForeignKey(IncomePeriod, on_delete=models.PROTECT, related_name="distributions")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="distributions")
    share_list = models.ForeignKey("results.ShareList", on_delete=models.PROTECT, related_name="+")
    ownership = models.ForeignKey("results.Ownership", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="drawn_up")
    # The distribution whose report was corrected after it was approved; this one takes its place.
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    profit = models.BigIntegerField()
    fee = models.BigIntegerField()
    least_reward = models.BigIntegerField()
    reward = models.BigIntegerField()
    left_to_owners = models.BigIntegerField()
    budget_line = models.CharField(max_length=60, blank=True)
    binding = models.BooleanField()
    drawn_up_by = models.CharField(max_length=40)
    drawn_up_for = models.CharField(max_length=40, blank=True)
    drawn_up_by_name = models.TextField()
    drawn_up_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)
    paid = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period"],
                condition=~Q(state="rejected") & Q(supersedes__isnull=True),
                name="one_distribution_per_period",
            ),
            models.UniqueConstraint(
                fields=["supersedes"], condition=~Q(state="rejected"), name="one_correction_of_a_distribution"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drawn_up", "approved", "paid", "rejected", "superseded"]),
                name="distribution_state_known",
            ),
            models.CheckConstraint(
                condition=(Q(profit__gt=0) | Q(profit=0, supersedes__isnull=False))
                & Q(fee__gte=0, left_to_owners__gte=0)
                & Q(reward__gte=F("least_reward")),
                name="distribution_holds_the_floor",
            ),
            models.CheckConstraint(
                condition=Q(profit=F("fee") + F("reward") + F("left_to_owners")), name="distribution_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("drawn_up_by")), name="distribution_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "paid", "superseded"]) | (~Q(decided_by="") & ~Q(budget_line="")),
                name="approved_distribution_has_approver_and_line",
            ),
        ]


class Payout(models.Model):
    """One amount to one party; paid only when a bank statement shows it."""

    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="payouts")
    no = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=12)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    share = models.CharField(max_length=60)  # an exact fraction of its pot
    amount = models.BigIntegerField()
    state = models.CharField(max_length=10, default="planned")
    accrual = models.UUIDField(null=True)
    order = models.BigIntegerField(null=True)
    paid_on = models.DateField(null=True)
    payment = models.UUIDField(null=True)
    carried = models.BooleanField(default=False)  # paid by the distribution that this one corrects

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["distribution", "no"], name="payout_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_amount_positive"),
            models.CheckConstraint(condition=Q(role__in=["intermediary", "author", "owner"]), name="payout_role_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["due", "ordered", "paid"]) | Q(accrual__isnull=False),
                name="due_payout_has_its_accrual",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(payment__isnull=False, paid_on__isnull=False),
                name="paid_payout_has_its_payment",
            ),
            models.CheckConstraint(
                condition=~Q(state="ordered") | Q(order__isnull=False), name="ordered_payout_has_its_order"
            ),
        ]


class PayoutClaim(models.Model):
    """Money that a correction showed to be paid beyond its receiver's part: a receivable. No law sets its day."""

    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="claims")
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="claims")  # the newest that had paid it
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    role = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    reference = models.CharField(max_length=40)
    recovered = models.BigIntegerField(default=0)
    claimed_on = models.DateField()
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, recovered__gte=0, recovered__lte=F("amount")), name="payout_claim_amounts"
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | Q(recovered=F("amount")),
                name="settled_payout_claim_is_recovered",
            ),
            models.UniqueConstraint(fields=["distribution", "role", "party"], name="payout_claim_once"),
        ]
