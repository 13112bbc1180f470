"""One input: a text in one language, the key of a part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.features.dossiers.domain.checking import KEY, OWN_ENDING, is_own_name

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
                params={"key": value, "other": f"question-{value}"[:49].removesuffix("-file").removesuffix("-kept")},
            )
