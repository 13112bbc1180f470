"""Sanctions and debarments: who may not, or must be looked at, with the document that says so. Not public."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khue.features.people.models.records import Party


class SanctionImport(models.Model):
    """A list that was taken in from a file; the same file a second time is refused."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    lines = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=60)


class Sanction(models.Model):
    """One entry during ``[valid_from, valid_until)``. ``party`` is set by a person who compared, never by a match alone.

    ``binding``: the decision itself forbids support; without it the entry is a warning to applicant and officer.
    """

    class Kind(models.TextChoices):
        DEBARRED = "debarred", _("debarred from support")
        SANCTIONED = "sanctioned", _("sanctioned for a violation")
        COURT = "court", _("court decision")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=420)
    tax_code = models.CharField(max_length=13, blank=True, default="")
    document = models.CharField(max_length=200)
    document_on = models.DateField()
    issuer = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True, default="")
    ground = models.CharField(max_length=500)
    binding = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="sanctions")
    matched_at = models.DateTimeField(null=True, blank=True)
    matched_by = models.CharField(max_length=60, blank=True, default="")
    source = models.ForeignKey(SanctionImport, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)
    end_ground = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(document="") & ~Q(issuer="") & ~Q(ground=""), name="sanction_has_source"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="sanction_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=True, matched_at__isnull=True)
                | (Q(party__isnull=False) & Q(matched_at__isnull=False) & ~Q(matched_by="")),
                name="sanction_matched_by_a_person",
            ),
            models.UniqueConstraint(
                fields=["document", "document_on", "folded", "tax_code", "kind"], name="sanction_once"
            ),
        ]
        indexes = [
            models.Index(fields=["-recorded_at", "-id"], name="sanction_newest"),
            models.Index(fields=["tax_code"], condition=~Q(tax_code=""), name="sanction_by_tax_code"),
            models.Index(fields=["folded"], name="sanction_by_name"),
        ]
