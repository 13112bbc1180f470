"""Who puts money into the fund, and what came in. Amounts in đồng."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class CapitalSource(models.Model):
    """A source of capital; its ledger subject is ``fund_source:<id>``."""

    kind = models.CharField(max_length=10)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    promised = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    instrument = models.CharField(max_length=300)
    entered_by = models.CharField(max_length=40)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["city", "donation", "trust", "other"]), name="fund_source_kind"
            ),
            models.CheckConstraint(
                condition=Q(promised__gt=0, received__gte=0, received__lte=F("promised")), name="fund_source_bounds"
            ),
            models.CheckConstraint(condition=~Q(instrument=""), name="fund_source_by_instrument"),
        ]


class CapitalReceipt(models.Model):
    """Money of a source as it stood on a bank statement."""

    source = models.ForeignKey(CapitalSource, on_delete=models.PROTECT, related_name="receipts")
    bank_line = models.BigIntegerField()
    amount = models.BigIntegerField()
    booked_on = models.DateField()
    entry = models.UUIDField(unique=True)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="fund_receipt_amount"),
            models.UniqueConstraint(fields=["source", "bank_line"], name="fund_receipt_once"),
        ]
