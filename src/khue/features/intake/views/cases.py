"""The list of cases, and one case with its line of messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.intake import access, queries
from khue.features.intake.domain.states import KINDS, STATES, WAYS
from khue.features.intake.queries import CaseRow, InLine, OutLine, Wanted, state_view
from khue.features.intake.views.frame import crumbs, download, downloads, tabs
from khue.kernel import viewing
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, StepView, TableView, Words
from khue.kernel.web import language, render, signed_in

ROWS = 25
COLUMNS = (
    ("source", gettext_lazy("Source")),
    ("external_id", gettext_lazy("Number at the source")),
    ("number", gettext_lazy("Dossier number")),
    ("applicant", gettext_lazy("Applicant")),
    ("lodged_at", gettext_lazy("Lodged at the source")),
    ("business_words", gettext_lazy("Business")),
    ("payment_words", gettext_lazy("Payment")),
    ("delivery_words", gettext_lazy("Result handed over")),
    ("sync_words", gettext_lazy("Synchronisation")),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down of the filter."""

    name: str
    label: Words
    options: tuple[tuple[str, Words], ...]
    current: str


@dataclass(frozen=True, slots=True)
class CasesPage:
    title: Words
    tabs: tuple[Link, ...]
    choices: tuple[Choice, ...]
    words: str
    table: TableView


