"""How a mission that missed its result ends: the compliance file with its decision, and the money that comes back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.delivery.domain.words import ENDINGS
from khue.features.delivery.models.missions import Mission


class Ending(models.Model):
    """The decision on a mission that missed its result, with what it rests on. Never changed."""

    mission = models.OneToOneField(Mission, on_delete=models.PROTECT, related_name="ending")
    outcome = models.CharField(max_length=20)
    facts = models.JSONField()  # as asked of the rule missions.no-repayment
    file = models.JSONField()  # what the record shows: {code, vi, en, met}
    explanation = models.JSONField()
    ground = models.TextField()
    files = models.JSONField(default=list)
    amount = models.BigIntegerField(default=0)
    decided_by = models.CharField(max_length=40)
    decided_by_name = models.CharField(max_length=200)
    decided_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=list(ENDINGS)), name="ending_known"),
            models.CheckConstraint(condition=~Q(ground=""), name="ending_says_why"),
            models.CheckConstraint(
                condition=Q(outcome="recovered", amount__gt=0) | Q(outcome="excused", amount=0), name="ending_amount"
            ),
        ]


class MissionClaim(models.Model):
    """Money that must be given back: a receivable of the city with its day."""

    mission = models.OneToOneField(Mission, on_delete=models.PROTECT, related_name="claim")
    debtor = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    recovered = models.BigIntegerField(default=0)
    claimed_on = models.DateField()
    due_on = models.DateField()
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, recovered__gte=0, recovered__lte=F("amount")), name="mission_claim_amounts"
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | Q(recovered=F("amount")),
                name="settled_mission_claim_is_recovered",
            ),
            models.CheckConstraint(condition=Q(due_on__gt=F("claimed_on")), name="mission_claim_due_later"),
        ]
