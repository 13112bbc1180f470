"""Forms of the deeds: publish, withdraw, import, migrate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.dossiers.domain.definition import Step
from khue.features.procedures.domain.commands import ImportDraft, MigrateCases, PublishDraft, WithdrawVersion
from khue.features.procedures.queries import provisions
from khue.kernel.forms import DayField, OnceForm, TicksField
from khue.kernel.web import language


class EffectiveForm(OnceForm):
    seen = forms.CharField(widget=forms.HiddenInput)
    effective_on = DayField(
        label=_("In force from"),
        help_text=_("Today or a later day. Drafts of applicants move to it from that day on."),
    )

    def command(self, draft: int) -> PublishDraft:
        found = self.cleaned_data
        return PublishDraft(draft, found["effective_on"], found["seen"], found["once"])


class GroundForm(OnceForm):
    ground = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def command(self, version: int) -> WithdrawVersion:
        return WithdrawVersion(version, self.cleaned_data["ground"], self.cleaned_data["once"])


class ImportForm(OnceForm):
    seen = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("The definition as TOML"),
        help_text=_("As it is exported here, or as a file of the city. It replaces the whole draft."),
        max_length=400_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
    )

    def command(self, draft: int) -> ImportDraft:
        return ImportDraft(draft, self.cleaned_data["text"], self.cleaned_data["seen"])


class VersionsForm(forms.Form):
    """Which cases, to which version: part of an address."""

    source = forms.TypedChoiceField(label=_("Cases that follow"), coerce=int)
    target = forms.TypedChoiceField(label=_("shall go on under"), coerce=int)

    def __init__(self, versions: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name in ("source", "target"):
            self.fields[name].choices = list(versions)  # type: ignore[attr-defined]  # a choice field


class MappingForm(forms.Form):
    """For each open step that the newer version lacks: which step takes its place."""

    def __init__(self, unmapped: Sequence[Step], choices: Sequence[Step], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        offered = [("", _("(none: these cases stay)")), *((step.key, step.name.into(language())) for step in choices)]
        for step in unmapped:
            self.fields[f"step_{step.key}"] = forms.ChoiceField(
                label=_("In place of “%(step)s”") % {"step": step.name.into(language())},
                choices=offered,
                required=False,
            )

    def steps(self) -> dict[str, str]:
        """Old step to new step."""
        if not self.is_valid():
            return {}
        return {name.removeprefix("step_"): value for name, value in self.cleaned_data.items() if value}


MOST_TICKS = 1000
"""Beyond this a page shows no ticks: all cases move together."""


class MigrateForm(OnceForm):
    """The ticks stand in the lines of the dry run; ``offered`` are the dossiers that could move."""

    cases = TicksField(label=_("Cases that move"), coerce=int, widget=forms.MultipleHiddenInput, required=False)
    provision = forms.ChoiceField(label=_("Legal ground: the provision"))
    ground_vi = forms.CharField(
        label=_("The ground in words, Vietnamese"),
        help_text=_("Applicants read it on the timeline of their dossier."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    ground_en = forms.CharField(
        label=_("The ground in words, English"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, offered: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = tuple(offered)
        self.has_ticks = len(self.offered) <= MOST_TICKS
        self.fields["cases"].choices = [(number, number) for number in self.offered]  # type: ignore[attr-defined]  # a choice field
        known = ((key, text.into(language())[:160]) for key, text in provisions())
        self.fields["provision"].choices = [("", "–"), *known]  # type: ignore[attr-defined]  # a choice field

    def command(self, procedure: str, source: int, target: int, steps: dict[str, str]) -> MigrateCases:
        found = self.cleaned_data
        ground = Text(found["ground_vi"], found["ground_en"])
        cases = tuple(found["cases"]) if self.has_ticks else None
        return MigrateCases(procedure, source, target, found["provision"], ground, steps, cases, found["once"])

    def is_ticked(self, dossier: int) -> bool:
        """As it was sent; before that every case that could move."""
        if not self.is_bound:
            return dossier in self.offered
        return str(dossier) in self.data.getlist("cases")  # type: ignore[attr-defined]  # a form of a page has a QueryDict
