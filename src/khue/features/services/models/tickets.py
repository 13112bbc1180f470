"""Orders of services. What the sides say to each other stands in steps, which only grow; the ticket keeps where it stands."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

STATES = [
    "asked", "offered", "agreed", "delivered", "reworked", "taken", "closed", "refused", "withdrawn", "lapsed", "broken",
]  # fmt: skip


class Ticket(models.Model):
    """``answer_due`` is the last day for the provider's answer; ``price`` and ``due_on`` are those offered last."""

    state = models.CharField(max_length=10, default="asked")
    entry = models.ForeignKey("services.CatalogueEntry", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    title_vi = models.TextField()
    title_en = models.TextField()
    provider = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    provider_name = models.TextField()
    client = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    client_name = models.TextField()
    deal = models.ForeignKey("deals.Deal", on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    answer_due = models.DateField()
    price = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)
    changed_at = models.DateTimeField()
    stamp = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="ticket_state_known"),
            models.CheckConstraint(condition=~Q(provider=F("client")), name="ticket_has_two_sides"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "refused", "withdrawn", "lapsed"])
                | Q(price__isnull=False, due_on__isnull=False),
                name="ticket_agreed_on_price_and_day",
            ),
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gte=0), name="ticket_price"),
        ]
        indexes = [
            models.Index(fields=["provider", "-id"], name="ticket_by_provider"),
            models.Index(fields=["client", "-id"], name="ticket_by_client"),
            models.Index(fields=["state", "answer_due"], name="ticket_by_clock"),
        ]


class TicketStep(models.Model):
    """One thing that was said or done, with its papers. Only grows."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="steps")
    no = models.PositiveIntegerField()
    step = models.CharField(max_length=12)
    side = models.CharField(max_length=8)
    words = models.TextField(blank=True)
    price = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)
    papers = models.JSONField(default=list)  # ids of stored files
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "no"], name="ticket_step_no_once"),
            models.CheckConstraint(condition=Q(side__in=["provider", "client", "clock"]), name="ticket_step_side"),
        ]


class TicketComplaint(models.Model):
    """What a side tells the operator of a ticket, and the answer."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="complaints")
    side = models.CharField(max_length=8)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_by_name = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="ticket_complaint_answered_with_words",
            ),
            models.UniqueConstraint(
                fields=["ticket", "side"], condition=Q(answered_at__isnull=True), name="ticket_one_open_complaint"
            ),
        ]
