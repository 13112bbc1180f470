"""Pages that ask for one deed each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.features.people import queries as people
from khue.features.results import queries as results
from khue.features.transfers import access, queries, usecases
from khue.features.transfers.domain.commands import (
    DecideTransfer,
    EndTransfer,
    OpenTransfer,
    RecallHandover,
    ReturnProposal,
    SignHandover,
)
from khue.features.transfers.forms import (
    CheckForm,
    ConfirmForm,
    GroundForm,
    HandoverForm,
    JudgeForm,
    ProposeForm,
    ReportForm,
)
from khue.features.transfers.queries import ClaimRow, HandoverRow, TransferCard
from khue.features.transfers.views.pages import crumbs
from khue.kernel.forms import KhueForm, bind
from khue.kernel.record_pages import DeedPage, ask, ask_for
from khue.kernel.ui import Answer, Link, Words
from khue.kernel.web import signed_in


@ask
def open_file(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Open the file of an offer whose time for claims is over."""
    actor = signed_in(request)
    actor.require(access.CHECK)
    offer = results.offer_facts(offer_id)
    people.require_unrestricted(actor, access.key_of(offer.owner))
    form = bind(ConfirmForm, request)
    page = DeedPage(
        _("Open the file of a transfer"), offer.title, _("Open the file"), crumbs(), reverse("transfers:transfers"),
        (Answer(_("Owner"), offer.owner_name), Answer(_("Claims"), offer.claims, kind="number"), Answer(_("Conditions"), offer.conditions)),
        (_("Owner and claimants are told that the claims are being examined."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.open_transfer(OpenTransfer(offer_id, form.cleaned_data["once"]), actor=actor),
        _("The file is open."), lambda made: reverse("transfers:transfer", args=[queries.number_of(made)]),
    )  # fmt: skip


def _found(request: HttpRequest, transfer_id: int, right: str) -> tuple[Actor, TransferCard]:
    actor = signed_in(request)
    actor.require(right)
    return actor, queries.transfer_card(queries.number_of(transfer_id), actor)


def _claim(card: TransferCard, claim_id: int) -> ClaimRow:
    found = next((one for one in card.claims if one.claim == claim_id), None)
    if found is None:
        raise access.no_such_transfer()
    return found


def _ask(
    request: HttpRequest, form: KhueForm, card: TransferCard, words: tuple[str, str, str], deed: Callable[[], Any], *,
    facts: tuple[Answer, ...] = (), points: tuple[Words, ...] = (),
) -> HttpResponse:  # fmt: skip
    """``words``: title, button, what is said when it is done."""
    title, button, done = words
    at = reverse("transfers:transfer", args=[card.number])
    page = DeedPage(title, card.title, button, crumbs(Link(card.number, at)), at, facts, points)
    return ask_for(request, form, page, deed, done, at)


@ask
def check(request: HttpRequest, transfer_id: int, claim_id: int) -> HttpResponse:
    """Whether a claimant can use the result."""
    actor, card = _found(request, transfer_id, access.CHECK)
    one = _claim(card, claim_id)
    form = bind(CheckForm, request)
    facts = (Answer(_("Who claims"), one.name), Answer(_("What it is for"), one.purpose or "–"))
    points = (_("Checked again, the newer check counts; the older stays on record."),)
    words = _("Check the capability"), _("Keep the check"), _("The check is kept.")

    def deed() -> None:
        usecases.check_claim(form.command(transfer_id, claim_id), actor=actor)

    return _ask(request, form, card, words, deed, facts=facts, points=points)


@ask
def propose(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """An answer to every claim."""
    actor, card = _found(request, transfer_id, access.CHECK)
    form = bind(ProposeForm, request, claims=[(one.claim, one.name) for one in card.claims if one.live])
    points = (_("Another person decides. Whoever may not receive it by law can't be proposed."),)
    words = _("Propose who receives it"), _("Send the proposal"), _("The proposal awaits its decision.")
    return _ask(request, form, card, words, lambda: usecases.propose_transfer(form.command(transfer_id), actor=actor), points=points)  # fmt: skip


@ask
def decide(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """The proposal becomes the decision."""
    actor, card = _found(request, transfer_id, access.DECIDE)
    form = bind(GroundForm, request)
    standing = next((one for one in card.proposals if one.returned_at is None), None)
    names = {one.claim: one.name for one in card.claims}
    facts = tuple(
        Answer(names.get(claim, "–"), _("Receives the result") if granted else _("Does not receive it"), origin=ground)
        for claim, (granted, ground) in (standing.answers if standing else {}).items()
    )
    points = (
        _("Each claimant is told the answer with its ground; everybody reads who receives the result."),
        _("It can't be taken back; what was handed over can be recalled."),
    )
    words = _("Decide who receives the result"), _("Decide by the proposal"), _("It is decided.")

    def deed() -> None:
        said = form.cleaned_data
        usecases.decide_transfer(DecideTransfer(transfer_id, said["ground"], said["once"]), actor=actor)

    return _ask(request, form, card, words, deed, facts=facts, points=points)


@ask
def give_back(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """The proposal goes back to the examination."""
    actor, card = _found(request, transfer_id, access.DECIDE)
    form = bind(GroundForm, request)
    words = _("Return the proposal"), _("Return it"), _("The proposal is returned.")

    def deed() -> None:
        said = form.cleaned_data
        usecases.return_proposal(ReturnProposal(transfer_id, said["ground"], said["once"]), actor=actor)

    return _ask(request, form, card, words, deed, points=(_("Whoever proposed reads the ground."),))


@ask
def end(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Nobody is left to receive it."""
    actor, card = _found(request, transfer_id, access.CHECK)
    form = bind(GroundForm, request)
    words = _("End without a transfer"), _("End the file"), _("The file has ended.")

    def deed() -> None:
        said = form.cleaned_data
        usecases.end_transfer(EndTransfer(transfer_id, said["ground"], said["once"]), actor=actor)

    return _ask(request, form, card, words, deed, points=(_("The owner may offer the result anew."),))


@ask
def hand_over(request: HttpRequest, transfer_id: int, claim_id: int) -> HttpResponse:
    """What a receiver gets, and what it owes."""
    actor, card = _found(request, transfer_id, access.CHECK)
    one = _claim(card, claim_id)
    form = bind(HandoverForm, request, initial={"handed_on": actor.today})
    facts = (Answer(_("Receiver of the result"), one.name), Answer(_("Conditions"), card.conditions))
    points = (_("Both sides sign; then the duties run and their receiver is reminded."),)
    words = _("Write the hand-over record"), _("Send it for signature"), _("Both sides are asked to sign.")

    def deed() -> None:
        usecases.write_handover(form.command(transfer_id, claim_id), actor=actor)

    return _ask(request, form, card, words, deed, facts=facts, points=points)


def _handover(request: HttpRequest, number: str, handover_id: int) -> tuple[Actor, TransferCard, HandoverRow]:
    actor = signed_in(request)
    card = queries.transfer_card(number, actor)
    return actor, card, next(one for one in card.handovers if one.id == handover_id)


@ask
def sign(request: HttpRequest, handover_id: int) -> HttpResponse:
    """One side signs the hand-over record."""
    actor, card, made = _handover(request, queries.transfer_of_handover(handover_id), handover_id)
    access.require_side(actor, card.owner if made.may_sign != "receiver" and actor.stands_for(card.owner) else made.party)  # fmt: skip
    form = bind(ConfirmForm, request)
    facts = (
        Answer(_("Receiver of the result"), made.name), Answer(_("Day of the hand-over"), made.handed_on, kind="day"),
        Answer(_("What is handed over"), made.items),
        *(Answer(one.what, one.due_on, kind="day") for one in made.duties),
    )  # fmt: skip
    points = (_("With your signature this side confirms what is handed over and the duties above with their days."),)
    words = _("Sign the hand-over record"), _("Sign"), _("It is signed.")
    return _ask(
        request, form, card, words, lambda: usecases.sign_handover(SignHandover(handover_id, form.cleaned_data["once"]), actor=actor),
        facts=facts, points=points,
    )  # fmt: skip


@ask
def recall(request: HttpRequest, handover_id: int) -> HttpResponse:
    """The receiver loses the result."""
    actor = signed_in(request)
    actor.require(access.DECIDE)
    _actor, card, made = _handover(request, queries.transfer_of_handover(handover_id), handover_id)
    form = bind(GroundForm, request)
    words = _("Recall the result"), _("Recall it"), _("The result is recalled.")

    def deed() -> None:
        said = form.cleaned_data
        usecases.recall_handover(RecallHandover(handover_id, said["ground"], said["once"]), actor=actor)

    points = (_("Both sides are told why; the page of the transfer says it to everybody."),)
    return _ask(
        request, form, card, words, deed, facts=(Answer(_("Receiver of the result"), made.name),), points=points
    )


def _duty(card: TransferCard, duty_id: int) -> tuple[HandoverRow, tuple[Answer, ...]]:
    made, one = next((made, one) for made in card.handovers for one in made.duties if one.id == duty_id)
    said = tuple(Answer(by, words) for kind, words, by, _at in one.reports if made.details)
    return made, (Answer(_("Duty"), one.what), Answer(_("Due"), one.due_on, kind="day"), *said)


@ask
def report(request: HttpRequest, duty_id: int) -> HttpResponse:
    """What the receiver did."""
    actor = signed_in(request)
    card = queries.transfer_card(queries.transfer_of_duty(duty_id), actor)
    made, facts = _duty(card, duty_id)
    access.require_side(actor, made.party)
    form = bind(ReportForm, request)
    words = _("Report on a duty"), _("Send the report"), _("Your report is on record.")
    return _ask(
        request, form, card, words, lambda: usecases.report_duty(form.command(duty_id), actor=actor), facts=facts
    )


@ask
def judge(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Whether a duty is done by what was reported."""
    actor = signed_in(request)
    actor.require(access.CHECK)
    card = queries.transfer_card(queries.transfer_of_duty(duty_id), actor)
    _made, facts = _duty(card, duty_id)
    form = bind(JudgeForm, request)
    words = _("Judge the report"), _("Keep the answer"), _("The answer is kept.")
    return _ask(request, form, card, words, lambda: usecases.judge_duty(form.command(duty_id), actor=actor), facts=facts)  # fmt: skip
