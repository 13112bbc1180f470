"""The texts of a procedure, and a section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.procedures.domain import naming
from khue.features.procedures.forms.parts.frame import PartForm, both, say
from khue.features.procedures.forms.parts.inputs import KeyField, WordsField


class TextsForm(PartForm):
    name_vi, name_en = WordsField(label=_("Name, Vietnamese")), WordsField(label=_("Name, English"), required=False)
    summary_vi = WordsField(label=_("Summary, Vietnamese"), long=True)
    summary_en = WordsField(label=_("Summary, English"), long=True, required=False)
    who_vi = WordsField(label=_("Who can apply, Vietnamese"), long=True)
    who_en = WordsField(label=_("Who can apply, English"), long=True, required=False)
    result_vi = WordsField(label=_("Result, Vietnamese"), long=True)
    result_en = WordsField(label=_("Result, English"), long=True, required=False)
    publicity_vi = WordsField(label=_("What becomes public, Vietnamese"), long=True, required=False)
    publicity_en = WordsField(label=_("What becomes public, English"), long=True, required=False)
    title_field = forms.ChoiceField(label=_("Question that names the case"), required=False)
    same_day = forms.BooleanField(label=_("The result is due on the same day"), required=False)
    pairs = tuple((f"{name}_vi", f"{name}_en") for name in ("name", "summary", "who", "result", "publicity"))
    singles = ("title_field", "same_day")

    def offer(self, content: Mapping[str, Any]) -> None:
        texts = [
            f for s in content.get("sections", ()) for f in s.get("fields", ()) if f.get("kind") in ("text", "longtext")
        ]
        known = [("", "–"), *((f["key"], say(naming.label(f))) for f in texts)]
        here = str(content.get("title_field", ""))
        if here and here not in dict(known):
            known.append((here, here))
        self.fields["title_field"].choices = known  # type: ignore[attr-defined]  # a choice field

    def shown(self, value: Any) -> dict[str, Any]:
        texts = both(value, "name", "summary", "who", "result", "publicity")
        return {**texts, "title_field": value.get("title_field", ""), "same_day": value.get("same_day", False)}

    def value(self) -> Any:
        made: dict[str, Any] = {name: self.words(name) for name in ("name", "summary", "who", "result")}
        made |= self.maybe("publicity")
        if self.cleaned_data["title_field"]:
            made["title_field"] = self.cleaned_data["title_field"]
        if self.cleaned_data["same_day"]:
            made["same_day"] = True
        return made


class SectionForm(PartForm):
    key = KeyField()
    title_vi, title_en = WordsField(label=_("Title, Vietnamese")), WordsField(label=_("Title, English"), required=False)
    help_vi = WordsField(label=_("Help, Vietnamese"), long=True, required=False)
    help_en = WordsField(label=_("Help, English"), long=True, required=False)
    singles = ("key",)
    pairs = (("title_vi", "title_en"), ("help_vi", "help_en"))

    def shown(self, value: Any) -> dict[str, Any]:
        return both(value, "title", "help")

    def value(self) -> Any:
        return {"title": self.words("title"), **self.maybe("help")}
