"""The file of a result, the lists that lead to it, and the deeds of registering."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.clock import remaining
from khue.features.results import access, queries, usecases
from khue.features.results.forms import CheckForm, DescribeForm, HandInForm, WithdrawForm
from khue.features.results.queries import FileRow, ResultCard
from khue.features.results.views.claiming import claims_table, my_claims_table
from khue.features.results.views.drawing import owners_chart, story
from khue.features.results.views.frame import FormPage, ask, crumbs, done, draw, file_crumbs, require_side, saved
from khue.features.results.views.parts import (
    deeds_of,
    list_tables,
    money_tables,
    ownership_tables,
    rights_table,
    versions_table,
)
from khue.features.rulebook import queries as rulebook
from khue.kernel.forms import bind
from khue.kernel.paging import Page
from khue.kernel.ui import Answer, Cell, ChartView, Column, DeadlineView, EmptyView, Link, Row, StepView, TableView
from khue.kernel.web import language, render, signed_in


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    lead: str
    table: TableView
    tabs: tuple[Link, ...]
    new_href: str
    claims: TableView | None = None


@dataclass(frozen=True, slots=True)
class ResultPage:
    card: ResultCard
    clock: DeadlineView | None
    facts: tuple[Answer, ...]
    deeds: tuple[Link, ...]
    chart: ChartView | None
    steps: tuple[StepView, ...]
    lists: tuple[TableView, ...]
    ownerships: tuple[TableView, ...]
    rights: TableView
    versions: TableView
    money: tuple[TableView, ...]
    claims: TableView | None
    consents: tuple[Link, ...]
    public_href: str
    check_href: str
    crumbs: tuple[Link, ...]


# -- lists -----------------------------------------------------------------------------------------------------------


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """Results of those one acts for, and those of which one is an author."""
    actor = signed_in(request)
    found = queries.results_of(actor, request.GET.get("after"))
    empty = EmptyView(
        _("No result of yours yet"), _("Register what came out of a task that the city has paid for."), reverse("results:new"),
        _("Register a result"), icon="bulb",
    )  # fmt: skip
    page = ListPage(
        _("My results"),
        _("Results of your organisations, and those of which you are an author."),
        _table(found, _("My results"), empty),
        (),
        reverse("results:new"),
        my_claims_table(queries.my_claims(actor).rows),
    )
    return render(request, "results/list.html", page)


@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    """What awaits staff."""
    actor = signed_in(request)
    actor.require(access.READ)
    view = request.GET.get("view", "")
    view = view if view in queries.VIEWS else "check"
    labels = {
        "check": _("To check"),
        "shares": _("Authors to confirm"),
        "money": _("Money to decide or pay"),
        "all": _("All"),
    }
    found = queries.desk(actor, view, request.GET.get("after"))
    page = ListPage(
        _("Results"),
        _("Results of publicly funded tasks, from the check to what they earn."),
        _table(found, labels[view], EmptyView(_("Nothing is waiting here"), icon="circle-check")),
        tuple(Link(labels[key], f"?view={key}", current=key == view) for key in queries.VIEWS),
        "",
    )
    return render(request, "results/list.html", page)


def _table(found: Page[FileRow], caption: str, empty: EmptyView) -> TableView:
    return TableView(
        (Column(_("Result")), Column(_("Organisation")), Column(_("State"), "state"), Column(_("Check due"), "day")),
        tuple(
            Row((Cell(row.title, reverse("results:result", args=[row.id]), row.number, strong=True), row.owner, row.state, row.due_on))
            for row in found.rows
        ),
        next=found.next,
        previous=found.previous,
        caption=caption,
        empty=empty,
    )  # fmt: skip


# -- one result ------------------------------------------------------------------------------------------------------


@require_safe
def result(request: HttpRequest, result_id: int) -> HttpResponseBase:
    """Everything of one result for its owner's side, its authors and staff."""
    actor = signed_in(request)
    card = queries.result_card(result_id, actor)
    mine = [consent for row in card.lists for consent in row.consents if consent.mine]
    page = ResultPage(
        card=card,
        clock=_clock(actor, card),
        facts=(*_facts(card), *_unset(actor, card)),
        deeds=deeds_of(actor, card),
        chart=owners_chart(card.ownerships[0].owners) if card.ownerships else None,
        steps=story(card.registered_on, card.version.formed_on, card.rights),
        lists=list_tables(actor, card),
        ownerships=ownership_tables(card),
        rights=rights_table(actor, card),
        versions=versions_table(card),
        money=money_tables(actor, card),
        claims=claims_table(queries.claims_on(result_id, actor)) if card.number else None,
        consents=tuple(
            Link(_("Answer: your share is %(share)s") % {"share": _said(one.after)}, reverse("results:answer", args=[one.id]))
            for one in mine
        ),
        public_href=reverse("results:public", args=[card.number]) if card.registered_on else "",
        check_href=reverse("documents:check-code", args=[card.paper_code]) if card.paper_code else "",
        crumbs=crumbs(actor),
    )  # fmt: skip
    return render(request, "results/result.html", page)


def _said(text: Text) -> str:
    return text.into(language())


def _clock(actor: Actor, card: ResultCard) -> DeadlineView | None:
    if card.due_on is None:
        return None
    left = remaining(actor.today, card.due_on, "working_days", rulebook.calendar())
    return DeadlineView(card.due_on, left)


