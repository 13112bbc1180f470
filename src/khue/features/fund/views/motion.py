"""Motions: laid by the executive body, voted on, concluded. And the tasks of the dossier that lead here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Conflict
from khue.features.dossiers.queries.tasks import TaskFacts, task_facts
from khue.features.fund import access, queries, usecases
from khue.features.fund.domain.bodies import COUNCIL
from khue.features.fund.domain.charter import DECIDE, DEEDS, LOAN, RESTRUCTURE
from khue.features.fund.forms import ConcludeForm, LayForm, VoteForm
from khue.features.fund.queries import MotionCard
from khue.features.fund.views.case import lines_table
from khue.features.fund.views.frame import FormPage, ask, case_crumbs, crumbs, done, draw, saved
from khue.features.fund.views.loan import terms_answers
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, TableView
from khue.kernel.web import redirect, render, signed_in

AGREES = {
    True: StateView("for", Text("Đồng ý", "Agrees"), "good"),
    False: StateView("against", Text("Không đồng ý", "Does not agree"), "bad"),
}


@dataclass(frozen=True, slots=True)
class MotionPage:
    card: MotionCard
    crumbs: tuple[Link, ...]
    deeds: tuple[Link, ...]
    facts: tuple[Answer, ...]
    terms: tuple[Answer, ...]
    lines: TableView | None
    votes: TableView | None
    case_href: str


@require_safe
def motion(request: HttpRequest, motion_id: int) -> HttpResponse:
    """A motion with its opinion, terms, papers and votes."""
    actor = signed_in(request)
    card = queries.motion_card(motion_id, actor)
    facts = (
        Answer(_("Organisation"), card.party_name),
        Answer(_("Product of the fund"), card.product.capitalised()),
        Answer(_("Amount"), card.amount, kind="money"),
        Answer(
            _("Body competent"), card.body_name, origin=_("by version %(no)s of the charter") % {"no": card.charter}
        ),
        *((Answer(_("Cause of the write-off"), card.cause.capitalised()),) if card.cause else ()),
        Answer(_("Laid by"), card.laid_by),
        *(
            (Answer(_("Concluded by"), card.decided_by), Answer(_("Ground of the decision"), card.ground))
            if card.decided_by
            else ()
        ),
    )
    page = MotionPage(
        card,
        case_crumbs(actor, card.case_id, card.number),
        _deeds(actor, card),
        facts,
        terms_answers(card.terms) if card.terms else (),
        lines_table(card.lines) if card.lines else None,
        _votes(card) if card.body == COUNCIL else None,
        reverse("fund:case", args=[card.case_id]),
    )
    return render(request, "fund/motion.html", page)


def _deeds(actor: Actor, card: MotionCard) -> tuple[Link, ...]:
    seat = queries.my_seat(actor) if actor.may(access.DECIDE) else None
    if card.state.code != "open" or seat is None or seat.body != card.body:
        return ()
    found = []
    if card.body == COUNCIL:
        found.append(Link(_("Vote on the motion"), reverse("fund:vote", args=[card.id]), icon="checklist"))
    if seat.is_head:
        found.append(Link(_("Conclude"), reverse("fund:conclude", args=[card.id]), icon="gavel"))
    return tuple(found)


def _votes(card: MotionCard) -> TableView:
    return TableView(
        (Column(_("Member of the council")), Column(_("Vote"), "state"), Column(_("When"), "moment")),
        tuple(Row((Cell(vote.name, note=vote.note), AGREES[vote.agrees], vote.at)) for vote in card.votes),
        caption=_("Votes"),
        empty=EmptyView(_("Nobody has voted yet"), icon="checklist"),
    )


def task_of(actor: Actor, task_id: int, step: str) -> TaskFacts:
    """The open task of this room. Raises NotAllowed, Missing, Conflict when it is done."""
    task = task_facts(task_id)
    actor.require(task.right)
    if task.step != step:
        raise access.no_such_case()
    if task.closed:
        raise Conflict(
            Text(
                f"Việc này đã được {task.closed_by_name} hoàn thành.",
                f"This task was completed by {task.closed_by_name}.",
            ),
            Text("Mời ông/bà mở lại hồ sơ để xem kết quả.", "Open the dossier to see the outcome."),
        )
    return task


@ask
def appraise(request: HttpRequest, task_id: int) -> HttpResponse:
    """The dossier's task: appraise the application and lay it before the body competent."""
    actor = signed_in(request)
    task = task_of(actor, task_id, "appraisal")
    return _lay(request, actor, queries.case_of_dossier(task.dossier_id), DECIDE)


