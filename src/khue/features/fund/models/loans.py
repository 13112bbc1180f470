"""Loans: their schedules in versions, repayments, notices. Amounts in đồng; the last guards are in migration 0002."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Loan(models.Model):
    """The loan of a case; its ledger subject is ``fund_loan:<id>``. Kept sums, held to the books by checks."""

    case = models.OneToOneField("fund.FundCase", on_delete=models.PROTECT, related_name="loan")
    state = models.CharField(max_length=12, default="signed")
    terms = models.JSONField()  # of the contract; each version has its own
    drawn = models.BigIntegerField(default=0)
    repaid = models.BigIntegerField(default=0)  # principal
    interest = models.BigIntegerField(default=0)  # interest paid, late interest with it
    written_off = models.BigIntegerField(default=0)  # principal
    interest_lost = models.BigIntegerField(default=0)
    written_off_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    watched_on = models.DateField(null=True)  # up to which day the job has looked
    stamp = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["signed", "running", "settled", "written_off"]), name="fund_loan_state"
            ),
            models.CheckConstraint(
                condition=Q(drawn__gte=F("repaid") + F("written_off"))
                & Q(repaid__gte=0, interest__gte=0, written_off__gte=0, interest_lost__gte=0),
                name="fund_loan_repays_no_more_than_drawn",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["settled", "written_off"]) | Q(drawn=F("repaid") + F("written_off")),
                name="fund_loan_ends_at_zero",
            ),
            models.CheckConstraint(
                condition=Q(state="written_off", written_off_on__isnull=False)
                | (~Q(state="written_off") & Q(written_off=0, interest_lost=0)),
                name="fund_loan_written_off",
            ),
        ]
        indexes = [models.Index(fields=["id"], name="fund_loan_running", condition=Q(state="running"))]


class ScheduleVersion(models.Model):
    """A schedule from the day on which it was made. A later version takes its place; this one stays as it is."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="versions")
    no = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    cause = models.CharField(max_length=12)
    principal = models.BigIntegerField()
    carried = models.BigIntegerField()
    terms = models.JSONField()
    motion = models.ForeignKey("fund.Motion", on_delete=models.PROTECT, null=True, related_name="+")
    payment = models.ForeignKey("fund.FundPayment", on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "no"], name="fund_schedule_number"),
            models.CheckConstraint(condition=Q(principal__gt=0, carried__gte=0), name="fund_schedule_amounts"),
            models.CheckConstraint(
                condition=Q(cause__in=["drawdown", "sent_back"], payment__isnull=False, motion__isnull=True)
                | Q(cause="restructure", payment__isnull=True, motion__isnull=False),
                name="fund_schedule_cause",
            ),
        ]


class Instalment(models.Model):
    """One instalment of a version; a deferred trigger holds their principal to that of the version."""

    version = models.ForeignKey(ScheduleVersion, on_delete=models.PROTECT, related_name="instalments")
    no = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    payable_until = models.DateField()
    principal = models.BigIntegerField()
    interest = models.BigIntegerField()
    balance = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "no"], name="fund_instalment_number"),
            models.CheckConstraint(
                condition=Q(principal__gte=0, interest__gte=0, balance__gte=0), name="fund_instalment_not_negative"
            ),
            models.CheckConstraint(condition=Q(payable_until__gte=F("due_on")), name="fund_instalment_days"),
        ]


class Repayment(models.Model):
    """What one line of the bank's statement paid on a loan, and how it was allocated."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="repayments")
    version = models.ForeignKey(ScheduleVersion, on_delete=models.PROTECT, related_name="repayments")
    bank_line = models.BigIntegerField()
    paid_on = models.DateField()
    amount = models.BigIntegerField()
    late = models.BigIntegerField()
    interest = models.BigIntegerField()
    principal = models.BigIntegerField()
    entry = models.UUIDField(unique=True)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=1)  # of this line on this loan; an earlier one may be undone

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "bank_line", "attempt"], name="fund_repayment_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, late__gte=0, interest__gte=0, principal__gte=0)
                & Q(amount=F("late") + F("interest") + F("principal")),
                name="fund_repayment_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["loan", "paid_on", "id"], name="fund_repayment_in_order")]


class RepaymentUndone(models.Model):
    """A repayment was booked wrongly: it counts no more, and its line's money lies in suspense again."""

    repayment = models.OneToOneField(Repayment, on_delete=models.PROTECT, related_name="undone")
    ground = models.TextField()
    entry = models.UUIDField(unique=True)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(ground=""), name="fund_undone_says_why")]


class ScheduleEnded(models.Model):
    """A version that counts no more: the bank sent its drawdown back, and what held before holds again."""

    version = models.OneToOneField(ScheduleVersion, on_delete=models.PROTECT, related_name="ended")
    entry = models.UUIDField(unique=True)
    at = models.DateTimeField()


class LoanNotice(models.Model):
    """A borrower was told that an instalment is so many days past due; each milestone once."""

    version = models.ForeignKey(ScheduleVersion, on_delete=models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    told_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "no", "days"], name="fund_notice_once")]
