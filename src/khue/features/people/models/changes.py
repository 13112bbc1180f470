"""What happened to parties: under which record they go on, what they were called, that they are no more.

A party's key is text in every room and in the audit chains, so no row of another room is ever rewritten: a passage
is an alias, which queries follow while it stands (docs/decisions: parties that go on under another).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khue.features.people.models.records import Party


class Succession(models.Model):
    """Why one or more parties go on under others: a duplicate record, or a change of organisations in law.

    ``taken`` says which values of the surviving record were replaced when duplicates were merged, for the way back.
    """

    class Kind(models.TextChoices):
        DUPLICATE = "duplicate", _("duplicate record")
        MERGER = "merger", _("merger into another organisation")
        CONSOLIDATION = "consolidation", _("consolidation into a new organisation")
        CONVERSION = "conversion", _("change of legal form")
        DIVISION = "division", _("division into several")
        SEPARATION = "separation", _("separation of a part")

    kind = models.CharField(max_length=14, choices=Kind.choices)
    effective_on = models.DateField()
    document = models.CharField(max_length=200, blank=True, default="")
    document_on = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200, blank=True, default="")
    ground = models.CharField(max_length=500)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)
    taken = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=60, blank=True, default="")
    end_ground = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(ground=""), name="succession_has_ground"),
            models.CheckConstraint(
                condition=Q(kind="duplicate") | (~Q(document="") & Q(document_on__isnull=False) & ~Q(issuer="")),
                name="succession_in_law_has_document",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_ground="") | (Q(ended_at__isnull=False) & ~Q(end_ground="")),
                name="succession_ends_with_ground",
            ),
        ]
        indexes = [models.Index(fields=["-recorded_at"], name="succession_newest")]


class Passage(models.Model):
    """``former`` goes on under ``successor``: in everything (``whole``), or in the subjects of its shares only.

    ``ended_at`` repeats that of the succession, because a unique index can't look into another table; a trigger
    keeps the two equal, and keeps passages from running in a circle.
    """

    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="passages")
    former = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="passages_on")
    successor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="passages_from")
    whole = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(former=F("successor")), name="passage_to_another"),
            models.UniqueConstraint(
                fields=["former"], condition=Q(whole=True, ended_at__isnull=True), name="passage_one_way_on"
            ),
            models.UniqueConstraint(fields=["succession", "former", "successor"], name="passage_once"),
        ]
        indexes = [
            models.Index(fields=["successor"], condition=Q(ended_at__isnull=True), name="passage_by_successor"),
        ]


class Share(models.Model):
    """What a successor took over by name when a party was divided: ``dossier:12``, ``support:3``."""

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="shares")
    subject = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(ended_at__isnull=True), name="share_one_holder"),
            models.CheckConstraint(condition=~Q(subject=""), name="share_has_subject"),
        ]


class RecordChange(models.Model):
    """A name or an address that a party gave up on a day, and what came instead, with the document."""

    class Field(models.TextChoices):
        NAME = "name", _("name")
        ADDRESS = "address", _("address")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(max_length=8, choices=Field.choices)
    effective_on = models.DateField()
    before = models.CharField(max_length=900, blank=True)
    after = models.CharField(max_length=900)
    document = models.CharField(max_length=200)
    document_on = models.DateField()
    issuer = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "field", "effective_on"], name="change_one_per_day"),
            models.CheckConstraint(condition=~Q(after="") & ~Q(after=F("before")), name="change_changes"),
            models.CheckConstraint(condition=~Q(document="") & ~Q(issuer=""), name="change_has_document"),
        ]


class Dissolution(models.Model):
    """An organisation that is no more from a day. Taken back by a deed of its own when it was recorded wrongly."""

    class Kind(models.TextChoices):
        DISSOLVED = "dissolved", _("dissolved")
        BANKRUPT = "bankrupt", _("declared bankrupt")
        REVOKED = "revoked", _("registration withdrawn")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="dissolutions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    effective_on = models.DateField()
    document = models.CharField(max_length=200)
    document_on = models.DateField()
    issuer = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=60, blank=True, default="")
    end_ground = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(ended_at__isnull=True), name="dissolution_once"),
            models.CheckConstraint(condition=~Q(document="") & ~Q(issuer=""), name="dissolution_has_document"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_ground="") | (Q(ended_at__isnull=False) & ~Q(end_ground="")),
                name="dissolution_ends_with_ground",
            ),
        ]
