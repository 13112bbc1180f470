"""The forms of a request: ask, enter a paper, answer, extend, finish, take back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.privacy.domain.commands import (
    AcceptRequest,
    EndRestriction,
    EnterRequest,
    ExtendRequest,
    FinishRequest,
    MakeRequest,
    RefuseRequest,
    WithdrawRequest,
)
from khue.features.privacy.domain.requests import KINDS, LONGEST
from khue.kernel.forms import DayField, KhueForm, OnceForm, SeenForm
from khue.kernel.web import language


def _words(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class KindForm(OnceForm):
    kind = forms.ChoiceField(label=_("What do you ask for?"), widget=forms.RadioSelect, required=False)
    details = forms.CharField(
        label=_("In your words"),
        help_text=_("Which data, and what should be done with it. Needed for a correction, a stop or an objection."),
        widget=_words(5),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, text.capitalised().into(language())) for code, text in KINDS.items()]


class AskForm(KindForm):
    def command(self) -> MakeRequest:
        given = self.cleaned_data
        return MakeRequest(given["kind"], given["details"], given["once"])


class FindPersonForm(KhueForm):
    """Whose paper it is: a search by name."""

    q = forms.CharField(label=_("Name of the person"), max_length=200, required=False)


class EnterForm(KindForm):
    received_on = DayField(label=_("Day of receipt"), help_text=_("When the paper came. The clock runs from here."))
    identity = forms.CharField(
        label=_("How the person was identified"),
        help_text=_("Which paper was shown, its issuer and day. Do not copy its number."),
        max_length=500,
        required=False,
    )

    def command(self, party: str) -> EnterRequest:
        given = self.cleaned_data
        return EnterRequest(
            party, given["kind"], given["details"], given["identity"], given["received_on"], given["once"]
        )


class DeedForm(OnceForm, SeenForm):
    """A deed of the officer; how the person was told is asked only for a request that came on paper."""

    told = forms.CharField(
        label=_("How the person was told"),
        help_text=_("The request came on paper: when and how the letter went out."),
        widget=_words(2),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not paper:
            del self.fields["told"]

    def told_words(self) -> str:
        return str(self.cleaned_data.get("told", ""))


class AnswerForm(DeedForm):
    """Accept, or refuse with the legal ground."""

    ACCEPT, REFUSE = "accept", "refuse"

    choice = forms.ChoiceField(
        label=_("Answer"),
        choices=[(ACCEPT, _("It will be done")), (REFUSE, _("Refuse, with reasons"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("What will be done, or why not"),
        help_text=_("The person reads it word by word."),
        widget=_words(5),
        max_length=LONGEST,
        required=False,
    )
    third_party = forms.BooleanField(
        label=_("A processor or another body must stop, too"),
        help_text=_("Only for a stop of the processing: the longer term then counts."),
        required=False,
    )
    promised_on = DayField(
        label=_("Promised day"),
        help_text=_("Only where the law's term is not known."),
        required=False,
    )
    legal_ground = forms.CharField(
        label=_("Legal ground of the refusal"),
        help_text=_("Instrument, article, clause."),
        max_length=500,
        required=False,
    )

    field_order = ("choice", "answer", "third_party", "promised_on", "legal_ground", "told", "once", "seen")

    def __init__(self, *args: Any, stops: bool = False, term_known: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not stops:
            del self.fields["third_party"]
        if term_known:
            del self.fields["promised_on"]

    def command(self, request_id: int) -> AcceptRequest | RefuseRequest:
        given = self.cleaned_data
        if given["choice"] == self.REFUSE:
            return RefuseRequest(
                request_id, given["answer"], given["legal_ground"], self.told_words(), given["seen"], given["once"]
            )
        return AcceptRequest(
            request_id,
            given["answer"],
            bool(given.get("third_party")),
            given.get("promised_on"),
            self.told_words(),
            given["seen"],
            given["once"],
        )


class RefuseForm(DeedForm):
    """Refuse what was accepted, when it turns out that it cannot be done."""

    answer = forms.CharField(label=_("Why not"), widget=_words(5), max_length=LONGEST, required=False)
    legal_ground = forms.CharField(label=_("Legal ground of the refusal"), max_length=500, required=False)
    field_order = ("answer", "legal_ground", "told", "once", "seen")

    def command(self, request_id: int) -> RefuseRequest:
        given = self.cleaned_data
        return RefuseRequest(
            request_id, given["answer"], given["legal_ground"], self.told_words(), given["seen"], given["once"]
        )


class ExtendForm(DeedForm):
    until = DayField(label=_("New due day"))
    ground = forms.CharField(
        label=_("Reason of the extension"),
        help_text=_("The person reads it word by word."),
        widget=_words(4),
        max_length=LONGEST,
        required=False,
    )
    field_order = ("until", "ground", "told", "once", "seen")

    def command(self, request_id: int) -> ExtendRequest:
        given = self.cleaned_data
        return ExtendRequest(
            request_id, given["until"], given["ground"], self.told_words(), given["seen"], given["once"]
        )


class EndRestrictionForm(OnceForm):
    ground = forms.CharField(
        label=_("Why the restriction ends"),
        help_text=_("The person reads it word by word."),
        widget=_words(4),
        max_length=LONGEST,
        required=False,
    )
    told = forms.CharField(
        label=_("How the person was told"),
        help_text=_("The request came on paper: when and how the letter went out."),
        widget=_words(2),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not paper:
            del self.fields["told"]

    def command(self, request_id: int) -> EndRestriction:
        given = self.cleaned_data
        return EndRestriction(request_id, given["ground"], str(given.get("told", "")), given["once"])


class FinishForm(DeedForm):
    outcome = forms.CharField(
        label=_("What was done"),
        help_text=_("The person reads it word by word."),
        widget=_words(5),
        max_length=LONGEST,
        required=False,
    )
    consents = forms.MultipleChoiceField(
        label=_("Consents that are withdrawn with it"),
        help_text=_("Only those that the person asked to withdraw."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ("outcome", "consents", "told", "once", "seen")

    def __init__(self, *args: Any, standing: tuple[tuple[str, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["consents"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(standing)
        if not standing:
            del self.fields["consents"]

    def command(self, request_id: int) -> FinishRequest:
        given = self.cleaned_data
        return FinishRequest(
            request_id,
            given["outcome"],
            tuple(given.get("consents") or ()),
            self.told_words(),
            given["seen"],
            given["once"],
        )


class WithdrawForm(OnceForm):
    """Only its key: the button says all."""

    def command(self, request_id: int) -> WithdrawRequest:
        return WithdrawRequest(request_id, self.cleaned_data["once"])
