"""Which tasks go to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.dossiers.queries import HeldTask
from khue.features.people.queries import PartyCard
from khue.features.staff.domain.commands import HandOverDesk
from khue.kernel.forms import OnceForm
from khue.kernel.web import language

QUEUE = "queue"


class DeskForm(OnceForm):
    """A receiver or the queue, the tasks, and why."""

    to = forms.ChoiceField(label=_("To whom"))
    tasks = forms.TypedMultipleChoiceField(
        label=_("Tasks"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    ground = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )

    def __init__(
        self, *args: Any, colleagues: Sequence[PartyCard] = (), held: Sequence[HeldTask] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        to, tasks = self.fields["to"], self.fields["tasks"]
        assert isinstance(to, forms.ChoiceField)
        assert isinstance(tasks, forms.ChoiceField)
        to.choices = [
            ("", "–"),
            (QUEUE, _("Back to the queue of the unit")),
            *((card.key, card.name) for card in colleagues),
        ]
        words = language()
        tasks.choices = [(str(t.id), f"{t.number} · {t.name.into(words)} · {t.title}") for t in held]

    def command(self, person: str) -> HandOverDesk:
        said = self.cleaned_data
        to = "" if said["to"] == QUEUE else said["to"]
        return HandOverDesk(person, to, tuple(said["tasks"]), said["ground"].strip(), said.get("once"))
