"""Internal notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.desk.domain.notes import StrikeNote, WriteNote
from khue.features.people.queries import PartyCard
from khue.kernel.forms import OnceForm, TicksField


class ColleaguesField(TicksField):
    """Keys of colleagues: the deed says who of them can't be mentioned, and why."""

    def valid_value(self, value: object) -> bool:
        return len(str(value)) <= 40


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=20_000
    )


class NoteForm(OnceForm):
    """A note, and who shall hear of it."""

    text = _text(_("Note"), _("Among colleagues only. The applicant never sees it; it is no part of the file."))
    mentions = ColleaguesField(
        label=_("Call colleagues to it"),
        required=False,
        coerce=str,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They get a notice, and a mail if they want mails of this kind."),
    )

    def __init__(self, *args: Any, colleagues: Sequence[PartyCard] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mentions = self.fields["mentions"]
        assert isinstance(mentions, forms.ChoiceField)
        mentions.choices = [(card.key, card.name) for card in colleagues]

    def command(self, number: str) -> WriteNote:
        said = self.cleaned_data
        return WriteNote(number, said["text"], tuple(said["mentions"]), said.get("once"))


class StrikeForm(OnceForm):
    """Why a note is struck out, and what is said instead."""

    ground = forms.CharField(label=_("Reason"), required=False, max_length=400)
    instead = _text(_("New note instead"), _("Leave it empty to strike the old one out only."))

    def command(self, note_id: int) -> StrikeNote:
        said = self.cleaned_data
        return StrikeNote(note_id, said["ground"], said["instead"], said.get("once"))
