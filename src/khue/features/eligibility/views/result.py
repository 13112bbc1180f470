"""The result: every entitlement with amount, reasons, what is missing, and the way to apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason
from khue.core.rules.kinds import Kind
from khue.features.eligibility import queries
from khue.features.eligibility.domain import Result, Start, results
from khue.features.eligibility.views.frame import Asking, answer_lines, asking_of, unlisted
from khue.features.eligibility.views.receiving import ReceivedView, law_page, received_by
from khue.features.eligibility.views.unset import UnsetView, unset_views
from khue.kernel import exports, ui, web
from khue.kernel.wording import words


@dataclass(frozen=True, slots=True)
class SupportCard:
    """One entitlement: ``missing`` leads to the questions that are open, ``start`` to where it is begun.

    ``received`` tells who takes a request in where no procedure runs here; None where no text says so.
    """

    anchor: str
    title: Text
    state: ui.StateView
    amount: Text | None
    decision: Decision
    steps: Sequence[Reason]
    why: str
    missing: tuple[ui.Link, ...]
    near: Text | None
    start: Start
    received: ReceivedView | None
    is_yes: bool


@dataclass(frozen=True, slots=True)
class ResultPage:
    day: date
    yes: tuple[SupportCard, ...]
    open: tuple[SupportCard, ...]
    no: tuple[SupportCard, ...]
    unset: tuple[UnsetView, ...]
    headline: str
    answers: tuple[ui.Answer, ...]
    more_href: str
    restart_href: str
    save_href: str
    shared: str
    exports: tuple[ui.Link, ...]
    edition: str


@require_safe
@unlisted
def result(request: HttpRequest) -> HttpResponseBase:
    """What somebody with these answers may get today."""
    asking = asking_of(request)
    if asking.done.wrong is not None:
        return web.redirect(asking.href("ask"))
    if not asking.entitlements.bounds:
        return web.render(request, "eligibility/none.html", None)
    starts = queries.starts(asking.actor.today)
    found = results(asking.done.answers, law_page)
    yes, open_, no = (
        tuple(_card(asking, each, starts[each.rule]) for each in found if each.outcome is outcome)
        for outcome in (Outcome.GRANTED, Outcome.UNKNOWN, Outcome.REFUSED)
    )
    page = ResultPage(
        day=asking.actor.today,
        yes=yes,
        open=open_,
        no=no,
        unset=unset_views(asking.actor.today),
        headline=_headline(len(yes), len(open_)),
        answers=answer_lines(asking),
        more_href=asking.href("ask") if asking.done.next is not None else "",
        restart_href=reverse("eligibility:ask"),
        save_href=asking.href("save") if asking.done.given else "",
        shared=request.build_absolute_uri(f"{request.path}?{asking.shared}"),
        exports=tuple(
            ui.Link(kind.upper(), f"{reverse('eligibility:result-file', args=[kind])}?{asking.shared}")
            for kind in ("csv", "xlsx", "json")
        ),
        edition=asking.entitlements.edition,
    )
    return web.render(request, "eligibility/result.html", page)


def _headline(yes: int, open_: int) -> str:
    if yes:
        return _("You may get %(yes)s of these kinds of support.") % {"yes": yes}
    if open_:
        return _("%(open)s kinds of support are possible; a few answers are still missing.") % {"open": open_}
    return _("With these answers none of the city’s kinds of support fits.")


STATES: Mapping[Outcome, tuple[Any, ui.Tone]] = {
    Outcome.GRANTED: (Text("Có thể được hỗ trợ", "Yes"), "good"),
    Outcome.UNKNOWN: (Text("Chưa xác định", "Not known yet"), "wait"),
    Outcome.REFUSED: (Text("Chưa phù hợp", "No"), "plain"),
}


def state_of(outcome: Outcome) -> ui.StateView:
    label, tone = STATES[outcome]
    return ui.StateView(outcome.value, label, tone)


def _card(asking: Asking, found: Result, start: Start) -> SupportCard:
    return SupportCard(
        anchor=found.rule.replace(".", "-"),
        title=found.title,
        state=state_of(found.outcome),
        amount=found.amount,
        decision=_without_questions(found),
        steps=found.steps,
        why=_("Why not?") if found.outcome is Outcome.REFUSED else _("Why?"),
        missing=_missing(asking, found),
        near=found.near,
        start=start,
        received=received_by(found.received_under) if start.kind == "waiting" else None,
        is_yes=found.outcome is Outcome.GRANTED,
    )


def _without_questions(found: Result) -> Decision:
    """What is missing is asked by links; the note tells what the law itself leaves open."""
    reasons = tuple(reason for reason in found.decision.reasons if reason.code not in found.missing)
    return Decision(found.outcome, reasons, found.decision.binding)


def _missing(asking: Asking, found: Result) -> tuple[ui.Link, ...]:
    given = {each.name for each in asking.done.given}
    links = []
    for name in sorted(found.missing, key=lambda each: each not in given):  # what was passed over first
        fact = asking.facts.get(name)
        if fact is not None:
            links.append(ui.Link(fact.question, asking.href("ask", change=name)))
    return tuple(links)


# ---- to take away ----------------------------------------------------------------------------------------------------


@require_safe
@unlisted
def result_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same as CSV, XLSX or JSON; one line for each kind of support. Amounts are never added up."""
    asking = asking_of(request)
    starts = queries.starts(asking.actor.today)
    rows = [_row(asking, found, starts[found.rule]) for found in results(asking.done.answers, law_page)]
    columns = (
        ("rule", _("Rule")), ("support", _("Support")), ("outcome", _("Result")), ("amount", _("Amount in đồng")),
        ("amount_words", _("Amount")), ("binding", _("Binding")), ("reasons", _("Why?")), ("provisions", _("Legal basis")),
        ("missing", _("Still missing")), ("nearest", _("What would change it")), ("procedure", _("Procedure")),
        ("start", _("Where to go on")), ("received", _("Who receives it")),
        ("day", _("Law as of")), ("edition", _("Edition of the rulebook")),
    )  # fmt: skip
    respond = {"csv": exports.csv_response, "json": exports.json_response, "xlsx": exports.xlsx_response}[kind]
    return respond(f"khue-{asking.actor.today:%Y-%m-%d}", columns, rows)


def _row(asking: Asking, found: Result, start: Start) -> dict[str, Any]:
    labels = [asking.facts[name].label for name in found.missing if name in asking.facts]
    sources = [reason.source.cited for reason in (*found.decision.reasons, *found.steps) if reason.source]
    return {
        "rule": found.rule,
        "support": found.title,
        "outcome": state_of(found.outcome).label,
        "amount": found.value if found.kind == Kind.MONEY else None,
        "amount_words": found.amount,
        "binding": found.binding,
        "reasons": " ".join(str(words(reason.text)) for reason in (*found.steps, *found.decision.reasons)),
        "provisions": "; ".join(dict.fromkeys(source.into(web.language()) for source in sources)),
        "missing": "; ".join(label.into(web.language()) for label in labels if label),
        "nearest": found.near,
        "procedure": start.label if start.kind == "procedure" else None,
        "start": start.href,
        "received": received.text if (received := received_by(found.received_under)) else None,
        "day": asking.actor.today,
        "edition": asking.entitlements.edition,
    }
