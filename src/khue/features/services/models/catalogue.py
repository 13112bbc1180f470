"""What members publish for others. The words of an entry are never changed: a mended one is handed in anew and takes its place."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class CatalogueEntry(models.Model):
    """Shown while published, until ``until_on`` (included). ``days`` and ``answer_days`` are working days, ``price`` is đồng."""

    sort = models.CharField(max_length=10)
    kind = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=10, default="waiting")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    title_vi = models.TextField()
    title_en = models.TextField()
    summary_vi = models.TextField()
    summary_en = models.TextField(blank=True)
    folded = models.TextField()
    price = models.BigIntegerField(null=True)
    price_note = models.TextField(blank=True)
    days = models.PositiveSmallIntegerField(null=True)
    answer_days = models.PositiveSmallIntegerField(null=True)
    open_to = models.CharField(max_length=10, default="anyone")
    until_on = models.DateField()
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    handed_by = models.CharField(max_length=40)
    handed_by_name = models.TextField()
    handed_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=40, blank=True)
    reviewed_by_name = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)  # of returning or taking down

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "shown", "returned", "withdrawn"]), name="catalogue_state_known"
            ),
            models.CheckConstraint(
                condition=Q(sort="service", kind__in=["advice", "valuation", "appraisal", "legal", "ip", "training"])
                | Q(sort__in=["equipment", "capital", "expert", "investor"], kind=""),
                name="catalogue_sort_known",
            ),
            models.CheckConstraint(condition=Q(open_to__in=["anyone", "members"]), name="catalogue_open_to_known"),
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gte=0), name="catalogue_price"),
            models.CheckConstraint(
                condition=Q(reviewed_by="") | ~Q(reviewed_by=F("handed_by")), name="catalogue_second_person"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["shown", "returned"]) | Q(reviewed_at__isnull=False), name="catalogue_reviewed"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "withdrawn"]) | ~Q(ground=""), name="catalogue_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["sort", "state", "-id"], name="catalogue_newest"),
            models.Index(fields=["party", "-id"], name="catalogue_by_party"),
        ]


class CatalogueStep(models.Model):
    """What was done with an entry, by whom and why. Only grows."""

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12)
    ground = models.TextField(blank=True)
    until_on = models.DateField(null=True)
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
