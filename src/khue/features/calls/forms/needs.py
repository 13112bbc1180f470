"""Forms of needs and orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khue.core.folding import fold
from khue.features.calls.domain.commands import (
    ChangeOrder,
    DecideOrder,
    DraftOrder,
    MergeNeed,
    RaiseNeed,
    Requirement,
    ScreenNeed,
    WithdrawNeed,
)
from khue.features.calls.domain.flows import MODES
from khue.features.people import queries as people
from khue.kernel.forms import KhueForm, MoneyField, OnceForm, SeenForm
from khue.kernel.web import language

Choices = Sequence[tuple[str, Any]]
ROWS = 5
"""So many requirements may be stated at once on the form."""
LONGEST = 8000


def lines(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def choose(form: KhueForm, name: str, choices: Choices, empty: Any = None) -> None:
    """Fill a choice with (code, Text or str) pairs in the reader's language; ``empty`` is the label of none."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    told = [(code, label.into(language()) if hasattr(label, "into") else label) for code, label in choices]
    field.choices = [("", empty), *told] if empty is not None else told


def organisation(typed: str) -> str:
    """The key of the one organisation of this tax code or full name; empty when there is none, or more than one."""
    rows = people.find_parties(typed, 20)
    exact = tuple(card for card in rows if fold(card.name) == fold(typed) or card.tax_code == typed)
    rows = exact or rows
    return rows[0].key if len(rows) == 1 else ""


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several uploads; gives a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        found = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(ManyFilesField, self).clean(one, initial) for one in found]


class NeedForm(OnceForm):
    """What the problem is, in which field, what is wanted. Without a party it is a suggestion and asks how to reach one."""

    party = forms.ChoiceField(label=_("On whose behalf"), required=False)
    title = forms.CharField(label=_("Title of the need"), max_length=300)
    description = forms.CharField(
        label=_("The problem"),
        help_text=_("What happens today, where, whom it touches, and why what exists does not solve it."),
        widget=lines(6),
        max_length=LONGEST,
    )
    field = forms.ChoiceField(label=_("Key field"))
    product = forms.CharField(
        label=_("The product that is wanted"),
        help_text=_("For example a device, a process, a data set, a forecast model."),
        widget=lines(3),
        max_length=2000,
    )
    users = forms.CharField(label=_("Who will use it"), max_length=500, required=False)
    problem = forms.ChoiceField(label=_("Big problem of the city that it belongs to"), required=False)
    cost_from = MoneyField(label=_("Cost, from"), help_text=_("An estimate in đồng, if you have one."), required=False)
    cost_to = MoneyField(label=_("Cost, up to"), required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    description_en = forms.CharField(
        label=_("The problem in English"), widget=lines(4), max_length=LONGEST, required=False
    )
    evidence = ManyFilesField(
        label=_("Evidence"), help_text=_("Measurements, reports, pictures: PDF, Word, Excel or images."), required=False
    )
    contact = forms.CharField(
        label=_("How we reach you"),
        help_text=_("An e-mail or a telephone. Only the office reads it."),
        max_length=200,
        required=False,
    )

    def __init__(
        self, *args: Any, parties: Choices, fields: Choices, problems: Choices, signed_in: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "party", parties, _("Nobody: it is a suggestion of my own"))
        choose(self, "field", fields, _("Choose a field"))
        choose(self, "problem", problems, _("None of them"))
        if not parties:
            del self.fields["party"]
        if not signed_in:
            del self.fields["evidence"]

    def command(self) -> RaiseNeed:
        given = self.cleaned_data
        return RaiseNeed(
            party=given.get("party", ""),
            title=given["title"],
            description=given["description"],
            field=given["field"],
            product=given["product"],
            users=given["users"],
            title_en=given["title_en"],
            description_en=given["description_en"],
            cost_from=given["cost_from"],
            cost_to=given["cost_to"],
            problem=given["problem"],
            files=tuple(given.get("evidence") or ()),
            contact=given["contact"],
            once=given["once"],
        )


class ScreenForm(OnceForm, SeenForm):
    ACCEPT, DECLINE = "accept", "decline"

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[(ACCEPT, _("Fit to be ordered")), (DECLINE, _("Not taken up"))],
        widget=forms.RadioSelect,
    )
    ground = forms.CharField(
        label=_("Reasons"),
        help_text=_("Needed when it is not taken up. Whoever raised it reads them word by word."),
        widget=lines(),
        max_length=LONGEST,
        required=False,
    )

    def command(self, need_id: int) -> ScreenNeed:
        given = self.cleaned_data
        return ScreenNeed(need_id, given["answer"] == self.ACCEPT, given["ground"], given["seen"], given["once"])


