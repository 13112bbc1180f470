"""One deed on many tasks, and what came of each of them. A trigger keeps results as they are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class BulkDeed(models.Model):
    """The order. ``key`` makes the once-keys of its rows; ``absence`` is the one as whose deputy it was given."""

    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20)
    to = models.CharField(max_length=40, blank=True)
    to_name = models.CharField(max_length=200, blank=True)
    ground = models.TextField(blank=True)
    day = models.DateField(null=True)
    asked_by = models.CharField(max_length=40)
    asked_by_name = models.CharField(max_length=200)
    absence = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["take", "hand_over", "put_back", "accept", "apologise"]), name="bulk_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "-id"], name="bulk_of_person")]


class BulkRow(models.Model):
    """One task of an order. ``reasons`` are the sentences of what stood against it."""

    bulk = models.ForeignKey(BulkDeed, on_delete=models.PROTECT, related_name="rows")
    task = models.ForeignKey("dossiers.Task", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, default="waiting")
    reasons = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulk", "task"], name="task_once_per_bulk_deed"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "refused", "conflict", "not_allowed", "missing", "stopped"]),
                name="bulk_row_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", done_at=None) | (~Q(state="waiting") & Q(done_at__isnull=False)),
                name="bulk_row_says_when",
            ),
        ]
        indexes = [models.Index(fields=["bulk", "state", "id"], name="bulk_row_by_state")]
