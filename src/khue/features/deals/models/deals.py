"""Deals, the non-disclosures that open the confidential part of their offers, and brokers of a side."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

STATES = ["asked", "open", "agreed", "signed", "effective", "declined", "ended", "stopped"]


class DealYear(models.Model):
    """The last number of a year."""

    year = models.IntegerField(primary_key=True)
    last = models.IntegerField()


class Deal(models.Model):
    """One buyer and one offer. Parties and offer never change; ``answer_due`` is None while no rule sets a term."""

    number = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=12, default="asked")
    offer = models.ForeignKey("exchange.Offer", on_delete=models.PROTECT, related_name="+")
    offer_number = models.CharField(max_length=20)
    title_vi = models.TextField()
    title_en = models.TextField(blank=True)
    seller = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    seller_name = models.TextField()
    buyer = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    buyer_name = models.TextField()
    note = models.TextField()
    asked_by = models.CharField(max_length=40)
    asked_by_name = models.TextField()
    asked_at = models.DateTimeField()
    answer_due = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)  # of declining, breaking off, stopping

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="deal_state_known"),
            models.CheckConstraint(condition=~Q(seller=F("buyer")), name="deal_has_two_sides"),
            models.UniqueConstraint(
                fields=["offer", "buyer"], condition=Q(state__in=["asked", "open", "agreed"]), name="one_live_deal"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "open", "agreed", "signed", "effective"])
                | (Q(ended_at__isnull=False) & ~Q(ground="")),
                name="ended_deal_has_its_ground",
            ),
        ]
        indexes = [
            models.Index(fields=["seller", "-id"], name="deal_by_seller"),
            models.Index(fields=["buyer", "-id"], name="deal_by_buyer"),
            models.Index(fields=["state", "-id"], name="deal_by_state"),
        ]


class Nda(models.Model):
    """A version of the non-disclosure: its text as signed, until when, and who signed for which side."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="ndas")
    no = models.PositiveSmallIntegerField()
    template = models.CharField(max_length=20)
    text_vi = models.TextField()
    text_en = models.TextField()
    sha256 = models.CharField(max_length=64)
    until_on = models.DateField()
    seller_by = models.CharField(max_length=40, blank=True)
    seller_by_name = models.TextField(blank=True)
    seller_at = models.DateTimeField(null=True)
    buyer_by = models.CharField(max_length=40, blank=True)
    buyer_by_name = models.TextField(blank=True)
    buyer_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "no"], name="nda_version_once"),
            models.UniqueConstraint(
                fields=["deal"],
                condition=Q(ended_at__isnull=True, seller_at__isnull=False, buyer_at__isnull=False),
                name="one_nda_in_force",
            ),
            models.CheckConstraint(
                condition=Q(seller_by="") | ~Q(seller_by=F("buyer_by")), name="nda_signed_by_two_persons"
            ),
        ]


class NdaReader(models.Model):
    """A person whom a version names. Only grows: another circle of readers is another version."""

    nda = models.ForeignKey(Nda, on_delete=models.PROTECT, related_name="readers")
    person = models.CharField(max_length=40)
    name = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nda", "person"], name="nda_names_a_person_once")]


class DealBroker(models.Model):
    """A broker whom a side disclosed; a party works for one side of a deal."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="brokers")
    side = models.CharField(max_length=6)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    paper = models.TextField()
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=["seller", "buyer"]), name="broker_side_known"),
            models.UniqueConstraint(
                fields=["deal", "party"], condition=Q(ended_at__isnull=True), name="broker_on_one_side"
            ),
        ]
