"""Councils, seats, items, papers and interests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khue.core.bilingual import Text
from khue.features.councils.domain.commands import (
    DeclareInterest,
    DissolveCouncil,
    EndSeat,
    FoundCouncil,
    ItemParty,
    PrepareCouncil,
    PutItem,
    ReviewInterest,
    SeatMember,
    WithdrawItem,
)
from khue.features.councils.domain.words import COUNCIL, KINDS, ROLES
from khue.features.councils.forms.parts import GroundForm, fill, ground_field, options
from khue.features.councils.queries import ExpertCard, ItemLine, SeatLine
from khue.features.councils.queries.naming import named_party
from khue.kernel.forms import DayField, OnceForm
from khue.kernel.web import language


class CouncilSearchForm(forms.Form):
    q = forms.CharField(label=_("Name or number"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        fill(self, state=options(dict(COUNCIL.labels), _("All")))

    def asked(self) -> tuple[str, str]:
        self.is_valid()
        return self.cleaned_data.get("state", ""), self.cleaned_data.get("q", "")


class PublicSearchForm(forms.Form):
    """Search of the public register; what is no choice narrows nothing."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind of council"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        public = {state: label for state, label in COUNCIL.labels.items() if state != "draft"}
        fill(self, kind=options(dict(KINDS), _("All")), state=options(public, _("All")))

    def asked(self) -> tuple[str, str, str]:
        self.is_valid()
        said = self.cleaned_data
        return said.get("q", ""), said.get("kind", ""), said.get("state", "")


