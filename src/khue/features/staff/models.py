"""Absences with their deputies, invitations, roles that wait for a second person, departures, resets of lost keys."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


def _person() -> Func:
    """A number as a range of one, so that GiST can compare it without btree_gist."""
    return Func(F("person_id"), F("person_id"), Value("[]"), function="int8range")


def _during() -> Func:
    return Func(F("valid_from"), F("valid_until"), Value("[)"), function="daterange", output_field=DateRangeField())


class Absence(models.Model):
    """A person is away during ``[valid_from, valid_until)``. ``reason`` is a kind; nothing about health is kept."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_until = models.DateField()
    registered_by = models.CharField(max_length=60)
    registered_by_name = models.CharField(max_length=200)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="staff_absence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("person")), name="staff_deputy_is_another"
            ),
            ExclusionConstraint(
                name="staff_absent_once_at_a_time",
                expressions=[(_person(), RangeOperators.OVERLAPS), (_during(), RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [models.Index(fields=["deputy", "valid_from"], name="staff_absence_by_deputy")]


class DeputyScope(models.Model):
    """A role of the absent person that the deputy covers. The deputy's right ends with the role's own last day."""

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="scope")
    holding = models.ForeignKey("people.RoleHolding", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["absence", "holding"], name="staff_deputy_scope_once")]


class Invitation(models.Model):
    """A colleague is asked to come. The link carries ``nonce``: a new one makes every older link worthless."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    nonce = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="open")
    expires_at = models.DateTimeField()
    invited_by = models.CharField(max_length=60)
    invited_by_name = models.CharField(max_length=200)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "withdrawn"]), name="staff_invitation_state"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="staff_invitation_answered_once",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="open"), name="staff_one_open_invitation_per_person"
            ),
        ]


class RoleProposal(models.Model):
    """A role that is to be given: by an accepted invitation, and where the role asks for it by a second administrator."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, null=True, related_name="roles")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    second_person = models.BooleanField()
    state = models.CharField(max_length=10, default="open")
    proposed_by = models.CharField(max_length=60)
    proposed_for = models.CharField(max_length=60, blank=True, default="")
    proposed_by_name = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    answered_by = models.CharField(max_length=60, blank=True, default="")
    answered_by_name = models.CharField(max_length=200, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True, default="")
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "confirmed", "refused"]), name="staff_proposal_state"
            ),
            models.CheckConstraint(
                condition=Q(answered_by="")
                | Q(state="refused")
                | (~Q(answered_by=F("proposed_by")) & ~Q(answered_by=F("proposed_for"))),
                name="staff_proposal_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True) | Q(second_person=False) | Q(state="confirmed"),
                name="staff_role_given_after_confirmation",
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(given_at__isnull=True) & ~Q(state="refused"),
                name="staff_one_waiting_proposal",
            ),
        ]


class Departure(models.Model):
    """Somebody leaves: ``last_day`` is the last day of work. The account and every record stay."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    last_day = models.DateField()
    ground = models.CharField(max_length=500)
    recorded_by = models.CharField(max_length=60)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at__isnull=True), name="staff_leaves_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="staff_departure_has_ground"),
        ]


class KeyReset(models.Model):
    """A lost second factor: asked for by one administrator, confirmed by another, done after the waiting time."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=500)
    state = models.CharField(max_length=10, default="open")
    asked_by = models.CharField(max_length=60)
    asked_for = models.CharField(max_length=60, blank=True, default="")
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    answered_by = models.CharField(max_length=60, blank=True, default="")
    answered_by_name = models.CharField(max_length=200, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True, default="")
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "confirmed", "refused", "done"]), name="staff_reset_state"
            ),
            models.CheckConstraint(
                condition=Q(answered_by="")
                | Q(state="refused")
                | (~Q(answered_by=F("asked_by")) & ~Q(answered_by=F("asked_for"))),
                name="staff_reset_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("due_at")), name="staff_reset_waits"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["open", "confirmed"]), name="staff_one_reset_at_a_time"
            ),
        ]
