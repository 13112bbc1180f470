"""Intellectual-property objects with their steps, and offers of a transfer without refund."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.results.models.register import Result


class IpObject(models.Model):
    """One right of a result in one territory; ``state`` follows from its steps."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="rights")
    kind = models.CharField(max_length=12)
    title = models.TextField()
    territory = models.CharField(max_length=4)
    state = models.CharField(max_length=10, default="planned")
    number = models.CharField(max_length=60, blank=True)
    added_by = models.CharField(max_length=40)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["patent", "utility", "design", "copyright", "software", "variety", "secret"]),
                name="ip_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "filed", "published", "granted", "refused", "lapsed", "held"]),
                name="ip_state_known",
            ),
        ]


class IpStep(models.Model):
    """What happened to an IP object on a day; never changed."""

    right = models.ForeignKey(IpObject, on_delete=models.PROTECT, related_name="steps")
    no = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    on = models.DateField()
    number = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["right", "no"], name="ip_step_once")]


class TransferOffer(models.Model):
    """A result offered for transfer without refund; claims are taken while its window is open."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="offers")
    conditions_vi = models.TextField()
    conditions_en = models.TextField(blank=True)
    open_on = models.DateField()
    until_on = models.DateField()
    offered_by = models.CharField(max_length=40)
    offered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=40, blank=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("open_on")), name="offer_window"),
            models.UniqueConstraint(
                fields=["result"], condition=Q(withdrawn_at__isnull=True), name="one_offer_per_result"
            ),
        ]


class TransferClaim(models.Model):
    """A party wants a result that is on offer; what it said never changes. The owner and the city decide outside this table."""

    offer = models.ForeignKey(TransferOffer, on_delete=models.PROTECT, related_name="claims")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    purpose = models.TextField()
    claimed_by = models.CharField(max_length=40)
    claimed_by_name = models.TextField()
    claimed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=40, blank=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "party"], condition=Q(withdrawn_at__isnull=True), name="one_transfer_claim_per_party"
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="transfer_claim_says_purpose"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(ground=""), name="withdrawn_transfer_claim_says_why"
            ),
        ]
        indexes = [models.Index(fields=["party", "-id"], name="transfer_claim_of_party")]