@ask
def lay(request: HttpRequest, case_id: int, kind: str) -> HttpResponse:
    """Lay a restructuring or a write-off of the case's loan."""
    actor = signed_in(request)
    actor.require(access.RUN)
    if kind not in DEEDS or kind == DECIDE:
        raise access.no_such_case()
    return _lay(request, actor, case_id, kind)


def _lay(request: HttpRequest, actor: Actor, case_id: int, kind: str) -> HttpResponse:
    card = queries.case_card(case_id, actor)
    lends = kind == RESTRUCTURE or (kind == DECIDE and card.product_code == LOAN)
    initial = {"seen": card.stamp, "amount": card.asked, "late_rate": ""}
    lines = card.lines if kind == DECIDE else ()
    form = bind(LayForm, request, deed=kind, lends=lends, lines=lines, initial=initial)
    made: list[int] = []
    if saved(request, form, lambda: made.append(usecases.lay_motion(form.command(case_id), actor=actor))):
        return done(request, _("The motion is laid before the body that the charter names."), "fund:motion", made[0])
    now = card.loan.standing if card.loan else None
    page = FormPage(
        DEEDS[kind].capitalised(),
        card.title,
        _("Lay the motion"),
        case_crumbs(actor, case_id, card.number),
        reverse("fund:case", args=[case_id]),
        (
            Answer(_("Organisation"), card.party_name),
            Answer(_("Product of the fund"), card.product.capitalised()),
            Answer(_("Amount asked for"), card.asked, kind="money"),
            *(
                (
                    Answer(_("Principal owed"), now.principal, kind="money"),
                    Answer(_("Overdue"), now.overdue, kind="money"),
                )
                if now
                else ()
            ),
        ),
        (
            _("Which body decides follows from the amount and the charter."),
            _("Whoever lays a motion does not decide on it."),
            *((_("The amount laid is the sum of the cost lines; for each that gets less, say why."),) if lines else ()),
            *(
                (
                    _(
                        "The earlier schedule stays as it is; interest earned until the decision is carried into the first new instalment."
                    ),
                )
                if kind == RESTRUCTURE
                else ()
            ),
        ),
    )
    return draw(request, form, page, "fund/lay.html")


@require_safe
def decide(request: HttpRequest, task_id: int) -> HttpResponse:
    """The dossier's task of deciding leads to the open motion."""
    actor = signed_in(request)
    task = task_of(actor, task_id, "decision")
    found = queries.motion_of_case(queries.case_of_dossier(task.dossier_id))
    if found is None:
        raise access.no_such_case()
    return redirect("fund:motion", found)


@ask
def vote(request: HttpRequest, motion_id: int) -> HttpResponse:
    """One member's vote."""
    actor = signed_in(request)
    actor.require(access.DECIDE)
    card = queries.motion_card(motion_id, actor)
    form = bind(VoteForm, request)
    if saved(request, form, lambda: usecases.cast_vote(form.command(motion_id), actor=actor)):
        return done(request, _("Your vote is recorded."), "fund:motion", motion_id)
    page = FormPage(
        _("Vote on the motion"),
        card.title,
        _("Cast the vote"),
        crumbs(actor),
        reverse("fund:motion", args=[motion_id]),
        (Answer(_("Matter"), card.kind.capitalised()), Answer(_("Amount"), card.amount, kind="money")),
        (_("A vote is given once and stays."),),
    )
    return draw(request, form, page)


@ask
def conclude(request: HttpRequest, motion_id: int) -> HttpResponse:
    """The head of the body closes the motion."""
    actor = signed_in(request)
    actor.require(access.DECIDE)
    card = queries.motion_card(motion_id, actor)
    form = bind(ConcludeForm, request)
    if saved(request, form, lambda: usecases.decide_motion(form.command(motion_id), actor=actor)):
        return done(request, _("The conclusion is recorded."), "fund:motion", motion_id)
    points = [_("What is carried happens at once: capital is committed, a schedule is made, or a loan is written off.")]
    if card.body == COUNCIL:
        points.insert(0, _("The conclusion follows the votes; more than half of the seats must have voted."))
    page = FormPage(
        _("Conclude the motion"),
        card.title,
        _("Record the conclusion"),
        crumbs(actor),
        reverse("fund:motion", args=[motion_id]),
        (
            Answer(_("Matter"), card.kind.capitalised()),
            Answer(_("Amount"), card.amount, kind="money"),
            Answer(_("Votes for and against"), f"{card.agreed} – {card.against}"),
        ),
        tuple(points),
    )
    return draw(request, form, page)
