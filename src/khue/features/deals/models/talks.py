"""What the sides say to each other: messages with papers, tasks, terms. None of it leaves the deal."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from khue.features.deals.models.deals import Deal


class DealMessage(models.Model):
    """``title`` and ``version`` belong to its papers: the same title again is a new version."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="messages")
    no = models.IntegerField()
    side = models.CharField(max_length=8)  # seller, buyer, broker
    text = models.TextField()
    title = models.TextField(blank=True)
    version = models.PositiveSmallIntegerField(default=0)
    papers = models.JSONField(default=list)
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "no"], name="deal_message_once")]


class DealTask(models.Model):
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="tasks")
    no = models.PositiveSmallIntegerField()
    title = models.TextField()
    side = models.CharField(max_length=6)
    due_on = models.DateField()
    set_by_name = models.TextField()
    set_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by_name = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "no"], name="deal_task_once"),
            models.CheckConstraint(condition=Q(side__in=["seller", "buyer"]), name="deal_task_side_known"),
        ]


class DealTerms(models.Model):
    """An offer or counter-offer; the accepted one is the term sheet, of which a deal has one. ``owners`` are those of the offer when
    the terms were made: ``name 1/2``. ``royalty`` in hundredths of a per cent, money in đồng."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="terms")
    no = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=6)
    state = models.CharField(max_length=10, default="made")
    mode = models.CharField(max_length=12)
    territory = models.TextField()
    pricing = models.CharField(max_length=12)
    auction = models.CharField(max_length=16, blank=True)
    lump = models.BigIntegerField()
    instalments = models.JSONField(default=list)  # [["2026-04-01", 5], …]
    royalty = models.IntegerField(default=0)
    royalty_least = models.BigIntegerField(default=0)
    words = models.TextField(blank=True)
    audit_months = models.PositiveSmallIntegerField(default=0)  # so long after a report may the seller ask for an audit
    audit_days = models.PositiveSmallIntegerField(default=0)  # within so many days are the books shown
    owners = models.JSONField(default=list)
    valid_until = models.DateField()
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
    answered_by = models.CharField(max_length=40, blank=True)
    answered_by_name = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "no"], name="deal_terms_once"),
            models.UniqueConstraint(fields=["deal"], condition=Q(state="accepted"), name="one_term_sheet"),
            models.UniqueConstraint(fields=["deal"], condition=Q(state="made"), name="one_offer_stands"),
            models.CheckConstraint(
                condition=Q(state__in=["made", "accepted", "refused", "replaced"]), name="deal_terms_state_known"
            ),
            models.CheckConstraint(condition=Q(side__in=["seller", "buyer"]), name="deal_terms_side_known"),
            models.CheckConstraint(
                condition=Q(lump__gte=0, royalty__gte=0, royalty__lte=10_000, royalty_least__gte=0),
                name="deal_terms_money",
            ),
        ]
