"""The mission, its people and its costs as they were appraised."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.delivery.domain.words import COST_CLASSES, FORMS, FUNDED, KINDS, MISSION


class Mission(models.Model):
    """A mission (nhiệm vụ) that the city pays for, from the funded proposal to its settlement."""

    number = models.CharField(max_length=30, unique=True)
    proposal = models.BigIntegerField(unique=True)
    dossier_id = models.BigIntegerField(unique=True)
    dossier_number = models.CharField(max_length=30)
    call_number = models.CharField(max_length=30)
    order_number = models.CharField(max_length=30)
    mode = models.CharField(max_length=20)
    field = models.CharField(max_length=40)
    title = models.TextField()
    folded = models.TextField()
    lead = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    lead_name = models.TextField()
    handed_in_by = models.CharField(max_length=40)
    state = models.CharField(max_length=20, default="begun")
    kind = models.CharField(max_length=20, blank=True)
    form = models.CharField(max_length=20, blank=True)
    plan = models.JSONField(default=list)  # the milestones as proposed: {name, deliverable, ends_on}
    asked = models.BigIntegerField()
    appraised = models.BigIntegerField(null=True)
    granted = models.BigIntegerField(null=True)
    paid = models.BigIntegerField(default=0)  # kept sum of what the bank has paid: advance and milestones
    advance = models.BigIntegerField(default=0)
    set_off = models.BigIntegerField(default=0)  # of the advance, set off against accepted milestones
    advance_state = models.CharField(max_length=20, blank=True)  # as MILESTONE: accepted, ordered, paid
    advance_order = models.BigIntegerField(null=True)
    advance_paid_on = models.DateField(null=True)
    budget_line = models.CharField(max_length=60, blank=True)
    law_day = models.DateField()
    binding = models.BooleanField(default=True)
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=40, blank=True)
    decision_ground = models.TextField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    contracted_on = models.DateField(null=True)
    unmet_on = models.DateField(null=True)
    unmet_by = models.CharField(max_length=40, blank=True)
    unmet_ground = models.TextField(blank=True)
    ended_on = models.DateField(null=True)
    begun_at = models.DateTimeField()
    version = models.IntegerField(default=0)  # a page left open says which one it saw

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(MISSION.labels)), name="mission_state_known"),
            models.CheckConstraint(condition=Q(kind__in=["", *KINDS]), name="mission_kind_known"),
            models.CheckConstraint(condition=Q(form__in=["", *FORMS]), name="mission_form_known"),
            models.CheckConstraint(condition=Q(asked__gt=0), name="mission_asks_for_something"),
            models.CheckConstraint(
                condition=Q(granted__isnull=True) | Q(granted__gt=0, granted__lte=F("asked")),
                name="mission_grants_at_most_what_is_asked",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=list(FUNDED)) | Q(granted__isnull=False, decided_on__isnull=False),
                name="funded_mission_has_its_decision",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0) & (Q(paid=0) | Q(paid__lte=F("granted"))),
                name="mission_pays_at_most_the_grant",
            ),
            models.CheckConstraint(
                condition=Q(advance__gte=0, set_off__gte=0, set_off__lte=F("advance")), name="mission_advance_amounts"
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(contracted_on__isnull=False), name="running_mission_has_its_contract"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["unmet", "excused", "recovering", "recovered"])
                | (Q(unmet_on__isnull=False) & ~Q(unmet_by="") & ~Q(unmet_ground="")),
                name="unmet_mission_says_why",
            ),
            models.CheckConstraint(
                condition=Q(advance_state__in=["", "accepted", "ordered", "paid", "cancelled"]),
                name="mission_advance_state_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="mission_ends_after_it_starts"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="mission_by_state"),
            models.Index(fields=["lead", "-id"], name="mission_of_lead"),
            models.Index(fields=["-decided_on", "-id"], name="mission_public", condition=Q(decided_on__isnull=False)),
        ]


class MissionMember(models.Model):
    """Who works on it, as the proposal named them."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    organisation_name = models.TextField(blank=True)
    role = models.CharField(max_length=20)
    months = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "person"], name="mission_member_once")]


class MissionCost(models.Model):
    """One cost line (khoản chi) as proposed and as appraised. ``inside``: part of the lump sum."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="costs")
    no = models.PositiveSmallIntegerField()
    description = models.TextField()
    amount = models.BigIntegerField()
    requested = models.BigIntegerField()
    own_money = models.BigIntegerField(default=0)
    other_public = models.BigIntegerField(default=0)
    cost_class = models.CharField(max_length=40, blank=True)
    software = models.BooleanField(default=False)
    serves_directly = models.BooleanField(null=True)
    most = models.BigIntegerField(null=True)  # what the rule of equipment allows; None for other lines
    agreed = models.BigIntegerField(null=True)
    inside = models.BooleanField(null=True)  # None while the law does not say
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "no"], name="mission_cost_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, requested__gte=0), name="mission_cost_amounts"),
            models.CheckConstraint(condition=Q(cost_class__in=["", *COST_CLASSES]), name="mission_cost_class_known"),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True) | Q(agreed__gte=0, agreed__lte=F("requested")),
                name="mission_cost_agreed_within_request",
            ),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True) | Q(most__isnull=True) | Q(agreed__lte=F("most")),
                name="mission_cost_within_cap",
            ),
        ]


class CostFinding(models.Model):
    """Who found what about the costs: keeps appraiser, finance officer and decider apart. Never changed."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="findings")
    finding = models.CharField(max_length=20)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    # The absent colleague in whose place it was done: neither of the two decides.
    by_for = models.CharField(max_length=40, blank=True, default="")
    unit = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__in=["appraised", "agreed"]) | (Q(finding="objected") & ~Q(note="")),
                name="cost_finding_known_and_grounded",
            )
        ]
