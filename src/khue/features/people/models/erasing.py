"""That the personal values of a person were lawfully erased: the row that lets the guards of the history give way."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.people.models.records import Party


class PersonErasure(models.Model):
    """One per person, by two officers, on a ground. Never changed."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="erasure")
    ground = models.CharField(max_length=500)
    erased_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=60)
    erased_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(ground=""), name="person_erasure_has_ground"),
            models.CheckConstraint(condition=~Q(erased_by=F("proposed_by")), name="person_erasure_by_two"),
        ]
