"""Tasks, supports, cost lines, tranches and what came of them. Amounts in đồng."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

READ_ONLY_TABLES = ("missions_totalchange",)  # a trigger writes it


class Task(models.Model):
    """A science and technology task (nhiệm vụ KH&CN) for which support is sought."""

    kind = models.CharField(max_length=20)  # domain.TaskKind
    title = models.TextField()
    folded = models.TextField()  # title and lead without marks, for the public search
    code = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=40, blank=True)
    lead = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="task_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["research-topic", "trial-production"]), name="task_kind_known"
            ),
        ]


class EquipmentSupport(models.Model):
    """Support for machinery and equipment of one task, decided on through one dossier."""

    dossier_id = models.BigIntegerField(unique=True)
    dossier_number = models.CharField(max_length=30)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="supports")
    lead = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    submitted_by = models.CharField(max_length=40)
    state = models.CharField(max_length=20, default="applied")
    budget_line = models.CharField(max_length=60, blank=True)
    asked = models.BigIntegerField()
    appraised = models.BigIntegerField(null=True)
    granted = models.BigIntegerField(null=True)
    paid = models.BigIntegerField(default=0)  # kept sum of its paid tranches
    reclaimed = models.BigIntegerField(default=0)  # kept sum of its recovery claims
    law_day = models.DateField()
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=40, blank=True)
    agreed_on = models.DateField(null=True)
    basis_vi = models.TextField(blank=True)
    basis_en = models.TextField(blank=True)
    binding = models.BooleanField(default=True)
    public_name = models.TextField(blank=True)  # how the register names the receiver
    folded = models.TextField(blank=True)
    version = models.IntegerField(default=0)  # a page left open says which one it saw

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(asked__gt=0), name="support_asks_for_something"),
            models.CheckConstraint(
                condition=Q(granted__isnull=True) | Q(granted__gt=0, granted__lte=F("asked")),
                name="support_grants_at_most_what_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, reclaimed__gte=0) & (Q(paid=0) | Q(paid__lte=F("granted") + F("reclaimed"))),
                name="support_pays_at_most_the_grant",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "running", "completed", "annulled"])
                | Q(granted__isnull=False, decided_on__isnull=False),
                name="granted_support_has_its_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["-decided_on", "-id"], name="support_public", condition=Q(granted__isnull=False)),
        ]


class TotalChange(models.Model):
    """What one write changed of the register's sums; a trigger alone writes it. The sums are what the few rows add up to.

    Changes instead of one kept row, so that two grants never wait for each other; a job gathers them into one.
    """

    supports = models.BigIntegerField()
    granted = models.BigIntegerField()
    paid = models.BigIntegerField()


class CostLine(models.Model):
    """One cost line (hạng mục chi) as applied for and as appraised."""

    support = models.ForeignKey(EquipmentSupport, on_delete=models.PROTECT, related_name="lines")
    no = models.PositiveSmallIntegerField()
    description = models.TextField()
    cost_class = models.CharField(max_length=20)  # domain.CostClass
    amount = models.BigIntegerField()
    requested = models.BigIntegerField()
    most = models.BigIntegerField()  # the cap on the law day, kept as it was told to the applicant
    software = models.BooleanField()
    serves_task_directly = models.BooleanField(null=True)
    own_money = models.BigIntegerField(default=0)
    seller_tax_code = models.CharField(max_length=20, blank=True)
    invoice_symbol = models.CharField(max_length=20, blank=True)
    invoice_number = models.CharField(max_length=20, blank=True)
    invoice_line = models.PositiveSmallIntegerField(null=True)
    evidence = models.UUIDField(null=True)
    appraised = models.BigIntegerField(null=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["support", "no"], name="cost_line_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, requested__gte=0), name="cost_line_amounts"),
            models.CheckConstraint(condition=Q(requested__lte=F("most")), name="cost_line_within_cap"),
            models.CheckConstraint(
                condition=Q(appraised__isnull=True) | Q(appraised__gte=0, appraised__lte=F("requested")),
                name="cost_line_appraised_within_request",
            ),
            models.CheckConstraint(
                condition=Q(software=False) | Q(serves_task_directly=True), name="software_serves_the_task_directly"
            ),
        ]


class Appraisal(models.Model):
    """Who found what about the costs: the record that keeps appraiser, finance officer and decider apart."""

    support = models.ForeignKey(EquipmentSupport, on_delete=models.PROTECT, related_name="appraisals")
    finding = models.CharField(max_length=20, default="appraised")  # or the finance opinion: agreed, objected
    appraiser = models.CharField(max_length=40)
    # The absent colleague in whose place the appraiser worked: neither of the two decides.
    appraiser_for = models.CharField(max_length=40, blank=True, default="")
    unit = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__in=["appraised", "agreed"]) | Q(finding="objected", note__gt=""),
                name="appraisal_finding_is_known_and_grounded",
            ),
        ]


class Tranche(models.Model):
    """One instalment (đợt giải ngân): paid when its deliverable is accepted."""

    support = models.ForeignKey(EquipmentSupport, on_delete=models.PROTECT, related_name="tranches")
    no = models.PositiveSmallIntegerField()
    deliverable = models.TextField()
    amount = models.BigIntegerField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=20, default="planned")
    accepted_on = models.DateField(null=True)
    accepted_by = models.CharField(max_length=40, blank=True)
    accepted_for = models.CharField(max_length=40, blank=True, default="")
    accrual = models.UUIDField(null=True)
    paid_on = models.DateField(null=True)
    payment = models.UUIDField(null=True)  # the ledger entry of the bank line that paid it
    order = models.BigIntegerField(null=True)  # the payment order of the treasury that pays it
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["support", "no"], name="tranche_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="tranche_amount_positive"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "ordered", "paid"])
                | Q(accrual__isnull=False, accepted_on__isnull=False),
                name="accepted_tranche_has_its_accrual",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(payment__isnull=False, paid_on__isnull=False),
                name="paid_tranche_has_its_payment",
            ),
            models.CheckConstraint(
                condition=~Q(state="ordered") | Q(order__isnull=False), name="ordered_tranche_has_its_order"
            ),
        ]
        indexes = [models.Index(fields=["due_on", "id"], name="tranche_due", condition=Q(state="planned"))]


class Delivery(models.Model):
    """What the lead handed over for a tranche, and what the city said to it."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="deliveries")
    evidence = models.TextField()
    files = models.JSONField(default=list)  # ids of stored files
    delivered_by = models.CharField(max_length=40)
    delivered_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, blank=True)  # accepted | returned
    note = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tranche"], condition=Q(outcome=""), name="one_open_delivery_per_tranche"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "accepted", "returned"]), name="delivery_outcome_known"
            ),
        ]


