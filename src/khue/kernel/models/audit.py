"""The audit in the database: records in chains, their erasable values, signed checkpoints.

All three refuse update, delete and truncate by trigger (``0002_audit_guards``); the only change allowed is the
erasure of values. Columns other than ``body`` repeat what the body says, so that it can be searched; the database
refuses a row whose columns and body differ.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditRecord(models.Model):
    """One command. ``body`` is the canonical JSON text, kept verbatim; ``hash`` is its SHA-256."""

    id = models.BigAutoField(primary_key=True)
    chain = models.TextField(_("chain"))
    seq = models.PositiveIntegerField(_("place in the chain"))
    hash = models.BinaryField(_("hash"), max_length=32)
    at = models.DateTimeField(_("moment"))
    actor = models.TextField(_("who"))
    deed = models.TextField(_("deed"))
    subjects = ArrayField(models.TextField(), verbose_name=_("subjects"))
    body = models.TextField(_("record as sealed"))

    class Meta:
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="audit_one_record_per_place"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="audit_seq_from_one"),
        ]
        indexes = [
            GinIndex(fields=["subjects"], name="audit_by_subject"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
            BrinIndex(fields=["at"], name="audit_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq} {self.deed}"


class AuditValues(models.Model):
    """What a record commits to: salt and canonical JSON of its matter or of its personal part; null once erased."""

    class Part(models.TextChoices):
        MATTER = "values", _("matter")
        PERSONAL = "personal", _("personal part")

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        AuditRecord,
        on_delete=models.PROTECT,
        related_name="kept",
        db_index=False,
        verbose_name=_("audit record"),
    )
    part = models.TextField(_("part"), choices=Part.choices)
    salt = models.BinaryField(_("salt"), max_length=16, null=True)
    body = models.TextField(_("values"), null=True)  # noqa: DJ001 - null is "erased"; no values have an empty text
    erased_at = models.DateTimeField(_("erased at"), null=True)
    erased_on_ground = models.TextField(_("ground of erasure"), default="", blank=True)

    class Meta:
        verbose_name = _("audit values")
        verbose_name_plural = _("audit values")
        constraints = [
            models.UniqueConstraint(fields=["record", "part"], name="audit_one_row_per_part"),
            models.CheckConstraint(
                condition=models.Q(salt__isnull=False, body__isnull=False, erased_at__isnull=True)
                | (
                    models.Q(salt__isnull=True, body__isnull=True, erased_at__isnull=False)
                    & ~models.Q(erased_on_ground="")
                ),
                name="audit_values_whole_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.part}"


class AuditCheckpoint(models.Model):
    """A signed seal over all records up to ``last_id``, linked to the checkpoint before it."""

    n = models.PositiveIntegerField(_("number"), primary_key=True)
    last_id = models.BigIntegerField(_("last record"), unique=True)
    at = models.DateTimeField(_("moment"))
    body = models.TextField(_("checkpoint as signed"))
    hash = models.BinaryField(_("hash"), max_length=32)
    signature = models.BinaryField(_("signature"), max_length=64)

    class Meta:
        verbose_name = _("audit checkpoint")
        verbose_name_plural = _("audit checkpoints")

    def __str__(self) -> str:
        return f"#{self.n} {self.at:%Y-%m-%d}"
