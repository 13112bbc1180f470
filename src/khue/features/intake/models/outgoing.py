"""What a source is told: written in the deed that it tells of, sent afterwards, in order per case, until it arrives."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q


class MessageOut(models.Model):
    """One message. ``body`` is what is signed and sent, byte for byte the same at each attempt; ``uid`` is its stable id."""

    case = models.ForeignKey("intake.IntakeCase", on_delete=models.PROTECT, related_name="messages_out")
    source = models.ForeignKey("intake.Source", on_delete=models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid4, unique=True)
    seq = models.BigIntegerField(null=True)  # its place in what the source reads: given once it can be seen by all
    kind = models.CharField(max_length=40)
    body = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=14, default="waiting")
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    first_tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "seq"], name="intake_one_message_per_place"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent", "acknowledged", "dead"]), name="intake_message_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="acknowledged") | Q(acknowledged_at__isnull=False), name="intake_acknowledged_when"
            ),
        ]
        indexes = [
            models.Index(fields=["source", "id"], name="intake_out_waiting", condition=Q(state="waiting")),
            models.Index(fields=["source", "-id"], name="intake_out_dead", condition=Q(state="dead")),
            models.Index(fields=["source", "id"], name="intake_out_unplaced", condition=Q(seq=None)),
            models.Index(fields=["case", "id"], name="intake_out_of_case"),
        ]

    @property
    def name(self) -> str:
        """The id that receivers know it by."""
        return f"msg_{self.uid.hex}"


class Attempt(models.Model):
    """One sending: what the receiver answered. ``said`` is at most 500 letters of it, or why there was no answer."""

    message = models.ForeignKey(MessageOut, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    arrived = models.BooleanField()
    took_ms = models.PositiveIntegerField(default=0)
    said = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["message", "id"], name="intake_attempt_of_message")]