class EquipmentItem(models.Model):
    """The register of equipment bought with the city's support."""

    line = models.ForeignKey(CostLine, on_delete=models.PROTECT, related_name="items")
    support = models.ForeignKey(EquipmentSupport, on_delete=models.PROTECT, related_name="items")
    name = models.TextField()
    folded = models.TextField()
    serial = models.CharField(max_length=80, blank=True)
    location = models.TextField()
    cost = models.BigIntegerField()
    in_use_on = models.DateField()
    registered_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cost__gt=0), name="equipment_has_a_cost"),
            models.UniqueConstraint(fields=["line", "serial"], condition=~Q(serial=""), name="equipment_serial_once"),
        ]


class PostAudit(models.Model):
    """A later look at a support: what was found, in order or not."""

    support = models.ForeignKey(EquipmentSupport, on_delete=models.PROTECT, related_name="audits")
    in_order = models.BooleanField()
    finding = models.TextField()
    auditor = models.CharField(max_length=40)
    at = models.DateTimeField()


class SupportRevision(models.Model):
    """What a decision on an appeal changed in a support, from one amount to another; the database never lets it change."""

    support = models.ForeignKey(EquipmentSupport, on_delete=models.PROTECT, related_name="revisions")
    appeal_id = models.BigIntegerField(unique=True)
    appeal_number = models.CharField(max_length=30)
    outcome = models.CharField(max_length=20)
    before = models.BigIntegerField(null=True)
    after = models.BigIntegerField(null=True)
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    ground = models.TextField()
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=40)
    changes = models.JSONField(default=list)  # {kind, amount, tranche, entry}, as domain.overturning.Change

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["amended", "annulled", "replaced"]), name="revision_outcome_known"
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="revision_has_ground"),
        ]


class RecoveryClaim(models.Model):
    """Support that was paid and must be given back: a receivable of the city with its day."""

    support = models.ForeignKey(EquipmentSupport, on_delete=models.PROTECT, related_name="claims")
    revision = models.OneToOneField(SupportRevision, on_delete=models.PROTECT, related_name="claim")
    debtor = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    recovered = models.BigIntegerField(default=0)
    claimed_on = models.DateField()
    due_on = models.DateField()
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, recovered__gte=0, recovered__lte=F("amount")), name="claim_amounts"
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | Q(recovered=F("amount")), name="settled_claim_is_recovered"
            ),
            models.CheckConstraint(condition=Q(due_on__gt=F("claimed_on")), name="claim_due_after_it_arose"),
        ]
        indexes = [models.Index(fields=["due_on", "id"], name="claim_due", condition=Q(settled_on__isnull=True))]
