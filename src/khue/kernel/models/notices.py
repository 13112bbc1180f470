"""In-app notices and what each party wants by e-mail. A notice is written in the deed's transaction: exactly once."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    """One message to one party. ``dedupe`` makes a repeated job write it once."""

    id = models.BigAutoField(primary_key=True)
    party = models.TextField()
    kind = models.TextField()
    title_vi = models.TextField()
    title_en = models.TextField(default="", blank=True)
    body_vi = models.TextField(default="", blank=True)
    body_en = models.TextField(default="", blank=True)
    path = models.TextField(default="", blank=True)  # language-less: ``/dossiers/12/``
    dedupe = models.TextField(unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "kernel"
        constraints = [
            models.CheckConstraint(condition=~models.Q(title_vi=""), name="notice_has_vietnamese_title"),
            models.CheckConstraint(
                condition=models.Q(path="") | models.Q(path__startswith="/"), name="notice_path_is_ours"
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-created_at", "-id"], name="notice_inbox"),
            models.Index(fields=["party"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.title_vi}"


class NoticePreference(models.Model):
    """Whether a party wants notices of this kind by e-mail. No row means yes."""

    id = models.BigAutoField(primary_key=True)
    party = models.TextField()
    kind = models.TextField()
    email = models.BooleanField(default=True)

    class Meta:
        app_label = "kernel"
        constraints = [models.UniqueConstraint(fields=["party", "kind"], name="notice_preference_once")]

    def __str__(self) -> str:
        return f"{self.party} {self.kind}: {self.email}"
