"""Pages of the yearly evaluation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.features.talent import access, queries, usecases
from khue.features.talent.forms import ConcludeEvaluationForm, EvaluateForm, ReplyForm, ReportForm, SettleForm
from khue.features.talent.queries import EngagementCard, EvaluationRow
from khue.features.talent.views.parts import days_of, engagement_crumbs, groups
from khue.features.talent.views.posts import require_self
from khue.kernel.forms import bind
from khue.kernel.record_pages import DeedPage, ask, ask_for
from khue.kernel.ui import Answer
from khue.kernel.web import signed_in


def _found(evaluation_id: int, actor: Actor) -> tuple[EngagementCard, EvaluationRow]:
    card = queries.engagement_card(queries.engagement_of_evaluation(evaluation_id), actor)
    return card, next(one for one in card.evaluations if one.id == evaluation_id)


def _facts(card: EngagementCard, row: EvaluationRow) -> tuple[Answer, ...]:
    pairs = (
        (_("Expert"), card.name),
        (_("Period"), days_of(row.from_on, row.until_on)),
        (_("The expert's report"), row.report),
        (_("The group's word"), row.verdict_words),
        (_("Conclusion"), row.outcome),
        (_("Ground"), row.ground),
        (_("The expert's answer"), row.answer),
    )
    return tuple(Answer(label, value) for label, value in pairs if value)


def _at(card: EngagementCard) -> str:
    return reverse("talent:engagement", args=[card.id])


@ask
def evaluate(request: HttpRequest, engagement_id: int) -> HttpResponse:
    """Put a year before a group."""
    actor = signed_in(request)
    actor.require(access.SELECT)
    card = queries.engagement_card(engagement_id, actor)
    form = bind(
        EvaluateForm,
        request,
        councils=groups(),
        initial={"until_on": min(actor.today, card.next_evaluation_on), "seen": card.revision},
    )
    page = DeedPage(
        _("Evaluate a year"), card.title, _("Put before the group"), engagement_crumbs(actor, card.id, card.number), _at(card),
        (Answer(_("Expert"), card.name),), (_("The expert is asked for a report; the group's word comes back here by itself."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.open_evaluation(form.command(engagement_id), actor=actor),
        _("The evaluation has begun."), _at(card),
    )  # fmt: skip


@ask
def report_year(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The expert's own account."""
    actor = signed_in(request)
    card, row = _found(evaluation_id, actor)
    require_self(actor, card.person)
    form = bind(ReportForm, request, initial={"report": row.report})
    page = DeedPage(
        _("Report the year"),
        card.title,
        _("Send the report"),
        engagement_crumbs(actor, card.id, card.number),
        _at(card),
        _facts(card, row),
    )
    return ask_for(
        request, form, page, lambda: usecases.report_year(form.command(evaluation_id), actor=actor),
        _("Your report is sent."), _at(card),
    )  # fmt: skip


@ask
def conclude_evaluation(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.APPROVE)
    card, row = _found(evaluation_id, actor)
    form = bind(ConcludeEvaluationForm, request, initial={"seen": card.revision})
    facts = (*_facts(card, row), Answer(_("Left for bonuses by the contract"), card.bonus_left, kind="money"))
    page = DeedPage(
        _("Conclude the evaluation"), card.title, _("Record the conclusion"), engagement_crumbs(actor, card.id, card.number),
        _at(card), facts, (_("The expert reads the ground and may ask for another look."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.conclude_evaluation(form.command(evaluation_id), actor=actor),
        _("The conclusion is recorded."), _at(card),
    )  # fmt: skip


@ask
def answer_evaluation(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The expert agrees, or asks for another look."""
    actor = signed_in(request)
    card, row = _found(evaluation_id, actor)
    require_self(actor, card.person)
    form = bind(ReplyForm, request)
    page = DeedPage(
        _("Answer the evaluation"), card.title, _("Send the answer"), engagement_crumbs(actor, card.id, card.number), _at(card),
        _facts(card, row), (_("Another person than the one who concluded looks at what you contest."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.answer_evaluation(form.command(evaluation_id), actor=actor),
        _("Your answer is recorded."), _at(card),
    )  # fmt: skip


@ask
def settle(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Another person looks at what the expert contests."""
    actor = signed_in(request)
    actor.require(access.REVIEW)
    card, row = _found(evaluation_id, actor)
    form = bind(SettleForm, request, initial={"seen": card.revision})
    page = DeedPage(
        _("Look at the contest"),
        card.title,
        _("Record the decision"),
        engagement_crumbs(actor, card.id, card.number),
        _at(card),
        _facts(card, row),
    )
    return ask_for(
        request, form, page, lambda: usecases.settle_contest(form.command(evaluation_id), actor=actor),
        _("Your decision is recorded."), _at(card),
    )  # fmt: skip
