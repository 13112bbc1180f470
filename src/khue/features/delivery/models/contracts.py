"""The contract in its versions, what it promises, what was handed in for it, and how it was changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.delivery.domain.words import CHANGE, CONTRACT, MILESTONE
from khue.features.delivery.models.missions import Mission


class ContractVersion(models.Model):
    """The contract as both sides had it before them. What is in force is never changed: a later version supersedes it."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="contracts")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, default="prepared")
    milestones = models.JSONField()  # rows of domain.commands.PlannedMilestone
    total = models.BigIntegerField()
    advance = models.BigIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ground = models.TextField(blank=True)  # of a change
    prepared_by = models.CharField(max_length=40)
    prepared_by_name = models.CharField(max_length=200)
    prepared_at = models.DateTimeField()
    due_on = models.DateField(null=True)  # the contract's clock; none while the law sets no term
    lead_by = models.CharField(max_length=40, blank=True)
    lead_by_name = models.CharField(max_length=200, blank=True)
    lead_at = models.DateTimeField(null=True)
    city_by = models.CharField(max_length=40, blank=True)
    city_by_name = models.CharField(max_length=200, blank=True)
    city_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)  # what the lead would have otherwise
    concluded_on = models.DateField(null=True)
    document = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "no"], name="contract_version_once"),
            models.CheckConstraint(condition=Q(state__in=list(CONTRACT.labels)), name="contract_state_known"),
            models.UniqueConstraint(fields=["mission"], condition=Q(state="prepared"), name="one_contract_before_both"),
            models.UniqueConstraint(fields=["mission"], condition=Q(state="in_force"), name="one_contract_in_force"),
            models.CheckConstraint(
                condition=Q(total__gt=0, advance__gte=0, advance__lte=F("total")), name="contract_sums"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in_force", "superseded"])
                | (
                    Q(lead_at__isnull=False, city_at__isnull=False, concluded_on__isnull=False)
                    & ~Q(lead_by=F("city_by"))
                ),
                name="contract_in_force_was_agreed_by_both",
            ),
        ]


class Milestone(models.Model):
    """What is to be handed in and paid for (mốc), as the contract in force says. ``final``: the product itself."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="milestones")
    no = models.PositiveSmallIntegerField()
    deliverable = models.TextField()
    criteria = models.TextField()
    amount = models.BigIntegerField()
    due_on = models.DateField()
    final = models.BooleanField(default=False)
    state = models.CharField(max_length=20, default="planned")
    council_item = models.BigIntegerField(null=True)
    council_id = models.BigIntegerField(null=True)
    accepted_on = models.DateField(null=True)
    accepted_by = models.CharField(max_length=40, blank=True)
    accepted_for = models.CharField(max_length=40, blank=True)
    accepted_words = models.TextField(blank=True)
    accrual = models.UUIDField(null=True)
    set_off = models.BigIntegerField(default=0)  # of the advance; the rest is paid
    order = models.BigIntegerField(null=True)
    paid_on = models.DateField(null=True)
    payment = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "no"], condition=~Q(state="cancelled"), name="milestone_number_once"
            ),
            models.CheckConstraint(condition=Q(state__in=list(MILESTONE.labels)), name="milestone_state_known"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, set_off__gte=0, set_off__lte=F("amount")), name="milestone_amounts"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "ordered", "paid"])
                | Q(accrual__isnull=False, accepted_on__isnull=False),
                name="accepted_milestone_has_its_entry",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(payment__isnull=False, paid_on__isnull=False) | Q(set_off=F("amount")),
                name="paid_milestone_has_its_payment",
            ),
            models.CheckConstraint(
                condition=~Q(state="ordered") | Q(order__isnull=False), name="ordered_milestone_has_its_order"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["before_council", "rejected"]) | Q(council_item__isnull=False),
                name="judged_milestone_names_its_item",
            ),
        ]
        indexes = [models.Index(fields=["due_on", "id"], name="milestone_due", condition=Q(state="planned"))]


class Handover(models.Model):
    """What the lead handed in for a milestone, and what was said to it."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="handovers")
    words = models.TextField()
    files = models.JSONField(default=list)  # ids of stored files
    invoices = models.JSONField(default=list)
    handed_in_by = models.CharField(max_length=40)
    handed_in_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["milestone"], condition=Q(outcome=""), name="one_open_handover"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "accepted", "returned", "rejected"]), name="handover_outcome_known"
            ),
        ]


class ContractChange(models.Model):
    """A change that the lead asks for: what stood, what shall stand, why, and what was decided."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="changes")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, default="asked")
    before = models.JSONField()  # {milestones, ends_on}
    after = models.JSONField()
    ground = models.TextField()
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True)
    decision_ground = models.TextField(blank=True)
    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, null=True, related_name="changes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "no"], name="change_number_once"),
            models.UniqueConstraint(fields=["mission"], condition=Q(state="asked"), name="one_change_asked_at_a_time"),
            models.CheckConstraint(condition=Q(state__in=list(CHANGE.labels)), name="change_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused"]) | (~Q(decided_by="") & ~Q(decision_ground="")),
                name="decided_change_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(version__isnull=False), name="granted_change_has_its_version"
            ),
        ]
