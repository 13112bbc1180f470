"""A case as another system knows it, every message that came for it, and every state that it went through."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class IntakeCase(models.Model):
    """One external id of one source. Its business state is the dossier's; without a dossier it was refused for content.

    ``revision`` is the newest message's. ``payment``, ``delivery`` and ``sync`` repeat the newest change of each kind,
    written by the one use-case that writes the change.
    """

    source = models.ForeignKey("intake.Source", on_delete=models.PROTECT, related_name="cases")
    external_id = models.CharField(max_length=80)
    dossier = models.OneToOneField("dossiers.Dossier", on_delete=models.PROTECT, null=True, related_name="+")
    procedure_code = models.CharField(max_length=60)
    applicant_name = models.CharField(max_length=200)
    revision = models.PositiveIntegerField(default=0)
    lodged_at = models.DateTimeField()  # when the other system received it
    lodged_on = models.DateField()  # the same on the city's calendar: the day of the reconciliation
    received_at = models.DateTimeField()  # when we did, first
    refusal = models.JSONField(null=True)  # reasons, while the newest submission is refused for its content
    fee_due = models.BigIntegerField(default=0)
    due_told = models.DateField(null=True)  # the due day that the source was told last
    payment = models.CharField(max_length=20, default="none")
    delivery = models.CharField(max_length=20, default="not_ready")
    sync = models.CharField(max_length=20, default="pending")
    handed_way = models.CharField(max_length=12, blank=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="intake_external_id_once"),
            models.CheckConstraint(condition=Q(fee_due__gte=0), name="intake_fee_not_negative"),
            models.CheckConstraint(
                condition=~Q(delivery="handed_over") | (Q(handed_at__isnull=False) & ~Q(handed_way="")),
                name="intake_handed_over_says_how",
            ),
            models.CheckConstraint(
                condition=Q(dossier__isnull=True) | Q(refusal__isnull=True), name="intake_refused_has_no_dossier"
            ),
        ]
        indexes = [
            models.Index(fields=["source", "lodged_on"], name="intake_case_by_day"),
            models.Index(fields=["sync", "-id"], name="intake_case_by_sync"),
        ]


class MessageIn(models.Model):
    """A message as it came. ``raw`` may be erased, ``digest`` and ``sha256`` stay; ``answer`` is what was said to it."""

    case = models.ForeignKey(IntakeCase, on_delete=models.PROTECT, related_name="messages_in")
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)  # over what it says, files included
    sha256 = models.CharField(max_length=64)  # over the text as it came
    raw = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)
    taken = models.BooleanField()
    reasons = models.JSONField(default=list)
    answer = models.JSONField(default=dict)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    via = models.CharField(max_length=40, blank=True)
    request = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "revision"], name="intake_revision_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="intake_revision_from_one"),
            models.CheckConstraint(
                condition=Q(raw__isnull=False, erased_at=None) | Q(raw=None, erased_at__isnull=False),
                name="intake_raw_whole_or_erased",
            ),
            models.CheckConstraint(condition=Q(taken=True) | ~Q(reasons=[]), name="intake_refused_says_why"),
        ]


class MessageFile(models.Model):
    """A file that came with a message; ``file`` is empty for one that could not be taken (its reason is the message's)."""

    message = models.ForeignKey(MessageIn, on_delete=models.PROTECT, related_name="files")
    question = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.UUIDField(null=True)


class StateChange(models.Model):
    """One state of one kind became another. ``cause``: ``message:12``, ``dossier``, ``officer``, ``receiver``."""

    case = models.ForeignKey(IntakeCase, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10)
    before = models.CharField(max_length=24, blank=True)
    after = models.CharField(max_length=24)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    cause = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["business", "payment", "delivery", "sync"]), name="intake_change_kind_known"
            )
        ]
        indexes = [models.Index(fields=["case", "kind", "-id"], name="intake_change_of_case")]


class PaymentFact(models.Model):
    """Money that moved for a case: a ``fee`` that the other system took, or ``support`` that the city paid."""

    case = models.ForeignKey(IntakeCase, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=10)
    amount = models.BigIntegerField()
    reference = models.CharField(max_length=80)
    paid_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "reference"], name="intake_payment_noted_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="intake_payment_is_money"),
            models.CheckConstraint(condition=Q(kind__in=["fee", "support"]), name="intake_payment_kind_known"),
        ]
