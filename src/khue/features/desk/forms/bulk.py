"""A bulk deed: what is done, to which tasks, with what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.desk.domain.bulk import KINDS, LONGEST_GROUND, MOST_ROWS, BulkOrder
from khue.features.people.queries import PartyCard
from khue.kernel.forms import DayField, OnceForm
from khue.kernel.web import language

_NUMBERS = re.compile(r"\d{1,18}(,\d{1,18})*")


def numbers(given: str, most: int = MOST_ROWS + 1) -> tuple[int, ...]:
    """Ids out of ``3,7,12``; nothing out of anything else. One more than may be ordered, so that too many are seen."""
    if not _NUMBERS.fullmatch(given):
        return ()
    return tuple(dict.fromkeys(int(part) for part in given.split(",", most)[:most]))


class BulkForm(OnceForm):
    """Carries the tasks that were shown: what was seen is what is done."""

    tasks = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40_000)
    to = forms.ChoiceField(label=_("To whom"), required=False)
    day = DayField(
        label=_("New day"), required=False, help_text=_("A working day after today. For example: 17/03/2026")
    )
    ground = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=LONGEST_GROUND
    )
    checked = forms.BooleanField(label=_("I have checked the papers of each of these dossiers"), required=False)

    def __init__(
        self, *args: Any, kind: str, colleagues: Sequence[PartyCard] = (), shown: Iterable[int] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.initial["tasks"] = ",".join(map(str, shown))
        needs = KINDS[kind].needs if kind in KINDS else ()
        for name in ("to", "day", "ground", "checked"):
            if name not in needs:
                del self.fields[name]
        if "to" in self.fields:
            to = self.fields["to"]
            assert isinstance(to, forms.ChoiceField)
            to.choices = [("", "–"), *((card.key, card.name) for card in colleagues)]

    def command(self) -> BulkOrder:
        said = self.cleaned_data
        return BulkOrder(
            kind=self.kind,
            tasks=numbers(said["tasks"]),
            to=said.get("to", ""),
            ground=said.get("ground", ""),
            day=said.get("day"),
            checked=said.get("checked", False),
            once=said.get("once"),
        )


class BulkKindForm(forms.Form):
    """Which deed; stands above the list."""

    kind = forms.ChoiceField(label=_("With the ticked rows"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "bulk_%s")
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(key, each.label.into(language())) for key, each in KINDS.items()]
