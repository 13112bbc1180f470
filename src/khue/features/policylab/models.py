"""Studies, their versions, what a run has computed so far, and what is published. Triggers keep what people rely on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

STATES = ["draft", "waiting", "running", "done", "stopped", "failed", "published"]
APPEND_ONLY_TABLES = ("policylab_publication",)


class Study(models.Model):
    """One question about the law, and who asked it."""

    owner = models.CharField(max_length=40)
    owner_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    copied_from = models.ForeignKey("StudyVersion", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["owner", "-id"], name="study_of_person")]


class StudyVersion(models.Model):
    """The content of a study (format 1) until it is run, and the result afterwards.

    ``edits`` counts changes while it is a draft, ``attempt`` the orders to run, ``tries`` how often a worker began one.
    ``done`` of ``steps`` pieces are computed. ``result`` follows from the content alone, ``past`` from the decisions of
    that day; ``control_digest`` is what anybody's smaller rerun must find.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="draft")
    title_vi = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    content = models.JSONField()
    inputs_digest = models.CharField(max_length=16)
    edits = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    attempt = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    ordered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    steps = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failure = models.JSONField(null=True)
    result = models.JSONField(null=True)
    past = models.JSONField(null=True)
    control_digest = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="study_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="study_version_number_counts"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="study_state_known"),
            models.CheckConstraint(condition=~Q(title_vi=""), name="study_has_a_name"),
            models.CheckConstraint(condition=Q(done__lte=F("steps")), name="study_run_within_its_steps"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "published"], result__isnull=False, ended_at__isnull=False)
                | (~Q(state__in=["done", "published"]) & Q(result__isnull=True)),
                name="study_result_when_done",
            ),
            models.CheckConstraint(
                condition=Q(state="failed", failure__isnull=False) | (~Q(state="failed") & Q(failure__isnull=True)),
                name="study_failure_says_why",
            ),
        ]
        indexes = [models.Index(fields=["-changed_at", "-id"], name="study_version_newest")]


class RunPiece(models.Model):
    """A part of a run that is computed already: a worker that takes a killed one's place goes on behind it."""

    version = models.ForeignKey(StudyVersion, on_delete=models.PROTECT, related_name="pieces")
    key = models.CharField(max_length=160)
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="run_piece_once")]


class Publication(models.Model):
    """A version that everybody sees under an address of its own, for good."""

    version = models.OneToOneField(StudyVersion, on_delete=models.PROTECT, related_name="publication")
    slug = models.SlugField(max_length=60, unique=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)
    published_by_name = models.CharField(max_length=200)
