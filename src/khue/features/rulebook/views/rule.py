"""One rule: what it says and rests on, what it asks, its cases, what rests on it, and a form to try it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.rules.catalogue import asked as facts_of
from khue.core.rules.catalogue import refusal_text, source_of
from khue.core.rules.engine import Point, Rulebook, RuleMissing
from khue.core.rules.explain import Line, explain
from khue.core.rules.expressions import Fact
from khue.core.rules.reading import FactsRefused
from khue.core.rules.rule import Rule
from khue.features.rulebook import queries
from khue.features.rulebook.forms import TryForm
from khue.features.rulebook.queries import RestingAsked
from khue.features.rulebook.views.cases import cases
from khue.features.rulebook.views.frame import (
    certainty_state,
    crumbs,
    outcome_state,
    parameter_state,
    uses_table,
    value_words,
)
from khue.features.rulebook.views.resting import RestingView, resting_view
from khue.features.rulebook.views.rules import standing
from khue.kernel import web
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, TableView


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One sentence of an explanation; ``href`` is the page of the provision that it rests on."""

    text: Text
    citation: Text | None
    href: str
    certainty: StateView | None
    next_step: Text | None


@dataclass(frozen=True, slots=True)
class TriedView:
    """What the rule says of the case that the reader typed."""

    state: StateView
    binding: bool
    sentences: tuple[SentenceView, ...]
    near: Text | None
    question: Text | None
    digest: str


@dataclass(frozen=True, slots=True)
class RulePage:
    rule: Rule
    state: StateView
    facts: tuple[Answer, ...]
    provisions: TableView
    values: TableView
    asks: TableView
    refusals: TableView
    cases: TableView
    uses: TableView
    resting: RestingView
    source: str
    tried: TriedView | None
    crumbs: tuple[Link, ...]
    on: date
    edition: str
    action: str


@require_safe
def rule(request: HttpRequest, id: str) -> HttpResponse:
    """The rule as it holds on the day asked; where none does, the newest, with its days. A typed case is answered."""
    actor = web.actor_of(request)
    book = queries.rulebook()
    if id not in book.rules:
        raise _no_rule(id)
    form = TryForm(facts_of(book, book.rules[id]), request.GET)
    form.is_valid()
    on, known = form.cleaned_data.get("on") or actor.today, form.cleaned_data.get("known")
    found = _on(book, id, Point(on, known))
    tried = _tried(book, id, Point(on, known), form) if form.asked else None
    page = RulePage(
        rule=found,
        state=standing(book, id, on),
        facts=_facts(book, found),
        provisions=_provisions(book, found),
        values=_values(book, found, Point(on, known)),
        asks=_asks(book, found),
        refusals=_refusals(book, found),
        cases=cases(found, reverse("rulebook:rule", args=[id])),
        uses=uses_table(queries.uses_of_rule(id), _("It is asked at the command line and over the interface.")),
        resting=resting_view(RestingAsked(rule=id), actor),
        source=source_of(found),
        tried=tried,
        crumbs=crumbs(Link(_("Rules"), reverse("rulebook:rules"))),
        on=on,
        edition=book.edition,
        action=f"{request.path}#try",
    )
    return web.render(request, "rulebook/rule.html", page, 422 if form.errors else 200, form=form)


def _no_rule(id: str) -> Missing:
    return Missing(
        Text(f"Bộ quy tắc không có quy tắc “{id}”.", f"The rulebook has no rule “{id}”."),
        Text("Mời ông/bà xem danh sách quy tắc.", "See the list of rules."),
    )


def _on(book: Rulebook, id: str, at: Point) -> Rule:
    try:
        return book.rule(id, at)
    except RuleMissing:
        return book.rules[id]


def _tried(book: Rulebook, id: str, at: Point, form: TryForm) -> TriedView | None:
    """None when the case can't be used; the form then says why."""
    try:
        answer = book.ask(id, form.typed(), at)
    except FactsRefused as refused:
        form.tell(refused.problems)
        return None
    except RuleMissing as missing:
        form.add_error("on", f"{missing.text.into(web.language())} {missing.next_step.into(web.language())}")
        return None
    told = explain(answer)
    return TriedView(
        outcome_state(answer.outcome),
        answer.binding,
        tuple(_sentence(line) for line in told.reasons),
        told.near_text,
        told.next_question.question if told.next_question is not None else None,
        answer.digest,
    )


