"""Bidders, and the list of bids in its one order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from khue.features.auctions.models.auctions import Auction


class Bidder(models.Model):
    """A party that takes part, shown by its number. Leaving and exclusion stand in the list of bids."""

    auction = models.ForeignKey(Auction, on_delete=models.PROTECT, related_name="bidders")
    no = models.IntegerField()
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    registered_by = models.CharField(max_length=40)
    registered_by_name = models.TextField()
    registered_at = models.DateTimeField()
    deposit_paper = models.TextField(blank=True)
    deposit_by = models.CharField(max_length=40, blank=True)
    deposit_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["auction", "no"], name="bidder_number_once"),
            models.UniqueConstraint(fields=["auction", "party"], name="bidder_registers_once"),
        ]


class Bid(models.Model):
    """A line of the list: a bid, or a bidder that left. ``no`` is the total order within the auction.

    ``said`` is sealed (amount, and the plan of a tender); ``standing`` the sealed standing after this line (English). ``amount`` is
    open from the beginning for a taken clock, from the opening for sealed bids, never for limits. ``price``, ``leader`` and
    ``ends_at`` say what everybody could read afterwards. ``at`` is the moment that counts, ``written_at`` the database's own.
    """

    auction = models.ForeignKey(Auction, on_delete=models.PROTECT, related_name="bids")
    no = models.IntegerField()
    bidder = models.ForeignKey(Bidder, on_delete=models.PROTECT, related_name="bids")
    kind = models.CharField(max_length=12, default="bid")
    said = models.BinaryField(null=True)
    standing = models.BinaryField(null=True)
    amount = models.BigIntegerField(null=True)
    price = models.BigIntegerField(null=True)
    leader = models.IntegerField(default=0)
    ends_at = models.DateTimeField()
    ground = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["auction", "no"], name="bids_in_one_order"),
            models.CheckConstraint(condition=Q(kind__in=["bid", "withdraw", "exclude"]), name="bid_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="bid") | Q(said__isnull=False) | Q(amount__isnull=False), name="bid_says_something"
            ),
            models.UniqueConstraint(
                fields=["bidder"], condition=Q(kind__in=["withdraw", "exclude"]), name="bidder_leaves_once"
            ),
        ]


class BidScore(models.Model):
    """Points for one criterion of a tender, of 100; the last line for a bidder and criterion counts."""

    bidder = models.ForeignKey(Bidder, on_delete=models.PROTECT, related_name="scores")
    criterion = models.CharField(max_length=40)
    points = models.IntegerField()
    ground = models.TextField()
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=0, points__lte=100), name="bid_points_of_a_hundred")
        ]
