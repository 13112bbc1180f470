"""What persons agreed to and took back: rows are only ever added, each with the text that was shown."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ConsentRecord(models.Model):
    """One act of one person for one purpose. The last one counts. No name: the key is enough to prove it."""

    party = models.CharField(max_length=40)
    purpose = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    language = models.CharField(max_length=2)  # in which the text was shown
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    request = models.ForeignKey("privacy.SubjectRequest", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "purpose", "seq"], name="consent_act_once"),
            models.CheckConstraint(condition=Q(action__in=["given", "withdrawn"]), name="consent_act_known"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="consent_acts_from_one"),
        ]
        indexes = [models.Index(fields=["purpose", "party", "-seq"], name="consent_standing")]
