"""Pages of the deal room: messages, tasks, brokers, terms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khue.features.deals import access, queries, usecases
from khue.features.deals.domain.commands import AnswerTerms, DropBroker, ReopenTerms
from khue.features.deals.forms import AnswerForm, BrokerForm, DoneForm, GroundForm, MessageForm, TaskForm, TermsForm
from khue.features.deals.usecases.offering import no_such_terms
from khue.features.deals.views.blocks import terms_facts
from khue.features.deals.views.frame import acting, ask_of
from khue.kernel.forms import bind
from khue.kernel.record_pages import ask
from khue.kernel.ui import Answer
from khue.kernel.web import signed_in


@ask
def message(request: HttpRequest, deal_id: int) -> HttpResponse:
    """A message of a side or its broker, with papers."""
    actor = signed_in(request)
    card = queries.deal_card(deal_id, actor)
    if not card.may_act and card.role != access.BROKER:
        raise access.not_this_side()
    form = bind(MessageForm, request)
    words = _("Write a message"), _("Send it"), _("The message is sent.")
    points = (_("Both sides and their brokers read it; nobody else does, and nothing of it is changed afterwards."),)
    return ask_of(
        request, form, card, words, lambda: usecases.write_message(form.command(deal_id), actor=actor), points=points
    )


@ask
def task(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Something that a side has to do."""
    actor, card = acting(request, deal_id)
    form = bind(TaskForm, request)
    words = _("Set a task"), _("Set it"), _("The task is set.")
    return ask_of(request, form, card, words, lambda: usecases.set_task(form.command(deal_id), actor=actor))


@ask
def done(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """A task is done."""
    actor, card = acting(request, deal_id)
    form = bind(DoneForm, request)
    facts = tuple(Answer(_("What to do"), one.title) for one in card.tasks if one.no == no)
    words = _("Task done"), _("It is done"), _("The task is done.")
    return ask_of(
        request, form, card, words, lambda: usecases.finish_task(form.command(deal_id, no), actor=actor), facts=facts
    )


@ask
def broker(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The broker of the reader's side, disclosed to both."""
    actor, card = acting(request, deal_id)
    form = bind(BrokerForm, request)
    words = _("Name a broker"), _("Disclose it"), _("The broker is disclosed to both sides.")
    points = (_("A broker works for one side of a deal and is no side itself. It reads this room."),)
    return ask_of(
        request, form, card, words, lambda: usecases.name_broker(form.command(deal_id), actor=actor), points=points
    )


@ask
def drop(request: HttpRequest, deal_id: int, broker_id: int) -> HttpResponse:
    """The broker works for the side no longer."""
    actor, card = acting(request, deal_id)
    form = bind(GroundForm, request)
    facts = tuple(Answer(_("Broker"), one.name) for one in card.brokers if one.id == broker_id)

    def deed() -> None:
        said = form.cleaned_data
        usecases.drop_broker(DropBroker(deal_id, broker_id, said["ground"], said["once"]), actor=actor)

    words = _("Let a broker go"), _("Let it go"), _("The broker reads this room no longer.")
    return ask_of(request, form, card, words, deed, facts=facts)


@ask
def terms(request: HttpRequest, deal_id: int) -> HttpResponse:
    """An offer, or a counter-offer."""
    actor, card = acting(request, deal_id)
    form = bind(TermsForm, request, modes=card.offer.modes)
    words = _("Offer terms"), _("Send the terms"), _("The terms are sent.")
    points = (_("What stood before is replaced and stays readable. Accepted, they are the term sheet of the deal."),)
    return ask_of(
        request, form, card, words, lambda: usecases.make_terms(form.command(deal_id), actor=actor), points=points
    )


@ask
def answer_terms(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """The other side accepts or refuses terms."""
    actor, card = acting(request, deal_id)
    form = bind(AnswerForm, request)
    form.fields["answer"].choices = [("yes", _("We accept")), ("no", _("We refuse"))]  # type: ignore[attr-defined]  # a choice field
    row = next((one for one in card.terms if one.no == no), None)
    if row is None:
        raise no_such_terms()

    def deed() -> None:
        said = form.cleaned_data
        asked = AnswerTerms(deal_id, no, said["answer"] == "yes", said["ground"], said["once"])
        usecases.answer_terms(asked, actor=actor)

    words = _("Answer the terms"), _("Send the answer"), _("Your answer is sent.")
    return ask_of(request, form, card, words, deed, facts=terms_facts(row))


@ask
def reopen(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The term sheet is set aside before anything is signed."""
    actor, card = acting(request, deal_id)
    form = bind(GroundForm, request)

    def deed() -> None:
        said = form.cleaned_data
        usecases.reopen_terms(ReopenTerms(deal_id, said["ground"], said["once"]), actor=actor)

    words = _("Negotiate again"), _("Set the term sheet aside"), _("Negotiations are open again.")
    return ask_of(request, form, card, words, deed)
