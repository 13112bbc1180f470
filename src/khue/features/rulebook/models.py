"""What legal officers confirmed, every edition of the law that the city worked with, and what rules said in decisions.

All of it only grows (migrations 0002 and 0004).
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

APPEND_ONLY_TABLES = ("rulebook_confirmation", "rulebook_edition", "rulebook_keptruling")


class Confirmation(models.Model):
    """A legal officer read a document and found a value in it. A later one of the same parameter supersedes for its days.

    ``number`` counts the confirmations of one parameter; ``edition`` is the one that this confirmation made.
    """

    parameter = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    value = models.JSONField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    known_from = models.DateField()
    document = models.CharField(max_length=300)
    document_date = models.DateField()
    page = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    edition = models.CharField(max_length=16)
    confirmed_by = models.CharField(max_length=40)
    confirmed_by_name = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parameter", "number"], name="confirmation_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="confirmation_number_counts"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="confirmation_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(document="") & Q(document_date__lte=F("known_from")),
                name="confirmation_names_its_document",
            ),
        ]


class Edition(models.Model):
    """The whole law as canonical JSON under its hash, so that a decision of that day can be recomputed."""

    edition = models.CharField(max_length=16, unique=True)
    content = models.TextField()
    sample = models.BooleanField()
    confirmation = models.ForeignKey(Confirmation, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(content=""), name="edition_is_whole")]
        indexes = [models.Index(fields=["-made_at", "-id"], name="edition_newest_first")]


class KeptRuling(models.Model):
    """What a rule said in a decision: question, law, answer and explanation together (decision record 0027).

    ``subject`` names the decision as text; ``line`` what of it is meant (a cost line's number), or is empty.
    """

    subject = models.CharField(max_length=60)
    line = models.CharField(max_length=40, blank=True)
    rule = models.CharField(max_length=80)
    rule_digest = models.CharField(max_length=16)
    facts = models.JSONField()
    on = models.DateField()
    known_on = models.DateField(null=True)
    edition = models.CharField(max_length=16)
    law_edition = models.CharField(max_length=16)
    outcome = models.CharField(max_length=10)
    values = models.JSONField()
    explanation = models.JSONField()
    answer_digest = models.CharField(max_length=64)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "rule", "line"], name="ruling_once_per_subject"),
            models.CheckConstraint(
                condition=Q(outcome__in=["granted", "refused", "unknown"]), name="ruling_outcome_known"
            ),
        ]
        indexes = [
            models.Index(fields=["rule", "-id"], name="ruling_by_rule"),
            # "Which decisions rested on this provision": lines of explanations are asked by what they contain.
            GinIndex(fields=["explanation"], opclasses=["jsonb_path_ops"], name="ruling_by_law"),
        ]
