"""Key tasks, what was found of them, what they may use and for how long, their reports, their withdrawal."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.keytasks.domain.recognition import KEY_TASK, ONCE_RECOGNISED
from khue.features.keytasks.domain.reporting import REPORT


class KeyTask(models.Model):
    """A task without city money that asks to be recognised, or is; decided on through one dossier. Money in đồng."""

    dossier_id = models.BigIntegerField(unique=True)
    dossier_number = models.CharField(max_length=30)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    submitted_by = models.CharField(max_length=40)
    public_name = models.TextField()  # how the register names the lead
    title = models.TextField()
    field = models.CharField(max_length=40)
    money = models.BigIntegerField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    folded = models.TextField()
    state = models.CharField(max_length=20, default="applied")
    law_day = models.DateField()
    amended_at = models.DateTimeField(null=True)  # handed in again after a supplement
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=40, blank=True)
    until_on = models.DateField(null=True)  # the first day on which it holds no longer
    ended_on = models.DateField(null=True)
    binding = models.BooleanField(default=True)
    basis_vi = models.TextField(blank=True)
    basis_en = models.TextField(blank=True)
    expiry_told = models.PositiveSmallIntegerField(null=True)  # of how many days before the end its lead was told
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(KEY_TASK.labels)), name="key_task_state_known"),
            models.CheckConstraint(condition=Q(money__gt=0), name="key_task_has_money"),
            models.CheckConstraint(
                condition=~Q(state__in=ONCE_RECOGNISED) | Q(decided_on__isnull=False, until_on__isnull=False),
                name="recognised_key_task_has_its_days",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("decided_on")), name="key_task_holds_for_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["completed", "expired", "withdrawn", "annulled"]) | Q(ended_on__isnull=False),
                name="ended_key_task_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["-decided_on", "-id"], name="key_task_public", condition=Q(until_on__isnull=False)),
            models.Index(fields=["until_on", "id"], name="key_task_until", condition=Q(state="recognised")),
            models.Index(fields=["party", "-id"], name="key_task_by_party"),
        ]


class Examination(models.Model):
    """What an officer found of each condition; the newest counts."""

    key_task = models.ForeignKey(KeyTask, on_delete=models.PROTECT, related_name="examinations")
    found = models.JSONField()  # condition → {met, note}
    to_council = models.BooleanField()
    note = models.TextField(blank=True)
    examiner = models.CharField(max_length=40)
    examiner_for = models.CharField(max_length=40, blank=True)
    examiner_name = models.CharField(max_length=200)
    at = models.DateTimeField()


class CouncilOpinion(models.Model):
    """What a council said, taken from its minutes."""

    key_task = models.ForeignKey(KeyTask, on_delete=models.PROTECT, related_name="opinions")
    council = models.TextField()
    met_on = models.DateField()
    minutes = models.CharField(max_length=60)
    favours = models.BooleanField()
    conclusion = models.TextField()
    item = models.BigIntegerField(
        null=True, unique=True
    )  # of the council that decided here; None when taken from minutes
    recorded_by = models.CharField(max_length=40)
    at = models.DateTimeField()


class Benefit(models.Model):
    """One thing that a recognition opens, from–until (half-open). Written once; only its end is added."""

    key_task = models.ForeignKey(KeyTask, on_delete=models.PROTECT, related_name="benefits")
    key = models.CharField(max_length=40)
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    provision = models.TextField()
    provision_en = models.TextField(blank=True)
    certainty = models.CharField(max_length=20)  # of the least certain value that it rests on, on the day it was given
    cause = models.CharField(max_length=60)  # dossier or appeal by which it was given
    from_on = models.DateField()
    until_on = models.DateField()
    ended_on = models.DateField(null=True)
    end_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="benefit_lasts"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("from_on"), end_ground__gt=""),
                name="benefit_ends_after_it_began_with_its_ground",
            ),
            models.UniqueConstraint(
                fields=["key_task", "key"], condition=Q(ended_on__isnull=True), name="benefit_runs_once"
            ),
        ]


class YearlyReport(models.Model):
    """One period to be reported on (half-open), with the day by which, where the law sets one."""

    key_task = models.ForeignKey(KeyTask, on_delete=models.PROTECT, related_name="reports")
    no = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=12, default="open")
    reminded_on = models.DateField(null=True)  # that the period has ended
    urged_on = models.DateField(null=True)  # that its day has passed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_task", "no"], name="key_task_report_number_once"),
            models.UniqueConstraint(fields=["key_task", "from_on"], name="report_period_once"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="report_period_lasts"),
            models.CheckConstraint(condition=Q(state__in=list(REPORT)), name="report_state_known"),
        ]
        indexes = [
            models.Index(fields=["until_on", "id"], name="report_ended", condition=Q(state__in=["open", "returned"]))
        ]


class Filing(models.Model):
    """What was filed for a report, and what the officer said to it. A report that was returned is filed anew."""

    report = models.ForeignKey(YearlyReport, on_delete=models.PROTECT, related_name="filings")
    no = models.PositiveSmallIntegerField()
    progress = models.TextField()
    products = models.TextField()
    impact = models.TextField()
    spent = models.BigIntegerField()
    used = models.TextField(blank=True)  # which benefits were used
    final = models.BooleanField(default=False)
    papers = models.JSONField(default=list)  # ids of stored files
    filed_by = models.CharField(max_length=40)
    filed_by_name = models.CharField(max_length=200)
    filed_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)  # accepted | returned | dropped
    note = models.TextField(blank=True)
    checked_by = models.CharField(max_length=40, blank=True)
    checked_by_name = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "no"], name="filing_number_once"),
            models.UniqueConstraint(fields=["report"], condition=Q(outcome=""), name="one_open_filing_per_report"),
            models.CheckConstraint(condition=Q(spent__gte=0), name="filing_spent_not_negative"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "accepted", "dropped"]) | Q(outcome="returned", note__gt=""),
                name="filing_outcome_known_and_grounded",
            ),
        ]


class Withdrawal(models.Model):
    """A recognition that is to be withdrawn: the ground, the hearing, what was decided."""

    key_task = models.ForeignKey(KeyTask, on_delete=models.PROTECT, related_name="withdrawals")
    ground = models.TextField()
    hear_until = models.DateField()  # the last day of the hearing
    proposed_by = models.CharField(max_length=40)
    proposed_for = models.CharField(max_length=40, blank=True)
    proposed_by_name = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    statement = models.TextField(blank=True)
    papers = models.JSONField(default=list)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)  # withdrawn | kept
    decision_ground = models.TextField(blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key_task"], condition=Q(outcome=""), name="one_open_withdrawal_per_key_task"
            ),
            models.CheckConstraint(condition=Q(ground__gt=""), name="withdrawal_has_its_ground"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True)
                | Q(outcome__in=["withdrawn", "kept"], decided_on__isnull=False, decision_ground__gt=""),
                name="settled_withdrawal_has_day_and_ground",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="withdrawn") | Q(answered_at__isnull=False) | Q(decided_on__gt=F("hear_until")),
                name="nothing_is_withdrawn_unheard",
            ),
        ]
