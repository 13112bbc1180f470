"""Appeals, dialogues, suspensions. What was decided is never changed; triggers in migration 0002 say so too."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Appeal(models.Model):
    """One complaint against one decision, at one level. A second complaint is a row of its own that names the first."""

    number = models.CharField(max_length=30, blank=True)  # given when it is lodged
    level = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="seconds")
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    dossier_number = models.CharField(max_length=30)
    procedure_key = models.CharField(max_length=60)
    decision = models.ForeignKey("dossiers.DecisionRecord", on_delete=models.PROTECT, related_name="+")
    first_decider = models.CharField(max_length=40)
    first_outcome = models.CharField(max_length=20)
    first_amount = models.BigIntegerField(null=True)
    applicant = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    applicant_name = models.TextField()
    title = models.TextField()
    state = models.CharField(max_length=20, default="draft")
    answers = models.JSONField(default=dict)
    files = models.JSONField(default=list)  # ids of stored files
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    file_until = models.DateField(null=True)
    late = models.BooleanField(default=False)
    lodged_by = models.CharField(max_length=40, blank=True)
    lodged_at = models.DateTimeField(null=True)
    lodged_on = models.DateField(null=True)
    admission_due_on = models.DateField(null=True)
    admitted_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)  # who admitted or declined
    answered_by_name = models.CharField(max_length=200, blank=True)
    admission_ground = models.TextField(blank=True)
    answer_due_on = models.DateField(null=True)
    departure = models.TextField(blank=True)  # why another day than the term's
    complex_ground = models.TextField(blank=True)
    binding = models.BooleanField(default=True)
    sort_on = models.DateField(null=True)  # what is due next; far away once it is over
    decider = models.CharField(max_length=40, blank=True)
    decider_name = models.CharField(max_length=200, blank=True)
    assigned_on = models.DateField(null=True)
    handlers = models.JSONField(default=list)  # keys of everyone who handled the case, as known when it was given
    outcome = models.CharField(max_length=20, blank=True)
    amount = models.BigIntegerField(null=True)
    ground = models.TextField(blank=True)
    new_decision = models.OneToOneField(
        "dossiers.DecisionRecord", on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_on = models.DateField(null=True)
    withdrawn_ground = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)  # a page left open says which one it saw

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="appeal_number_once"),
            models.UniqueConstraint(
                fields=["dossier", "level"],
                condition=Q(state__in=["lodged", "admitted"]),
                name="one_live_appeal_per_level",
            ),
            models.UniqueConstraint(
                fields=["previous"], condition=~Q(state="withdrawn"), name="one_second_complaint_per_first"
            ),
            models.UniqueConstraint(
                fields=["decision", "created_by"], condition=Q(state="draft"), name="one_draft_appeal_per_writer"
            ),
            models.CheckConstraint(
                condition=Q(level=1, previous__isnull=True) | Q(level=2, previous__isnull=False),
                name="second_appeal_names_the_first",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "lodged", "declined", "admitted", "decided", "withdrawn"]),
                name="appeal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | (Q(lodged_on__isnull=False) & ~Q(number="") & ~Q(lodged_by="")),
                name="appeal_beyond_draft_is_lodged",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "decided", "withdrawn"]) | Q(ended_on__isnull=False),
                name="ended_appeal_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(admission_ground=""), name="declined_appeal_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(late=True, state__in=["admitted", "decided"]) | ~Q(admission_ground=""),
                name="late_appeal_admitted_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided")
                | (Q(outcome__in=["upheld", "amended", "annulled", "replaced"]) & ~Q(ground="") & ~Q(decider="")),
                name="decided_appeal_says_what_who_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["amended", "annulled", "replaced"]) | Q(new_decision__isnull=False),
                name="overturning_outcome_supersedes",
            ),
            models.CheckConstraint(
                condition=Q(decider="") | (~Q(decider=F("first_decider")) & ~Q(decider=F("lodged_by"))),
                name="second_decider_stands_apart",
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "id"], name="appeal_of_dossier"),
            models.Index(fields=["applicant", "-id"], name="appeal_of_applicant"),
            models.Index(fields=["sort_on", "id"], name="appeal_by_due_day", condition=~Q(state="draft")),
        ]


class Dialogue(models.Model):
    """A meeting with the complainant (đối thoại), as it was recorded."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="dialogues")
    held_on = models.DateField()
    place = models.TextField()
    present = models.TextField()
    summary = models.TextField()
    recorded_by = models.CharField(max_length=40)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()


class Suspension(models.Model):
    """The execution of the decision stands still while an appeal is examined; open until ``ended_on``."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="suspensions")
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    ground = models.TextField()
    ordered_by = models.CharField(max_length=40)
    ordered_by_name = models.CharField(max_length=200)
    ended_on = models.DateField(null=True)
    end_ground = models.TextField(blank=True)
    ended_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(ended_on__isnull=True), name="one_open_suspension_per_dossier"
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="suspension_has_ground"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | (Q(ended_on__gte=F("started_on")) & ~Q(end_ground="")),
                name="suspension_ends_with_a_ground",
            ),
        ]
