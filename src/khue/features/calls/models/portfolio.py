"""Rounds of selection, studies of the solver, and the decision on a portfolio. Migration 0006 keeps what was declared or decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.calls.domain.portfolio import STUDY
from khue.features.calls.domain.rounds import ROUND
from khue.features.calls.models.calling import Call, Proposal


class Round(models.Model):
    """Calls that are chosen from together (vòng xét chọn). ``rules`` as in the newest edition, or in writing."""

    number = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default="draft")
    rules = models.JSONField(default=dict)
    prepared_by = models.CharField(max_length=40)
    prepared_by_name = models.CharField(max_length=200)
    prepared_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_ground = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ROUND.labels)), name="round_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(published_at__isnull=False),
                name="round_in_public_was_published",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(ended_ground=""), name="cancelled_round_says_why"
            ),
        ]


class RoundCall(models.Model):
    """A call of a round. ``live`` until the round is cancelled: a call is in one live round at most."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="calls")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="rounds")
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "call"], name="call_once_in_round"),
            models.UniqueConstraint(fields=["call"], condition=Q(live=True), name="call_in_one_live_round"),
        ]


class RoundEdition(models.Model):
    """The way of choosing as it was declared, before any call of the round was opened. Never changed."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="editions")
    no = models.PositiveSmallIntegerField()
    rules = models.JSONField()
    digest = models.CharField(max_length=64)
    ground = models.TextField(blank=True)  # why an earlier edition was changed
    made_by = models.CharField(max_length=40)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "no"], name="round_edition_once")]


class PortfolioStudy(models.Model):
    """One question to the solver. ``offers`` and ``inputs`` stay as they were ordered; ``partial`` is what a run has so far."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="studies")
    no = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    edition = models.ForeignKey(RoundEdition, on_delete=models.PROTECT, related_name="studies")
    offers = models.JSONField()
    inputs = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="waiting")
    attempt = models.PositiveIntegerField(default=1)
    tries = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    partial = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    failure = models.JSONField(null=True)
    ordered_by = models.CharField(max_length=40)
    ordered_by_name = models.CharField(max_length=200)
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "no"], name="portfolio_study_number_once"),
            models.CheckConstraint(condition=Q(state__in=list(STUDY.labels)), name="portfolio_study_state_known"),
            models.CheckConstraint(condition=Q(done__lte=F("steps")), name="portfolio_study_within_its_steps"),
            models.CheckConstraint(
                condition=Q(state="done", result__isnull=False) | (~Q(state="done") & Q(result__isnull=True)),
                name="portfolio_result_when_done",
            ),
            models.CheckConstraint(
                condition=Q(state="failed", failure__isnull=False) | (~Q(state="failed") & Q(failure__isnull=True)),
                name="portfolio_failure_says_why",
            ),
        ]


class PortfolioDecision(models.Model):
    """What people decided for the whole round, over one study. ``broken``: declared demands that the decided set does not keep."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="decision")
    study = models.ForeignKey(PortfolioStudy, on_delete=models.PROTECT, related_name="decisions")
    ground = models.TextField()
    budget = models.BigIntegerField()
    cost = models.BigIntegerField()
    value = models.BigIntegerField()
    broken = models.JSONField(default=list)
    decided_by = models.CharField(max_length=40)
    decided_by_name = models.CharField(max_length=200)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cost__lte=F("budget")), name="portfolio_within_its_budget"),
            models.CheckConstraint(condition=~Q(ground=""), name="portfolio_decision_says_why"),
        ]


class PortfolioLine(models.Model):
    """One proposal of a decided round: what the solver proposed, what people decided, and why where they differ."""

    decision = models.ForeignKey(PortfolioDecision, on_delete=models.PROTECT, related_name="lines")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="portfolio_line")
    proposed = models.BooleanField()
    funded = models.BooleanField()
    ground = models.TextField(blank=True)
    cost = models.BigIntegerField()
    points = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(proposed=F("funded")) | ~Q(ground=""), name="departure_says_why")
        ]
