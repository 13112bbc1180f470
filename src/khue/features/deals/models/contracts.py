"""Valuations, proof of ownership, the contract, its registration, and the money that follows from it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.deals.models.deals import Deal
from khue.features.deals.models.talks import DealTerms


class Valuation(models.Model):
    """A report with its worksheet; several stand side by side and none takes another's place. Money in đồng."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="valuations")
    no = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=8)
    valuer = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    valuer_name = models.TextField()
    as_of = models.DateField()
    lines = models.JSONField()  # [[what, đồng], …]
    rate = models.IntegerField(default=0)
    value = models.BigIntegerField()
    note = models.TextField(blank=True)
    ticket = models.PositiveBigIntegerField(null=True)  # of the services' room above: the order by which it was made
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "no"], name="valuation_once"),
            models.CheckConstraint(condition=Q(method__in=["cost", "market", "income"]), name="valuation_method_known"),
            models.CheckConstraint(condition=Q(value__gt=0), name="valuation_value_positive"),
        ]


class OwnershipProof(models.Model):
    """What the seller shows, and the officer who confirmed it, once."""

    deal = models.OneToOneField(Deal, on_delete=models.PROTECT, related_name="proof")
    says = models.TextField()
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_by_name = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True)


class Contract(models.Model):
    """What both sides sign. ``filer`` and ``due_on`` as the rulebook said on the day of signing; ``effect_on`` once it holds."""

    deal = models.OneToOneField(Deal, on_delete=models.PROTECT, related_name="contract")
    terms = models.ForeignKey(DealTerms, on_delete=models.PROTECT, related_name="+")
    clauses = models.JSONField()
    direction = models.CharField(max_length=16)
    public_money = models.BooleanField()
    value = models.BigIntegerField()
    seller_by = models.CharField(max_length=40, blank=True)
    seller_by_name = models.TextField(blank=True)
    seller_at = models.DateTimeField(null=True)
    buyer_by = models.CharField(max_length=40, blank=True)
    buyer_by_name = models.TextField(blank=True)
    buyer_at = models.DateTimeField(null=True)
    signed_on = models.DateField(null=True)
    restricted = models.BooleanField(default=False)
    approval = models.TextField(blank=True)
    permit = models.TextField(blank=True)
    duty = models.CharField(max_length=12, blank=True)
    filer = models.CharField(max_length=6, blank=True)
    due_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)  # the newest notice to file
    certificate = models.CharField(max_length=60, blank=True)
    effect_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seller_by="") | ~Q(seller_by=F("buyer_by")), name="contract_signed_by_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(seller_at__isnull=False, buyer_at__isnull=False),
                name="contract_signed_by_both_sides",
            ),
            models.CheckConstraint(
                condition=Q(effect_on__isnull=True)
                | (Q(signed_on__isnull=False) & (~Q(duty="compulsory") | ~Q(certificate=""))),
                name="compulsory_contract_holds_from_its_certificate",
            ),
            models.CheckConstraint(
                condition=Q(effect_on__isnull=True) | Q(restricted=False) | ~Q(permit=""),
                name="restricted_contract_holds_from_its_permit",
            ),
        ]


class ContractPaper(models.Model):
    """The sheet of a signed contract: its number and what is printed, fixed on the day of signing; ``file`` once it is rendered."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="paper")
    number = models.CharField(max_length=60, unique=True)
    values = models.JSONField()
    code = models.CharField(max_length=20)
    file = models.UUIDField(null=True)


class Amendment(models.Model):
    """What both sides change in a contract that holds: ``before`` and ``after`` have only what differs (clauses by code, royalty, least
    royalty, value; ``after`` besides instalments that are added). ``fee`` in đồng as the rulebook said on the day of filing, None where the
    law sets none. A contract that must be registered is changed from the certificate of the amendment on."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="amendments")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="drawn")
    drawn_by_side = models.CharField(max_length=6)
    ground = models.TextField()
    before = models.JSONField()
    after = models.JSONField()
    value = models.BigIntegerField()
    seller_by = models.CharField(max_length=40, blank=True)
    seller_by_name = models.TextField(blank=True)
    seller_at = models.DateTimeField(null=True)
    buyer_by = models.CharField(max_length=40, blank=True)
    buyer_by_name = models.TextField(blank=True)
    buyer_at = models.DateTimeField(null=True)
    end_ground = models.TextField(blank=True)
    signed_on = models.DateField(null=True)
    fee = models.BigIntegerField(null=True)
    fee_paper = models.TextField(blank=True)
    certificate = models.CharField(max_length=60, blank=True)
    effect_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "no"], name="amendment_once"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state__in=["drawn", "signed"]), name="one_amendment_under_way"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drawn", "signed", "effective", "refused", "withdrawn"]),
                name="amendment_state_known",
            ),
            models.CheckConstraint(
                condition=Q(seller_by="") | ~Q(seller_by=F("buyer_by")), name="amendment_signed_by_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "effective"])
                | Q(seller_at__isnull=False, buyer_at__isnull=False, signed_on__isnull=False),
                name="amendment_signed_by_both_sides",
            ),
            models.CheckConstraint(
                condition=~Q(state="effective") | Q(effect_on__isnull=False), name="amendment_holds_from_a_day"
            ),
        ]


