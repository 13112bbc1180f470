"""Forms of registering: hand in, describe anew, check, withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.results.domain.register import (
    FIELDS,
    KINDS,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    STAGES,
    CheckResult,
    Describe,
    Description,
    HandIn,
    OriginFacts,
    WithdrawResult,
)
from khue.features.results.forms.fields import in_language
from khue.kernel.forms import DayField, OnceForm, SeenForm

TEXT = forms.Textarea(attrs={"rows": 5})


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; an empty tuple when none was chosen."""

    widget = ManyFiles

    def clean(self, value: Any, initial: Any = None) -> Any:
        given = value if isinstance(value, list | tuple) else [value] if value else []
        if not given and self.required:
            super().clean(None, initial)
        return tuple(given)


class DescriptionForm(OnceForm):
    """What hand-in and change share."""

    needed = ("papers",)

    title_vi = forms.CharField(label=_("Title in Vietnamese"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("Title in English"), max_length=LONGEST_TITLE, required=False)
    summary_vi = forms.CharField(
        label=_("Public summary in Vietnamese"),
        max_length=LONGEST_SUMMARY,
        widget=TEXT,
        help_text=_("Everybody reads it in the register. What must stay secret belongs into the confidential part."),
    )
    summary_en = forms.CharField(
        label=_("Public summary in English"), max_length=LONGEST_SUMMARY, widget=TEXT, required=False
    )
    kind = forms.ChoiceField(label=_("Kind of result"))
    field = forms.ChoiceField(label=_("Research field"))
    stage = forms.TypedChoiceField(label=_("Readiness level"), coerce=int)
    stage_evidence = forms.CharField(
        label=_("What shows this readiness"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    formed_on = DayField(label=_("Day on which the result was formed"))
    papers = FilesField(label=_("Papers that prove the result"), required=False)
    confidential = forms.CharField(
        label=_("Confidential part"),
        max_length=LONGEST_SUMMARY,
        widget=TEXT,
        required=False,
        help_text=_(
            "Read by your organisation and the officers who check. Never shown in the register or its exports."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (("kind", KINDS), ("field", FIELDS), ("stage", STAGES)):
            self.fields[name].choices = [("", "–"), *in_language(options)]  # type: ignore[attr-defined]  # a choice field

    def described(self) -> Description:
        said = self.cleaned_data
        return Description(
            Text(said["title_vi"], said["title_en"]),
            Text(said["summary_vi"], said["summary_en"]),
            said["kind"],
            said["field"],
            said["stage"],
            said["stage_evidence"],
            said["formed_on"],
        )


class HandInForm(DescriptionForm):
    origin = forms.ChoiceField(label=_("Task that the result comes from"))
    field_order = ("origin",)

    def __init__(self, *args: Any, origins: Iterable[OriginFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(facts.subject, f"{facts.title} ({facts.decision})") for facts in origins]
        self.fields["origin"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]  # a choice field

    def command(self) -> HandIn:
        said = self.cleaned_data
        return HandIn(said["origin"], self.described(), said["papers"], said["confidential"], said["once"])


class DescribeForm(DescriptionForm, SeenForm):
    ground = forms.CharField(
        label=_("What changes, and why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("ground",)

    def command(self, result_id: int) -> Describe:
        said = self.cleaned_data
        return Describe(
            result_id,
            self.described(),
            said["ground"],
            said["papers"],
            said["confidential"],
            said["seen"],
            said["once"],
        )


class CheckForm(OnceForm, SeenForm):
    outcome = forms.ChoiceField(
        label=_("Answer"),
        widget=forms.RadioSelect,
        choices=[("accept", _("Accept and enter in the register")), ("back", _("Send back to be mended"))],
    )
    note = forms.CharField(
        label=_("Note; what is to be mended when it is sent back"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def command(self, result_id: int) -> CheckResult:
        said = self.cleaned_data
        return CheckResult(result_id, said["outcome"] == "accept", said["note"], said["seen"], said["once"])


class WithdrawForm(OnceForm, SeenForm):
    ground = forms.CharField(label=_("Ground"), max_length=500)

    def command(self, result_id: int) -> WithdrawResult:
        said = self.cleaned_data
        return WithdrawResult(result_id, said["ground"], said["seen"], said["once"])
