"""A key for a program of the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.actor import Actor
from khue.features.people.domain.keys import KEY_SCOPES, MOST_PER_MINUTE, USUAL_PER_MINUTE, MakeKey
from khue.features.people.queries import PartyCard
from khue.kernel.forms import DayField, OnceForm
from khue.kernel.web import language


class KeyForm(OnceForm):
    """A key for a program of the organisation. ``holder`` is chosen by an administrator only."""

    name = forms.CharField(
        label=_("Name of the key"), max_length=100, help_text=_("Which program uses it. For example: project server")
    )
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    valid_from = DayField(label=_("From"))
    valid_until = DayField(
        label=_("Until (first day without it)"), help_text=_("At most one year after the first day.")
    )
    per_minute = forms.IntegerField(
        label=_("Requests per minute"), min_value=1, max_value=MOST_PER_MINUTE, initial=USUAL_PER_MINUTE
    )

    def __init__(self, *args: Any, holders: Sequence[PartyCard] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = [(code, text.into(language())) for code, text in KEY_SCOPES.items()]
        self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]  # a choice field
        if holders:
            choices = [(card.key, card.name) for card in holders]
            self.fields["holder"] = forms.ChoiceField(label=_("Whose mandate it uses"), choices=choices)

    def command(self, organisation: str, actor: Actor) -> MakeKey:
        given = self.cleaned_data
        return MakeKey(
            organisation,
            given.get("holder") or actor.key,
            given["name"],
            tuple(given["scopes"]),
            given["valid_from"],
            given["valid_until"],
            given["per_minute"],
            given["once"],
        )
