"""What a person asked about the own data, what was answered, and by which day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class SubjectRequest(models.Model):
    """One request. Days follow from the law of the day of receipt; ``sort_on`` is what is due next."""

    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=12)
    party = models.CharField(max_length=40)  # whose data: party:12
    party_name = models.CharField(max_length=200)
    details = models.TextField(blank=True)
    channel = models.CharField(max_length=8)
    identity = models.CharField(max_length=500, blank=True)
    entered_by = models.CharField(max_length=40)
    entered_by_name = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    received_on = models.DateField()
    state = models.CharField(max_length=10, default="received")
    binding = models.BooleanField(default=True)
    answer_due_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)
    legal_ground = models.CharField(max_length=500, blank=True)
    third_party = models.BooleanField(default=False)
    term = models.CharField(max_length=60, blank=True)  # which parameter the day follows from
    carry_due_on = models.DateField(null=True)  # as extended
    first_due_on = models.DateField(null=True)  # as first told
    extended_on = models.DateField(null=True)
    extended_by = models.CharField(max_length=40, blank=True)
    extended_by_name = models.CharField(max_length=200, blank=True)
    extension_ground = models.TextField(blank=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    outcome = models.TextField(blank=True)
    told = models.TextField(blank=True)  # how somebody without an account was told, line by line
    warned_for = models.DateField(null=True)  # the due day of which the desk was reminded
    sort_on = models.DateField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["received", "accepted", "refused", "done", "withdrawn"]),
                name="subject_request_state_known",
            ),
            models.CheckConstraint(
                condition=Q(channel="online", identity="") | (Q(channel="paper") & ~Q(identity="")),
                name="paper_request_says_who_it_was",
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=F("party"))
                & ~Q(extended_by=F("party"))
                & (~Q(ended_by=F("party")) | Q(state="withdrawn")),
                name="subject_request_handled_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "withdrawn"])
                | (Q(answered_on__isnull=False) & ~Q(answered_by="") & ~Q(answer="")),
                name="answered_request_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(legal_ground=""), name="refused_request_has_legal_ground"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "refused", "withdrawn"]) | Q(carry_due_on__isnull=False),
                name="accepted_request_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "accepted"]) | Q(ended_on__isnull=False),
                name="ended_request_has_its_day",
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(outcome=""), name="done_request_says_what"),
            models.CheckConstraint(
                condition=Q(
                    extended_on__isnull=True, extension_ground="", extended_by="", carry_due_on=F("first_due_on")
                )
                | Q(extended_on__isnull=True, carry_due_on__isnull=True, first_due_on__isnull=True)
                | (
                    Q(extended_on__lte=F("first_due_on"), carry_due_on__gt=F("first_due_on"))
                    & ~Q(extension_ground="")
                    & ~Q(extended_by="")
                ),
                name="extension_told_in_time_with_ground",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_on", "id"], name="subject_request_by_due_day"),
            models.Index(fields=["party", "-id"], name="subject_request_of_party"),
        ]
