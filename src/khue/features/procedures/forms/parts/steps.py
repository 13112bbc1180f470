"""A step: who, how long, how it can end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.dossiers.domain.checking import UNITS
from khue.features.dossiers.domain.definition import ENDS, STEP_KINDS
from khue.features.procedures.domain import naming
from khue.features.procedures.forms.parts.frame import PartForm, both, row_words, say, with_present
from khue.features.procedures.forms.parts.inputs import KeyField, WordsField
from khue.features.procedures.queries import clock_parameters, rights


class OutcomeRow(forms.Form):
    key = KeyField(required=False, help_text="")
    vi = WordsField(label=_("Outcome, Vietnamese"), required=False, max_length=200)
    en = WordsField(label=_("Outcome, English"), required=False, max_length=200)
    next = forms.ChoiceField(label=_("What comes next"), required=False)


class StepForm(PartForm):
    """A step: who, how long, how it can end."""

    key = KeyField()
    kind = forms.ChoiceField(label=_("Kind of step"))
    name_vi = WordsField(label=_("Name, Vietnamese"), max_length=200)
    name_en = WordsField(label=_("Name, English"), max_length=200, required=False)
    who_vi, who_en = (
        WordsField(label=_("Who does it, Vietnamese")),
        WordsField(label=_("Who does it, English"), required=False),
    )
    right = forms.ChoiceField(label=_("Right that is needed"))
    page = forms.CharField(label=_("Page of its own (room:page)"), required=False, max_length=60)
    clock = forms.ChoiceField(
        label=_("Clock"),
        widget=forms.RadioSelect,
        choices=(
            ("none", _("No clock of its own")),
            ("law", _("By a parameter of the law")),
            ("own", _("An amount of its own")),
        ),
    )
    parameter = forms.ChoiceField(label=_("Parameter of the law"), required=False)
    amount = forms.IntegerField(label=_("Number of days"), required=False, min_value=0, max_value=3660)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    ground_vi = WordsField(label=_("Ground of the amount, Vietnamese"), required=False)
    ground_en = WordsField(label=_("Ground of the amount, English"), required=False)
    note_vi = WordsField(label=_("Note for the officer, Vietnamese"), long=True, required=False)
    note_en = WordsField(label=_("Note for the officer, English"), long=True, required=False)
    row = OutcomeRow
    rows_label = _("How it can end")

    def layout(self) -> Iterator[tuple[str, Any, Any]]:
        for name in ("key", "kind"):
            if name in self.fields:
                yield "single", self[name], None
        yield "pair", self["name_vi"], self["name_en"]
        yield "pair", self["who_vi"], self["who_en"]
        yield "pair", self["right"], self["page"]
        yield "single", self["clock"], None
        yield "single", self["parameter"], None
        yield "pair", self["amount"], self["unit"]
        yield "pair", self["ground_vi"], self["ground_en"]
        yield "pair", self["note_vi"], self["note_en"]

    def offer(self, content: Mapping[str, Any]) -> None:
        self.fields["kind"].choices = [(kind, say(naming.STEP_KIND[kind])) for kind in STEP_KINDS]  # type: ignore[attr-defined]  # a choice field
        self.fields["right"].choices = with_present([(right, right) for right in rights()], self.initial.get("right"))  # type: ignore[attr-defined]  # a choice field
        known = [("", "–"), *((key, f"{say(text)} ({key})") for key, text in clock_parameters())]
        self.fields["parameter"].choices = with_present(known, self.initial.get("parameter"))  # type: ignore[attr-defined]  # a choice field
        self.fields["unit"].choices = [(unit, say(naming.UNIT[unit])) for unit in UNITS]  # type: ignore[attr-defined]  # a choice field

    def offer_row(self, form: Any) -> None:
        steps = [(str(s.get("key", "")), say(naming.label(s))) for s in self.content.get("steps", ())]
        ends = [(end, say(naming.END[end].capitalised())) for end in ENDS]
        form.fields["next"].choices = with_present([("", say(naming.END[""])), *steps, *ends], form.initial.get("next"))

    def blank(self) -> Any:
        return {"kind": "work"}

    def shown(self, value: Any) -> dict[str, Any]:
        clock = value.get("clock") or {}
        kind = "law" if "parameter" in clock else "own" if clock else "none"
        ground = both({"ground": clock.get("note")}, "ground")
        return {
            **both(value, "name", "who", "note"),
            **ground,
            "kind": value.get("kind", "work"),
            "right": value.get("right", ""),
            "page": value.get("page", ""),
            "clock": kind,
            "parameter": clock.get("parameter", ""),
            "amount": clock.get("amount"),
            "unit": clock.get("unit", "working_days"),
        }

    def shown_rows(self, value: Any) -> list[dict[str, Any]]:
        return [
            {
                "key": outcome.get("key", ""),
                "vi": (outcome.get("label") or {}).get("vi", ""),
                "en": (outcome.get("label") or {}).get("en", ""),
                "next": outcome.get("next", ""),
            }
            for outcome in value.get("outcomes", ())
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("clock") == "law" and not cleaned.get("parameter"):
            self.add_error("parameter", _("Choose the parameter that gives the term."))
        if cleaned.get("clock") == "own":
            if cleaned.get("amount") is None and "amount" not in self.errors:
                self.add_error("amount", _("Enter the number of days."))
            if not cleaned.get("ground_vi") and "ground_vi" not in self.errors:
                self.add_error("ground_vi", _("Say on what ground the step has this term."))
        return cleaned

    def value(self) -> Any:
        found = self.cleaned_data
        made: dict[str, Any] = {
            "name": self.words("name"),
            "kind": found["kind"],
            "right": found["right"],
            "who": self.words("who"),
            **self.maybe("note"),
        }
        if found["page"]:
            made["page"] = found["page"]
        if found["clock"] == "law":
            made["clock"] = {"parameter": found["parameter"]}
        elif found["clock"] == "own":
            made["clock"] = {"amount": found["amount"], "unit": found["unit"], "note": self.words("ground")}
        assert self.rows is not None, "a step has rows"
        rows = [row for row in self.rows.values() if row.get("key") or row.get("vi")]
        made["outcomes"] = [{"key": row["key"], "label": row_words(row), "next": row["next"]} for row in rows]
        return made
