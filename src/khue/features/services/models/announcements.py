"""Announcements of the exchange's operator. Only their withdrawal is added: a trigger keeps the rest."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Announcement(models.Model):
    """Shown from ``from_on`` until ``until_on`` (both included) unless it is withdrawn."""

    title_vi = models.TextField()
    title_en = models.TextField(blank=True)
    body_vi = models.TextField()
    body_en = models.TextField(blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    put_by = models.CharField(max_length=40)
    put_by_name = models.TextField()
    put_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=40, blank=True)
    withdrawn_by_name = models.TextField(blank=True)
    withdrawn_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title_vi="") & ~Q(body_vi=""), name="announcement_has_words"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="announcement_period"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_ground="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_ground="")),
                name="announcement_withdrawn_with_ground",
            ),
        ]
        indexes = [models.Index(fields=["-from_on", "-id"], name="announcement_newest")]
