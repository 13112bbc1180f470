"""Forms of bodies, charter and capital."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.fund.domain.bodies import BODIES, POSITIONS, EndSeat, FillSeat
from khue.features.fund.domain.capital import SOURCES, PromiseSource, ReceiveSource
from khue.features.fund.domain.charter import DEEDS, PRODUCTS, Charter, ConfirmCharter, ProposeCharter
from khue.features.fund.forms.fields import DaysField, in_language
from khue.kernel.forms import DayField, MoneyField, OnceForm

TEXT = forms.Textarea(attrs={"rows": 4})


class SeatForm(OnceForm):
    person = forms.RegexField(
        r"^\s*(party:)?\d{1,18}\s*$",
        label=_("Record number of the person"),
        help_text=_("The number on the person's record in the register of people."),
        error_messages={"invalid": _("A record number is a whole number, such as 12.")},
    )
    body = forms.ChoiceField(label=_("Body of the fund"))
    position = forms.ChoiceField(label=_("Position in the body"))
    from_on = DayField(label=_("First day of the term"))
    until_on = DayField(label=_("Day after the last day"), required=False, help_text=_("Empty while no end is set."))
    instrument = forms.CharField(label=_("Instrument of appointment"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = in_language(BODIES)  # type: ignore[attr-defined]  # a choice field
        self.fields["position"].choices = in_language(POSITIONS)  # type: ignore[attr-defined]  # a choice field

    def command(self) -> FillSeat:
        said = self.cleaned_data
        number = said["person"].strip().removeprefix("party:")
        return FillSeat(
            f"party:{number}", said["body"], said["position"], said["from_on"], said["until_on"], said["instrument"],
            said["once"],
        )  # fmt: skip


class EndSeatForm(OnceForm):
    until_on = DayField(label=_("First day without the seat"))
    instrument = forms.CharField(label=_("Instrument that ends it"), max_length=300)

    def command(self, seat_id: int) -> EndSeat:
        said = self.cleaned_data
        return EndSeat(seat_id, said["until_on"], said["instrument"], said["once"])


class CharterForm(OnceForm):
    """The settings of a version; limits are the most that the head of the executive body decides alone."""

    from_on = DayField(label=_("In force from"))
    instrument = forms.CharField(label=_("Instrument of the charter"), max_length=300)
    products = forms.MultipleChoiceField(
        label=_("Products that the fund gives"), widget=forms.CheckboxSelectMultiple, required=False
    )
    decide = MoneyField(label=_("Executive body decides on an application up to"), required=False)
    restructure = MoneyField(label=_("Executive body restructures a loan up to"), required=False)
    write_off = MoneyField(label=_("Executive body writes a loan off up to"), required=False)
    notice_days = DaysField(
        label=_("Days past due on which a borrower is told"), help_text=_("For example 1, 30, 90."), max_length=80
    )
    late_after = forms.IntegerField(
        label=_("Days past due after which a loan counts as in arrears on the portfolio"), min_value=0, max_value=3650
    )
    paper = forms.FileField(label=_("The charter as a file"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["products"].choices = in_language(PRODUCTS)  # type: ignore[attr-defined]  # a choice field

    def command(self) -> ProposeCharter:
        said = self.cleaned_data
        limits = {deed: said[deed] for deed in DEEDS if said[deed]}
        charter = Charter(
            0, said["from_on"], frozenset(said["products"]), limits, said["notice_days"], said["late_after"]
        )
        return ProposeCharter(charter, said["instrument"], said["paper"], said["once"])


class ConfirmForm(OnceForm):
    outcome = forms.ChoiceField(
        label=_("Confirmation"),
        widget=forms.RadioSelect,
        choices=[
            ("confirm", _("I have compared it with the charter: it holds from its first day")),
            ("reject", _("It does not agree with the charter")),
        ],
    )
    note = forms.CharField(
        label=_("Remark; the reason when it is not confirmed"), max_length=1000, required=False, widget=TEXT
    )

    def command(self, version_id: int) -> ConfirmCharter:
        said = self.cleaned_data
        return ConfirmCharter(version_id, said["outcome"] == "confirm", said["note"], said["once"])


class SourceForm(OnceForm):
    kind = forms.ChoiceField(label=_("Kind of source"))
    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    promised = MoneyField(label=_("Amount by the instrument"))
    instrument = forms.CharField(label=_("Decision or contract it rests on"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = in_language(SOURCES)  # type: ignore[attr-defined]  # a choice field

    def command(self) -> PromiseSource:
        said = self.cleaned_data
        name = Text(said["name_vi"], said["name_en"])
        return PromiseSource(said["kind"], name, said["promised"], said["instrument"], said["once"])


class LineForm(OnceForm):
    """Which statement line, of those that the treasury set aside, brought the money."""

    line = forms.TypedChoiceField(
        label=_("Statement line"),
        coerce=int,
        help_text=_("Lines that the treasury has set aside appear here."),
        error_messages={"required": _("Choose the statement line.")},
    )

    def __init__(self, *args: Any, lines: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [("", "–"), *lines]  # type: ignore[attr-defined]  # a choice field

    def receive(self, source_id: int) -> ReceiveSource:
        said = self.cleaned_data
        return ReceiveSource(source_id, said["line"], said["once"])
