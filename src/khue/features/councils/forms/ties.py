"""Who is near to whom: declared of oneself, or recorded from a source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.features.councils.domain.commands import DeclareRelation, DeclareTie, EndRelation, EndTie
from khue.features.councils.domain.words import RELATIONS, TIES
from khue.features.councils.forms.parts import GroundForm, fill, options
from khue.features.councils.queries.naming import named_party
from khue.kernel.forms import DayField, OnceForm
from khue.kernel.web import language


class _NamedForm(OnceForm):
    """Names one party; who records it for somebody else names the source too."""

    kind_of_party = ""
    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField()
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        required=False,
        help_text=_("The paper with its number and day, or the page of a public register. The expert reads it."),
    )

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["source"]
        self.key = ""

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        self.key, problem = named_party(name, kind=self.kind_of_party)
        if problem is not None:
            raise ValidationError(problem.into(language()), code="not_found")
        return name


class RelationForm(_NamedForm):
    """A relative or partner."""

    kind_of_party = "person"
    name = forms.CharField(
        label=_("Full name of the related person"),
        max_length=200,
        help_text=_(
            "Only people who are known to this platform can be named; about others, declare the interest itself."
        ),
    )
    kind = forms.ChoiceField(label=_("Relation"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, kind=options(RELATIONS, "–"))

    def command(self, person: str) -> DeclareRelation:
        said = self.cleaned_data
        return DeclareRelation(person, self.key, said["kind"], said.get("source", ""), said["once"])


class TieForm(_NamedForm):
    """A tie to an organisation or another person."""

    name = forms.CharField(
        label=_("Organisation or person"), max_length=200, help_text=_("Name as registered, or the tax code.")
    )
    kind = forms.ChoiceField(label=_("Kind of tie"))
    detail = forms.CharField(
        label=_("What exactly"),
        max_length=300,
        required=False,
        help_text=_("For example: 12 % of the capital; adviser of the board; a paper of 2025 with its address."),
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False, help_text=_("Leave empty while it lasts."))
    field_order = ("name", "kind", "detail", "since", "until", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, kind=options(TIES, "–"))

    def command(self, person: str) -> DeclareTie:
        said = self.cleaned_data
        return DeclareTie(
            person, self.key, said["kind"], said["detail"], said["since"], said["until"], said.get("source", ""),
            said["once"],
        )  # fmt: skip


class EndRelationForm(GroundForm):
    def command(self, relation_id: int) -> EndRelation:
        return EndRelation(relation_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class EndTieForm(GroundForm):
    def command(self, tie_id: int) -> EndTie:
        return EndTie(tie_id, self.cleaned_data["ground"], self.cleaned_data["once"])
