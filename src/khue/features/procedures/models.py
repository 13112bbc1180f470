"""Drafts of definitions, every change of them, and migrations of cases with a row for each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DefinitionDraft(models.Model):
    """A definition that staff are changing. It becomes a version by publication and touches nobody before."""

    key = models.CharField(max_length=60)
    base = models.ForeignKey("dossiers.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    state = models.CharField(max_length=12, default="open")
    started_by = models.CharField(max_length=40)
    started_by_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ended_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)
    published = models.ForeignKey("dossiers.ProcedureVersion", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "published", "given_up"]), name="definition_draft_state_known"
            ),
            models.UniqueConstraint(fields=["key"], condition=Q(state="open"), name="one_open_definition_draft"),
            models.CheckConstraint(
                condition=Q(state="published", published__isnull=False) | (~Q(state="published") & Q(published=None)),
                name="published_draft_names_its_version",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="ended_draft_has_its_moment",
            ),
        ]


class DraftEdit(models.Model):
    """One change of a draft: where, by whom, what stood there before and after. Nothing that was typed is lost."""

    draft = models.ForeignKey(DefinitionDraft, on_delete=models.PROTECT, related_name="edits")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=200)
    deed = models.CharField(max_length=12)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.CharField(max_length=40)
    hands = models.JSONField(default=list)  # everyone who counts as its author: a deputy and the colleague stood in for
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_edit_number_once"),
            models.CheckConstraint(
                condition=Q(deed__in=["put", "remove", "move", "import"]), name="draft_edit_deed_known"
            ),
        ]


class CaseMigration(models.Model):
    """Cases under way go on under another version, on a legal ground; one deed per case."""

    key = models.CharField(max_length=60)
    source = models.ForeignKey("dossiers.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey("dossiers.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    provision = models.CharField(max_length=120)
    ground_vi = models.TextField()
    ground_en = models.TextField(blank=True)
    steps = models.JSONField(default=dict)
    started_by = models.CharField(max_length=40)
    started_by_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(provision="") & ~Q(ground_vi=""), name="case_migration_has_legal_ground"
            ),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="case_migration_leads_elsewhere"),
            models.UniqueConstraint(
                fields=["source"], condition=Q(ended_at=None), name="one_running_migration_per_version"
            ),
        ]


class MigratedCase(models.Model):
    """One case of a migration, and what came of it."""

    migration = models.ForeignKey(CaseMigration, on_delete=models.PROTECT, related_name="cases")
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=30)
    title = models.TextField()
    state = models.CharField(max_length=10, default="waiting")
    reasons = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["migration", "dossier"], name="case_once_per_migration"),
            models.CheckConstraint(
                condition=Q(state="waiting", done_at=None) | Q(state__in=["moved", "refused"], done_at__isnull=False),
                name="migrated_case_says_what_came_of_it",
            ),
        ]
        indexes = [models.Index(fields=["migration", "state", "id"], name="migrated_case_by_state")]
