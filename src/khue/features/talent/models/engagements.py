"""Engagements with their versions, what they owe, and how they are evaluated."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.talent.domain.words import DUE, DUES, ENGAGEMENT, EVALUATION, OUTCOMES
from khue.features.talent.models.needs import Need
from khue.features.talent.models.offers import Offer


class Engagement(models.Model):
    """An expert works for the city by a contract. A renewal is the next ``version`` under the same number.

    ``revision`` grows with each deed on it: what a page or program has seen.
    """

    number = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="following")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="engagements")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="engagement")
    person = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    origin = models.CharField(max_length=24)
    unit = models.CharField(max_length=40)
    from_on = models.DateField()
    until_on = models.DateField()
    public_name = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="agreed")
    budget_line = models.CharField(max_length=60, blank=True)
    committed = models.BigIntegerField(default=0)
    granted = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    released = models.BigIntegerField(default=0)
    contract_number = models.CharField(max_length=60, blank=True)
    contract_values = models.JSONField(default=dict)
    contract_file = models.UUIDField(null=True)
    paper_code = models.CharField(max_length=40, blank=True)
    concluded_by = models.CharField(max_length=40, blank=True)
    concluded_by_name = models.TextField(blank=True)
    concluded_on = models.DateField(null=True)
    agreed_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_cause = models.CharField(max_length=20, blank=True)
    ended_ground = models.TextField(blank=True)
    reminded_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="engagement_version_once"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="engagement_period_not_empty"),
            models.CheckConstraint(condition=Q(state__in=list(ENGAGEMENT.labels)), name="engagement_state_known"),
            models.CheckConstraint(
                condition=Q(granted__lte=F("committed") - F("released"), paid__lte=F("granted"), paid__gte=0, released__gte=0),
                name="engagement_money_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | (~Q(budget_line="") & ~Q(contract_number="") & Q(committed__gt=0)),
                name="running_engagement_has_contract",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_on__isnull=False), name="ended_engagement_says_when"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["person", "-id"], name="engagement_of_person"),
            models.Index(fields=["state", "-id"], name="engagement_by_state"),
        ]


class ExpertDue(models.Model):
    """One line of a contract: a result or another cost. ``amount`` the most it pays, ``granted`` what was accepted, đồng."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="dues")
    no = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    criteria = models.TextField(blank=True)
    due_on = models.DateField()
    amount = models.BigIntegerField()
    asked = models.BigIntegerField(default=0)
    granted = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default="planned")
    note = models.TextField(blank=True)
    papers = models.JSONField(default=list)
    handed_in_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=40, blank=True)
    checked_by_name = models.TextField(blank=True)
    checked_on = models.DateField(null=True)
    check_note = models.TextField(blank=True)
    accrual = models.UUIDField(null=True)
    order = models.BigIntegerField(null=True)
    paid_on = models.DateField(null=True)
    payment = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engagement", "no"], name="expert_due_once"),
            models.CheckConstraint(condition=Q(state__in=list(DUE.labels)), name="expert_due_state_known"),
            models.CheckConstraint(condition=Q(kind__in=list(DUES)), name="expert_due_kind_known"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, granted__gte=0, granted__lte=F("amount"), asked__lte=F("amount")),
                name="expert_due_within_contract",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["due", "ordered", "paid"]) | Q(accrual__isnull=False, granted__gt=0),
                name="due_has_its_accrual",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(payment__isnull=False, paid_on__isnull=False),
                name="paid_due_has_its_payment",
            ),
        ]


class Evaluation(models.Model):
    """How a year went: the group's word, the conclusion, the expert's answer. Periods half-open."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="evaluations")
    no = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()
    council = models.BigIntegerField()
    item = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, default="open")
    opened_by = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    report = models.TextField(blank=True)
    verdict = models.CharField(max_length=20, blank=True)
    verdict_words = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    ground = models.TextField(blank=True)
    bonus = models.BigIntegerField(default=0)
    concluded_by = models.CharField(max_length=40, blank=True)
    concluded_by_name = models.TextField(blank=True)
    concluded_on = models.DateField(null=True)
    contest_until = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=40, blank=True)
    settled_by_name = models.TextField(blank=True)
    settled_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engagement", "no"], name="evaluation_number_once"),
            models.UniqueConstraint(
                fields=["engagement"],
                condition=Q(state__in=["open", "judged", "contested"]),
                name="one_open_evaluation",
            ),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="evaluation_period_not_empty"),
            models.CheckConstraint(condition=Q(state__in=list(EVALUATION.labels)), name="evaluation_state_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *OUTCOMES]), name="evaluation_outcome_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["concluded", "contested", "final"]) | (~Q(outcome="") & ~Q(ground="")),
                name="concluded_evaluation_says_why",
            ),
            models.CheckConstraint(
                condition=Q(settled_by="") | ~Q(settled_by=F("concluded_by")), name="contest_four_eyes"
            ),
        ]
