"""Searches that somebody keeps, and the lines of words that mean the same."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SavedSearch(models.Model):
    """A question that its owner is told of: ``query`` as an address has it, ``known`` keys that were there or told before."""

    owner = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    query = models.TextField()
    known = models.JSONField(default=list)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "query"], name="saved_search_once")]


class MeaningLine(models.Model):
    """Words that mean the same, in force from a moment to another. A changed line is a new one; only its end is added."""

    words = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    source = models.CharField(max_length=4)  # the city's file, or the desk
    ground = models.TextField(blank=True)
    put_by = models.CharField(max_length=40)
    put_by_name = models.TextField()
    put_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)
    ended_by_name = models.TextField(blank=True)
    end_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(source__in=["file", "desk"]), name="meaning_source_known"),
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(ended_at__isnull=True), name="meaning_in_force_once"
            ),
        ]
