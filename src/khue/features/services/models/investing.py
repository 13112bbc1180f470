"""What an investor says that it looks for, beside the words of its entry."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class InvestorSearch(models.Model):
    """What an entry says besides, where an investor looks for technologies: key fields, the least readiness (0: not asked), the country where
    a right must hold (its code, or empty), and how much it puts into one (đồng; None: not told)."""

    entry = models.OneToOneField("services.CatalogueEntry", on_delete=models.PROTECT, related_name="search")
    fields = ArrayField(models.CharField(max_length=40))
    stage = models.PositiveSmallIntegerField(default=0)
    territory = models.CharField(max_length=2, blank=True)
    ticket_from = models.BigIntegerField(null=True)
    ticket_to = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__lte=9), name="investor_search_stage"),
            models.CheckConstraint(
                condition=Q(ticket_from__isnull=True) | Q(ticket_from__gte=0), name="investor_search_from"
            ),
            models.CheckConstraint(condition=Q(ticket_to__isnull=True) | Q(ticket_to__gt=0), name="investor_search_to"),
            models.CheckConstraint(
                condition=Q(ticket_from__isnull=True) | Q(ticket_to__isnull=True) | Q(ticket_to__gte=F("ticket_from")),
                name="investor_search_order",
            ),
        ]
