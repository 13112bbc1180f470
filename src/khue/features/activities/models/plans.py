"""A unit's plan of a year, its versions, and the lines behind them, which hold the money."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.activities.domain.words import KINDS, LINE, OPEN_VERSIONS, VERSION


class ActivityPlan(models.Model):
    """One unit, one year. ``line`` (``budget:2026-HT``) is the budget line that pays."""

    number = models.CharField(max_length=60, unique=True)
    unit = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    line = models.CharField(max_length=60)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_activity_plan_per_unit_and_year")]


class PlanVersion(models.Model):
    """What is drawn up, proposed and approved. In force: at most one; under way: at most one."""

    plan = models.ForeignKey(ActivityPlan, on_delete=models.PROTECT, related_name="versions")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default="drafted")
    ground = models.TextField()
    drafted_by = models.CharField(max_length=40)
    drafted_for = models.CharField(max_length=40, blank=True)
    drafted_by_name = models.TextField()
    drafted_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=40, blank=True)
    proposed_for = models.CharField(max_length=40, blank=True)
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    stamp = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "no"], name="activity_plan_version_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="approved"), name="one_plan_version_in_force"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state__in=OPEN_VERSIONS), name="one_plan_version_under_way"
            ),
            models.CheckConstraint(condition=Q(state__in=list(VERSION.labels)), name="plan_version_state_known"),
            models.CheckConstraint(
                condition=Q(decided_by="")
                | (~Q(decided_by=F("drafted_by")) & ~Q(decided_by=F("proposed_by")))
                | Q(state="withdrawn"),
                name="plan_version_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "superseded"]) | ~Q(decided_by=""),
                name="approved_plan_version_has_approver",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="plan_version_by_state")]


class ActivityLine(models.Model):
    """A line through all versions of its plan: what is reserved, used, accepted, paid, come back and released, đồng."""

    plan = models.ForeignKey(ActivityPlan, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10)
    purpose = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default="planned")
    for_fees = models.BooleanField(default=False)
    reserved = models.BigIntegerField(default=0)
    used = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    released = models.BigIntegerField(default=0)
    closed_on = models.DateField(null=True)
    closed_by_name = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="activity_line_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(LINE.labels)), name="activity_line_state_known"),
            models.CheckConstraint(
                condition=Q(
                    used__gte=0, used__lte=F("reserved"), spent__lte=F("used"), paid__gte=0, paid__lte=F("spent"),
                    spent__gte=0, returned__gte=0, returned__lte=F("spent"), released__gte=0,
                ),
                name="activity_line_never_over",
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(for_fees=True, state="open"), name="one_line_for_council_fees"
            ),
        ]  # fmt: skip


class PlanLine(models.Model):
    """A line as one version has it: ``quantity`` × ``each`` đồng, beside the norm as it stood on ``norm_on``."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(ActivityLine, on_delete=models.PROTECT, related_name="in_versions")
    no = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    purpose = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField()
    each = models.BigIntegerField()
    amount = models.BigIntegerField()
    ground = models.TextField(blank=True)
    for_fees = models.BooleanField(default=False)
    norm = models.CharField(max_length=80)
    norm_on = models.DateField()
    norm_each = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="plan_line_once_in_a_version"),
            models.UniqueConstraint(fields=["version", "no"], name="plan_line_number_once"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(for_fees=True), name="one_fee_line_in_a_version"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="plan_line_kind_known"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, each__gt=0, amount=F("quantity") * F("each")), name="plan_line_amount_adds_up"
            ),
            models.CheckConstraint(
                condition=~Q(ground="") | (Q(norm_each__isnull=False) & Q(each__lte=F("norm_each"))),
                name="plan_line_within_norm_or_says_why",
            ),
        ]  # fmt: skip
