"""Projects raising capital. The deck stands in tables of its own, so that no list or page of the project can carry it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class CapitalProject(models.Model):
    """What an entry says besides, where it is a project: ``sought`` in đồng."""

    entry = models.OneToOneField("services.CatalogueEntry", on_delete=models.PROTECT, related_name="project")
    sought = models.BigIntegerField()
    stage = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sought__gt=0), name="capital_sought"),
            models.CheckConstraint(
                condition=Q(stage__in=["idea", "prototype", "first_sales", "growth"]), name="capital_stage_known"
            ),
        ]


class CapitalDeck(models.Model):
    """A version of the confidential deck. Only grows; the newest one is read."""

    entry = models.ForeignKey("services.CatalogueEntry", on_delete=models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    words = models.TextField()
    papers = models.JSONField(default=list)  # ids of stored files
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "no"], name="capital_deck_no_once")]


class CapitalInterest(models.Model):
    """An investor would like to talk. It stands once for each party and project."""

    entry = models.ForeignKey("services.CatalogueEntry", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    state = models.CharField(max_length=10, default="given")
    words = models.TextField()
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by_name = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["given", "welcomed", "declined", "withdrawn"]), name="capital_interest_state"
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(answer=""), name="capital_declined_says_why"),
            models.UniqueConstraint(
                fields=["entry", "party"], condition=Q(state__in=["given", "welcomed"]), name="one_capital_interest"
            ),
        ]


class DeckReader(models.Model):
    """A person whom the project named to read its deck, until ``until_on`` (included) or until it is shut with a ground."""

    interest = models.ForeignKey(CapitalInterest, on_delete=models.PROTECT, related_name="readers")
    person = models.CharField(max_length=40)
    name = models.TextField()
    until_on = models.DateField()
    named_by = models.CharField(max_length=40)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interest", "person"], name="deck_reader_once"),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | ~Q(end_ground=""), name="deck_shut_says_why"),
        ]


class DeckReading(models.Model):
    """Who opened the deck, and when. Only grows."""

    entry = models.ForeignKey("services.CatalogueEntry", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