def _sentence(line: Line) -> SentenceView:
    href = reverse("rulebook:provision", args=[line.provision]) if line.provision else ""
    # What a reform would assume never comes here: the form offers none.
    sure = certainty_state(line.certainty) if line.certainty else None
    return SentenceView(line.text, line.citation, href, sure, line.next_step)


def _facts(book: Rulebook, found: Rule) -> tuple[Answer, ...]:
    told = [Answer(_("Id"), found.id), Answer(_("Holds from"), found.since, kind="day")]
    if found.until:
        told.append(Answer(_("Holds until"), found.until, kind="day"))
    if found.known_since:
        told.append(Answer(_("Known since"), found.known_since, kind="day"))
    versions = len(book.versions(found.id))
    if versions > 1:
        told.append(Answer(_("Versions"), versions))
    if found.rests_on_rules:
        links = tuple(Link(book.rules[id].title, reverse("rulebook:rule", args=[id])) for id in found.rests_on_rules)
        told.append(Answer(_("Rests on rules"), links))
    if found.received_under:
        where = book.book.provisions[found.received_under]
        told.append(Answer(_("Who receives it"), Link(where.citation, reverse("rulebook:provision", args=[where.key]))))
    told.append(Answer(_("Hash of its text"), found.digest))
    return tuple(told)


def _provisions(book: Rulebook, found: Rule) -> TableView:
    rows = []
    for key in found.cites:
        provision = book.book.provisions[key]
        text = Cell(provision.citation, reverse("rulebook:provision", args=[key]), provision.summary or "")
        rows.append(Row((text, certainty_state(provision.certainty))))
    return TableView((Column(_("Provision")), Column(_("How sure"))), tuple(rows), caption=_("Provisions"))


def _values(book: Rulebook, found: Rule, at: Point) -> TableView:
    rows = []
    for id in sorted({id for id, _kind, _on in found.legal_values}):
        entry, span = book.book.entries[id], book.view(at.known_on).at(id, at.on)
        rows.append(
            Row(
                (
                    Cell(entry.text, reverse("rulebook:parameter", args=[id]), id),
                    value_words(entry.unit, span.parameter.value, queries.code_words(id))
                    if span
                    else _("does not hold on this day"),
                    parameter_state(span.parameter) if span else None,
                )
            )
        )
    empty = EmptyView(_("It needs no figure"), _("It decides from facts alone."))
    columns = (Column(_("What")), Column(_("Value")), Column(_("How sure")))
    return TableView(columns, tuple(rows), caption=_("Figures"), empty=empty)


def _asks(book: Rulebook, found: Rule) -> TableView:
    rows = [row for fact in facts_of(book, found).values() for row in _fact_rows(fact)]
    columns = (Column(_("Question")), Column(_("Answer"), "text"))
    empty = EmptyView(_("It asks nothing"), _("It answers from the law and the day alone."))
    return TableView(columns, tuple(rows), caption=_("What it asks"), empty=empty)


def _fact_rows(fact: Fact, above: str = "") -> Iterator[Row]:
    kinds: Mapping[str, str] = {
        "money": _("an amount in đồng"), "count": _("a whole number"), "share": _("a share"), "day": _("a day"),
        "yesno": _("yes or no"), "lines": _("a list of lines"),
    }  # fmt: skip
    options: Any = kinds.get(fact.kind.value, "")
    if fact.options:
        labels = fact.labels or {}
        named = [labels.get(code, Text(code)) for code in fact.options]
        options = Text(" · ".join(each.vi for each in named), " · ".join(each.into("en") for each in named))
    name = f"{above}{fact.name}"
    question = fact.question if fact.question.vi != "?" else fact.label or Text(name)
    yield Row((Cell(question, note=name), options))
    for part in (fact.fields or {}).values():
        yield from _fact_rows(part, f"{name}.")


def _refusals(book: Rulebook, found: Rule) -> TableView:
    rows = []
    for refusal in found.ruling.refusals:
        rows.append(Row((Cell(refusal_text(book, refusal), note=refusal.code), refusal.next_step)))
    columns = (Column(_("It refuses when")), Column(_("What can be done")))
    empty = EmptyView(_("It refuses nothing"), _("It gives a value in every case."))
    return TableView(columns, tuple(rows), caption=_("Grounds of refusal"), empty=empty)
