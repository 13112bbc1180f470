"""Systems that send us dossiers, their codes of procedures, and where they want to hear back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Source(models.Model):
    """Another system, such as the national portal. ``source:<id>`` in the audit; its keys are access keys of that name.

    Closed, it sends no new dossiers; its open cases go on.
    """

    code = models.CharField(max_length=20, unique=True)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    registered_by = models.CharField(max_length=40)
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=40, blank=True)
    closed_ground = models.CharField(max_length=500, blank=True)  # earlier closings stand in the audit

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by="", closed_ground="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="") & ~Q(closed_ground="")),
                name="intake_closed_says_why",
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z0-9-]{1,19}$"), name="intake_source_code_form"),
            models.CheckConstraint(condition=~Q(code="portal"), name="intake_source_is_not_ours"),
        ]

    @property
    def key(self) -> str:
        return f"source:{self.pk}"


class SourceProcedure(models.Model):
    """Which of our procedures a source means by one of its codes. Another meaning is another row."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="procedures")
    code = models.CharField(max_length=60)
    procedure_key = models.CharField(max_length=60)
    mapped_by = models.CharField(max_length=40)
    mapped_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "code"], condition=Q(ended_at=None), name="intake_code_means_one_procedure"
            )
        ]


class Subscription(models.Model):
    """Where a source wants to be told. ``failures``, ``down_since`` and ``probe_at`` say how its receiver is."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="subscriptions")
    address = models.URLField(max_length=300)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    down_since = models.DateTimeField(null=True)
    probe_at = models.DateTimeField(null=True)  # while it is down, nothing but one probe is sent, and not before

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(ended_at=None), name="intake_one_subscription"),
            models.CheckConstraint(
                condition=Q(down_since=None, probe_at=None) | Q(down_since__isnull=False, probe_at__isnull=False),
                name="intake_down_has_probe",
            ),
        ]


class WebhookSecret(models.Model):
    """What messages are signed with: sealed, because it must be read again. Two are valid while one takes over."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="secrets")
    sealed = models.BinaryField()
    hint = models.CharField(max_length=8)  # its last letters, so that two can be told apart
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription"], condition=Q(valid_until=None), name="intake_one_lasting_secret"
            )
        ]
