"""Who looked at whose personal data. Append-only: the migration gives the table the same guard as the audit."""

from __future__ import annotations

from django.db import models


class PersonalView(models.Model):
    """One look by one viewer at one party's personal data."""

    id = models.BigAutoField(primary_key=True)
    viewer = models.TextField()  # actor key
    viewer_name = models.TextField(default="", blank=True)  # as it was then: the person looked at may ask
    party = models.TextField()  # whose data
    what = models.TextField()  # stable code: ``contact``, ``citizen-number``, ``dossier``
    subject = models.TextField(default="", blank=True)  # where: ``dossier:12``
    at = models.DateTimeField()

    class Meta:
        app_label = "kernel"
        indexes = [
            models.Index(fields=["party", "-at", "-id"], name="view_by_party"),
            models.Index(fields=["viewer", "-at"], name="view_by_viewer"),
        ]

    def __str__(self) -> str:
        return f"{self.viewer} saw {self.what} of {self.party}"
