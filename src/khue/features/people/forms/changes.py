"""Forms about what happens to parties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.people.domain import (
    DISSOLUTIONS,
    SUCCESSIONS,
    DissolveParty,
    EndDissolution,
    EndSuccession,
    MergeDuplicates,
    MoveParty,
    Paper,
    RecordSuccession,
    RenameParty,
)
from khue.features.people.forms.records import AddressPart, choices
from khue.kernel.forms import DayField, OnceForm
from khue.kernel.ui import Words

PARTY = r"^\s*(party:)?\d{1,18}\s*$"
NUMBERS = r"^\s*\d{1,18}(\s*[,;\s]\s*\d{1,18})*\s*$"


class MergeForm(OnceForm):
    """Which values the surviving record takes over, why the two are one, and the tick that says: I compared them."""

    seen_former = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen_survivor = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    ground = forms.CharField(label=_("Why the two records are one party"), max_length=1000, widget=forms.Textarea)
    compared = forms.BooleanField(label=_("I compared both records and looked at what follows."))

    def __init__(self, *args: Any, takeable: Iterable[tuple[str, Words, str, str]] = (), **kwargs: Any) -> None:
        """``takeable``: field, label, value of the former record, value of the surviving one."""
        super().__init__(*args, **kwargs)
        self.taken = [field for field, *_rest in takeable]
        for field, label, former, survivor in takeable:
            self.fields[f"take_{field}"] = forms.ChoiceField(
                label=label,  # type: ignore[arg-type]  # a lazy label is a label
                choices=(("survivor", survivor or "—"), ("former", former)),
                initial="survivor" if survivor else "former",
                widget=forms.RadioSelect,
            )
        self.order_fields([f"take_{field}" for field in self.taken])

    def command(self, former: str, survivor: str) -> MergeDuplicates:
        given = self.cleaned_data
        return MergeDuplicates(
            former=former,
            survivor=survivor,
            take=tuple(field for field in self.taken if given[f"take_{field}"] == "former"),
            ground=given["ground"],
            seen=(given["seen_former"], given["seen_survivor"]),
            once=given["once"],
        )


class OtherRecordForm(forms.Form):
    """Search the record to merge with; wrong input finds nothing and breaks nothing."""

    q = forms.CharField(label=_("Name or tax code of the other record"), required=False, max_length=200)


class PaperPart(OnceForm):
    """The legal document behind a change."""

    effective_on = DayField(label=_("In force from"))
    document = forms.CharField(label=_("Document number"), max_length=300, help_text=_("For example: 12/2026/QĐ-UBND"))
    document_on = DayField(label=_("Day of the document"))
    issuer = forms.CharField(label=_("Issued by"), max_length=300)

    def paper(self) -> Paper:
        given = self.cleaned_data
        return Paper(given["document"], given["document_on"], given["issuer"])


class SuccessionForm(PaperPart):
    """A merger, consolidation, conversion, division or separation in law; matters to share out are added to it."""

    kind = forms.ChoiceField(label=_("Kind of change"))
    former = forms.RegexField(
        NUMBERS, label=_("Record numbers of the former organisations"), help_text=_("Several with commas: 12, 34")
    )
    successor = forms.RegexField(
        NUMBERS,
        label=_("Record numbers of the successors"),
        help_text=_("In a division the first one takes everything that is not shared out by name."),
    )
    ground = forms.CharField(label=_("On what ground"), max_length=1000)
    field_order = ("kind", "former", "successor", "effective_on", "document", "document_on", "issuer", "ground")

    def __init__(
        self,
        *args: Any,
        matters: Iterable[tuple[str, Words]] = (),
        holders: Iterable[tuple[str, str]] = (),
        stay: bool = False,
        **kwargs: Any,
    ) -> None:
        """``matters``: subject and label of each open matter; ``holders``: key and name of each successor."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices(SUCCESSIONS)  # type: ignore[attr-defined]  # a choice field
        self.subjects = {f"share_{subject.replace(':', '_')}": subject for subject, _label in matters}
        empty = _("Stays with the former organisation") if stay else _("Please choose")
        for subject, label in matters:
            self.fields[f"share_{subject.replace(':', '_')}"] = forms.ChoiceField(
                label=label,  # type: ignore[arg-type]  # a lazy label is a label
                choices=(("", empty), *holders),
                required=False,
            )

    def parties(self, field: str) -> tuple[str, ...]:
        """Keys of the numbers that were typed, each once."""
        typed = str(self.cleaned_data.get(field, "")).replace(",", " ").replace(";", " ").split()
        return tuple(dict.fromkeys(f"party:{int(number)}" for number in typed))

    def command(self) -> RecordSuccession:
        given = self.cleaned_data
        return RecordSuccession(
            kind=given["kind"],
            formers=self.parties("former"),
            successors=self.parties("successor"),
            effective_on=given["effective_on"],
            paper=self.paper(),
            ground=given["ground"],
            shares={subject: given[name] for name, subject in self.subjects.items() if given.get(name)},
            once=given["once"],
        )


class EndSuccessionForm(OnceForm):
    ground = forms.CharField(label=_("Why it was wrong"), max_length=1000, widget=forms.Textarea)

    def command(self, succession_id: int) -> EndSuccession:
        return EndSuccession(succession_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class RenameForm(PaperPart):
    name = forms.CharField(label=_("New name"), max_length=1000)
    field_order = ("name", "effective_on", "document", "document_on", "issuer")

    def command(self, party: str) -> RenameParty:
        given = self.cleaned_data
        return RenameParty(party, given["name"], given["effective_on"], self.paper(), given["once"])


class MoveForm(PaperPart, AddressPart):
    field_order = ("country", "province", "commune", "line", "effective_on", "document", "document_on", "issuer")

    def command(self, party: str) -> MoveParty:
        given = self.cleaned_data
        return MoveParty(party, self.address(), given["effective_on"], self.paper(), given["once"])


class DissolveForm(PaperPart):
    kind = forms.ChoiceField(label=_("Kind of change"))
    field_order = ("kind", "effective_on", "document", "document_on", "issuer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices(DISSOLUTIONS)  # type: ignore[attr-defined]  # a choice field

    def command(self, party: str) -> DissolveParty:
        given = self.cleaned_data
        return DissolveParty(party, given["kind"], given["effective_on"], self.paper(), given["once"])


class EndDissolutionForm(OnceForm):
    ground = forms.CharField(label=_("Why it was wrong"), max_length=1000, widget=forms.Textarea)

    def command(self, dissolution_id: int) -> EndDissolution:
        return EndDissolution(dissolution_id, self.cleaned_data["ground"], self.cleaned_data["once"])
