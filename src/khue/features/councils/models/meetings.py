"""Meetings: agenda, presence, secret ballots, minutes, and what minutes entitle members to.

A ballot keeps who voted (``Voter``) apart from what was voted. While it is open, papers lie sealed and undated in the box
(``BoxedPaper``); when it closes they are counted, and written anew in the order of their random codes (``CountedPaper``).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from khue.features.councils.domain.fees import BASES
from khue.features.councils.domain.words import CHOICES, MEETING, OUTCOMES
from khue.features.councils.models.panels import Council, Item, Seat


class Meeting(models.Model):
    """A council meets at a moment, somewhere or online."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    held_at = models.DateTimeField()
    place = models.CharField(max_length=300)
    state = models.CharField(max_length=8, default="called")
    called_by = models.CharField(max_length=60)
    called_by_name = models.CharField(max_length=200)
    called_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="meeting_number_once"),
            models.CheckConstraint(condition=Q(state__in=list(MEETING.states)), name="meeting_state_known"),
        ]


class AgendaItem(models.Model):
    """An item on the agenda, and what the council decided on it there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="agenda")
    outcome = models.CharField(max_length=10, blank=True, default="")
    conclusion = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position_once"),
            models.UniqueConstraint(fields=["meeting", "item"], name="agenda_item_once"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=list(OUTCOMES)), name="agenda_outcome_known"
            ),
            models.CheckConstraint(condition=Q(outcome="") | ~Q(conclusion=""), name="decision_says_why"),
        ]


class Presence(models.Model):
    """A member is there from a moment, until another."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="presences")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=Q(left_at__isnull=True), name="present_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("came_at")), name="presence_ends_after_start"
            ),
        ]


class Ballot(models.Model):
    """A secret ballot on an agenda item. ``base`` members without an interest, ``needed`` for a quorum (None: no figure applies)."""

    agenda = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="ballots")
    number = models.PositiveIntegerField()
    question = models.CharField(max_length=400)
    state = models.CharField(max_length=6, default="open")
    base = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField(null=True)
    quorum = models.CharField(max_length=9, blank=True, default="")
    pass_share = models.CharField(max_length=9, blank=True, default="")
    opened_by = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    counts = models.JSONField(null=True)  # choice → papers
    valid = models.BooleanField(null=True)  # enough papers for a quorum
    passes = models.BooleanField(null=True)  # None: no figure applies

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agenda", "number"], name="ballot_number_once"),
            models.UniqueConstraint(fields=["agenda"], condition=Q(state="open"), name="one_open_ballot_per_item"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, counts__isnull=True)
                | Q(state="closed", closed_at__isnull=False, counts__isnull=False, valid__isnull=False),
                name="closed_ballot_is_counted",
            ),
        ]


class Voter(models.Model):
    """One line of the electoral roll: whether this seat has voted. What it voted stands nowhere."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="voters")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    voted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "seat"], name="one_ballot_per_seat")]


class BoxedPaper(models.Model):
    """A sealed paper in the box. Its id is random; no row of it says who, when or in which order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()


class CountedPaper(models.Model):
    """A paper as counted. Written in the order of the random codes when the ballot closed, never changed."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(max_length=12)
    choice = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "code"], name="ballot_code_once"),
            models.CheckConstraint(condition=Q(choice__in=list(CHOICES)), name="ballot_choice_known"),
        ]


class Minutes(models.Model):
    """The minutes of a closed meeting: the values with which they are printed. The file is made after the commit.

    Numbers begin anew each year, and an index on number and year (migration 0009) holds each once.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    number = models.CharField(max_length=40)
    values = models.JSONField()
    file = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)  # empty again when a copy signed by hand is withdrawn
    drawn_by = models.CharField(max_length=60)
    drawn_at = models.DateTimeField()


class FeeEntitlement(models.Model):
    """What signed minutes entitle a member to, as one line per basis: so many meetings or sheets under a norm of the law.

    ``each`` and ``amount`` in đồng; empty where no value of the norm applied on ``norm_on``. Written once, never changed.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="fees")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)
    fee_class = models.CharField(max_length=8, blank=True)
    basis = models.CharField(max_length=8)
    count = models.PositiveIntegerField()
    norm = models.CharField(max_length=80)
    norm_on = models.DateField()
    each = models.BigIntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    earned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "seat", "basis"], name="one_fee_line_per_seat_and_basis"),
            models.CheckConstraint(condition=Q(basis__in=list(BASES)), name="fee_basis_known"),
            models.CheckConstraint(condition=Q(count__gte=1), name="fee_counts_something"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount=0) | Q(amount=F("each") * F("count")),
                name="fee_amount_is_each_by_count",
            ),
        ]
