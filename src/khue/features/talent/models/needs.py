"""Needs for experts, what is asked of them, and who wants to come."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.talent.domain.words import CANDIDACY, NEED, ORIGINS


class NumberYear(models.Model):
    """The last number given in a year; locked while one is taken, so that none is given twice or left out."""

    register = models.CharField(max_length=4)
    year = models.IntegerField()
    last = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "year"], name="talent_number_year_once")]


class Need(models.Model):
    """A unit needs an expert for a task. ``revision`` grows with each deed of its search: what a page or program has seen."""

    number = models.CharField(max_length=20, unique=True)
    unit = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    task = models.TextField()
    product = models.TextField()
    not_inside = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField()
    state = models.CharField(max_length=10, default="raised")
    raised_by = models.CharField(max_length=40)
    raised_for = models.CharField(max_length=40, blank=True)
    raised_by_name = models.TextField()
    raised_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="need_period_not_empty"),
            models.CheckConstraint(condition=Q(state__in=list(NEED.labels)), name="need_state_known"),
            models.CheckConstraint(condition=Q(decided_by="") | ~Q(decided_by=F("raised_by")), name="need_four_eyes"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published", "met"]) | ~Q(decided_by=""),
                name="approved_need_has_approver",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="need_by_state")]


class Profile(models.Model):
    """What is asked of the expert, as published. ``origins``: who may apply; ``council`` judges when candidates are put."""

    need = models.OneToOneField(Need, on_delete=models.PROTECT, related_name="profile")
    criteria = models.TextField()
    field = models.CharField(max_length=60)
    origins = models.JSONField()
    by_invitation = models.BooleanField(default=False)
    published_on = models.DateField()
    closes_on = models.DateField()
    published_by = models.CharField(max_length=40)
    published_by_name = models.TextField()
    council = models.BigIntegerField(null=True)
    put_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("published_on")), name="profile_open_for_a_day"),
        ]
        indexes = [models.Index(fields=["closes_on", "id"], name="profile_open", condition=Q(put_on__isnull=True))]


class Candidacy(models.Model):
    """A person and a post. ``shown``: what this kind of expert must show, by code; papers lie under ``candidacy:<id>``."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="candidacies")
    person = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    origin = models.CharField(max_length=24, blank=True)
    statement = models.TextField(blank=True)
    shown = models.JSONField(default=dict)
    papers = models.JSONField(default=list)
    state = models.CharField(max_length=20, default="applied")
    invited_by = models.CharField(max_length=40, blank=True)
    invited_why = models.TextField(blank=True)
    began_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    item = models.BigIntegerField(null=True)
    verdict = models.TextField(blank=True)
    ended_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "person"], name="one_candidacy_per_person"),
            models.UniqueConstraint(fields=["need"], condition=Q(state="engaged"), name="one_post_one_expert"),
            models.CheckConstraint(condition=Q(state__in=list(CANDIDACY.labels)), name="candidacy_state_known"),
            models.CheckConstraint(condition=Q(origin__in=["", *ORIGINS]), name="candidacy_origin_known"),
            models.CheckConstraint(
                condition=Q(state__in=["invited", "declined", "passed_over"]) | ~Q(origin=""),
                name="applicant_says_origin",
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="candidacy_of_person")]
