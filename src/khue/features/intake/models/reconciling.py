"""Two lists of one day, and where they differ. A new comparison is a new report; the older one stays."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PortalList(models.Model):
    """What a source says of a day, as it came. The newest of a day counts."""

    source = models.ForeignKey("intake.Source", on_delete=models.PROTECT, related_name="lists")
    day = models.DateField()
    drawn_at = models.DateTimeField()  # the moment that it describes
    lines = models.JSONField()
    sha256 = models.CharField(max_length=64)
    came_by = models.CharField(max_length=10)  # program, page or office
    given_by = models.CharField(max_length=40)
    given_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["source", "day", "-id"], name="intake_list_of_day")]


class Reconciliation(models.Model):
    """One comparison of a day of a source. ``portal`` is empty while no list has come: then it holds our side alone."""

    source = models.ForeignKey("intake.Source", on_delete=models.PROTECT, related_name="reconciliations")
    day = models.DateField()
    run = models.PositiveIntegerField()
    portal = models.ForeignKey(PortalList, on_delete=models.PROTECT, null=True, related_name="+")
    compared_at = models.DateTimeField()
    as_of = models.DateTimeField()  # our states are those of this moment
    compared_by = models.CharField(max_length=40)
    ours = models.JSONField()
    count_ours = models.PositiveIntegerField()
    count_theirs = models.PositiveIntegerField(null=True)
    count_same = models.PositiveIntegerField()
    count_different = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "day", "run"], name="intake_reconciliation_run_once"),
            models.CheckConstraint(
                condition=Q(portal__isnull=True, count_theirs__isnull=True)
                | Q(portal__isnull=False, count_theirs__isnull=False),
                name="intake_reconciliation_two_sides",
            ),
        ]
        indexes = [models.Index(fields=["-day", "-id"], name="intake_reconciliation_by_day")]


class Difference(models.Model):
    """One line on which the lists differ: how, what each says, why it may be so, what to do next."""

    report = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="differences")
    kind = models.CharField(max_length=20)
    external_id = models.CharField(max_length=80)
    case = models.ForeignKey("intake.IntakeCase", on_delete=models.PROTECT, null=True, related_name="+")
    theirs = models.CharField(max_length=60, blank=True)
    ours = models.CharField(max_length=60, blank=True)
    why = models.JSONField()
    next_step = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["report", "id"], name="intake_difference_of_report")]
