"""What reaches people away from the desk: the calendar feed and the mail of what waits."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class CalendarFeed(models.Model):
    """A secret address of a person's due days. Only the hash of its token is kept; renewed by a new row."""

    person = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_calendar_feed_per_person"),
        ]


class Digest(models.Model):
    """The mail of one day to one person: prepared once, sent at least once with one and the same Message-ID."""

    person = models.CharField(max_length=40)
    day = models.DateField()
    content = models.JSONField()
    prepared_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_digest_per_person_and_day")]
