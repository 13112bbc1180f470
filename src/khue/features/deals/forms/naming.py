"""Parties chosen by name: a member of the exchange for a deed, a receiver for a share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.features.deals import queries
from khue.features.people import queries as people
from khue.kernel.web import language


class MemberField(forms.CharField):
    """A member of the exchange of one of ``kinds``, by name or tax code; gives its key."""

    def __init__(self, kinds: tuple[str, ...], **kwargs: Any) -> None:
        self.kinds = kinds
        kwargs.setdefault("help_text", _("Name or tax code of the member of the exchange; of a person the full name."))
        super().__init__(max_length=200, **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        key, wrong = queries.member_key(typed, self.kinds)
        if wrong is not None:
            raise ValidationError(wrong.into(language()), code="unknown")
        return key


class NameField(forms.CharField):
    """One party by its full name or tax code; gives its key, or nothing when nothing is typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        key = people.key_of_name(typed)
        if not key:
            message = _("No party bears exactly this name, or several do. Enter the full name or the tax code.")
            raise ValidationError(message, code="unknown")
        return key
