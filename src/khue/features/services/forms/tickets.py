"""Forms of tickets: the order, one form for each step, complaints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.reasons import LONGEST
from khue.features.services.domain.tickets import MOST_PAPERS, AnswerComplaint, Complain, MoveTicket, OrderService
from khue.features.services.forms.catalogue import area
from khue.kernel.forms import DayField, FilesField, MoneyField, OnceForm, SeenForm


class OrderForm(OnceForm):
    party = forms.ChoiceField(label=_("Who orders"))
    brief = forms.CharField(
        label=_("What is to be done"),
        max_length=LONGEST,
        widget=area(5),
        help_text=_("Only the provider and you read it."),
    )
    deal_id = forms.TypedChoiceField(
        label=_("For which deal"), required=False, coerce=int,
        help_text=_("Whoever is a side or a broker of a deal can't value or appraise for it."),
    )  # fmt: skip
    papers = FilesField(label=_("Papers"), required=False, most=MOST_PAPERS)

    def __init__(
        self, *args: Any, parties: Iterable[tuple[str, str]], deals: Iterable[tuple[int, str]] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field
        if deals is None:
            del self.fields["deal_id"]
        else:
            self.fields["deal_id"].choices = [("", _("For no deal yet")), *deals]  # type: ignore[attr-defined]  # a choice field

    def command(self, entry_id: int) -> OrderService:
        said = self.cleaned_data
        return OrderService(
            entry_id, said["party"], said["brief"], said.get("deal_id") or 0, said["papers"], said["once"]
        )


class StepForm(OnceForm, SeenForm):
    """A step whose words must be there."""

    words = forms.CharField(label=_("Text"), max_length=LONGEST, widget=area(4))
    papers = FilesField(label=_("Papers"), required=False, most=MOST_PAPERS)

    def command(self, ticket_id: int, step: str) -> MoveTicket:
        said = self.cleaned_data
        return MoveTicket(
            ticket_id, step, said.get("words", ""), said.get("price"), said.get("due_on"), said.get("papers", ()), said["seen"], said["once"]
        )  # fmt: skip


class GroundForm(StepForm):
    """Refusing, withdrawing, breaking off: why."""

    papers = None  # type: ignore[assignment]  # takes the field of the base form away
    words = forms.CharField(label=_("Ground"), max_length=1000, widget=area(3), help_text=_("The other side reads it."))


class OfferForm(StepForm):
    price = MoneyField(label=_("Price, in đồng"), help_text=_("0 where it is free."))
    due_on = DayField(label=_("Day of delivery"))
    words = forms.CharField(label=_("Remark"), max_length=LONGEST, widget=area(3), required=False)
    field_order = ("price", "due_on", "words", "papers")


class PlainForm(StepForm):
    """Agreeing, accepting, closing: a remark may be added."""

    papers = None  # type: ignore[assignment]  # takes the field of the base form away
    words = forms.CharField(label=_("Remark"), max_length=1000, widget=area(2), required=False)


FORMS: dict[str, type[StepForm]] = {
    "offer": OfferForm, "refuse": GroundForm, "withdraw": GroundForm, "agree": PlainForm, "deliver": StepForm, "send_back": StepForm,
    "take": PlainForm, "close": PlainForm, "break_off": GroundForm, "message": StepForm,
}  # fmt: skip


class ComplainForm(OnceForm):
    words = forms.CharField(
        label=_("What is wrong"), max_length=LONGEST, widget=area(4),
        help_text=_("The operator of the exchange reads these words, and nothing else of the ticket."),
    )  # fmt: skip

    def command(self, ticket_id: int) -> Complain:
        return Complain(ticket_id, self.cleaned_data["words"], self.cleaned_data["once"])


class AnswerForm(OnceForm):
    answer = forms.CharField(label=_("Answer"), max_length=LONGEST, widget=area(4))

    def command(self, complaint_id: int) -> AnswerComplaint:
        return AnswerComplaint(complaint_id, self.cleaned_data["answer"], self.cleaned_data["once"])
