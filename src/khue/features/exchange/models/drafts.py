"""Drafts of offers and the sheets that they came from. A draft is its side's own; what is confidential lies apart, as with offers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class OfferImport(models.Model):
    """A sheet of offers. The worker reads it row by row; the uploaded file is erased when it is through."""

    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    sheet_name = models.CharField(max_length=200)
    sheet = models.UUIDField(null=True)  # the stored file, until it is read
    state = models.CharField(max_length=10, default="waiting")
    rows = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    good = models.IntegerField(default=0)
    bad = models.IntegerField(default=0)
    why_vi = models.TextField(blank=True)  # of a sheet that can't be read at all
    why_en = models.TextField(blank=True)
    asked_by = models.CharField(max_length=40)
    asked_by_name = models.TextField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["waiting", "done", "failed"]), name="offer_import_state_known"),
            models.CheckConstraint(condition=Q(done=F("good") + F("bad")), name="offer_import_adds_up"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None) | (~Q(state="waiting") & Q(ended_at__isnull=False, sheet=None)),
                name="offer_import_ends_without_its_sheet",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["party", "-id"], name="offer_import_by_party")]


class ImportFault(models.Model):
    """One cell that is wrong: where it is and what belongs there; never what it said. Only grows."""

    of_import = models.ForeignKey(OfferImport, on_delete=models.PROTECT, related_name="faults")
    row = models.IntegerField()
    column = models.CharField(max_length=20)
    expected_vi = models.TextField()
    expected_en = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of_import", "row", "column"], name="import_fault_once"),
        ]


class OfferDraft(models.Model):
    """What a supplier has begun; gone when it is handed in or dropped. ``said`` are its public words (domain.drafts)."""

    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    title_vi = models.TextField(blank=True)
    title_en = models.TextField(blank=True)
    said = models.JSONField()
    valid_until = models.DateField(null=True)
    source = models.CharField(max_length=10)
    of_import = models.ForeignKey(OfferImport, on_delete=models.PROTECT, null=True, related_name="drafts")
    row = models.IntegerField(null=True)
    made_by = models.CharField(max_length=40)
    made_by_name = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["import", "document", "program"]), name="offer_draft_source_known"
            ),
            models.UniqueConstraint(fields=["of_import", "row"], name="one_draft_per_imported_row"),
        ]
        indexes = [models.Index(fields=["party", "-id"], name="offer_draft_by_party")]


class DraftConfidential(models.Model):
    """The confidential part of a draft. It goes on to the offer unread; no list touches this table."""

    draft = models.OneToOneField(OfferDraft, on_delete=models.CASCADE, related_name="confidential")
    text = models.TextField()
