"""A question, or a column of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.features.dossiers.domain.checking import PREFILLS
from khue.features.dossiers.domain.definition import FIELD_KINDS
from khue.features.procedures.domain import naming
from khue.features.procedures.forms.parts.frame import PartForm, both, row_words, say
from khue.features.procedures.forms.parts.inputs import QuestionKeyField, WordsField


class ChoiceRow(forms.Form):
    value = forms.CharField(label=_("Stored value"), max_length=60, required=False)
    vi = WordsField(label=_("Vietnamese"), required=False)
    en = WordsField(label=_("English"), required=False)


class FieldForm(PartForm):
    """A question, or a column of a table. A condition is one question with one or more of its answers."""

    key = QuestionKeyField()
    kind = forms.ChoiceField(label=_("Kind of answer"))
    label_vi, label_en = WordsField(label=_("Label, Vietnamese")), WordsField(label=_("Label, English"), required=False)
    help_vi = WordsField(label=_("Help, Vietnamese"), long=True, required=False)
    help_en = WordsField(label=_("Help, English"), long=True, required=False)
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    show_when = forms.MultipleChoiceField(
        label=_("Asked only"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick answers of one question. Nothing ticked: always asked."),
    )
    longest = forms.IntegerField(label=_("Greatest length, characters"), required=False, min_value=1, max_value=20_000)
    prefill = forms.ChoiceField(label=_("Filled in from the record of the applicant"), required=False)
    total = forms.BooleanField(label=_("Show the sum of this column"), required=False)
    singles = ("key", "kind", "required", "show_when", "longest", "prefill", "total")
    pairs = (("label_vi", "label_en"), ("help_vi", "help_en"))
    row = ChoiceRow
    rows_label = _("Answers to choose from (only for the kind “choice”)")

    def __init__(
        self, *args: Any, siblings: Sequence[Mapping[str, Any]] = (), own: str = "", table: bool = True, **kwargs: Any
    ) -> None:
        self.siblings, self.own, self.table = siblings, own, table
        super().__init__(*args, **kwargs)

    def layout(self) -> Iterator[tuple[str, Any, Any]]:
        parts = list(super().layout())
        pairs = [part for part in parts if part[0] == "pair"]
        head = [part for part in parts if part[0] == "single" and part[1].name in ("key", "kind")]
        yield from head
        yield from pairs
        yield from (part for part in parts if part not in head and part not in pairs)

    def offer(self, content: Mapping[str, Any]) -> None:
        if isinstance(asked := self.fields.get("key"), QuestionKeyField):
            asked.of_column = not self.table
            asked.tables = [str(f.get("key")) for f in self.siblings if f.get("kind") == "table"]
        kinds = [kind for kind in FIELD_KINDS if self.table or kind != "table"]
        self.fields["kind"].choices = [(kind, say(naming.FIELD_KIND[kind])) for kind in kinds]  # type: ignore[attr-defined]  # a choice field
        self.fields["prefill"].choices = [("", "–"), *((name, name) for name in PREFILLS)]  # type: ignore[attr-defined]  # a choice field
        known = {str(f.get("key")): f for f in self.siblings}
        pairs = []
        for key, field in known.items():
            values = {"yesno": ["yes", "no"], "choice": [c.get("value") for c in field.get("choices", ())]}
            if key != self.own:
                for answer in values.get(str(field.get("kind")), []):
                    said = naming.condition(known, {"field": key, "values": [answer]})
                    pairs.append((f"{key}={answer}", say(said)))
        for here in self.initial.get("show_when", ()):
            if here not in dict(pairs):
                pairs.append((here, here))
        self.fields["show_when"].choices = pairs  # type: ignore[attr-defined]  # a choice field
        if not pairs:
            del self.fields["show_when"]

    def blank(self) -> Any:
        return {"kind": "text"}

    def shown(self, value: Any) -> dict[str, Any]:
        condition = value.get("show_when") or {}
        return {
            **both(value, "label", "help"),
            "kind": value.get("kind", "text"),
            "required": value.get("required", True),
            "show_when": [f"{condition.get('field')}={answer}" for answer in condition.get("values", ())],
            "longest": value.get("longest"),
            "prefill": value.get("prefill", ""),
            "total": value.get("total", False),
        }

    def shown_rows(self, value: Any) -> list[dict[str, Any]]:
        return [
            {
                "value": choice.get("value", ""),
                "vi": (choice.get("text") or {}).get("vi", ""),
                "en": (choice.get("text") or {}).get("en", ""),
            }
            for choice in value.get("choices", ())
        ]

    def clean_show_when(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["show_when"]
        if len({pair.partition("=")[0] for pair in ticked}) > 1:
            raise ValidationError(_("Tick answers of one question only."))
        return ticked

    def value(self) -> Any:
        found = self.cleaned_data
        made: dict[str, Any] = {"kind": found["kind"], "label": self.words("label"), **self.maybe("help")}
        if not found["required"]:
            made["required"] = False
        if ticked := found.get("show_when"):
            made["show_when"] = {
                "field": ticked[0].partition("=")[0],
                "values": [pair.partition("=")[2] for pair in ticked],
            }
        for name in ("longest", "prefill", "total"):
            if found[name]:
                made[name] = found[name]
        assert self.rows is not None, "a field has rows"
        if found["kind"] == "choice":
            made["choices"] = [{"value": row["value"], "text": row_words(row)} for row in self.rows.filled()]
        return made
