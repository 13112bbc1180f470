"""Forms of members."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.exchange.domain.members import (
    KINDS,
    LONGEST_ABOUT,
    LONGEST_GROUND,
    MEMBER,
    AskMembership,
    MoveMembership,
)
from khue.features.exchange.forms.fields import area, in_language
from khue.kernel.forms import FilesField, KhueForm, OnceForm, SeenForm, TicksField
from khue.kernel.web import language


class JoinForm(OnceForm):
    party = forms.ChoiceField(label=_("Who takes part"))
    kinds = TicksField(label=_("Takes part as"), widget=forms.CheckboxSelectMultiple, choices=[])
    about = forms.CharField(
        label=_("What it does in this capacity"),
        max_length=LONGEST_ABOUT,
        widget=area(4),
        help_text=_("The officer who verifies reads it. It does not stand in the public directory."),
    )
    papers = FilesField(
        label=_("Papers that show legal status and capability"),
        required=False,
        help_text=_("Needed for brokers, valuers, appraisers and legal advisers."),
    )

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field
        self.fields["kinds"].choices = in_language(KINDS)  # type: ignore[attr-defined]  # a choice field

    def command(self) -> AskMembership:
        said = self.cleaned_data
        return AskMembership(said["party"], tuple(said["kinds"]), said["about"], said["papers"], said["once"])


class MoveForm(OnceForm, SeenForm):
    """Only the steps that are possible now; a member itself may only end."""

    step = forms.ChoiceField(label=_("Step"), widget=forms.RadioSelect)
    ground = forms.CharField(
        label=_("What was verified, or why"),
        max_length=LONGEST_GROUND,
        widget=area(),
        help_text=_("The member reads it."),
    )

    def __init__(self, *args: Any, steps: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {one.name: one.label for one in MEMBER.transitions if one.label}
        self.fields["step"].choices = [(name, labels[name].capitalised().into(language())) for name in steps]  # type: ignore[attr-defined]  # a choice field

    def command(self, member_id: int) -> MoveMembership:
        said = self.cleaned_data
        return MoveMembership(member_id, said["step"], said["ground"], said["seen"], said["once"])


class DirectoryForm(KhueForm):
    """The directory's search; everything may stay empty."""

    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Takes part as"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All kinds")), *in_language(KINDS)]  # type: ignore[attr-defined]  # a choice field
