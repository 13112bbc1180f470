"""Offers with their results; what was sent never changes (trigger)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.talent.domain.words import LIVE_OFFERS, OFFER
from khue.features.talent.models.needs import Candidacy


class Offer(models.Model):
    """What the city offers, đồng. ``renews``: the engagement that would go on under the new contract."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="offers")
    need = models.ForeignKey("talent.Need", on_delete=models.PROTECT, related_name="offers")
    renews = models.ForeignKey("talent.Engagement", on_delete=models.PROTECT, null=True, related_name="renewals")
    no = models.PositiveSmallIntegerField()
    monthly_pay = models.BigIntegerField()
    months = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()
    start = models.BigIntegerField(default=0)
    housing = models.BigIntegerField(default=0)
    health = models.BigIntegerField(default=0)
    family = models.BigIntegerField(default=0)
    bonus = models.BigIntegerField(default=0)
    total = models.BigIntegerField()
    binding = models.BooleanField()
    state = models.CharField(max_length=10, default="drafted")
    drafted_by = models.CharField(max_length=40)
    drafted_for = models.CharField(max_length=40, blank=True)
    drafted_by_name = models.TextField()
    drafted_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "no"], name="offer_number_once"),
            models.UniqueConstraint(
                fields=["need"], condition=Q(state__in=LIVE_OFFERS, renews__isnull=True), name="one_live_offer_per_post"
            ),
            models.UniqueConstraint(
                fields=["renews"], condition=Q(state__in=LIVE_OFFERS), name="one_live_renewal_per_engagement"
            ),
            models.CheckConstraint(condition=Q(state__in=list(OFFER.labels)), name="offer_state_known"),
            models.CheckConstraint(
                condition=Q(monthly_pay__gt=0, months__gt=0, until_on__gt=F("from_on")), name="offer_has_pay_and_period"
            ),
            models.CheckConstraint(
                condition=Q(start__gte=0, housing__gte=0, health__gte=0, family__gte=0, bonus__gte=0),
                name="offer_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    total=F("monthly_pay") * F("months") + F("start") + F("housing") + F("health") + F("family") + F("bonus")
                ),
                name="offer_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("drafted_by")), name="offer_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "accepted", "declined", "lapsed"])
                | (~Q(decided_by="") & Q(answer_by__isnull=False)),
                name="sent_offer_has_approver_and_clock",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["answer_by", "id"], name="offer_clock", condition=Q(state="sent"))]


class OfferResult(models.Model):
    """A result with the criteria by which it will be accepted, and what it pays, đồng."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="results")
    no = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    criteria = models.TextField()
    due_on = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "no"], name="offer_result_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="offer_result_pays"),
        ]