class Filing(models.Model):
    """One filing for registration with its two clocks, of the contract or of an ``amendment``; one that is incomplete is followed by
    another."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="filings")
    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="filings", null=True)
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="filed")
    papers = models.TextField()
    filed_on = models.DateField()
    filed_by_name = models.TextField()
    answer_due = models.DateField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_by_name = models.TextField(blank=True)
    missing = models.TextField(blank=True)
    full_on = models.DateField(null=True)
    certificate_due = models.DateField(null=True)
    decided_by_name = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "no"], name="contract_filing_once"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state__in=["filed", "full"]), name="one_filing_under_way"
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state="registered", amendment=None), name="contract_registered_once"
            ),
            models.UniqueConstraint(
                fields=["amendment"], condition=Q(state="registered"), name="amendment_registered_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["filed", "incomplete", "full", "registered", "refused"]),
                name="contract_filing_state_known",
            ),
        ]


class DealDue(models.Model):
    """What the buyer owes: an instalment, a royalty of a period (half-open), or what an audit found besides (``correction``: the report
    that it corrects stands beside it). Money in đồng; entries are ledger ids."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="dues")
    no = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    sales = models.BigIntegerField(null=True)
    amount = models.BigIntegerField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default="due")
    received = models.UUIDField(null=True)
    settled = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "no"], name="deal_due_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["instalment", "royalty", "correction"]), name="deal_due_kind_known"
            ),
            models.CheckConstraint(condition=Q(state__in=["due", "in_escrow", "settled"]), name="deal_due_state_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="deal_due_positive"),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(received__isnull=False, settled__isnull=False),
                name="deal_due_settled_from_escrow",
            ),
        ]


class DealShare(models.Model):
    """Somebody's part of a due that was settled: owed through the ledger as ``deal_share:<id>``, paid by a payment order.

    ``role`` as what they receive it; ``paid_on`` and ``payment`` (ledger entry) as the bank's statement says."""

    due = models.ForeignKey(DealDue, on_delete=models.PROTECT, related_name="shares")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    role = models.CharField(max_length=12, default="owner")
    amount = models.BigIntegerField()
    state = models.CharField(max_length=8, default="due")
    order = models.BigIntegerField(null=True, unique=True)
    paid_on = models.DateField(null=True)
    payment = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["due", "party"], name="deal_share_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="deal_share_positive"),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "author", "intermediary"]), name="deal_share_role_known"
            ),
            models.CheckConstraint(
                condition=Q(state="due", order__isnull=True, paid_on__isnull=True)
                | Q(state="ordered", order__isnull=False, paid_on__isnull=True)
                | Q(state="paid", order__isnull=False, paid_on__isnull=False),
                name="deal_share_paid_by_its_order",
            ),
        ]
        indexes = [models.Index(fields=["party", "-id"], name="deal_share_by_party")]


class AmendmentPaper(models.Model):
    """The sheet of a signed amendment, kept as that of the contract."""

    amendment = models.OneToOneField(Amendment, on_delete=models.PROTECT, related_name="paper")
    number = models.CharField(max_length=60, unique=True)
    values = models.JSONField()
    code = models.CharField(max_length=20)
    file = models.UUIDField(null=True)
