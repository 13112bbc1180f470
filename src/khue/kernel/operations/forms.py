"""Forms of the pages of operations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.kernel.forms import KhueForm, OnceForm
from khue.kernel.jobs.deeds import GiveUpJob, RetryJob, RetryKind

LONGEST_REASON = 1000


class RetryForm(OnceForm):
    """Nothing to fill in: the key against doing it twice. It stands on a page beside another form, so its id has a name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="retry_%s", **kwargs)

    def for_job(self, job_id: int) -> RetryJob:
        return RetryJob(job_id, self.cleaned_data.get("once"))

    def for_kind(self, task: str) -> RetryKind:
        return RetryKind(task, self.cleaned_data.get("once"))


class GiveUpForm(OnceForm):
    """Why a job is not tried again."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("What became of the matter, and who took care of it. It stands in the audit."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        required=False,
    )

    def command(self, job_id: int) -> GiveUpJob:
        return GiveUpJob(job_id, self.cleaned_data["reason"], self.cleaned_data.get("once"))


class StateForm(KhueForm):
    """Which jobs are listed."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("failed", _("Failed")),
            ("waiting", _("Waiting")),
            ("running", _("Running")),
            ("given-up", _("Given up")),
            ("done", _("Done")),
            ("all", _("Every state")),
        ],
    )
    kind = forms.ChoiceField(label=_("Kind of job"), required=False)

    def __init__(self, *args: object, kinds: tuple[str, ...] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("Every kind")), *((each, each) for each in kinds)]

    def asked(self) -> tuple[str, str]:
        """State and kind; failed jobs of every kind when nothing, or nonsense, was asked."""
        if not self.is_valid():
            return "failed", ""
        return self.cleaned_data["state"] or "failed", self.cleaned_data["kind"]
