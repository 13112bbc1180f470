"""Pairs, what their sides say of them, editions of the weights, introductions by brokers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

NEVER_DELETED_TABLES = ("matching_weightsedition", "matching_pairanswer", "matching_introduction")
POINTS = Q(points__gte=0, points__lte=1000)


class WeightsEdition(models.Model):
    """Weights from a moment on; edition 0, with which the house began, is no row. Only grows."""

    no = models.PositiveIntegerField(unique=True)
    weights = models.JSONField()  # criterion → points, 1000 in all
    useful = models.PositiveIntegerField()  # answers that stood then
    useless = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(no__gte=1), name="matching_edition_counts_from_one")]


class Pair(models.Model):
    """A demand and an offer that may fit. Derived: made anew whenever one of them changes, gone when it fits no longer."""

    demand = models.ForeignKey("demands.Demand", on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey("exchange.Offer", on_delete=models.PROTECT, related_name="+")
    demander = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()
    parts = models.JSONField()  # [criterion, weight, points, said] each
    words = models.JSONField()  # [word as the demand writes it, points] each
    codes = models.JSONField()
    edition = models.PositiveIntegerField()
    found_at = models.DateTimeField()
    weighed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["demand", "offer"], name="matching_pair_once"),
            models.CheckConstraint(condition=POINTS, name="matching_pair_points"),
            models.CheckConstraint(condition=~Q(demander=F("supplier")), name="matching_pair_of_two_parties"),
        ]
        indexes = [
            models.Index(fields=["demander", "-points", "-id"], name="matching_pair_by_demander"),
            models.Index(fields=["supplier", "-points", "-id"], name="matching_pair_by_supplier"),
            models.Index(fields=["-points", "-id"], name="matching_pair_by_points"),
        ]


class PairAnswer(models.Model):
    """What a side said of a pair, with the points that it saw. A later answer of the side replaces it; the row stays."""

    demand = models.ForeignKey("demands.Demand", on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey("exchange.Offer", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=5)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    useful = models.BooleanField()
    why = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    points = models.JSONField()  # criterion → points
    edition = models.PositiveIntegerField()
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
    stands = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=["need", "offer"]), name="matching_answer_of_a_side"),
            models.CheckConstraint(condition=Q(useful=True, why="") | (Q(useful=False) & ~Q(why="")), name="matching_answer_says_why"),
            models.UniqueConstraint(fields=["demand", "offer", "side"], condition=Q(stands=True), name="matching_answer_stands_once"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["party", "-id"], name="matching_answer_by_party")]


class Introduction(models.Model):
    """A broker proposes a pair to both sides. An answer is given once; who said no says why to the broker alone."""

    demand = models.ForeignKey("demands.Demand", on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey("exchange.Offer", on_delete=models.PROTECT, related_name="+")
    demander = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    broker = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    broker_name = models.TextField()
    words = models.TextField()
    state = models.CharField(max_length=10, default="proposed")
    until = models.DateField()
    proposed_by = models.CharField(max_length=40)
    proposed_by_name = models.TextField()
    proposed_at = models.DateTimeField()
    need_agrees = models.BooleanField(null=True)
    need_by = models.CharField(max_length=40, blank=True)
    need_ground = models.TextField(blank=True)
    need_at = models.DateTimeField(null=True)
    offer_agrees = models.BooleanField(null=True)
    offer_by = models.CharField(max_length=40, blank=True)
    offer_ground = models.TextField(blank=True)
    offer_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)  # of the withdrawal

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "agreed", "declined", "withdrawn", "lapsed"]), name="introduction_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(need_agrees=True, offer_agrees=True), name="introduction_agreed_by_both"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", ended_at__isnull=True) | (~Q(state="proposed") & Q(ended_at__isnull=False)),
                name="introduction_ends_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(broker=F("demander")) & ~Q(broker=F("supplier")), name="introduction_broker_is_no_side"
            ),
            models.UniqueConstraint(
                fields=["broker", "demand", "offer"], condition=Q(state="proposed"), name="introduction_waits_once"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["demander", "-id"], name="introduction_by_demander"),
            models.Index(fields=["supplier", "-id"], name="introduction_by_supplier"),
            models.Index(fields=["broker", "-id"], name="introduction_by_broker"),
        ]


class Followed(models.Model):
    """How far the worker has followed the audit record: pairs are of everything up to ``record``. One row."""

    record = models.BigIntegerField(default=0)
