"""Demands and the steps that they went."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

STATES = ["handed_in", "returned", "published", "shortlisted", "awarded", "closed", "withdrawn"]


class DemandYear(models.Model):
    """The last number that was given out in a year; its row is locked until the deed ends."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.IntegerField()


class Demand(models.Model):
    """A problem to be solved. What it says is fixed from its publication on, but for a later deadline. Budget in đồng."""

    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    state = models.CharField(max_length=12, default="handed_in")
    number = models.CharField(max_length=20, blank=True)
    title_vi = models.TextField()
    title_en = models.TextField()
    problem_vi = models.TextField()
    problem_en = models.TextField(blank=True)
    data = models.TextField(blank=True)
    test = models.TextField()
    rules = models.TextField()
    field = models.CharField(max_length=60)
    codes = models.JSONField(default=list)  # IPC symbols without blanks
    stage = models.PositiveSmallIntegerField(default=0)  # 0: not asked
    modes = models.JSONField(default=list)
    territory = models.CharField(max_length=2, blank=True)
    budget_from = models.BigIntegerField(null=True)
    budget_to = models.BigIntegerField(null=True)
    deadline = models.DateTimeField()
    folded = models.TextField()
    handed_in_by = models.CharField(max_length=40)
    handed_in_by_name = models.TextField()
    handed_in_at = models.DateTimeField()
    published_by = models.CharField(max_length=40, blank=True)
    published_by_name = models.TextField(blank=True)
    published_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ground = models.TextField(blank=True)  # why it ended as it did, or what is to be mended
    stamp = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="demand_state_known"),
            models.CheckConstraint(condition=Q(stage__lte=9), name="demand_stage_known"),
            models.CheckConstraint(
                condition=Q(state__in=["handed_in", "returned", "withdrawn"])
                | (Q(published_on__isnull=False) & ~Q(number="") & ~Q(published_by="")),
                name="published_demand_has_number_and_person",
            ),
            models.CheckConstraint(
                condition=Q(published_by="") | ~Q(published_by=F("handed_in_by")), name="demand_by_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["awarded", "closed", "withdrawn"]) | Q(ended_on__isnull=False),
                name="ended_demand_has_its_day",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="demand_number_once"),
            models.CheckConstraint(
                condition=Q(budget_from__isnull=True) | Q(budget_from__gte=0), name="demand_budget_begins"
            ),
            models.CheckConstraint(
                condition=Q(budget_from__isnull=True) | Q(budget_to__isnull=True) | Q(budget_to__gte=F("budget_from")),
                name="demand_budget_range",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_on", "-id"], name="demand_public", condition=Q(published_on__isnull=False)
            ),
            models.Index(fields=["party", "-id"], name="demand_by_party"),
            models.Index(fields=["state", "-id"], name="demand_by_state"),
        ]


class DemandStep(models.Model):
    """What was done with a demand, by whom and why. Only grows."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12)
    ground = models.TextField(blank=True)
    deadline = models.DateTimeField()  # as it stood afterwards
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
