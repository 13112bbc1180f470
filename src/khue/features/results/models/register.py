"""Results and the versions of what is said about them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

STATES = ["handed_in", "returned", "registered", "withdrawn"]
KINDS = ["product", "process", "software", "design", "data", "variety", "model", "publication"]
FIELDS = ["natural", "engineering", "medical", "agricultural", "social", "humanities"]


class NumberYear(models.Model):
    """The last number that was given out in a year; its row is locked until the deed ends."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.IntegerField()


class Result(models.Model):
    """One result of publicly funded work; ``origin`` is the subject it comes from (``support:12``).

    Money of the origin is kept as it stood when the result was handed in: ownership rests on it.
    """

    origin = models.CharField(max_length=64)
    origin_title = models.TextField()
    origin_decision = models.CharField(max_length=60, blank=True)
    origin_contract = models.CharField(max_length=60, blank=True)
    public_money = models.BigIntegerField()
    total_money = models.BigIntegerField()
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    state = models.CharField(max_length=12, default="handed_in")
    number = models.CharField(max_length=20, blank=True)
    handed_in_by = models.CharField(max_length=40)
    handed_in_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    registered_on = models.DateField(null=True)
    law_day = models.DateField(null=True)
    paper_code = models.CharField(max_length=40, blank=True)
    certificate = models.UUIDField(null=True)
    # Of the accepted version, for the register's list and search.
    title_vi = models.TextField()
    title_en = models.TextField(blank=True)
    kind = models.CharField(max_length=12)
    field = models.CharField(max_length=12)
    folded = models.TextField(blank=True)
    stamp = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="result_state_known"),
            models.CheckConstraint(
                condition=Q(public_money__gte=0, total_money__gt=0) & Q(public_money__lte=F("total_money")),
                name="result_money_of_its_origin",
            ),
            models.CheckConstraint(
                condition=~Q(state="registered") | (Q(registered_on__isnull=False) & ~Q(number="")),
                name="registered_result_has_number_and_day",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="result_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=KINDS) & Q(field__in=FIELDS), name="result_kind_and_field_known"
            ),
        ]
        indexes = [
            models.Index(fields=["-registered_on", "-id"], name="result_public", condition=Q(state="registered")),
            models.Index(fields=["origin"], name="result_by_origin"),
            models.Index(fields=["party", "-id"], name="result_by_party"),
        ]


class ResultVersion(models.Model):
    """What the party said about its result, once and for all; only ``outcome`` is written later, once, by the officer."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="versions")
    no = models.PositiveSmallIntegerField()
    title_vi = models.TextField()
    title_en = models.TextField(blank=True)
    summary_vi = models.TextField()
    summary_en = models.TextField(blank=True)
    kind = models.CharField(max_length=12)
    field = models.CharField(max_length=12)
    stage = models.PositiveSmallIntegerField()
    stage_evidence = models.TextField()
    formed_on = models.DateField()
    papers = models.JSONField(default=list)  # ids of stored files
    ground = models.TextField(blank=True)
    made_by = models.CharField(max_length=40)
    made_by_name = models.TextField()
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, default="pending")
    note = models.TextField(blank=True)
    checked_by = models.CharField(max_length=40, blank=True)
    checked_by_name = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "no"], name="result_version_once"),
            models.UniqueConstraint(
                fields=["result"], condition=Q(outcome="pending"), name="one_pending_version_per_result"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["pending", "accepted", "returned"]), name="result_version_outcome_known"
            ),
            models.CheckConstraint(condition=Q(stage__gte=1, stage__lte=9), name="result_stage_known"),
            models.CheckConstraint(
                condition=Q(kind__in=KINDS) & Q(field__in=FIELDS), name="result_version_kind_and_field"
            ),
            models.CheckConstraint(
                condition=Q(outcome="pending") | Q(checked_at__isnull=False), name="checked_version_has_its_moment"
            ),
        ]


class ConfidentialPart(models.Model):
    """What of a version only the owner's side and the checking officers read. No public query touches this table."""

    version = models.OneToOneField(ResultVersion, on_delete=models.PROTECT, related_name="confidential")
    text = models.TextField()
