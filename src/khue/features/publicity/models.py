"""What went to the national exchange, and what it answered. Nothing else of this room is kept: the rest is read from the rooms below."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

NEVER_DELETED_TABLES = ("publicity_nationalbatch", "publicity_nationalentry", "publicity_nationalreceipt")


class NationalBatch(models.Model):
    """A file for the national exchange as it was made; ``content`` is JSON, line by line. Never changed."""

    no = models.PositiveIntegerField(unique=True)
    content = models.TextField()
    lines = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of the content
    counts = models.JSONField(default=dict)  # add, change, withdraw → lines
    made_by = models.CharField(max_length=40)
    made_by_name = models.TextField(blank=True)
    made_at = models.DateTimeField()


class NationalEntry(models.Model):
    """An offer or demand that was exported, under one identifier for good. ``digest`` is of what was sent last."""

    identifier = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8)
    source = models.BigIntegerField()
    version = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="sent")
    batch = models.ForeignKey(NationalBatch, on_delete=models.PROTECT, related_name="entries")  # of the last version
    outcome = models.CharField(max_length=10, blank=True)
    outcome_version = models.PositiveIntegerField(null=True)
    national = models.CharField(max_length=80, blank=True)
    says = models.TextField(blank=True)
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["offer", "need"]), name="national_entry_kind"),
            models.CheckConstraint(condition=Q(state__in=["sent", "withdrawn"]), name="national_entry_state"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "accepted", "rejected"]), name="national_entry_outcome"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="national_entry_version"),
            models.UniqueConstraint(fields=["kind", "source"], name="national_entry_once"),
        ]


class NationalReceipt(models.Model):
    """A receipt that was read, with what it changed. ``faults``: [line, Vietnamese, English] of each bad line. Never changed."""

    name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    taken = models.PositiveIntegerField()
    old = models.PositiveIntegerField()
    faults = models.JSONField(default=list)
    read_by = models.CharField(max_length=40)
    read_by_name = models.TextField()
    read_at = models.DateTimeField()


class NationalCounter(models.Model):
    """The last batch, and whether a file is made every night; its one row is the lock by which two exports go one after the other."""

    last = models.PositiveIntegerField(default=0)
    nightly = models.BooleanField(default=False)
    set_by_name = models.TextField(blank=True)
    set_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)