@dataclass(frozen=True, slots=True)
class Event:
    """A point on the line: a message in, a message out, or a change; ``lines`` are what can be read of it."""

    side: str
    at: Any
    title: Words
    state: StateView | None
    lines: tuple[Words, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    title: str
    lead: Words
    crumbs: tuple[Link, ...]
    states: tuple[tuple[Words, StateView], ...]
    facts: tuple[Answer, ...]
    reasons: tuple[Any, ...]
    deeds: tuple[Link, ...]
    line: tuple[Event, ...]
    files: tuple[Any, ...]
    steps: tuple[StepView, ...]


@require_safe
def cases(request: HttpRequest) -> HttpResponseBase:
    """Cases of other systems, newest first, filtered by source and by each of the four states."""
    actor = signed_in(request)
    actor.require(access.READ)
    wanted = _wanted(request)
    file = download(request, "intake", COLUMNS, lambda: queries.all_cases(actor, wanted))
    if file is not None:
        return file
    found = queries.cases(actor, wanted, request.GET.get("after"), ROWS)
    table = TableView(
        columns=(
            Column(_("Number at the source")),
            Column(_("Applicant")),
            *(Column(label, "state") for label in KINDS.values()),
        ),
        rows=tuple(map(_row, found.rows)),
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=_("Cases"),
        empty=EmptyView(
            _("No case here"),
            _("Cases appear as soon as a connected system sends them, also those refused for content."),
        ),
    )
    page = CasesPage(_("Intake"), tabs("cases", actor), _choices(wanted), wanted.words, table)
    return render(request, "intake/cases.html", page)


def _wanted(request: HttpRequest) -> Wanted:
    given = {name: request.GET.get(name, "")[:40] for name in ("source", *KINDS)}
    for kind, known in STATES.items():
        given[kind] = given[kind] if given[kind] in known else ""
    return Wanted(**given, words=request.GET.get("q", "")[:100].replace("\0", ""))


def _choices(wanted: Wanted) -> tuple[Choice, ...]:
    every: tuple[str, Words] = ("", _("all"))
    known = tuple((card.code, card.name) for card in queries.sources())
    found = [Choice("source", _("Source"), (every, *known), wanted.source)]
    for kind, label in KINDS.items():
        found.append(Choice(kind, label, (every, *STATES[kind].items()), getattr(wanted, kind)))
    return tuple(found)


def _row(row: CaseRow) -> Row:
    name = Cell(row.external_id, reverse("intake:case", args=[row.id]), row.number or "–", strong=True)
    states = tuple(state_view(kind, getattr(row, kind)) for kind in KINDS)
    return Row((name, Cell(row.applicant, note=row.source), *states))


# -- one case --------------------------------------------------------------------------------------------------------


@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """The four states, and every message in and out on one line of time."""
    actor = signed_in(request)
    found = queries.case_page(case_id, actor)
    card = found.card
    if found.is_private_person:
        viewing.note_view(actor, found.applicant_key, "intake", f"intake:{card.id}")
    page = CaseView(
        title=card.external_id,
        lead=card.source.name,
        crumbs=crumbs(),
        states=tuple((KINDS[kind], state_view(kind, code)) for kind, code in card.states.items()),
        facts=_facts(found),
        reasons=tuple(reason for line in _refused_last(found) for reason in line.reasons),
        deeds=_deeds(found),
        line=_line(found),
        files=found.files,
        steps=_steps(found),
    )
    return render(request, "intake/case.html", page)


def _facts(found: queries.CasePage) -> tuple[Answer, ...]:
    card = found.card
    number: Any = Link(card.number, reverse("dossiers:follow", args=[card.number])) if card.number else "–"
    lines = [
        Answer(_("Dossier"), number),
        Answer(_("Applicant"), card.applicant_name),
        Answer(_("Procedure code of the source"), card.procedure_code),
        Answer(_("Lodged at the source"), card.lodged_at, kind="moment"),
        Answer(_("Received here"), card.received_at, kind="moment"),
        Answer(_("Newest revision"), card.revision),
    ]
    if card.due_on:
        lines.append(Answer(_("Due on"), card.due_on, kind="day"))
    if card.handed_at:
        lines.append(Answer(_("Result handed over"), WAYS[card.handed_way]))
    return tuple(lines)


def _deeds(found: queries.CasePage) -> tuple[Link, ...]:
    """What this officer can do now."""
    states, links = found.card.states, []
    if found.may_send and states["sync"] == "failed":
        links.append(Link(_("Send again"), reverse("intake:send-again", args=[found.card.id])))
    if found.may_send and states["delivery"] == "ready":
        links.append(Link(_("Record the handing over"), reverse("intake:hand-over", args=[found.card.id])))
    return tuple(links)


def _line(found: queries.CasePage) -> tuple[Event, ...]:
    """Messages in on one side, messages out on the other, by time."""
    above = _refused_last(found)
    events = [_came(line, told=line in above) for line in found.ins] + [_went(line) for line in found.outs]
    return tuple(sorted(events, key=lambda event: event.at))


def _refused_last(found: queries.CasePage) -> tuple[InLine, ...]:
    """The newest message when it was refused: its reasons stand at the top of the page, and there only."""
    return tuple(line for line in found.ins[-1:] if not line.taken)


def _came(line: InLine, *, told: bool) -> Event:
    state = StateView("taken", _("taken in"), "good") if line.taken else StateView("refused", _("not in order"), "bad")
    title = _("%(kind)s, revision %(number)s") % {"kind": line.kind.into(language()), "number": line.revision}
    said: list[Words] = [_("%(size)s bytes, SHA-256 %(mark)s…") % {"size": line.size, "mark": line.sha256[:16]}]
    said += [f"{question}: {name}" for question, name, _size in line.files]
    said += [] if told else [reason.text for reason in line.reasons]
    return Event("in", line.at, title, state, tuple(said))


def _went(line: OutLine) -> Event:
    said: list[Words] = []
    if line.sent_at:
        said.append(
            _("%(count)s attempts") % {"count": len(line.tries)} if len(line.tries) > 1 else _("At the first attempt")
        )
    for attempt in line.tries[:3]:
        if not attempt.arrived:
            status, what = attempt.status or _("no answer"), attempt.said or "–"
            said.append(f"{status} · {what[:120]}")
    return Event("out", line.at, line.kind, line.state, tuple(said), line.name)


def _steps(found: queries.CasePage) -> tuple[StepView, ...]:
    """The history of the four states, as the vertical line."""
    return tuple(
        StepView(STATES[change.kind].get(change.after, change.after), KINDS[change.kind], change.at, "done")
        for change in found.card.changes
    )
