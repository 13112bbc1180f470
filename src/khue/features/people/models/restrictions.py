"""That the processing of a person's data is restricted, at the person's own request, until an officer ends it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from khue.features.people.models.records import Party


class Restriction(models.Model):
    """One in force per person. ``request`` is the request that it follows, ``handler`` the officer who may read on."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="restrictions")
    request = models.CharField(max_length=40)  # its number, as the person knows it
    handler = models.CharField(max_length=40)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)
    end_ground = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(ended_at=None), name="people_one_restriction"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="", end_ground="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="") & ~Q(end_ground="")),
                name="people_ended_restriction_says_why",
            ),
        ]
