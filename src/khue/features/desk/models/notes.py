"""Internal notes on dossiers and whom they mention. A trigger keeps them as they were written."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class InternalNote(models.Model):
    """What colleagues tell each other about a dossier, apart from its file. Struck out once, never changed."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    struck_at = models.DateTimeField(null=True)
    struck_by_name = models.CharField(max_length=200, blank=True)
    struck_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="internal_note_says_something"),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by_name="", struck_ground="")
                | (Q(struck_at__isnull=False) & ~Q(struck_by_name="") & ~Q(struck_ground="")),
                name="struck_note_says_who_and_why",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "-id"], name="internal_note_of_dossier")]


class Mention(models.Model):
    """A colleague who is called to a note."""

    note = models.ForeignKey(InternalNote, on_delete=models.PROTECT, related_name="mentions")
    person = models.CharField(max_length=40)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="mentioned_once_per_note")]
        indexes = [models.Index(fields=["person", "-id"], name="mention_of_person")]
