"""Template papers of a call, in versions. Never changed: a newer version takes the place of one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from khue.features.calls.models.calling import Call


class TemplatePaper(models.Model):
    """A file that applicants download and fill (biểu mẫu). ``question`` is the upload question that it is for, or empty."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="templates")
    title = models.CharField(max_length=200)
    question = models.CharField(max_length=60, blank=True)
    no = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    ground = models.TextField(blank=True)
    file = models.UUIDField(unique=True)
    added_by = models.CharField(max_length=40)
    added_by_name = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(no=1, replaces=None) | (Q(no__gt=1, replaces__isnull=False) & ~Q(ground="")),
                name="template_paper_version_says_why",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="template_paper_has_a_title"),
        ]
        indexes = [models.Index(fields=["call", "id"], name="template_paper_of_call")]
