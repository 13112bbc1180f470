"""Forms of the organiser."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.auctions.domain.commands import NoteDeposit, ScoreBid
from khue.features.auctions.domain.terms import Criterion
from khue.features.auctions.forms.fields import area
from khue.kernel.forms import OnceForm
from khue.kernel.web import language


class ConfirmForm(OnceForm):
    """Nothing is asked: pressing is the deed."""


class GroundForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(2))


class DepositForm(OnceForm):
    paper = forms.CharField(label=_("Document that shows it"), max_length=300)

    def command(self, auction_id: int, bidder: int) -> NoteDeposit:
        return NoteDeposit(auction_id, bidder, self.cleaned_data["paper"], self.cleaned_data["once"])


class ScoreForm(OnceForm):
    ground = forms.CharField(label=_("Ground of the points"), max_length=1000, widget=area(3))

    def __init__(self, *args: Any, criteria: tuple[Criterion, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [one.code for one in criteria]
        for one in criteria:
            label = _("%(title)s, points of 100") % {"title": one.title.into(language())}
            self.fields[f"points_{one.code}"] = forms.IntegerField(label=label, min_value=0, max_value=100)
        self.order_fields([*(f"points_{code}" for code in self.codes), "ground"])

    def command(self, auction_id: int, bidder: int) -> ScoreBid:
        said = self.cleaned_data
        points = {code: said[f"points_{code}"] for code in self.codes}
        return ScoreBid(auction_id, bidder, points, said["ground"], said["once"])
