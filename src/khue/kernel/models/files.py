"""One row per stored file. The bytes lie under ``settings.KHUE_FILES``; the row exists only if the deed that stored it did."""

from __future__ import annotations

import uuid

from django.db import models


class StoredFile(models.Model):
    """A private file: who owns it, what it belongs to, what it is by content. Never overwritten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.TextField()  # party key: ``party:12``
    kind = models.TextField()  # the paper's role: ``quote``, ``invoice``, ``form-01``
    subject = models.TextField()  # ``dossier:12``; who may read is asked by the subject's kind
    name = models.TextField()  # as shown and offered on download; cleaned
    media_type = models.TextField()  # by content, never what the browser claimed
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    stored_by = models.TextField()  # actor key
    stored_at = models.DateTimeField()

    class Meta:
        app_label = "kernel"
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="file_is_not_empty"),
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256_is_hex"),
            models.CheckConstraint(condition=~models.Q(name=""), name="file_has_name"),
        ]
        indexes = [models.Index(fields=["subject", "kind", "stored_at"], name="file_by_subject")]

    def __str__(self) -> str:
        return f"{self.id} {self.name}"
