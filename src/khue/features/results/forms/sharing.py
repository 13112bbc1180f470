"""Forms of authors and owners: lists of rows, each with a share."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.features.results.domain.ownership import AgreeOwnership
from khue.features.results.domain.shares import (
    MOST_AUTHORS,
    AnswerShares,
    Author,
    ProposeShares,
    RecordConsent,
    orcid_of,
)
from khue.features.results.forms.fields import ShareField
from khue.features.results.forms.registering import FilesField
from khue.kernel.forms import KhueForm, OnceForm, SeenForm


def rows_asked(given: Any, known: int) -> int:
    """How many rows a page draws: two empty ones after what is known, or as many as the address asks for."""
    wanted = int(given) if str(given or "").isdecimal() and len(str(given)) < 4 else 0
    return max(2, min(MOST_AUTHORS, max(wanted, known + 1)))


class RowsForm(KhueForm):
    """Fields ``<prefix>-<row>-<name>``, one row per person; a row in which nothing stands is left out."""

    prefix_of_rows = "authors"
    names: tuple[str, ...] = ()

    def add_rows(self, rows: int) -> None:
        self.rows = rows
        for no in range(1, rows + 1):
            for name, field in self.row(no).items():
                self.fields[f"{self.prefix_of_rows}-{no}-{name}"] = field

    def row(self, no: int) -> dict[str, forms.Field]:
        raise NotImplementedError(f"{type(self).__name__} does not say what a row holds")

    def groups(self) -> list[tuple[int, list[Any]]]:
        """For the template: number and bound fields of each row."""
        return [
            (no, [self[f"{self.prefix_of_rows}-{no}-{name}"] for name in self.row(no)])
            for no in range(1, self.rows + 1)
        ]

    def others(self) -> list[Any]:
        """The visible fields that belong to no row."""
        return [bound for bound in self if not bound.is_hidden and not bound.name.startswith(f"{self.prefix_of_rows}-")]

    def filled(self) -> list[tuple[int, dict[str, Any]]]:
        found = []
        for no in range(1, self.rows + 1):
            values = {name: self.cleaned_data.get(f"{self.prefix_of_rows}-{no}-{name}") for name in self.row(no)}
            if any(value not in (None, "") for value in values.values()):
                found.append((no, values))
        return found


def _record_number() -> forms.RegexField:
    return forms.RegexField(
        r"^\s*(party:)?\d{1,18}\s*$",
        label=_("Record number"),
        required=False,
        error_messages={"invalid": _("A record number is a whole number, such as 12.")},
    )


def party_of(typed: str) -> str:
    return f"party:{int(typed.strip().removeprefix('party:'))}" if typed.strip() else ""


class SharesForm(RowsForm, OnceForm, SeenForm):
    ground = forms.CharField(label=_("Why the list changes"), max_length=1000, required=False)
    authors = forms.CharField(required=False, widget=forms.HiddenInput)  # where reasons about the whole list stand

    def __init__(self, *args: Any, rows: int, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["ground"]
        del self.fields["authors"]
        self.add_rows(rows)

    def row(self, no: int) -> dict[str, forms.Field]:
        return {
            "name": forms.CharField(label=_("Full name"), max_length=200, required=False),
            "party": _record_number(),
            "share": ShareField(label=_("Share"), required=False, help_text=_("33,5 or 1/3")),
            "orcid": forms.CharField(label=_("ORCID"), max_length=40, required=False),
            "did": forms.CharField(label=_("Contribution"), max_length=300, required=False),
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for no in range(1, self.rows + 1):
            typed = given.get(f"authors-{no}-orcid") or ""
            try:
                orcid_of(typed)
            except ValueError:
                message = _(
                    "This ORCID can't exist: its last digit checks the others and does not fit. For example: 0000-0002-1825-0097"
                )
                self.add_error(f"authors-{no}-orcid", ValidationError(message, code="orcid"))
        for no, values in self.filled():
            for name in ("name", "party", "share"):
                if values[name] in (None, "") and not self.has_error(f"authors-{no}-{name}"):
                    self.add_error(
                        f"authors-{no}-{name}", ValidationError(_("Fill this in, or leave the row empty."), code="row")
                    )
        return given

    def command(self, result_id: int) -> ProposeShares:
        said = self.cleaned_data
        authors = tuple(
            Author(
                party_of(row["party"]),
                row["name"].strip(),
                row["share"].numerator,
                row["share"].denominator,
                row["orcid"],
                row["did"],
            )
            for _no, row in self.filled()
        )
        return ProposeShares(result_id, authors, said.get("ground", ""), said["seen"], said["once"])


class OwnersForm(RowsForm, OnceForm, SeenForm):
    prefix_of_rows = "owners"
    ground = forms.CharField(label=_("Number and day of the agreement"), max_length=500)
    papers = FilesField(label=_("The signed agreement"), required=False)

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_rows(rows)

    def row(self, no: int) -> dict[str, forms.Field]:
        return {
            "party": _record_number(),
            "share": ShareField(label=_("Share"), required=False, help_text=_("33,5 or 1/3")),
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for no, values in self.filled():
            for name in ("party", "share"):
                if values[name] in (None, "") and not self.has_error(f"owners-{no}-{name}"):
                    self.add_error(
                        f"owners-{no}-{name}", ValidationError(_("Fill this in, or leave the row empty."), code="row")
                    )
        return given

    def command(self, result_id: int) -> AgreeOwnership:
        said = self.cleaned_data
        owners: list[tuple[str, Fraction]] = [(party_of(row["party"]), row["share"]) for _no, row in self.filled()]
        return AgreeOwnership(result_id, tuple(owners), said["ground"], said["papers"], said["seen"], said["once"])


class AnswerForm(OnceForm):
    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[("agree", _("The list is right, I agree")), ("refuse", _("I do not agree"))],
    )
    note = forms.CharField(
        label=_("Why, when you do not agree"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def command(self, consent_id: int) -> AnswerShares:
        said = self.cleaned_data
        return AnswerShares(consent_id, said["answer"] == "agree", said["note"], said["once"])


class PaperConsentForm(OnceForm):
    needed = ("papers",)
    papers = FilesField(label=_("Scan of the signed paper"), required=False)
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def command(self, consent_id: int) -> RecordConsent:
        said = self.cleaned_data
        return RecordConsent(consent_id, said["papers"], said["note"], said["once"])