class MergeForm(OnceForm, SeenForm):
    into = forms.CharField(
        label=_("Number of the need that goes on"), help_text=_("For example NC-2026-0001."), max_length=30
    )
    ground = forms.CharField(label=_("Why they are one"), widget=lines(3), max_length=LONGEST, required=False)

    def command(self, need_id: int) -> MergeNeed:
        given = self.cleaned_data
        return MergeNeed(need_id, given["into"], given["ground"], given["seen"], given["once"])


class WithdrawForm(OnceForm, SeenForm):
    ground = forms.CharField(label=_("Why, if you want to say"), widget=lines(3), max_length=LONGEST, required=False)

    def command(self, need_id: int) -> WithdrawNeed:
        given = self.cleaned_data
        return WithdrawNeed(need_id, given["ground"], given["seen"], given["once"])


class OrderForm(OnceForm):
    """An order; requirements are rows of product, criterion, unit and value to reach. Empty rows count for nothing."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    title = forms.CharField(label=_("Title of the order"), max_length=300)
    goal = forms.CharField(label=_("Goal"), widget=lines(4), max_length=LONGEST)
    field = forms.ChoiceField(label=_("Key field"))
    cost_frame = MoneyField(label=_("Cost frame"), help_text=_("The most that the city pays, in đồng."))
    months = forms.IntegerField(label=_("Months to perform it"), min_value=0, max_value=120)
    mode = forms.ChoiceField(label=_("Way of ordering"), widget=forms.RadioSelect, initial="selection")
    performer = forms.CharField(
        label=_("Performer of a direct assignment"),
        help_text=_("The tax code or the full name of an organisation that has a record."),
        max_length=300,
        required=False,
    )
    ground = forms.CharField(
        label=_("Ground of a direct assignment"),
        help_text=_("Without a recorded ground a direct assignment goes nowhere. It is published."),
        widget=lines(3),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, fields: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "field", fields, _("Choose a field"))
        choose(self, "mode", [(code, label.capitalised()) for code, label in MODES.items()])
        for number in range(1, ROWS + 1):
            self.fields[f"product_{number}"] = forms.CharField(label=_("Product"), max_length=500, required=False)
            self.fields[f"criterion_{number}"] = forms.CharField(label=_("Criterion"), max_length=500, required=False)
            self.fields[f"unit_{number}"] = forms.CharField(
                label=pgettext_lazy("calls", "Unit"), max_length=60, required=False
            )
            self.fields[f"target_{number}"] = forms.CharField(label=_("Value to reach"), max_length=200, required=False)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        typed = (cleaned.get("performer") or "").strip()
        cleaned["performer_key"] = ""
        if typed and cleaned.get("mode") != "selection":
            cleaned["performer_key"] = organisation(typed)
            if not cleaned["performer_key"]:
                told = _("No single organisation with this tax code or name has a record.")
                self.add_error("performer", ValidationError(told, code="none"))
        return cleaned

    def requirement_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The rows as the template draws them."""
        names = ("product", "criterion", "unit", "target")
        return [(number, [self[f"{name}_{number}"] for name in names]) for number in range(1, ROWS + 1)]

    def plain_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if not bound.name.rpartition("_")[2].isdigit()]

    def draft(self, need_id: int) -> DraftOrder:
        given = self.cleaned_data
        rows = []
        for number in range(1, ROWS + 1):
            parts = [given[f"{name}_{number}"].strip() for name in ("product", "criterion", "unit", "target")]
            if any(parts):
                rows.append(Requirement(*parts))
        return DraftOrder(
            need_id=need_id,
            title=given["title"],
            goal=given["goal"],
            field=given["field"],
            cost_frame=given["cost_frame"] or 0,
            months=given["months"] or 0,
            mode=given["mode"],
            requirements=tuple(rows),
            ground=given["ground"],
            performer=given["performer_key"],
            once=given["once"],
        )

    def change(self, order_id: int, need_id: int) -> ChangeOrder:
        return ChangeOrder(order_id, self.draft(need_id), self.cleaned_data["seen"])


class DecideOrderForm(OnceForm, SeenForm):
    """Approve, or send back with the ground."""

    verb = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    ground = forms.CharField(
        label=pgettext_lazy("calls", "Ground"), help_text=_("Needed to send back or to drop it."), widget=lines(3), max_length=LONGEST, required=False
    )  # fmt: skip

    def __init__(self, *args: Any, verbs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "verb", verbs)
        if len(verbs) == 1:
            self.fields["verb"].initial = verbs[0][0]

    def command(self, order_id: int) -> DecideOrder:
        given = self.cleaned_data
        return DecideOrder(order_id, given["verb"], given["ground"], given["seen"], given["once"])