class CouncilForm(OnceForm):
    """A council on paper."""

    kind = forms.ChoiceField(label=_("Kind of council"))
    name = forms.CharField(label=_("Name of the council"), max_length=300)
    purpose = forms.CharField(label=_("Purpose"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    fields_of = forms.MultipleChoiceField(
        label=_("Fields"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Expertise counts as matching when the register names one of these fields."),
    )
    seats = forms.IntegerField(label=_("Number of seats"), min_value=1, max_value=99, initial=7)
    quorum = forms.CharField(
        label=_("Quorum by the founding decision"),
        required=False,
        max_length=9,
        help_text=_("A share of the members without an interest, such as 2/3. It counts only where the law sets none."),
    )
    pass_share = forms.CharField(
        label=_("Votes in favour needed, by the founding decision"),
        required=False,
        max_length=9,
        help_text=_("A share of the votes cast, such as 2/3. It counts only where the law sets none."),
    )

    def __init__(self, *args: Any, key_fields: dict[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, kind=options(KINDS, "–"), fields_of=options(key_fields))

    def command(self) -> PrepareCouncil:
        said = self.cleaned_data
        return PrepareCouncil(
            said["kind"], said["name"], said["purpose"], tuple(said["fields_of"]), said["seats"],
            "".join(said["quorum"].split()), "".join(said["pass_share"].split()), said["once"],
        )  # fmt: skip


def _experts(experts: Iterable[ExpertCard], empty: Any) -> list[tuple[str, Any]]:
    told = language()
    listed = [
        (card.person, f"{card.name} – {card.profile.all_fields.into(told)}" if card.profile else card.name)
        for card in experts
    ]
    return [("", empty), *listed]


class SeatForm(OnceForm):
    person = forms.ChoiceField(label=_("Expert"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, experts: Sequence[ExpertCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, person=_experts(experts, "–"), role=options(ROLES, "–"))

    def command(self, council_id: int) -> SeatMember:
        said = self.cleaned_data
        return SeatMember(council_id, said["person"], said["role"], said["once"])


class EndSeatForm(GroundForm):
    successor = forms.ChoiceField(
        label=_("Successor"), required=False, help_text=_("Takes the same seat and role, and what is not scored yet.")
    )

    def __init__(self, *args: Any, experts: Sequence[ExpertCard] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if experts:
            fill(self, successor=_experts(experts, _("Nobody yet: the seat stays free")))
        else:
            del self.fields["successor"]

    def command(self, seat_id: int) -> EndSeat:
        said = self.cleaned_data
        return EndSeat(seat_id, said["ground"], said.get("successor", ""), said["once"])


class FoundForm(OnceForm):
    decision_number = forms.CharField(label=_("Number of the founding decision"), max_length=60)
    decision_on = DayField(label=_("Day of the decision"))
    departure = ground_field(
        label=_("Ground for departing from a figure"),
        required=False,
        help_text=_("Only when size or expertise differ from the figures shown, and another legal ground allows it."),
    )

    def command(self, council_id: int) -> FoundCouncil:
        said = self.cleaned_data
        return FoundCouncil(council_id, said["decision_number"], said["decision_on"], said["departure"], said["once"])


class DissolveForm(GroundForm):
    def command(self, council_id: int) -> DissolveCouncil:
        return DissolveCouncil(council_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class ItemForm(OnceForm):
    """An item entered by hand. Parties are found by full name or tax code."""

    title = forms.CharField(label=_("Title of the item"), max_length=400)
    field = forms.ChoiceField(label=pgettext_lazy("councils", "Field"), required=False)
    applicant = forms.CharField(
        label=pgettext_lazy("councils", "Applicant"), max_length=200, help_text=_("Full name or tax code.")
    )
    lead = forms.CharField(label=_("Principal investigator"), required=False, max_length=200, help_text=_("Full name."))
    authors = forms.CharField(
        label=_("Co-authors"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Full names, one per line."),
    )  # fmt: skip
    partners = forms.CharField(
        label=_("Partners"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Full names or tax codes, one per line."),
    )  # fmt: skip

    def __init__(self, *args: Any, key_fields: dict[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, field=options(key_fields, "–"))
        self.parties: list[ItemParty] = []

    def _found(self, name: str, role: str, kind: str) -> Any:
        said = str(self.cleaned_data.get(name, ""))
        problems = []
        for line in filter(None, (part.strip() for part in said.splitlines())):
            key, problem = named_party(line, kind=kind)
            if problem is None:
                self.parties.append(ItemParty(key, role))
            else:
                problems.append(problem.into(language()))
        if problems:
            raise ValidationError([ValidationError(text, code="not_found") for text in problems])
        return said

    def clean_applicant(self) -> Any:
        return self._found("applicant", "applicant", "")

    def clean_lead(self) -> Any:
        return self._found("lead", "lead", "person")

    def clean_authors(self) -> Any:
        return self._found("authors", "author", "person")

    def clean_partners(self) -> Any:
        return self._found("partners", "partner", "")

    def command(self, council_id: int) -> PutItem:
        said = self.cleaned_data
        return PutItem(council_id, said["title"], tuple(self.parties), "", said["field"], said["once"])


class WithdrawForm(GroundForm):
    def command(self, item_id: int) -> WithdrawItem:
        return WithdrawItem(item_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class PaperForm(OnceForm):
    title = forms.CharField(label=pgettext_lazy("councils", "Title of the paper"), max_length=300)
    file = forms.FileField(label=pgettext_lazy("councils", "Paper"))
    blind = forms.FileField(
        label=_("Redacted copy"),
        required=False,
        help_text=_("Without names of people and organisations. Without it the paper stays closed in the blind phase."),
    )


class DeclareForm(GroundForm):
    """An interest of a member in an item, or against a party."""

    person = forms.ChoiceField(label=_("Member"))
    item = forms.ChoiceField(label=pgettext_lazy("councils", "Item"), required=False)
    party = forms.CharField(
        label=_("Or a party"),
        required=False,
        max_length=200,
        help_text=_("Full name or tax code: in every item of that party."),
    )

    field_order = ("person", "item", "party", "ground", "once")

    def __init__(
        self, *args: Any, members: Sequence[SeatLine], items: Iterable[ItemLine], own: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fill(
            self,
            person=[(seat.person, seat.name) for seat in members],
            item=[("", "–"), *((str(line.id), f"{line.number}. {line.title}") for line in items)],
        )
        self.fields["person"].initial = own
        self.against = ""

    def clean_party(self) -> str:
        said = str(self.cleaned_data["party"])
        if said.strip():
            self.against, problem = named_party(said)
            if problem is not None:
                raise ValidationError(problem.into(language()), code="not_found")
        return said

    def command(self, council_id: int) -> DeclareInterest:
        said = self.cleaned_data
        item = int(said["item"]) if said["item"] else None
        return DeclareInterest(council_id, said["person"], said["ground"], item, self.against, said["once"])


class ReviewForm(GroundForm):
    stands = forms.ChoiceField(
        label=_("Finding"),
        choices=[("", "–"), ("yes", _("The interest stands")), ("no", _("Not confirmed"))],
    )

    field_order = ("stands", "ground", "once")

    def command(self, declaration_id: int) -> ReviewInterest:
        said = self.cleaned_data
        return ReviewInterest(declaration_id, said["stands"] == "yes", said["ground"], said["once"])
