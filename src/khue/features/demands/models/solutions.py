"""What answers a demand, what came of its trial, and apart from it what is confidential."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from khue.features.demands.models.demands import Demand

STATES = ["handed_in", "withdrawn", "shortlisted", "declined", "chosen"]


class Solution(models.Model):
    """An answer, under its number within the demand. What it says never changes. ``price`` in đồng."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="solutions")
    no = models.PositiveSmallIntegerField()
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    state = models.CharField(max_length=12, default="handed_in")
    says = models.TextField()
    offer = models.CharField(max_length=20, blank=True)  # number of a listed offer
    price = models.BigIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
    ground = models.TextField(blank=True)  # of the short list, or of the withdrawal
    ground_by_name = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["demand", "no"], name="solution_number_once"),
            models.UniqueConstraint(
                fields=["demand", "party"], condition=~Q(state="withdrawn"), name="one_live_solution_per_party"
            ),
            models.UniqueConstraint(fields=["demand"], condition=Q(state="chosen"), name="one_chosen_solution"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="solution_state_known"),
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gte=0), name="solution_price_known"),
            models.CheckConstraint(condition=Q(state="handed_in") | ~Q(ground=""), name="answered_solution_has_ground"),
        ]
        indexes = [models.Index(fields=["party", "-id"], name="solution_by_party")]


class SolutionSecret(models.Model):
    """What of a solution only its side and the demander's side read, each time by a deed."""

    solution = models.OneToOneField(Solution, on_delete=models.PROTECT, related_name="secret")
    text = models.TextField()


class SolutionReading(models.Model):
    """Who read the confidential part of which solution, and as what. Only grows."""

    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="readings")
    reader = models.CharField(max_length=40)
    reader_name = models.TextField()
    role = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(role__in=["supplier", "demander"]), name="solution_read_as_whom")]  # fmt: skip


class SolutionTrial(models.Model):
    """What the acceptance test gave, once and for all; a later trial counts instead."""

    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="trials")
    passed = models.BooleanField()
    result = models.TextField()
    on = models.DateField()
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
