"""Auctions with their terms, and what came out of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Auction(models.Model):
    """Its terms never change; ``ends_at`` only moves later. A reserve that is not open lies in ``sealed_reserve``."""

    number = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default="announced")
    title_vi = models.TextField()
    title_en = models.TextField(blank=True)
    about = models.TextField()
    reference = models.CharField(max_length=60, blank=True)
    seller = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    seller_name = models.TextField()
    start = models.BigIntegerField()
    reserve = models.BigIntegerField(null=True)
    sealed_reserve = models.BinaryField(null=True)
    opens_at = models.DateTimeField()
    planned_end = models.DateTimeField()
    ends_at = models.DateTimeField()
    steps = models.JSONField(default=list)  # [[over, by], …]
    extend_within = models.IntegerField(default=0)  # seconds
    extend_by = models.IntegerField(default=0)
    drop = models.BigIntegerField(default=0)
    every = models.IntegerField(default=0)  # seconds
    lowest = models.BooleanField(default=False)
    price_weight = models.IntegerField(default=0)
    criteria = models.JSONField(default=list)  # [[code, vi, en, weight], …]
    announced_by = models.CharField(max_length=40)
    announced_by_name = models.TextField()
    announced_at = models.DateTimeField()
    first_opener = models.CharField(max_length=40, blank=True)
    first_opener_name = models.TextField(blank=True)
    second_opener = models.CharField(max_length=40, blank=True)
    second_opener_name = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True)
    concluded_by = models.CharField(max_length=40, blank=True)
    ended_by_name = models.TextField(blank=True)  # who awarded or annulled
    ended_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["english", "first_price", "second_price", "dutch", "tender"]),
                name="auction_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["announced", "opened", "settled", "awarded", "annulled"]),
                name="auction_state_known",
            ),
            models.CheckConstraint(condition=Q(planned_end__gt=F("opens_at")), name="auction_ends_after_it_opens"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("planned_end")), name="auction_end_only_moves_later"),
            models.CheckConstraint(condition=Q(start__gt=0), name="auction_start_positive"),
            models.CheckConstraint(
                condition=Q(second_opener="") | (~Q(second_opener=F("first_opener")) & ~Q(first_opener="")),
                name="auction_opened_by_two",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["english", "dutch"])
                | Q(state__in=["announced", "annulled"])
                | Q(opened_at__isnull=False),
                name="sealed_auction_opened_first",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "ends_at"], name="auction_by_end"),
            models.Index(fields=["-opens_at", "-id"], name="auction_by_opening"),
        ]


class AuctionResult(models.Model):
    """What came out, once; without a winner nobody gets it. ``why`` is a list of sentences in both languages."""

    auction = models.OneToOneField(Auction, on_delete=models.PROTECT, related_name="result")
    winner = models.ForeignKey("auctions.Bidder", on_delete=models.PROTECT, null=True, related_name="+")
    price = models.BigIntegerField(null=True)
    why = models.JSONField()
    bids = models.IntegerField()  # length of the list that it was computed from
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(winner__isnull=True, price__isnull=True) | Q(winner__isnull=False, price__gt=0),
                name="auction_winner_has_a_price",
            )
        ]


class AuctionYear(models.Model):
    """The last number of a year."""

    year = models.IntegerField(primary_key=True)
    last = models.IntegerField()
