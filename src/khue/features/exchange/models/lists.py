"""Dated lists of technology, what they touch, and who may see restricted technology."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.exchange.models.offers import OfferVersion


class ListEntry(models.Model):
    """An entry of the encouraged, restricted or prohibited list, with the text it comes from. Only its end is added."""

    which = models.CharField(max_length=12)
    title_vi = models.TextField()
    title_en = models.TextField(blank=True)
    source = models.TextField()
    terms = models.JSONField(default=list)  # folded
    codes = models.JSONField(default=list)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    end_ground = models.TextField(blank=True)
    put_by = models.CharField(max_length=40)
    put_by_name = models.TextField()
    put_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(which__in=["encouraged", "restricted", "prohibited"]), name="technology_list_known"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="technology_entry_period"
            ),
        ]


class Judgement(models.Model):
    """An entry touches a version; ``ruling`` says once whether the technology is on it. Unruled binding entries hide the offer."""

    version = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="judgements")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="judgements")
    found_at = models.DateTimeField()
    ruling = models.CharField(max_length=8, blank=True)
    ground = models.TextField(blank=True)
    ruled_by = models.CharField(max_length=40, blank=True)
    ruled_by_name = models.TextField(blank=True)
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "entry"], name="technology_judged_once"),
            models.CheckConstraint(condition=Q(ruling__in=["", "applies", "not"]), name="technology_ruling_known"),
            models.CheckConstraint(
                condition=Q(ruling="") | Q(ruled_at__isnull=False), name="technology_ruling_has_its_moment"
            ),
        ]


class Clearance(models.Model):
    """A party that may see restricted technology until a day; taken back with its ground."""

    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField()
    ground = models.TextField()
    granted_by = models.CharField(max_length=40)
    granted_by_name = models.TextField()
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="technology_clearance_period")
        ]
