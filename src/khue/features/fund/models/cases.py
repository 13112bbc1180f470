"""Applications, the motions that the bodies decide on, payments under the contracts, opinions of the control board."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class FundCase(models.Model):
    """One application to the fund and what became of it; its ledger subject is ``fund_case:<id>``. Amounts in đồng."""

    dossier = models.OneToOneField("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    dossier_number = models.CharField(max_length=40)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.CharField(max_length=200)
    public_name = models.CharField(max_length=200)
    submitted_by = models.CharField(max_length=40, blank=True)
    product = models.CharField(max_length=16)
    title = models.TextField()
    folded = models.TextField()
    asked = models.BigIntegerField()
    granted = models.BigIntegerField(null=True)
    paid = models.BigIntegerField(default=0)
    bank = models.CharField(max_length=20, blank=True)
    bank_contract = models.CharField(max_length=100, blank=True)
    bank_ends_on = models.DateField(null=True)
    state = models.CharField(max_length=10, default="applied")
    applied_on = models.DateField()
    decided_on = models.DateField(null=True)
    contract = models.CharField(max_length=100, blank=True)
    contract_document = models.BigIntegerField(null=True)  # drawn up here: the dossier's document
    signed_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    ground = models.TextField(blank=True)  # why it was refused, closed or excused
    binding = models.BooleanField(default=True)
    stamp = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(product__in=["grant", "sponsorship", "interest_support", "loan"]), name="fund_case_product"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["applied", "laid", "approved", "running", "closed", "excused", "refused", "withdrawn"]
                ),
                name="fund_case_state",
            ),
            models.CheckConstraint(condition=Q(asked__gt=0), name="fund_case_asked"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "running", "closed", "excused"])
                | Q(granted__gt=0, decided_on__isnull=False),
                name="fund_case_approved_has_amount",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0) & (Q(granted__isnull=True, paid=0) | Q(paid__lte=F("granted"))),
                name="fund_case_paid_within_grant",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["running", "closed", "excused"])
                | (~Q(contract="") & Q(signed_on__isnull=False)),
                name="fund_case_runs_by_contract",
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], name="fund_case_open", condition=Q(state__in=["applied", "laid", "approved"])),
            models.Index(fields=["party", "-id"], name="fund_case_of_party"),
            models.Index(fields=["product", "decided_on"], name="fund_case_portfolio"),
        ]


class Motion(models.Model):
    """What the executive body lays before the body competent: a case to decide, a loan to restructure or write off."""

    case = models.ForeignKey(FundCase, on_delete=models.PROTECT, related_name="motions")
    kind = models.CharField(max_length=12)
    body = models.CharField(max_length=16)
    charter = models.ForeignKey("fund.CharterVersion", on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    opinion = models.TextField()
    terms = models.JSONField(null=True)  # domain.lending.terms_to_json
    cause = models.CharField(max_length=16, blank=True)
    papers = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="open")
    laid_by = models.CharField(max_length=40)
    laid_for = models.CharField(max_length=40, blank=True)
    laid_by_name = models.CharField(max_length=200)
    laid_at = models.DateTimeField()
    agreed = models.PositiveSmallIntegerField(default=0)
    against = models.PositiveSmallIntegerField(default=0)
    seats = models.PositiveSmallIntegerField(default=0)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["decide", "restructure", "write_off"]), name="fund_motion_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "approved", "rejected", "withdrawn"]), name="fund_motion_state"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="fund_motion_amount"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "rejected"])
                | (~Q(decided_by="") & ~Q(decided_by=F("laid_by")) & ~Q(decided_by=F("laid_for")) & ~Q(ground="")),
                name="fund_motion_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved", body="council")
                | (Q(agreed__gt=F("against")) & Q(seats__lt=F("agreed") * 2 + F("against") * 2)),
                name="fund_motion_carried_with_quorum",
            ),
            models.CheckConstraint(condition=~Q(kind="write_off") | ~Q(cause=""), name="fund_write_off_has_cause"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="fund_one_open_motion"),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="fund_motion_by_state")]


class MotionLine(models.Model):
    """How much of one cost line a motion gives, and why not all of it. The amounts add up to the motion's."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="lines")
    no = models.PositiveSmallIntegerField()
    description = models.TextField()
    asked = models.BigIntegerField()
    given = models.BigIntegerField()
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["motion", "no"], name="fund_motion_line_once"),
            models.CheckConstraint(
                condition=Q(given__gte=0, given__lte=F("asked"), asked__gt=0), name="fund_motion_line_bounds"
            ),
            models.CheckConstraint(condition=Q(given=F("asked")) | ~Q(ground=""), name="fund_motion_line_says_why"),
        ]


class MotionVote(models.Model):
    """One member's vote on a motion, given once."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="votes")
    person = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    agrees = models.BooleanField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["motion", "person"], name="fund_vote_once")]


class FundPayment(models.Model):
    """Money under a contract: a part of a grant, a drawdown, interest of a period. Ledger subject ``fund_payment:<id>``.

    ``line``: the cost line of the application whose invoice it pays; that invoice is held by the dossier already.
    """

    case = models.ForeignKey(FundCase, on_delete=models.PROTECT, related_name="payments")
    no = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    purpose = models.TextField()
    papers = models.JSONField(default=list)
    line = models.PositiveSmallIntegerField(null=True)
    interest = models.JSONField(null=True)  # the statement and what the rule said of it
    state = models.CharField(max_length=10, default="asked")
    asked_by = models.CharField(max_length=40)
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    answered_by = models.CharField(max_length=40, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)
    order = models.BigIntegerField(null=True)
    paid_on = models.DateField(null=True)
    payment = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "no"], name="fund_payment_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="fund_payment_amount"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "returned", "due", "ordered", "paid"]), name="fund_payment_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["due", "ordered", "paid"])
                | (~Q(answered_by="") & ~Q(answered_by=F("asked_by"))),
                name="fund_payment_accepted_by_another",
            ),
            models.CheckConstraint(condition=~Q(state="ordered") | Q(order__isnull=False), name="fund_payment_ordered"),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_on__isnull=False, payment__isnull=False), name="fund_payment_paid"
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="fund_payment_by_state")]


class Opinion(models.Model):
    """What the control board thinks of a case, or of the fund as a whole."""

    case = models.ForeignKey(FundCase, on_delete=models.PROTECT, null=True, related_name="opinions")
    text = models.TextField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="fund_opinion_says_something")]
