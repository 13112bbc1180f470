"""The applicant's forms: one page each. A page may be saved while questions are open; what is missing is said at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from khue.features.appeals.domain.commands import LodgeAppeal, SaveAnswers, StartAppeal, WithdrawAppeal
from khue.features.appeals.domain.filing import MOST_FILES
from khue.features.appeals.domain.flow import SCOPES, WISHES
from khue.kernel.forms import MoneyField, OnceForm, SeenForm, TicksField
from khue.kernel.uploads import ACCEPT
from khue.kernel.web import language

LONGEST = 8000  # characters of a ground


def _words(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class StartForm(OnceForm):
    """Only its key: the button says all."""

    def command(self, decision_id: int, previous_id: int | None) -> StartAppeal:
        return StartAppeal(decision_id, previous_id, self.cleaned_data["once"])


class StepForm(OnceForm, SeenForm):
    """One page of a draft; ``stored`` are the answers so far."""

    def __init__(self, *args: Any, stored: Mapping[str, Any], wishes: tuple[str, ...] = (), **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update({name: stored[name] for name in stored})
        super().__init__(*args, **kwargs)

    def answers(self) -> dict[str, Any]:
        skipped = ("once", "seen", "files", "drop")
        return {
            name: value.strip() if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
            if name not in skipped
        }

    def command(self, appeal_id: int) -> SaveAnswers:
        given = self.cleaned_data
        return SaveAnswers(
            appeal_id,
            self.answers(),
            files=given.get("files") or (),
            drop=tuple(given.get("drop") or ()),
            seen=given["seen"],
            once=given["once"],
        )


class PartForm(StepForm):
    scope = forms.ChoiceField(label=_("What do you contest?"), widget=forms.RadioSelect, required=False)
    part = forms.CharField(
        label=_("Which part"),
        help_text=_("Only for another part: name it as it stands in the decision."),
        widget=_words(2),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "scope", {code: text.capitalised().into(language()) for code, text in SCOPES.items()})


class GroundsForm(StepForm):
    grounds = forms.CharField(
        label=_("Why is the decision wrong?"),
        help_text=_("The facts and provisions that you rest on. Papers can be added on a later page."),
        widget=_words(8),
        max_length=LONGEST,
        required=False,
    )
    late_ground = forms.CharField(
        label=_("Why so late"),
        help_text=_("Only when the time to appeal has passed: what kept you from it, and how long."),
        widget=_words(3),
        max_length=2000,
        required=False,
    )


class WishForm(StepForm):
    wish = forms.ChoiceField(label=_("What do you ask for?"), widget=forms.RadioSelect, required=False)
    wish_amount = MoneyField(
        label=_("Amount that you ask for"), help_text=_("In đồng, when it is about the amount."), required=False
    )
    wish_words = forms.CharField(label=_("Your request in words"), widget=_words(4), max_length=LONGEST, required=False)

    def __init__(self, *args: Any, wishes: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "wish", {code: WISHES[code].capitalised().into(language()) for code in wishes or WISHES})


def _choose(form: forms.Form, name: str, choices: Mapping[str, str]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices.items())


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; gives a tuple of uploads. What they are is looked at by ``kernel.files``."""

    widget = ManyFilesInput

    def clean(self, value: Any, initial: Any = None) -> tuple[UploadedFile[bytes], ...]:
        given = [upload for upload in value or () if upload]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files at once."), code="many", params={"most": MOST_FILES})
        return tuple(given)


class FilesForm(StepForm):
    """New files, and a tick on each stored one that is to go."""

    def __init__(self, *args: Any, stored_files: tuple[tuple[str, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = ManyFilesField(
            label=_("Papers that support the appeal"),
            help_text=_("PDF, PNG, JPEG, DOCX, XLSX, CSV or TXT. Choose all of them at once. None is needed."),
            widget=ManyFilesInput(attrs={"accept": ACCEPT}),
            required=False,
        )
        if stored_files:
            self.fields["drop"] = TicksField(
                label=_("Remove these"), choices=stored_files, widget=forms.CheckboxSelectMultiple, required=False
            )


class LodgeForm(OnceForm, SeenForm):
    certified = forms.BooleanField(
        label=_("I certify that what this appeal says is true, and answer for it before the law."), required=False
    )

    def command(self, appeal_id: int) -> LodgeAppeal:
        given = self.cleaned_data
        return LodgeAppeal(appeal_id, given["certified"], given["seen"], given["once"])


class WithdrawForm(OnceForm, SeenForm):
    ground = forms.CharField(label=_("Why (if you like)"), widget=_words(3), max_length=2000, required=False)

    def command(self, appeal_id: int) -> WithdrawAppeal:
        given = self.cleaned_data
        return WithdrawAppeal(appeal_id, given["ground"].strip(), given["seen"], given["once"])


STEP_FORMS: dict[str, type[StepForm]] = {
    "part": PartForm,
    "grounds": GroundsForm,
    "wish": WishForm,
    "files": FilesForm,
}
