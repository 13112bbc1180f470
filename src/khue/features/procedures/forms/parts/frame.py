"""What every form of a part has: both languages side by side, its list, what it shows and stores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from khue.features.procedures.forms.parts.rows import RowSet, row_set, typed_rows
from khue.kernel.forms import KhueForm
from khue.kernel.web import language


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


def row_words(row: Mapping[str, str]) -> dict[str, str]:
    return {"vi": row["vi"], "en": row["en"]} if row["en"] else {"vi": row["vi"]}


def with_present(choices: list[tuple[str, str]], here: Any) -> list[tuple[str, str]]:
    """The choices, and the value that stands there now even when it is none of them."""
    return choices if not here or here in dict(choices) else [*choices, (str(here), str(here))]
