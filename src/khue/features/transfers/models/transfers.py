"""The file of a transfer: checks of the claimants, proposals, the decision and its answers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Transfer(models.Model):
    """One file for each offer of a result; ``owner`` is the party that offers it."""

    number = models.CharField(max_length=16, unique=True)
    offer = models.OneToOneField("results.TransferOffer", on_delete=models.PROTECT, related_name="+")
    result = models.ForeignKey("results.Result", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    owner_name = models.TextField()
    title_vi = models.TextField()
    title_en = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="checking")
    opened_by = models.CharField(max_length=40)
    opened_by_name = models.TextField()
    opened_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=40, blank=True)  # of the proposal that stands
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["checking", "proposed", "decided", "ended"]), name="transfer_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "ended"])
                | (Q(decided_at__isnull=False) & ~Q(decided_by="") & ~Q(ground="")),
                name="transfer_end_says_who_when_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | (~Q(proposed_by="") & ~Q(proposed_by=F("decided_by"))),
                name="transfer_decided_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["-decided_at", "-id"], name="transfer_public", condition=Q(state="decided")),
            models.Index(fields=["owner", "-id"], name="transfer_by_owner"),
        ]


class TransferYear(models.Model):
    """The last number given in a year; its row is the lock."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()


class Capability(models.Model):
    """Whether a claimant can use the result. Checked again, the newer check counts; the older stays."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="checks")
    claim = models.ForeignKey("results.TransferClaim", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    able = models.BooleanField()
    shown = models.TextField()
    ground = models.TextField()
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["enterprise", "st-organisation", "state-body", "public-service-unit", "other"]),
                name="capability_kind_known",
            ),
            models.CheckConstraint(condition=~Q(shown="") & ~Q(ground=""), name="capability_says_why"),
        ]
        indexes = [models.Index(fields=["transfer", "claim", "-id"], name="capability_newest")]


class Proposal(models.Model):
    """Who shall receive it: ``answers`` are ``[[claim, granted, ground], …]``. Returned or decided, it stays."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="proposals")
    no = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    ground = models.TextField()
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
    returned_by = models.CharField(max_length=40, blank=True)
    returned_by_name = models.TextField(blank=True)
    returned_at = models.DateTimeField(null=True)
    return_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "no"], name="transfer_proposal_once"),
            models.UniqueConstraint(
                fields=["transfer"], condition=Q(returned_at__isnull=True), name="one_standing_transfer_proposal"
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | ~Q(return_ground=""), name="returned_transfer_proposal_says_why"
            ),
        ]


class TransferAnswer(models.Model):
    """What the decision says to a claimant, once."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="answers")
    claim = models.OneToOneField("results.TransferClaim", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    granted = models.BooleanField()
    ground = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(ground=""), name="transfer_answer_says_why")]
        indexes = [models.Index(fields=["party", "-id"], name="transfer_answer_by_party")]