def _facts(card: ResultCard) -> tuple[Answer, ...]:
    version = card.version
    return (
        Answer(_("Kind of result"), version.kind),
        Answer(_("Research field"), version.field),
        Answer(_("Readiness level"), version.stage_text, origin=version.stage_evidence),
        Answer(_("Formed on"), version.formed_on, kind="day"),
        Answer(_("From the task"), card.origin_title, origin=card.decision),
        Answer(_("City money of the task"), card.public_money, kind="money"),
        Answer(_("All money of the task"), card.total_money, kind="money"),
        Answer(_("Handed in"), card.handed_in_at, kind="moment"),
    )


def _unset(actor: Actor, card: ResultCard) -> tuple[Answer, ...]:
    """Clocks that concern this result and that no law sets yet."""
    named = (
        {queries.CHECK_CLOCK: _("Time for the check of a registration")}
        if card.code != "registered"
        else {
            queries.PERIOD_MONTHS: _("Period of a report on income"),
            queries.REPORT_CLOCK: _("Day by which income is reported"),
        }
    )
    said = _("The law does not set this yet; nothing follows from it.")
    return tuple(Answer(named[id], said) for id in queries.unset_clocks(actor.today) if id in named)


# -- deeds -----------------------------------------------------------------------------------------------------------


@ask
def new(request: HttpRequest) -> HttpResponse:
    """Hand a result in."""
    actor = signed_in(request)
    origins = queries.origins_for(actor)
    form = bind(HandInForm, request, origins=origins)
    made: list[int] = []
    if saved(request, form, lambda: made.append(usecases.hand_in_result(form.command(), actor=actor))):
        return done(request, _("The result is handed in. An officer checks it next."), "results:result", made[0])
    page = FormPage(
        _("Register a result"),
        _("What came out of a task that the city has paid for, who may read what of it, and what shows it."),
        _("Hand in"),
        crumbs(actor),
        reverse("results:mine"),
        points=(
            _("Owners follow from the shares of the money of the task; nothing is to be paid for the budget's part."),
            _("After the check the result gets its number and certificate and stands in the public register."),
            _("Then name the authors and their shares; each of them confirms."),
        ),
    )
    return draw(request, form, page)


@ask
def describe(request: HttpRequest, result_id: int) -> HttpResponse:
    """A new version of what is said about a result."""
    actor = signed_in(request)
    card = queries.result_card(result_id, actor)
    require_side(actor, card.party)
    version = card.version
    initial = {
        "title_vi": version.title.vi, "title_en": version.title.en, "summary_vi": version.summary.vi, "summary_en": version.summary.en,
        "kind": version.codes[0], "field": version.codes[1], "stage": version.stage, "stage_evidence": version.stage_evidence,
        "formed_on": version.formed_on, "confidential": card.confidential or "", "seen": card.stamp,
    }  # fmt: skip
    form = bind(DescribeForm, request, initial=initial)
    if saved(request, form, lambda: usecases.describe_result(form.command(result_id), actor=actor)):
        return done(request, _("The new version is handed in. An officer checks it next."), "results:result", result_id)
    page = FormPage(
        _("Change the description"),
        _("The version before stays as it is; the register changes once an officer has accepted this one."),
        _("Hand in the new version"),
        file_crumbs(actor, result_id, card.title),
        reverse("results:result", args=[result_id]),
    )
    return draw(request, form, page)


@ask
def check(request: HttpRequest, result_id: int) -> HttpResponse:
    """The officer's answer to what was handed in."""
    actor = signed_in(request)
    actor.require(access.CHECK)
    card = queries.result_card(result_id, actor)
    form = bind(CheckForm, request, initial={"seen": card.stamp})
    if saved(request, form, lambda: usecases.check_result(form.command(result_id), actor=actor)):
        return done(request, _("Your answer is recorded."), "results:result", result_id)
    version = card.version
    facts = (
        Answer(_("Name of the result"), version.title),
        Answer(_("Public summary"), version.summary),
        *((Answer(_("Confidential part"), card.confidential),) if card.confidential else ()),
        *_facts(card),
        *((Answer(_("What changes, and why"), version.ground),) if version.ground else ()),
    )
    page = FormPage(
        _("Check a result"),
        card.title,
        _("Record the answer"),
        file_crumbs(actor, result_id, card.title),
        reverse("results:result", args=[result_id]),
        facts,
        (
            _("Compare title, kind and readiness with the papers that were handed in."),
            _("Look that the public summary gives away nothing of the confidential part."),
        ),
    )
    return draw(request, form, page)


@ask
def withdraw(request: HttpRequest, result_id: int) -> HttpResponse:
    """Take back what is not registered yet."""
    actor = signed_in(request)
    card = queries.result_card(result_id, actor)
    require_side(actor, card.party)
    form = bind(WithdrawForm, request, initial={"seen": card.stamp})
    if saved(request, form, lambda: usecases.withdraw_result(form.command(result_id), actor=actor)):
        return done(request, _("The result is withdrawn."), "results:result", result_id)
    page = FormPage(
        _("Withdraw the result"),
        _("Possible until it is registered. It can be handed in anew at any time."),
        _("Withdraw the result"),
        file_crumbs(actor, result_id, card.title),
        reverse("results:result", args=[result_id]),
    )
    return draw(request, form, page)
