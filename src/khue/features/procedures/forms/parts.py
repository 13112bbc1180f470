"""Forms of the parts of a definition: both languages side by side, lists as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from khue.features.dossiers.domain.checking import KEY, OWN_ENDING, PREFILLS, UNITS, is_own_name
from khue.features.dossiers.domain.definition import ENDS, FIELD_KINDS, STEP_KINDS
from khue.features.procedures.domain import naming
from khue.features.procedures.queries import clock_parameters, rights
from khue.kernel.forms import KhueForm
from khue.kernel.web import language

MOST_ROWS = 100
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class WordsField(forms.CharField):
    """One language of a text. Line ends as the city stores them, no characters that cannot be stored."""

    def __init__(self, *, long: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        if long:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return _CONTROL.sub("", str(super().to_python(value) or "")).replace("\r\n", "\n")


class KeyField(forms.CharField):
    """The key of a new part."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Key"))
        kwargs.setdefault("help_text", _("Small letters without marks, digits, _ and -. It never changes again."))
        super().__init__(max_length=49, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not KEY.fullmatch(value):
            raise ValidationError(_("Use small letters without marks, digits, _ and -, and begin with a letter."))


class QuestionKeyField(KeyField):
    """The key of a new question: none under which the form sends something of its own."""

    tables: Sequence[str] = ()
    of_column = False

    def validate(self, value: str) -> None:
        super().validate(value)
        taken = value.endswith(OWN_ENDING) if self.of_column else is_own_name(value, self.tables)
        if taken:
            raise ValidationError(
                _("The form itself uses the name “%(key)s”. Give the question another key, such as “%(other)s”."),
                code="own_name",
                params={"key": value, "other": f"question-{value}"[:49].removesuffix("-kept")},
            )


class RowSet(BaseFormSet):  # type: ignore[type-arg]
    """Rows of a list; empty ones are left out."""

    def values(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.has_changed() or any(form.cleaned_data.values())]

    def filled(self) -> list[dict[str, Any]]:
        return [row for row in self.values() if any(value for value in row.values())]


def row_set(row: type[forms.Form]) -> type[RowSet]:
    return formset_factory(row, formset=RowSet, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1)  # type: ignore[return-value]


def typed_rows(typed: QueryDict, row: type[forms.Form]) -> list[dict[str, Any]]:
    """The rows as they stand in the inputs, with the one added or taken out that a button asked for."""
    total = typed.get("rows-TOTAL_FORMS", "0")
    count = min(int(total), MOST_ROWS) if total.isascii() and total.isdecimal() and len(total) < 6 else 0
    rows = [{name: typed.get(f"rows-{at}-{name}", "") for name in row.base_fields} for at in range(count)]
    number = typed.get("remove_line", "").rpartition("-")[2]
    if number.isascii() and number.isdecimal() and len(number) < 6 and int(number) < len(rows):
        del rows[int(number)]
    if "add_line" in typed:
        rows.append({})
    return rows


class PartForm(KhueForm):
    """One part. ``pairs`` are (Vietnamese, English) that stand side by side; ``rows`` the list under it, if there is one."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    pairs: Sequence[tuple[str, str]] = ()
    singles: Sequence[str] = ()
    row: type[forms.Form] | None = None
    rows_label: Any = ""
    use_required_attribute = False

    def __init__(
        self,
        content: Mapping[str, Any],
        value: Any | None,
        *args: Any,
        is_new: bool = False,
        typed: QueryDict | None = None,
        **kwargs: Any,
    ) -> None:
        """``typed`` shows what stands in the inputs again, unjudged: a row was added or taken out."""
        initial = {**self.shown(value if value is not None else self.blank()), **kwargs.pop("initial", {})}
        if typed is not None:
            initial |= {name: self._typed(field, typed, name) for name, field in self.base_fields.items()}
        super().__init__(*args, initial=initial, **kwargs)
        self.content, self.is_new = content, is_new
        self.offer(content)
        if "key" in self.fields and not is_new:
            del self.fields["key"]
        self.rows: RowSet | None = None
        if self.row is not None:
            made = row_set(self.row)
            shown = self.shown_rows(value if value is not None else self.blank())
            if typed is not None:
                shown = typed_rows(typed, self.row)
            self.rows = made(self.data, prefix="rows") if self.is_bound else made(initial=shown or [{}], prefix="rows")
            self._offer_rows()

    @staticmethod
    def _typed(field: forms.Field, typed: QueryDict, name: str) -> Any:
        if isinstance(field, forms.MultipleChoiceField):
            return typed.getlist(name)
        return name in typed if isinstance(field, forms.BooleanField) else typed.get(name, "")

    def _offer_rows(self) -> None:
        if self.rows is not None:
            for form in self.rows.forms:
                self.offer_row(form)

    def is_valid(self) -> bool:
        judged = [super().is_valid(), self.rows.is_valid() if self.rows is not None else True]
        return all(judged)

    def blank(self) -> Any:
        return {}

    def shown(self, value: Any) -> dict[str, Any]:
        """What stands in the inputs for a part as the definition stores it; each part says how."""
        raise NotImplementedError(f"{type(self).__name__} does not say what it shows")

    def shown_rows(self, value: Any) -> list[dict[str, Any]]:
        return []

    def value(self) -> Any:
        """The part as the definition stores it; each part says how."""
        raise NotImplementedError(f"{type(self).__name__} does not say what it stores")

    def offer(self, content: Mapping[str, Any]) -> None:
        """Fill choices out of the draft."""

    def offer_row(self, form: Any) -> None:
        """The same in a row."""

    def layout(self) -> Iterator[tuple[str, Any, Any]]:
        """("pair", vi, en) and ("single", field, None) in the order of the page."""
        for name in self.singles:
            if name in self.fields:
                yield "single", self[name], None
        for vi, en in self.pairs:
            yield "pair", self[vi], self[en]

    def words(self, name: str) -> dict[str, str]:
        """Both languages of a text; an English that is empty is left out."""
        vi, en = self.cleaned_data.get(f"{name}_vi", ""), self.cleaned_data.get(f"{name}_en", "")
        return {"vi": vi, "en": en} if en else {"vi": vi}

    def maybe(self, name: str) -> dict[str, dict[str, str]]:
        """The entry when it is filled."""
        if not self.cleaned_data.get(f"{name}_vi") and not self.cleaned_data.get(f"{name}_en"):
            return {}
        return {name: self.words(name)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in [n[:-3] for n in self.fields if n.endswith("_en")]:
            if cleaned.get(f"{name}_en") and not cleaned.get(f"{name}_vi"):
                self.add_error(f"{name}_vi", _("Write the Vietnamese too: it is the text that counts."))
        return cleaned


def both(value: Mapping[str, Any], *names: str) -> dict[str, str]:
    """``name_vi`` and ``name_en`` of entries as inputs show them."""
    shown = {}
    for name in names:
        words = value.get(name) or {}
        shown[f"{name}_vi"], shown[f"{name}_en"] = words.get("vi", ""), words.get("en", "")
    return shown


def say(text: Any) -> str:
    return str(text.into(language()))


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
        self.fields["title_field"].choices = known  # type: ignore[attr-defined]

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
        self.fields["kind"].choices = [(kind, say(naming.FIELD_KIND[kind])) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["prefill"].choices = [("", "–"), *((name, name) for name in PREFILLS)]  # type: ignore[attr-defined]
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
        self.fields["show_when"].choices = pairs  # type: ignore[attr-defined]
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


def row_words(row: Mapping[str, str]) -> dict[str, str]:
    return {"vi": row["vi"], "en": row["en"]} if row["en"] else {"vi": row["vi"]}


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
        self.fields["kind"].choices = [(kind, say(naming.STEP_KIND[kind])) for kind in STEP_KINDS]  # type: ignore[attr-defined]
        self.fields["right"].choices = with_present([(right, right) for right in rights()], self.initial.get("right"))  # type: ignore[attr-defined]
        known = [("", "–"), *((key, f"{say(text)} ({key})") for key, text in clock_parameters())]
        self.fields["parameter"].choices = with_present(known, self.initial.get("parameter"))  # type: ignore[attr-defined]
        self.fields["unit"].choices = [(unit, say(naming.UNIT[unit])) for unit in UNITS]  # type: ignore[attr-defined]

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


def with_present(choices: list[tuple[str, str]], here: Any) -> list[tuple[str, str]]:
    """The choices, and the value that stands there now even when it is none of them."""
    return choices if not here or here in dict(choices) else [*choices, (str(here), str(here))]
