"""From a question of a definition to a form field, and from what was typed to a plain answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from khue.core.errors import Missing
from khue.features.dossiers.domain.definition import Field
from khue.features.people import queries as people
from khue.kernel.forms import DayField, MoneyField
from khue.kernel.uploads import ACCEPT
from khue.kernel.web import language

FEW_CHOICES = 6
LARGEST_NUMBER = 10**12
# A changed answer may open further questions: the server decides which, htmx only saves a press of the button.
REFRESH = {
    "hx-post": "",
    "hx-trigger": "change",
    "hx-target": "#questions",
    "hx-select": "#questions",
    "hx-swap": "outerHTML",
    "hx-vals": '{"refresh": "1"}',
}


class FileAnswerField(forms.FileField):
    """A file, or the one that was stored before (``initial``: its id). Size and type are judged when it is stored."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": ACCEPT, "hx-preserve": "true"}


class PartyField(forms.CharField):
    """An organisation by its tax code or its name; gives its key. Only a name that fits one alone is taken."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        found = people.find_parties(typed, 4)
        exact = [card for card in found if typed in (card.tax_code, card.name)]
        if len(found) == 1 or len(exact) == 1:
            return (exact or list(found))[0].key
        if not found:
            message = _("No organisation fits this. Enter its tax code, or register the organisation first.")
            raise ValidationError(message, code="unknown")
        names = "; ".join(f"{card.name} ({card.tax_code})" for card in found)
        raise ValidationError(
            _("Several organisations fit: %(names)s. Enter the tax code."), "several", {"names": names}
        )

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.startswith("party:"):
            return value
        try:
            card = people.party(value)
        except Missing:
            return ""
        return card.tax_code or card.name


def question(field: Field, *, hint: str = "", controls: bool = False, narrow: bool = False) -> forms.Field:
    """The form field of a question. ``controls``: other questions depend on it; ``narrow``: it stands in a table."""
    made = _made(field, narrow=narrow)
    words = language()
    made.label = field.label.into(words)
    made.required = field.required
    parts = [field.help.into(words) if field.help else "", hint]
    if controls:
        parts.append(str(_("Which questions follow depends on this answer.")))
        made.widget.attrs.update(REFRESH)
    made.help_text = " ".join(part for part in parts if part)
    return made


def _made(field: Field, *, narrow: bool) -> forms.Field:
    match field.kind:
        case "money":
            return MoneyField()
        case "number":
            widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
            return forms.IntegerField(min_value=-LARGEST_NUMBER, max_value=LARGEST_NUMBER, widget=widget)
        case "date":
            return DayField()
        case "file":
            return FileAnswerField()
        case "party":
            return PartyField(max_length=200)
        case "choice" | "yesno":
            return _choice(field, narrow=narrow)
        case "longtext":
            return forms.CharField(widget=forms.Textarea, validators=[MaxLengthValidator(field.longest)])
        case _:
            # No maxlength attribute: a browser would cut what is pasted without a word.
            return forms.CharField(validators=[MaxLengthValidator(field.longest)])


def _choice(field: Field, *, narrow: bool) -> forms.Field:
    words = language()
    choices: list[tuple[str, Any]] = [(choice.value, choice.text.into(words)) for choice in field.choices]
    if field.kind == "yesno":
        choices = [("yes", _("Yes")), ("no", _("No"))]
    if narrow or len(choices) > FEW_CHOICES:
        return forms.ChoiceField(choices=[("", "–"), *choices])
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


def plain(value: Any) -> Any:
    """A cleaned value as the JSON that answers hold; None for an open question."""
    if value is None or value == "":
        return None
    return value.isoformat() if isinstance(value, date) else value


def is_upload(value: Any) -> bool:
    return isinstance(value, UploadedFile)
