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
from khue.kernel.wording import number

QUEUE = "queue"
EVERYTHING = "everything"


class DeskForm(OnceForm):
    """A receiver or the queue, the tasks, and why. A desk with more tasks than can be marked asks first: everything, or some."""

    to = forms.ChoiceField(label=_("To whom"))
    extent = forms.ChoiceField(label=_("How much of the desk"), widget=forms.RadioSelect)
    tasks = forms.TypedMultipleChoiceField(
        label=_("Tasks"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    ground = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )

    def __init__(
        self,
        *args: Any,
        colleagues: Sequence[PartyCard] = (),
        held: Sequence[HeldTask] = (),
        total: int = 0,
        **kwargs: Any,
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
        if total > len(held):
            extent = self.fields["extent"]
            assert isinstance(extent, forms.ChoiceField)
            extent.initial = EVERYTHING
            extent.choices = [
                (EVERYTHING, _("Everything: all %(count)s tasks") % {"count": number(total)}),
                (
                    "some",
                    _("Only tasks marked below; the %(count)s that are due first are shown") % {"count": len(held)},
                ),
            ]
        else:
            del self.fields["extent"]
        tasks.choices = [(str(t.id), f"{t.number} · {t.name.into(words)} · {t.title}") for t in held]

    def command(self, person: str) -> HandOverDesk:
        said = self.cleaned_data
        to = "" if said["to"] == QUEUE else said["to"]
        everything = said.get("extent") == EVERYTHING
        tasks = () if everything else tuple(said["tasks"])
        return HandOverDesk(person, to, tasks, said["ground"].strip(), said.get("once"), everything)
