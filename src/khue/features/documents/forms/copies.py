"""A copy signed by hand: who signed when and the scan; the second person's answer; the withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.documents.domain import AnswerCopy, HandSignature, RecordCopy, WithdrawCopy
from khue.features.documents.domain.copies import LONGEST_NAME
from khue.kernel.forms import DayField, OnceForm, SeenForm


class RecordCopyForm(OnceForm, SeenForm):
    """Two questions for each signer, in order; what is missing is said by the rule, with everything else."""

    scan = forms.FileField(
        label=_("Scan of the signed sheet"),
        required=False,
        allow_empty_file=True,
        help_text=_("A PDF or pictures of all pages, signatures and stamps readable."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    kept_at = forms.CharField(
        label=_("Where the sheet is kept"),
        max_length=200,
        required=False,
        help_text=_("For example: registry of the department, folder 2026-14."),
    )
    ground = forms.CharField(
        label=_("What was wrong with the record that this one replaces"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, signers: Sequence[tuple[int, str]], replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.turns = [turn for turn, _who in signers]
        asked: dict[str, forms.Field] = {}
        for turn, who in signers:
            asked[f"name_{turn}"] = forms.CharField(
                label=_("%(who)s: name of the signer") % {"who": who}, max_length=LONGEST_NAME, required=False
            )
            asked[f"signed_on_{turn}"] = DayField(
                label=_("%(who)s: signed on") % {"who": who},
                required=False,
                help_text=_("As day/month/year. For example: 17/03/2026"),
            )
        self.fields = {**asked, **self.fields}
        if not replaces:
            del self.fields["ground"]

    def command(self, code: str) -> RecordCopy:
        given = self.cleaned_data
        signatures = tuple(
            HandSignature(turn, given[f"name_{turn}"].strip(), given[f"signed_on_{turn}"]) for turn in self.turns
        )
        return RecordCopy(
            code, signatures, given["scan"], given["kept_at"], given["seen"], given.get("ground", ""), given["once"]
        )


class AnswerCopyForm(OnceForm, SeenForm):
    answer = forms.ChoiceField(
        label=_("Do the sheet and the record agree?"),
        widget=forms.RadioSelect,
        choices=[
            ("confirmed", _("Yes: these people signed on these days, and the scan is of this sheet")),
            ("refused", _("No, something does not agree")),
        ],
    )
    ground = forms.CharField(
        label=_("What does not agree"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def command(self, copy_id: int) -> AnswerCopy:
        given = self.cleaned_data
        return AnswerCopy(copy_id, given["answer"] == "confirmed", given["ground"], given["seen"], given["once"])


class WithdrawCopyForm(OnceForm, SeenForm):
    ground = forms.CharField(
        label=_("Why the record is withdrawn"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "The record stays readable with this reason; the paper counts as unsigned until it is signed anew."
        ),
    )

    def command(self, copy_id: int) -> WithdrawCopy:
        given = self.cleaned_data
        return WithdrawCopy(copy_id, given["ground"], given["seen"], given["once"])
