"""Keys with which programs of an organisation use the interface, how often they did, and answers kept for repetitions."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

SCOPES = ("view", "submit", "sign", "intake", "office")
"""What a key may do. `intake` alone belongs to another system (``source:3``), `office` alone to a member of staff, with
the rights that it may use; the others belong to an organisation."""


class AccessKey(models.Model):
    """``holder`` acts for ``organisation`` through a program. Only the hash of the secret is kept; ``prefix`` tells keys apart.

    Who, for whom, with what and since when never change (``0005_access_key_guards``): another key is made instead.
    """

    prefix = models.CharField(max_length=16, unique=True)
    hash = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    organisation = models.CharField(max_length=60)
    holder = models.CharField(max_length=60)
    scopes = ArrayField(models.CharField(max_length=12))
    rights = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    per_minute = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(SCOPES)) & Q(scopes__len__gte=1), name="access_key_scopes_known"
            ),
            models.CheckConstraint(
                condition=Q(scopes=["office"], rights__len__gte=1)
                | (~Q(scopes__contains=["office"]) & Q(rights__len=0)),
                name="access_key_rights_of_office_only",
            ),
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="access_key_ends_after_start"),
            models.CheckConstraint(condition=Q(per_minute__gte=1, per_minute__lte=6000), name="access_key_has_limit"),
            models.CheckConstraint(condition=Q(hash__regex=r"^[0-9a-f]{64}$"), name="access_key_hash_form"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="") | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
                name="access_key_revoked_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="access_key_by_organisation")]


class KeyUse(models.Model):
    """How often a key was used in one minute of wall time. Old minutes are swept away."""

    key = models.ForeignKey(AccessKey, on_delete=models.CASCADE, related_name="+")
    minute = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "minute"], name="key_use_once_a_minute")]


class KeptAnswer(models.Model):
    """What a caller got for an Idempotency-Key: repeated word for word for some days, then swept away.

    ``status`` 0 while the first request is still under way.
    """

    caller = models.CharField(max_length=80)
    once = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "once"], name="kept_answer_once_per_caller")]
        indexes = [models.Index(fields=["begun_at"], name="kept_answer_by_age")]
