"""One row per party and event, written in the deed's own transaction: "about me" without upward imports."""

from __future__ import annotations

from django.db import models


class TimelineRow(models.Model):
    party = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    wire = models.CharField(max_length=80)
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["party", "-id"], name="timeline_of_party"),
            models.Index(fields=["subject", "-id"], name="timeline_of_subject"),
        ]
