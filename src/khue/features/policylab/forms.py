"""Forms of the policy lab: names and years, changed legal values, assumptions, the address of a publication."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.core.money import MoneyError, parse_dong
from khue.core.rules.population import Figure, read_figure
from khue.core.rules.reform import expected_of
from khue.core.rules.weights import Weighting
from khue.features.policylab.domain import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_REFORM,
    LONGEST_SLUG,
    ChangeAssumptions,
    ChangeOutline,
    ChangeReform,
    Content,
    LegalLine,
    Outline,
    PasteReform,
    PublishStudy,
    StartStudy,
    figure_field,
    figure_words,
    is_editable,
    value_field,
    weight_field,
)
from khue.kernel.forms import DayField, KhueForm, OnceForm, SeenForm
from khue.kernel.web import language


class OutlineForm(OnceForm):
    title_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=300)
    title_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    question_vi = forms.CharField(
        label=_("The question in Vietnamese"),
        help_text=_("What shall the study answer? One or two sentences."),
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    question_en = forms.CharField(
        label=_("The question in English"),
        help_text=_("Left empty, the English page says that the question is only in Vietnamese."),
        required=False,
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    first_year = forms.IntegerField(label=_("First year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    last_year = forms.IntegerField(label=_("Last year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    programmes = forms.MultipleChoiceField(label=_("Programmes"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, programmes: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programmes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list((programmes or {}).items())

    def outline(self) -> Outline:
        said = self.cleaned_data
        return Outline(
            said["title_vi"],
            said["title_en"],
            said["question_vi"],
            said["question_en"],
            said["first_year"],
            said["last_year"],
            tuple(said["programmes"]),
        )

    def command(self) -> StartStudy:
        return StartStudy(self.outline(), self.cleaned_data.get("once"))


class ChangeOutlineForm(SeenForm, OutlineForm):
    def change(self, study_id: int) -> ChangeOutline:
        said = self.cleaned_data
        return ChangeOutline(study_id, self.outline(), said["seen"], said.get("once"))


def outline_of(content: Content) -> dict[str, Any]:
    return {
        "title_vi": content.title.vi,
        "title_en": content.title.en,
        "question_vi": content.question.vi if content.question else "",
        "question_en": content.question.en if content.question else "",
        "first_year": content.first_year,
        "last_year": content.last_year,
        "programmes": list(content.programmes),
    }


class LegalValueField(forms.CharField):
    """A legal value as a person types it, into what a reform file says; None when it stays empty."""

    def __init__(self, unit: str, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=60, **kwargs)
        self.unit = unit

    def clean(self, value: Any) -> Any:
        typed = super().clean(value).strip()
        if not typed:
            return None
        if self.unit == "dong":
            try:
                return parse_dong(typed)
            except MoneyError as error:
                raise ValidationError(error.text.into(language()), code=error.code) from error
        if self.unit == "fraction":
            if re.fullmatch(r"\d{1,4}\s*/\s*\d{1,4}|[01]", typed):
                return typed.replace(" ", "")
        elif re.fullmatch(r"\d{1,9}", plain := re.sub(r"[\s%.]", "", typed) if "," not in typed else "") and (
            "%" not in typed or self.unit == "percent"
        ):
            return int(plain)
        raise ValidationError(expected_of(self.unit).into(language()), code="shape")


class ReformForm(OnceForm, SeenForm):
    """One field for each legal value that can be typed; an empty one changes nothing."""

    since = DayField(label=_("The change holds from"))
    until = DayField(
        label=_("Until (first day on which it no longer holds)"),
        required=False,
        help_text=_("Leave it empty while no end is meant."),
    )

    def __init__(
        self,
        *args: Any,
        lines: Sequence[LegalLine] = (),
        hints: Mapping[str, str] | None = None,
        programmes: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if is_editable(line.unit)]
        for line in self.lines:
            self.fields[value_field(line.id)] = self._field(line, (hints or {}).get(line.id, ""))
        self.fields["off"] = forms.MultipleChoiceField(
            label=_("Rules that are switched off"),
            help_text=_("From the same day on nobody receives anything under a rule that is switched off."),
            required=False,
            choices=list((programmes or {}).items()),
            widget=forms.CheckboxSelectMultiple,
        )

    def _field(self, line: LegalLine, hint: str) -> forms.Field:
        label = line.title.into(language())
        if line.unit == "flag":
            return forms.ChoiceField(
                label=label,
                help_text=hint,
                required=False,
                choices=[("", _("unchanged")), ("yes", _("yes")), ("no", _("no"))],
            )
        return LegalValueField(line.unit, label=label, help_text=hint)

    @staticmethod
    def initial_of(content: Content, lines: Sequence[LegalLine]) -> dict[str, Any]:
        """What stands in the fields when the page is opened."""
        told: dict[str, Any] = {"off": [each["id"] for each in content.reform.get("rules", ())]}
        for line in lines:
            if line.changed:
                value = ("yes" if line.new else "no") if line.unit == "flag" else line.new
                written = f"{value:,}".replace(",", ".") if line.unit == "dong" else str(value)
                told[value_field(line.id)] = written
        for each in (*content.reform.get("parameters", ()), *content.reform.get("rules", ())):
            told["until"] = each.get("until")
        return told

    def values(self) -> dict[str, Any]:
        """Typed values by id of the legal value, as a reform file says them."""
        found: dict[str, Any] = {}
        for line in self.lines:
            value = self.cleaned_data.get(value_field(line.id))
            if value not in (None, ""):
                found[line.id] = value == "yes" if line.unit == "flag" else value
        return found

    def command(self, study_id: int) -> ChangeReform:
        said = self.cleaned_data
        return ChangeReform(
            study_id,
            said["since"],
            said["until"],
            self.values(),
            tuple(said["off"]),
            said["seen"],
            said.get("once"),
        )


class PasteForm(OnceForm, SeenForm):
    """A reform as text, as ``khue rules simulate --reform`` takes it."""

    text = forms.CharField(
        label=_("The reform"),
        help_text=_("YAML or JSON, as in a reform file. What stands here replaces the whole change of the study."),
        max_length=LONGEST_REFORM,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "code"}),
    )

    def command(self, study_id: int) -> PasteReform:
        said = self.cleaned_data
        return PasteReform(study_id, said["text"], said["seen"], said.get("once"))


def reform_text(content: Content) -> str:
    """The change of a study as YAML; empty while it changes nothing."""
    import yaml

    return (
        yaml.safe_dump(dict(content.reform), allow_unicode=True, sort_keys=False) if content.changes_something else ""
    )


class FigureField(forms.CharField):
    """A figure: ``213.283``, ``0,2 %``, ``1/500``. Gives an exact Fraction; None when it stays empty."""

    expected = _("Give a number such as 3, 0,15, 15% or 15/100.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        typed = re.sub(r"\s", "", super().clean(value))
        if not typed:
            return None
        body, percent = typed.removesuffix("%"), typed.endswith("%")
        if re.fullmatch(r"[1-9]\d{0,2}([.,]\d{3})+", body) and not percent:
            body = re.sub(r"[.,]", "", body)
        body = body.replace(",", ".")
        found = read_figure(body) if re.fullmatch(r"\d{1,15}(\.\d{1,6}|/\d{1,6})?", body) else None
        if found is None:
            raise ValidationError(self.expected, code="shape")
        return found / 100 if percent else found


class WeightField(FigureField):
    """A weight: ``25 %``, ``0,25``, ``1/4``."""

    expected = _("Give a weight from 0 to 100%, such as 25%, 0,25 or 1/4.")


class AssumptionsForm(OnceForm, SeenForm):
    """Every figure and weight of the drawn population; one that is left empty stands as in the city's file."""

    seed = forms.IntegerField(
        label=_("Seed"),
        help_text=_("The same seed draws the same people. Change it to see how much is chance."),
        min_value=1,
        max_value=10**12,
    )

    def __init__(
        self,
        *args: Any,
        figures: Sequence[Figure] = (),
        ways: Sequence[Weighting] = (),
        hints: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.figures = tuple(figures)
        for figure in self.figures:
            self.fields[figure_field(figure.id)] = FigureField(
                label=figure.text.into(language()), help_text=(hints or {}).get(figure.id, "")
            )
        self.parts = tuple(part for way in ways for part in way.parts)
        for part in self.parts:
            self.fields[weight_field(part.id)] = WeightField(
                label=part.text.capitalised().into(language()), help_text=(hints or {}).get(part.id, "")
            )

    @staticmethod
    def initial_of(content: Content, figures: Sequence[Figure]) -> dict[str, Any]:
        told: dict[str, Any] = {"seed": content.seed}
        for figure in figures:
            if figure.id in content.figures:
                value = Fraction(content.figures[figure.id])
                told[figure_field(figure.id)] = figure_words(value, share=figure.share).into(language())
        for id, typed in content.weights.items():
            told[weight_field(id)] = figure_words(Fraction(typed), share=True).into(language())
        return told

    def command(self, study_id: int) -> ChangeAssumptions:
        said = self.cleaned_data
        figures = {each.id: said.get(figure_field(each.id)) for each in self.figures}
        weights = {each.id: said.get(weight_field(each.id)) for each in self.parts}
        return ChangeAssumptions(
            study_id, said["seed"], _typed(figures), said["seen"], said.get("once"), _typed(weights)
        )


def _typed(values: Mapping[str, Fraction | None]) -> dict[str, str]:
    return {id: str(value) for id, value in values.items() if value is not None}


class PublishForm(OnceForm):
    slug = forms.CharField(
        label=_("Address"),
        help_text=_("Small letters without marks, digits and hyphens. It stays for good."),
        max_length=2 * LONGEST_SLUG,
    )

    def command(self, study_id: int, number: int) -> PublishStudy:
        return PublishStudy(study_id, number, self.cleaned_data["slug"], self.cleaned_data.get("once"))


class RerunForm(KhueForm):
    seed = forms.IntegerField(
        label=_("Seed"),
        help_text=_("With the published seed the rerun must agree; another one draws other people."),
        min_value=1,
        max_value=10**12,
    )
