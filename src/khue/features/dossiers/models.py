"""Versions of procedures, dossiers, tasks, pauses, decisions, documents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ProcedureVersion(models.Model):
    """One immutable version of a procedure. A received dossier keeps its version, unless it is migrated on a legal ground."""

    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40, blank=True)
    effective_on = models.DateField(null=True)  # the first day on which drafts follow it; none: since its publication

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="procedure_version_number_once"),
        ]
        indexes = [models.Index(fields=["key", "digest"], name="procedure_version_content")]


class VersionWithdrawal(models.Model):
    """A published version that is taken back before its day. The version itself stays as it is."""

    version = models.OneToOneField(ProcedureVersion, on_delete=models.PROTECT, related_name="withdrawal")
    ground = models.TextField()
    withdrawn_by = models.CharField(max_length=40)
    withdrawn_at = models.DateTimeField()
    withdrawn_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(ground=""), name="version_withdrawal_has_ground")]


class Counter(models.Model):
    """The next number of a series (documents of a register and year)."""

    series = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class NumberYear(models.Model):
    """A year of dossier numbers: what their sequence had given ``before`` the year's first, which is number 1."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    before = models.BigIntegerField()


class Dossier(models.Model):
    """One case (hồ sơ). From valid receipt on its version, law day and promised day are fixed."""

    number = models.CharField(max_length=30, unique=True)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    procedure_key = models.CharField(max_length=60)
    applicant = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    applicant_name = models.TextField()
    title = models.TextField()
    folded = models.TextField()
    state = models.CharField(max_length=24, default="draft")
    answers = models.JSONField(default=dict)
    section_versions = models.JSONField(default=dict)  # section key → how often it was saved
    confirmed_prefills = models.JSONField(default=list)
    changes_to_show = models.JSONField(default=list)  # what a newer version changed, until seen
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=40, blank=True)
    submitted_at = models.DateTimeField(null=True)
    received_on = models.DateField(null=True)
    law_day = models.DateField(null=True)
    due_on = models.DateField(null=True)  # moved by pauses and apologies only
    promised_on = models.DateField(null=True)  # as first promised; never moved
    ended_on = models.DateField(null=True)
    source = models.CharField(max_length=20, default="portal")
    external_id = models.CharField(max_length=80, blank=True)
    stamp = models.PositiveIntegerField(default=0)  # a page left open says which one it saw
    envelope = models.CharField(max_length=60, blank=True)  # ``proposal:12``: begun, sealed and entered by that room
    sealed_at = models.DateTimeField(null=True)  # nobody changes it from then on, until its envelope is opened

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed_at__isnull=True) | (Q(state="draft") & ~Q(envelope="")),
                name="sealed_dossier_is_a_draft_in_an_envelope",
            ),
            models.UniqueConstraint(fields=["envelope"], condition=~Q(envelope=""), name="envelope_holds_one_dossier"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False, submitted_by__gt=""),
                name="dossier_beyond_draft_is_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in_progress", "granted", "refused", "closed"])
                | Q(received_on__isnull=False, law_day__isnull=False),
                name="dossier_in_progress_is_received",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused_receipt", "refused", "withdrawn", "closed"])
                | Q(ended_on__isnull=False),
                name="ended_dossier_has_its_day",
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="external_dossier_once"
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-id"], name="dossier_of_applicant"),
            models.Index(fields=["procedure_key", "state", "-id"], name="dossier_by_procedure"),
            models.Index(fields=["-received_on", "-id"], name="dossier_by_receipt"),
        ]


