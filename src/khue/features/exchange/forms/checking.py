"""Forms of the two persons who look at an offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.exchange.domain.lists import RuleOnEntry
from khue.features.exchange.domain.offers import RULINGS, CheckOffer, ReleaseOffer, TakeOffer
from khue.features.exchange.domain.words import EVIDENCE, LEVELS
from khue.features.exchange.forms.fields import area, in_language
from khue.features.exchange.queries import ClaimRow, JudgementRow
from khue.kernel.forms import OnceForm, SeenForm
from khue.kernel.web import language


class TakeForm(OnceForm):
    def command(self, offer_id: int) -> TakeOffer:
        return TakeOffer(offer_id, self.cleaned_data["once"])


class CheckForm(OnceForm, SeenForm):
    """A choice for each claim and each entry of a list that the offer touches."""

    outcome = forms.ChoiceField(
        label=_("Answer"),
        widget=forms.RadioSelect,
        choices=[("accept", _("In order; on to the second person")), ("back", _("Send back to be mended"))],
    )
    rights_seen = forms.BooleanField(label=_("I have seen the paper that proves the right to transfer"), required=False)
    note = forms.CharField(
        label=_("Note; what is to be mended, or why no list applies"), max_length=1000, required=False, widget=area()
    )

    def __init__(
        self, *args: Any, claims: Sequence[ClaimRow], judgements: Sequence[JudgementRow], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.claims, self.entries = len(claims), tuple(row.entry for row in judgements)
        for no, claim in enumerate(claims, 1):
            levels = {level: EVIDENCE[level] for level in LEVELS[: LEVELS.index(claim.code) + 1]}
            self.fields[f"level-{no}"] = forms.ChoiceField(
                label=claim.says, choices=in_language(levels), initial=claim.code, required=False,
                help_text=" · ".join(part for part in (claim.proof, claim.buyer) if part),
            )  # fmt: skip
        for row in judgements:
            named = f"{row.which.capitalised().into(language())}: {row.title.into(language())}"
            self.fields[f"entry-{row.entry}"] = forms.ChoiceField(
                label=named,
                choices=in_language(RULINGS),
                widget=forms.RadioSelect,
                required=False,
                help_text=row.source,
            )

    def command(self, offer_id: int) -> CheckOffer:
        said = self.cleaned_data
        return CheckOffer(
            offer_id,
            said["outcome"] == "accept",
            said["rights_seen"],
            {no: said[f"level-{no}"] for no in range(1, self.claims + 1)},
            {entry: said[f"entry-{entry}"] for entry in self.entries if said[f"entry-{entry}"]},
            said["note"],
            said["seen"],
            said["once"],
        )


class ReleaseForm(OnceForm, SeenForm):
    outcome = forms.ChoiceField(
        label=_("Answer"),
        widget=forms.RadioSelect,
        choices=[("accept", _("Put it on the list")), ("back", _("Send back to be mended"))],
    )
    note = forms.CharField(label=_("What is to be mended"), max_length=1000, required=False, widget=area())

    def command(self, offer_id: int) -> ReleaseOffer:
        said = self.cleaned_data
        return ReleaseOffer(offer_id, said["outcome"] == "accept", said["note"], said["seen"], said["once"])


class RuleForm(OnceForm, SeenForm):
    ruling = forms.ChoiceField(label=_("Ruling"), widget=forms.RadioSelect)
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ruling"].choices = in_language(RULINGS)  # type: ignore[attr-defined]  # a choice field

    def command(self, offer_id: int, entry_id: int) -> RuleOnEntry:
        said = self.cleaned_data
        return RuleOnEntry(offer_id, entry_id, said["ruling"], said["ground"], said["seen"], said["once"])
