"""Away, and back earlier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.people.queries import Holding, PartyCard
from khue.features.staff.domain.absences import REASONS
from khue.features.staff.domain.commands import EndAbsence, RegisterAbsence
from khue.kernel.forms import DayField, OnceForm
from khue.kernel.web import language


class AbsenceForm(OnceForm):
    """From when until when, and who stands in for which roles."""

    reason = forms.ChoiceField(
        label=_("Kind of absence"), help_text=_("The kind only. Nobody is asked about their health.")
    )
    valid_from = DayField(label=_("First day away"))
    valid_until = DayField(label=_("Day of return"), help_text=_("The first day back at work. For example: 17/03/2026"))
    deputy = forms.ChoiceField(
        label=_("Deputy"),
        required=False,
        help_text=_("Acts in your place on these days, and signs with both names."),
    )
    holdings = forms.TypedMultipleChoiceField(
        label=_("Roles that the deputy covers"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, colleagues: Sequence[PartyCard] = (), held: Sequence[Holding] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        words = language()
        choices = {
            "reason": [("", "–"), *((code, text.into(words)) for code, text in REASONS.items())],
            "deputy": [("", _("Nobody: the tasks wait")), *((card.key, card.name) for card in colleagues)],
            "holdings": [(str(holding.id), holding.words.into(words)) for holding in held],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options  # type: ignore[assignment]  # choices of either kind

    def command(self, person: str) -> RegisterAbsence:
        said = self.cleaned_data
        return RegisterAbsence(
            person,
            said["reason"],
            said["valid_from"],
            said["valid_until"],
            said["deputy"],
            tuple(said["holdings"]) if said["deputy"] else (),
            said.get("once"),
        )


class EndAbsenceForm(OnceForm):
    ends_on = DayField(label=_("Day of return"))

    def command(self, absence_id: int) -> EndAbsence:
        return EndAbsence(absence_id, self.cleaned_data["ends_on"], self.cleaned_data["once"])