class Editor(models.Model):
    """A person who may write on a draft besides those who act for the applicant."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="editors")
    person = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    added_by = models.CharField(max_length=40)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "person"], condition=Q(removed_at__isnull=True), name="editor_once"
            )
        ]


class Task(models.Model):
    """One step of a dossier on somebody's desk. Narrow: it holds what the desk shows, so that the desk joins nothing."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="tasks")
    dossier_number = models.CharField(max_length=30)
    procedure_key = models.CharField(max_length=60)
    step = models.CharField(max_length=60)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200)
    applicant_name = models.CharField(max_length=200)
    right = models.CharField(max_length=60)
    page = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    assignee = models.CharField(max_length=40, blank=True)
    assignee_name = models.CharField(max_length=200, blank=True)
    opened_on = models.DateField()
    due_on = models.DateField(null=True)
    # Sorting needs a day for everything: what has no clock comes last.
    sort_on = models.DateField()
    paused = models.BooleanField(default=False)
    warned_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=40, blank=True)
    closed_by_name = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "step", "subject"],
                condition=Q(closed_at__isnull=True),
                name="one_open_task_per_step",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | (Q(outcome__gt="") & Q(closed_by__gt="")),
                name="closed_task_says_who_and_how",
            ),
        ]
        indexes = [
            models.Index(fields=["right", "sort_on", "id"], name="desk_by_right", condition=Q(closed_at__isnull=True)),
            models.Index(
                fields=["assignee", "right", "sort_on", "id"],
                name="desk_of_assignee",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(fields=["due_on", "id"], name="task_clock", condition=Q(closed_at__isnull=True, paused=False)),
            models.Index(fields=["dossier", "id"], name="task_of_dossier"),
            models.Index(fields=["closed_at"], name="task_by_closing", condition=Q(closed_at__isnull=False)),
        ]


class Pause(models.Model):
    """The clock stands still, on a stated ground; open until ``ended_on``. Half-open: the first day no longer counts."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="pauses")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    ground = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_on__isnull=True), name="one_open_pause"),
            models.CheckConstraint(condition=~Q(ground=""), name="pause_has_ground"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
                name="pause_ends_after_start",
            ),
        ]


class SupplementRequest(models.Model):
    """What the applicant is asked to add (form 02), and the answer."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="supplements")
    step = models.CharField(max_length=60, blank=True)  # on whose way it was asked for
    ground = models.TextField()
    items = models.JSONField(default=list)
    before_receipt = models.BooleanField(default=False)
    asked_by = models.CharField(max_length=40)
    asked_on = models.DateField()
    answered_on = models.DateField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(answered_on__isnull=True), name="one_open_supplement_request"
            )
        ]
        indexes = [models.Index(fields=["asked_on"], name="supplement_by_day")]


class DecisionRecord(models.Model):
    """What was decided, by whom, on what day, with the explanation as it was given. Superseded, never changed."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20)
    amount = models.BigIntegerField(null=True)
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    explanation = models.JSONField()
    edition = models.CharField(max_length=40, blank=True)
    binding = models.BooleanField(default=True)
    decider = models.CharField(max_length=40)
    decider_name = models.CharField(max_length=200)
    decided_on = models.DateField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=["granted", "refused"]), name="decision_outcome_known"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(supersedes__isnull=True), name="one_first_decision_per_dossier"
            ),
        ]
        indexes = [models.Index(fields=["decided_on"], name="decision_by_day")]


class Document(models.Model):
    """An issued document with its number in a register, and its file."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)
    register = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=60)
    title_vi = models.TextField()
    title_en = models.TextField(blank=True)
    values = models.JSONField()
    file = models.UUIDField(null=True)
    public = models.BooleanField(default=False)
    issued_on = models.DateField()
    issued_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "year", "sequence"], name="document_number_once"),
        ]
        indexes = [models.Index(fields=["dossier", "id"], name="document_of_dossier")]


class Apology(models.Model):
    """Form 04: prepared before a clock runs out, sent with a new day and the reason."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="apologies")
    old_due_on = models.DateField()
    new_due_on = models.DateField(null=True)
    ground = models.TextField(blank=True)
    prepared_on = models.DateField()
    sent_on = models.DateField(null=True)
    sent_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "old_due_on"], name="one_apology_per_due_day"),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True)
                | (Q(new_due_on__isnull=False) & ~Q(ground="") & Q(new_due_on__gt=models.F("old_due_on"))),
                name="sent_apology_says_why_and_when",
            ),
        ]


class DraftFile(models.Model):
    """Which stored file answers which question; the answer holds the id, this row who put it there."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="files")
    question = models.CharField(max_length=120)
    file = models.UUIDField(unique=True)
    added_by = models.CharField(max_length=40)
    added_at = models.DateTimeField()


class VersionMove(models.Model):
    """A dossier that was handed in goes on under another version, on a legal ground. No due day moves with it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="version_moves")
    from_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    to_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    provision = models.CharField(max_length=120)
    ground = models.TextField()
    steps = models.JSONField(default=dict)  # open steps that go on under another key: old → new
    moved_by = models.CharField(max_length=40)
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(ground="") & ~Q(provision=""), name="version_move_has_ground"),
            models.CheckConstraint(
                condition=~Q(from_version=models.F("to_version")), name="version_move_leads_elsewhere"
            ),
        ]
        indexes = [models.Index(fields=["dossier", "-id"], name="version_move_of_dossier")]


class FormerAnswer(models.Model):
    """What was answered to a question that the newer version does not ask, or asks otherwise: still to be read."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="former_answers")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=120)
    value = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["dossier", "-id"], name="former_answer_of_dossier")]
