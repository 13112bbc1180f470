"""Which tasks, and under which name the choice is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.desk.domain.saved_views import DUES, LONGEST_NAME, SaveView, Wanted
from khue.features.dossiers.domain.definition import Procedure
from khue.kernel.forms import KhueForm, OnceForm
from khue.kernel.web import language


class FilterForm(KhueForm):
    """Narrows the list: procedure, step, due time. Sent by GET; what it does not know counts as not chosen."""

    procedure = forms.ChoiceField(label=_("Procedure"), required=False)
    step = forms.ChoiceField(label=_("Step"), required=False)
    due = forms.ChoiceField(label=_("Due"), required=False)

    def __init__(self, *args: Any, procedures: Sequence[Procedure] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = language()
        steps: dict[str, str] = {}
        for each in procedures:
            for step in each.steps:
                steps.setdefault(step.key, step.name.into(words))
        choices = {
            "procedure": [("", _("Every procedure")), *((each.key, each.name.into(words)) for each in procedures)],
            "step": [("", _("Every step")), *steps.items()],
            "due": [("", _("Whenever due")), *((key, text.into(words)) for key, text in DUES.items())],
        }
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = listed
        if len(procedures) < 2:
            del self.fields["procedure"]


class ViewForm(OnceForm):
    """A name for the filter that the page carries along, and whose view it becomes."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=2 * LONGEST_NAME,
        help_text=_("Short, as it shall stand above the list."),
    )
    unit = forms.ChoiceField(label=_("For whom"), required=False, widget=forms.RadioSelect)
    default = forms.BooleanField(label=_("Open my desk with this view"), required=False)

    def __init__(self, *args: Any, units: Mapping[str, Text] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        shared = [
            (code, _("Everybody in: %(unit)s") % {"unit": name.into(language())})
            for code, name in (units or {}).items()
        ]
        unit.choices = [("", _("Only for me")), *shared]

    def command(self, wanted: Wanted, replaces: int | None) -> SaveView:
        said = self.cleaned_data
        return SaveView(said["name"], wanted, said["unit"], said["default"], replaces, said.get("once"))
