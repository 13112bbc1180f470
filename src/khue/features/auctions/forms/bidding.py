"""Forms of a bidder's side. ``parties`` are keys with names, only those that the reader may act for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.auctions.domain.bidding import LONGEST_PLAN
from khue.features.auctions.domain.commands import LeaveAuction, PlaceBid, RegisterBidder, TakePrice
from khue.features.auctions.domain.terms import ENGLISH, TENDER
from khue.features.auctions.forms.fields import area
from khue.kernel.forms import MoneyField, OnceForm


class SideForm(OnceForm):
    party = forms.ChoiceField(label=_("Who bids"))

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = list(parties)
        self.fields["party"].choices = found  # type: ignore[attr-defined]  # a choice field
        if len(found) == 1:
            self.fields["party"].initial = found[0][0]


class RegisterForm(SideForm):
    def command(self, auction_id: int) -> RegisterBidder:
        return RegisterBidder(auction_id, self.cleaned_data["party"], self.cleaned_data["once"])


class BidForm(SideForm):
    amount = MoneyField(label=_("Your bid"))
    plan = forms.CharField(label=_("Your plan"), max_length=LONGEST_PLAN, widget=area(8), strip=True)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != TENDER:
            del self.fields["plan"]
        if kind == ENGLISH:
            self.fields["amount"].label = _("The most that you would pay")
            self.fields["amount"].help_text = _("Nobody else reads it. The price goes no further than it must.")

    def command(self, auction_id: int) -> PlaceBid:
        said = self.cleaned_data
        return PlaceBid(auction_id, said["party"], said["amount"], said.get("plan", ""), said["once"])


class TakeForm(SideForm):
    shown = forms.IntegerField(widget=forms.HiddenInput)

    def command(self, auction_id: int) -> TakePrice:
        said = self.cleaned_data
        return TakePrice(auction_id, said["party"], said["shown"], said["once"])


class LeaveForm(SideForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(2))

    def command(self, auction_id: int) -> LeaveAuction:
        said = self.cleaned_data
        return LeaveAuction(auction_id, said["party"], said["ground"], said["once"])
