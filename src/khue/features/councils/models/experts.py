"""The register of experts. What it says of an expert is a numbered profile that is never changed; a newer one takes its place."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from khue.features.councils.domain.words import EXPERT, TIES


class Expert(models.Model):
    """A person on the register, or invited to it. ``profile`` is the one that holds now."""

    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="invited")
    source = models.CharField(max_length=300)
    fee_class = models.CharField(max_length=8, blank=True, default="")
    profile = models.ForeignKey("councils.ExpertProfile", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    invited_by = models.CharField(max_length=60)
    invited_by_name = models.CharField(max_length=200)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(EXPERT.states)), name="expert_state_known"),
            models.CheckConstraint(condition=~Q(state="active") | Q(profile__isnull=False), name="expert_has_profile"),
            models.CheckConstraint(condition=~Q(source=""), name="expert_has_source"),
        ]


class ExpertProfile(models.Model):
    """What the register said from a moment on. Added, never changed."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="profiles")
    number = models.PositiveIntegerField()
    degree = models.CharField(max_length=24)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    specialities = ArrayField(models.CharField(max_length=120), default=list)
    languages = ArrayField(models.CharField(max_length=8), default=list)
    employer = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    employer_name = models.CharField(max_length=200, blank=True, default="")
    position = models.CharField(max_length=200, blank=True, default="")
    load_limit = models.PositiveSmallIntegerField()
    unavailable_until = models.DateField(null=True)
    recorded_by = models.CharField(max_length=60)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expert", "number"], name="expert_profile_number_once"),
            models.CheckConstraint(condition=Q(load_limit__gte=1), name="expert_takes_some_load"),
        ]
        indexes = [
            GinIndex(fields=["fields"], name="expert_profile_by_field"),
            models.Index(fields=["employer"], name="expert_profile_by_employer"),
        ]


class ExpertRelation(models.Model):
    """Two people related: as ``person`` declared, or as an officer recorded from a source. Ends with a ground; the row stays."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    own = models.BooleanField(default=True)
    source = models.CharField(max_length=300, blank=True, default="")
    declared_by = models.CharField(max_length=60)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True, default="")
    ended_ground = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="relation_to_another"),
            models.CheckConstraint(condition=Q(own=True) | ~Q(source=""), name="recorded_relation_has_source"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_ground=""), name="ended_relation_says_why"
            ),
            models.UniqueConstraint(
                fields=["person", "other", "kind"], condition=Q(ended_at__isnull=True), name="relation_declared_once"
            ),
        ]
        indexes = [models.Index(fields=["other"], name="relation_by_other", condition=Q(ended_at__isnull=True))]


class ExpertTie(models.Model):
    """A person tied to a party: as the person declared, or as an officer recorded from a source.

    ``until`` the last day on which it lasted, None while it lasts. A row that was wrong ends with a ground and stays.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    detail = models.CharField(max_length=300, blank=True, default="")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    own = models.BooleanField()
    source = models.CharField(max_length=300, blank=True, default="")
    declared_by = models.CharField(max_length=60)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True, default="")
    ended_ground = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("party")), name="tie_to_another"),
            models.CheckConstraint(condition=Q(kind__in=list(TIES)), name="tie_kind_known"),
            models.CheckConstraint(condition=Q(own=True) | ~Q(source=""), name="recorded_tie_has_source"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="tie_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | ~Q(ended_ground=""), name="ended_tie_says_why"),
        ]
        indexes = [
            models.Index(fields=["person"], name="tie_by_person", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["party"], name="tie_by_party", condition=Q(ended_at__isnull=True)),
        ]
