"""Technology that the city buys, and the licences by which it spreads it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

LIVE = ["proposed", "decided", "received", "ordered", "paid"]


class Purchase(models.Model):
    """A purchase of a listed technology: need, price basis and class of licence stand from the proposal on. Money in đồng."""

    number = models.CharField(max_length=16, unique=True)
    offer = models.ForeignKey("exchange.Offer", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    seller_name = models.TextField()
    title_vi = models.TextField()
    title_en = models.TextField(blank=True)
    takes = models.CharField(max_length=10)
    need = models.TextField()
    benefit = models.TextField()
    rights = models.TextField()
    price = models.BigIntegerField()
    basis = models.TextField()
    valuer = models.TextField()
    valued = models.BigIntegerField()
    valued_on = models.DateField()
    line = models.CharField(max_length=60)
    spread = models.CharField(max_length=12)
    terms = models.TextField(blank=True)
    fee = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default="proposed")
    proposed_by = models.CharField(max_length=40)
    proposed_by_name = models.TextField()
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)
    received_by = models.CharField(max_length=40, blank=True)
    received_on = models.DateField(null=True)
    received_note = models.TextField(blank=True)
    dropped_ground = models.TextField(blank=True)
    order = models.BigIntegerField(null=True)
    accrual = models.UUIDField(null=True)
    payment = models.UUIDField(null=True)
    paid_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[*LIVE, "refused", "dropped"]), name="purchase_state_known"),
            models.CheckConstraint(condition=Q(takes__in=["ownership", "use"]), name="purchase_takes_known"),
            models.CheckConstraint(condition=Q(spread__in=["free", "favourable", "conditional"]), name="purchase_spread_known"),
            models.CheckConstraint(condition=Q(price__gt=0) & Q(valued__gt=0) & Q(fee__gte=0), name="purchase_sums"),
            models.CheckConstraint(condition=~Q(spread="free") | Q(fee=0), name="purchase_free_is_free"),
            models.CheckConstraint(condition=~Q(spread="conditional") | ~Q(terms=""), name="purchase_conditions_said"),
            models.CheckConstraint(
                condition=Q(state="proposed") | (Q(decided_at__isnull=False) & ~Q(ground="")), name="purchase_decided_with_ground"
            ),
            models.CheckConstraint(condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")), name="purchase_decided_by_another"),
            models.CheckConstraint(
                condition=~Q(state__in=["received", "ordered", "paid"]) | Q(accrual__isnull=False, received_on__isnull=False),
                name="purchase_owed_once_received",
            ),
            models.CheckConstraint(condition=~Q(state="paid") | Q(payment__isnull=False, paid_on__isnull=False), name="purchase_paid_by_the_bank"),
            models.UniqueConstraint(fields=["offer"], condition=Q(state__in=LIVE), name="one_live_purchase"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["seller", "-id"], name="purchase_by_seller")]


class PurchaseYear(models.Model):
    """The last number given in a year; its row is the lock."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()


class SpreadLicence(models.Model):
    """Somebody may use what the city bought, by the class of the purchase. ``until_on`` is the last day, None: no end. ``fee`` in đồng is owed
    from the grant on, under ``fee_reference``; ``fee_received`` is what bank statements brought of it, ``fee_on`` when it was whole."""

    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="licences")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    use = models.TextField()
    state = models.CharField(max_length=10, default="asked")
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    until_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_by_name = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    end_ground = models.TextField(blank=True)
    fee = models.BigIntegerField(default=0)
    fee_reference = models.CharField(max_length=25, blank=True)
    fee_received = models.BigIntegerField(default=0)
    fee_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fee=0, fee_reference="") | (Q(fee__gt=0, state__in=["active", "ended"]) & ~Q(fee_reference="")),
                name="spread_licence_fee_is_owed",
            ),
            models.CheckConstraint(condition=Q(fee_received__gte=0, fee_received__lte=F("fee")), name="spread_licence_fee_bounds"),
            models.CheckConstraint(condition=Q(state__in=["asked", "active", "refused", "ended"]), name="spread_licence_state_known"),
            models.CheckConstraint(
                condition=Q(state="asked") | (Q(answered_at__isnull=False) & ~Q(ground="")), name="spread_licence_answered_with_ground"
            ),
            models.CheckConstraint(condition=~Q(state="ended") | (Q(ended_at__isnull=False) & ~Q(end_ground="")), name="spread_licence_ended_says_why"),
            models.UniqueConstraint(fields=["purchase", "party"], condition=Q(state__in=["asked", "active"]), name="one_live_spread_licence"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["party", "-id"], name="spread_licence_by_party")]


class LicenceDuty(models.Model):
    """What a user owes by a day under its licence; ``state`` follows from its reports."""

    licence = models.ForeignKey(SpreadLicence, on_delete=models.PROTECT, related_name="duties")
    no = models.PositiveSmallIntegerField()
    what = models.TextField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default="owed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["licence", "no"], name="licence_duty_once"),
            models.CheckConstraint(
                condition=Q(state__in=["owed", "reported", "done"]), name="licence_duty_state_known"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="licence_duty_due", condition=~Q(state="done"))]


class LicenceReport(models.Model):
    """What was said of a duty: ``report`` (the user), ``done`` or ``again`` (the officer). Never changed."""

    duty = models.ForeignKey(LicenceDuty, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=8)
    said = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["report", "done", "again"]), name="licence_report_kind_known")
        ]
