"""Members: one row for each kind in which a party takes part, with every step that it went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

STATES = ["asked", "active", "suspended", "refused", "closed"]
KINDS = ["supplier", "demander", "broker", "valuer", "appraiser", "legal", "investor", "agency"]


class Member(models.Model):
    """A party in one kind; a party that comes back after the end gets a new row."""

    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default="asked")
    about = models.TextField()
    papers = models.JSONField(default=list)  # ids of stored files
    asked_by = models.CharField(max_length=40)
    asked_by_name = models.TextField()
    asked_at = models.DateTimeField()
    active_on = models.DateField(null=True)
    stamp = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="exchange_member_state_known"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="exchange_member_kind_known"),
            models.UniqueConstraint(
                fields=["party", "kind"],
                condition=Q(state__in=["asked", "active", "suspended"]),
                name="one_live_exchange_member_per_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "suspended"]) | Q(active_on__isnull=False),
                name="active_exchange_member_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="exchange_member_by_state"),
            models.Index(fields=["party", "-id"], name="exchange_member_by_party"),
        ]


class MemberStep(models.Model):
    """What was done with a membership, by whom and why. Only grows."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12)
    ground = models.TextField()
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
