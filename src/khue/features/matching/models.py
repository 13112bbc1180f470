"""Pairs, what their sides say of them, editions of the weights, introductions by brokers; third sides of an offer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

NEVER_DELETED_TABLES = (
    "matching_weightsedition",
    "matching_pairanswer",
    "matching_thirdanswer",
    "matching_introduction",
    "matching_triad",
    "matching_triadside",
)
POINTS = Q(points__gte=0, points__lte=1000)


class WeightsEdition(models.Model):
    """Weights of pairs or of third sides from a moment on; edition 0, with which the house began, is no row. Only grows."""

    of = models.CharField(max_length=6, default="pairs")
    no = models.PositiveIntegerField()
    weights = models.JSONField()  # criterion → points, 1000 in all
    useful = models.PositiveIntegerField()  # answers that stood then
    useless = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(no__gte=1), name="matching_edition_counts_from_one"),
            models.CheckConstraint(condition=Q(of__in=["pairs", "thirds"]), name="matching_edition_of"),
            models.UniqueConstraint(fields=["of", "no"], name="matching_edition_once"),
        ]


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


class ThirdPair(models.Model):
    """An expert or investor who may fit an offer. Derived like a pair. ``entry`` is its number in the catalogue, which lies above this room."""

    offer = models.ForeignKey("exchange.Offer", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    entry = models.BigIntegerField()
    sort = models.CharField(max_length=10)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()
    parts = models.JSONField()  # [criterion, weight, points, said] each
    words = models.JSONField()  # [word as the third side writes it, points] each
    edition = models.PositiveIntegerField()
    found_at = models.DateTimeField()
    weighed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "entry"], name="matching_third_once"),
            models.CheckConstraint(condition=POINTS, name="matching_third_points"),
            models.CheckConstraint(condition=Q(sort__in=["expert", "investor"]), name="matching_third_sort"),
            models.CheckConstraint(condition=~Q(party=F("supplier")), name="matching_third_of_two_parties"),
        ]
        indexes = [
            models.Index(fields=["supplier", "-points", "-id"], name="matching_third_by_supplier"),
            models.Index(fields=["party", "-points", "-id"], name="matching_third_by_party"),
            models.Index(fields=["-points", "-id"], name="matching_third_by_points"),
        ]


class ThirdAnswer(models.Model):
    """What the supplier, or the expert or investor, said of their meeting, with the points that it saw. Kept as answers to pairs are."""

    offer = models.ForeignKey("exchange.Offer", on_delete=models.PROTECT, related_name="+")
    entry = models.BigIntegerField()
    sort = models.CharField(max_length=10)
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
            models.CheckConstraint(condition=Q(side__in=["offer", "third"]), name="third_answer_of_a_side"),
            models.CheckConstraint(condition=Q(sort__in=["expert", "investor"]), name="third_answer_sort"),
            models.CheckConstraint(condition=Q(useful=True, why="") | (Q(useful=False) & ~Q(why="")), name="third_answer_says_why"),
            models.UniqueConstraint(fields=["offer", "entry", "side"], condition=Q(stands=True), name="third_answer_stands_once"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["party", "-id"], name="third_answer_by_party")]


class Triad(models.Model):
    """A broker proposes an offer's supplier and two or three others to each other: an agency with its demand, an investor, an expert."""

    offer = models.ForeignKey("exchange.Offer", on_delete=models.PROTECT, related_name="+")
    broker = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    broker_name = models.TextField()
    words = models.TextField()
    state = models.CharField(max_length=10, default="proposed")
    until = models.DateField()
    proposed_by = models.CharField(max_length=40)
    proposed_by_name = models.TextField()
    proposed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)  # of the withdrawal

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "agreed", "declined", "withdrawn", "lapsed"]), name="triad_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", ended_at__isnull=True) | (~Q(state="proposed") & Q(ended_at__isnull=False)),
                name="triad_ends_at_a_moment",
            ),
            models.UniqueConstraint(fields=["broker", "offer"], condition=Q(state="proposed"), name="triad_waits_once"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["broker", "-id"], name="triad_by_broker")]


class TriadSide(models.Model):
    """One of those who are proposed to each other, and its answer, given once. ``about``: the demand or catalogue entry of the side."""

    triad = models.ForeignKey(Triad, on_delete=models.PROTECT, related_name="sides")
    role = models.CharField(max_length=10)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    about = models.BigIntegerField()
    agrees = models.BooleanField(null=True)
    by = models.CharField(max_length=40, blank=True)
    ground = models.TextField(blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["supplier", "agency", "investor", "expert"]), name="triad_role_known"
            ),
            models.CheckConstraint(condition=~Q(agrees=False) | ~Q(ground=""), name="triad_no_says_why"),
            models.CheckConstraint(
                condition=Q(agrees__isnull=True, at__isnull=True) | Q(agrees__isnull=False, at__isnull=False),
                name="triad_answer_has_its_moment",
            ),
            models.UniqueConstraint(fields=["triad", "role"], name="triad_role_once"),
            models.UniqueConstraint(fields=["triad", "party"], name="triad_party_once"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["party", "-id"], name="triad_side_by_party")]


class Followed(models.Model):
    """How far the worker has followed the audit record: pairs are of everything up to ``record``. One row."""

    record = models.BigIntegerField(default=0)
