"""Deeds of erasure: proposed by one officer, confirmed by another. What was erased is counted, never named."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Erasure(models.Model):
    """One erasure. ``label`` says what it is about until it is done; afterwards only the key is left."""

    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=60)
    label = models.CharField(max_length=300, blank=True)
    ground = models.CharField(max_length=500)
    parameter = models.CharField(max_length=60, blank=True)  # by which value its time was over
    request = models.ForeignKey("privacy.SubjectRequest", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default="proposed")
    proposed_by = models.CharField(max_length=40)
    proposed_by_name = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decline_ground = models.CharField(max_length=500, blank=True)
    counts = models.JSONField(default=dict)  # what went, by kind

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["draft", "person", "breach"]), name="erasure_kind_known"),
            models.CheckConstraint(condition=Q(state__in=["proposed", "done", "declined"]), name="erasure_state_known"),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(state="proposed"), name="one_open_erasure_per_subject"
            ),
            models.UniqueConstraint(fields=["subject"], condition=Q(state="done"), name="erased_once"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="decided_erasure_says_who",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(decided_by=F("proposed_by")) & Q(label="")),
                name="erasure_done_by_two_and_names_nobody",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_ground=""), name="declined_erasure_says_why"
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="erasure_has_ground"),
        ]
        indexes = [models.Index(fields=["state", "-proposed_at", "-id"], name="erasure_by_state")]
