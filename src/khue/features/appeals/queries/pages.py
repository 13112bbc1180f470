"""What the pages of appeals show: one frozen value per page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.clock import remaining
from khue.core.decision import Decision
from khue.features.appeals import access
from khue.features.appeals.domain.deciding import outcome_sentence
from khue.features.appeals.domain.flow import APPEAL, FINAL, OUTCOME_TONES, OUTCOMES, TONES
from khue.features.appeals.domain.terms import Limits
from khue.features.appeals.models import Appeal
from khue.features.appeals.queries.facts import contested, second_is_open, second_of
from khue.features.appeals.queries.rules import limits
from khue.features.dossiers.queries import CasePage
from khue.features.dossiers.queries.decisions import DecisionFacts, decision_facts, decisions_of
from khue.features.rulebook import queries as rulebook
from khue.kernel import files
from khue.kernel.models import TimelineRow
from khue.kernel.ui import DeadlineView, FileView, StateView, StepView, Tone

TIMELINE = 40


@dataclass(frozen=True, slots=True)
class DialogueRow:
    held_on: date
    place: str
    present: str
    summary: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class SuspensionRow:
    """``ended_on`` None: the execution stands still now."""

    started_on: date
    ground: str
    ordered_by: str
    ended_on: date | None
    end_ground: str


@dataclass(frozen=True, slots=True)
class TimelineLine:
    text: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class AppealPage:
    """One appeal as its applicant follows it, and as an officer sees it. Amounts in đồng."""

    id: int
    number: str
    level: int
    code: str
    state: StateView
    version: int
    title: str
    applicant_key: str
    applicant_name: str
    dossier_id: int
    dossier_number: str
    procedure_key: str
    answers: Mapping[str, Any]
    files: tuple[FileView, ...]
    first: DecisionFacts
    limits: Limits
    file_until: date | None
    late: bool
    lodged_on: date | None
    admitted_on: date | None
    answered_by: str
    admission_ground: str
    departure: str
    complex_ground: str
    answer_due_on: date | None
    clock: DeadlineView | None
    decider: str
    decider_name: str
    outcome: StateView | None
    said: Text | None
    amount: int | None
    ground: str
    new_decision: DecisionFacts | None
    ended_on: date | None
    dialogues: tuple[DialogueRow, ...]
    suspensions: tuple[SuspensionRow, ...]
    steps: tuple[StepView, ...]
    timeline: tuple[TimelineLine, ...]
    is_side: bool
    may_act: bool
    may_withdraw: bool
    second_is_open: bool
    appealable: int
    second_id: int | None
    decided: tuple[DecisionFacts, ...]

    @property
    def why(self) -> Decision:
        return self.limits.why

    @property
    def suspended(self) -> SuspensionRow | None:
        return next((row for row in self.suspensions if row.ended_on is None), None)

    @property
    def name(self) -> Text:
        """What the page is called: the number, or that it is a draft."""
        return Text(self.number, self.number) if self.number else Text("Khiếu nại đang soạn", "An appeal being written")


def appeal_page(appeal_id: int, actor: Actor) -> AppealPage:
    """Raises Missing for a reader to whom the appeal is nothing."""
    # With the others of its dossier: the second complaint after it may be among them.
    same = Appeal.objects.filter(pk=appeal_id).values("dossier")
    rows = tuple(Appeal.objects.select_related("previous").filter(dossier__in=same).order_by("pk"))
    found = next((row for row in rows if row.pk == appeal_id), None)
    if found is None:
        raise access.no_such_appeal()
    access.require_read(actor, found)
    return _page_of(found, _second_of(found, rows), actor)


def _page_of(found: Appeal, second: int | None, actor: Actor) -> AppealPage:
    key = access.party_key(found)
    side = access.may_stand_for(actor, key, found.dossier_id)
    stored = {card.id: card for card in files.cards(f"appeal:{found.pk}")} if found.files else {}
    decisions = {decision.id: decision for decision in decisions_of(found.dossier_id)}
    first = decisions[found.decision_id]
    terms = limits(found.level, found.admitted_on or found.lodged_on or first.decided_on)
    return AppealPage(
        id=found.pk,
        number=found.number,
        level=found.level,
        code=found.state,
        state=state_view(found.state),
        version=found.version,
        title=found.title,
        applicant_key=key,
        applicant_name=found.applicant_name,
        dossier_id=found.dossier_id,
        dossier_number=found.dossier_number,
        procedure_key=found.procedure_key,
        answers=found.answers,
        files=tuple(_file(stored[identity]) for identity in found.files if identity in stored),
        first=first,
        limits=terms,
        file_until=contested(first, found.previous).until if found.state == "draft" else found.file_until,
        late=found.late,
        lodged_on=found.lodged_on,
        admitted_on=found.admitted_on,
        answered_by=found.answered_by_name,
        admission_ground=found.admission_ground,
        departure=found.departure,
        complex_ground=found.complex_ground,
        answer_due_on=found.answer_due_on,
        clock=_clock(found, actor.today),
        decider=found.decider,
        decider_name=found.decider_name,
        outcome=outcome_view(found.outcome),
        said=outcome_sentence(found.outcome, found.amount) if found.outcome else None,
        amount=found.amount,
        ground=found.ground,
        new_decision=decisions[found.new_decision_id] if found.new_decision_id else None,
        ended_on=found.ended_on,
        dialogues=tuple(
            DialogueRow(row.held_on, row.place, row.present, row.summary, row.recorded_by_name)
            for row in found.dialogues.order_by("pk")
        ),
        suspensions=tuple(
            SuspensionRow(row.started_on, row.ground, row.ordered_by_name, row.ended_on, row.end_ground)
            for row in found.suspensions.order_by("pk")
        ),
        steps=_steps(found),
        timeline=_timeline(found, key),
        is_side=access.is_side(actor, key, found.dossier_id),
        may_act=side,
        may_withdraw=side and APPEAL.may(found.state, "withdraw"),
        appealable=found.new_decision_id or found.decision_id,
        second_is_open=side and second_is_open(found, second, actor.today),
        second_id=second,
        decided=tuple(decisions.values()),
    )


def state_view(state: str) -> StateView:
    return StateView(state, APPEAL.label(state).capitalised(), cast(Tone, TONES[state]))


def outcome_view(outcome: str) -> StateView | None:
    if not outcome:
        return None
    return StateView(outcome, OUTCOMES[outcome].capitalised(), cast(Tone, OUTCOME_TONES[outcome]))


def _file(card: files.FileCard) -> FileView:
    return FileView(card.id, card.name, card.size, card.media_type, card.url, card.sha256)


def _clock(found: Appeal, today: date) -> DeadlineView | None:
    """The clock that runs now: of the filing, the admission or the answer; stopped when the appeal is over."""
    due, start = found.answer_due_on or found.admission_due_on, found.admitted_on or found.lodged_on
    if found.state == "draft":
        due, start = found.file_until, today
    if due is None:
        return None
    calendar, unit = rulebook.calendar(), "calendar_days"
    return DeadlineView(
        due_on=due,
        remaining=remaining(today, due, "calendar_days", calendar),
        unit=unit,
        total=max(1, remaining(start or today, due, "calendar_days", calendar)),
        ended_on=found.ended_on if found.state in FINAL else None,
    )


def small_clock(due: date | None, today: date) -> DeadlineView | None:
    if due is None:
        return None
    return DeadlineView(due, remaining(today, due, "calendar_days", rulebook.calendar()), unit="calendar_days")


def _steps(found: Appeal) -> tuple[StepView, ...]:
    """The vertical line: lodged, admitted, given to a second decider, decided; or where it ended before."""
    steps = [_step("Gửi khiếu nại", "Lodged", found.lodged_on, "", found.state == "draft")]
    if found.state == "withdrawn":
        return (*steps, StepView(Text("Đã rút", "Withdrawn"), found.withdrawn_ground, found.ended_on, "done"))
    if found.state == "declined":
        note = found.answered_by_name
        return (*steps, StepView(Text("Không thụ lý", "Not admitted"), note, found.ended_on, "done"))
    steps.append(_step("Thụ lý", "Admitted", found.admitted_on, found.answered_by_name, found.state == "lodged"))
    waiting = found.state == "admitted"
    steps.append(
        _step(
            "Giao người giải quyết", "Given to a second decider", found.assigned_on, found.decider_name,
            waiting and not found.decider,
        )
    )  # fmt: skip
    decided = found.ended_on if found.state == "decided" else None
    steps.append(_step("Quyết định giải quyết", "Decided", decided, "", waiting and bool(found.decider)))
    return tuple(steps)


def _step(vi: str, en: str, when: date | None, note: str, now: bool) -> StepView:
    return StepView(Text(vi, en), note if when else "", when, "done" if when else "now" if now else "next")


def _timeline(found: Appeal, key: str) -> tuple[TimelineLine, ...]:
    rows = TimelineRow.objects.filter(subject=f"appeal:{found.pk}", party=key).order_by("-pk")[:TIMELINE]
    return tuple(TimelineLine(Text(row.text_vi, row.text_en), row.at) for row in rows)


# -- on the dossier's page ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PanelRow:
    id: int
    name: Text
    state: StateView
    outcome: StateView | None
    clock: DeadlineView | None
    lodged_on: date | None


@dataclass(frozen=True, slots=True)
class PanelPage:
    """The appeals of a dossier, and the way to a new one: ``decision_id`` is the decision that may be appealed against."""

    rows: tuple[PanelRow, ...]
    decision_id: int | None
    until: date | None
    is_late: bool
    second: bool


@dataclass(frozen=True, slots=True)
class Panel:
    template: str
    page: PanelPage


def panels(case: CasePage, actor: Actor) -> tuple[Panel, ...]:
    """On the page of a decided dossier, for the applicant's side and for who may read appeals."""
    if not case.decided:
        return ()
    decision = case.decided[-1]
    if not case.is_side and not actor.may(access.READ):
        return ()
    rows = tuple(Appeal.objects.filter(dossier=case.facts.id).order_by("pk"))
    page = _panel(rows, decision, actor, side=case.is_side, may_act=case.may_act)
    return (Panel("appeals/panel.html", page),) if page.rows or page.decision_id else ()


def _panel(rows: tuple[Appeal, ...], decision: DecisionFacts, actor: Actor, *, side: bool, may_act: bool) -> PanelPage:
    """``rows``: all appeals of the dossier. One that is being written is its side's alone to see."""
    shown = tuple(
        PanelRow(
            row.pk,
            Text(row.number or "Đang soạn", row.number or "Being written"),
            state_view(row.state),
            outcome_view(row.outcome),
            _clock(row, actor.today) if row.state not in FINAL else None,
            row.lodged_on,
        )
        for row in rows
        if row.lodged_on or (side and row.state != "withdrawn")
    )
    first = next((row for row in reversed(rows) if row.level == 1 and row.state in ("decided", "admitted")), None)
    again = first is not None and second_is_open(first, _second_of(first, rows), actor.today)
    under_way = any(row.state in ("draft", "lodged", "admitted") for row in rows)
    used = first is not None and not again
    may_start = may_act and not used and (again or not under_way)
    facts = contested(decision, first if again else None, rows)
    late = facts.until is not None and actor.today > facts.until
    return PanelPage(shown, decision.id if may_start else None, facts.until, late, again)


def _second_of(first: Appeal, rows: tuple[Appeal, ...]) -> int | None:
    return next((row.pk for row in rows if row.previous_id == first.pk and row.state != "withdrawn"), None)


# -- before it begins --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StartPage:
    """What somebody should know before beginning: the decision, until when, by which terms, at which level."""

    decision: DecisionFacts
    level: int
    previous_id: int | None
    until: date | None
    late: bool
    why: Decision


def start_page(decision_id: int, actor: Actor) -> StartPage:
    """Raises Missing for a stranger, NotAllowed for a mandate that does not reach so far."""
    decision = decision_facts(decision_id)
    access.require_side(actor, decision.dossier.applicant_key, decision.dossier.id)
    answered = Appeal.objects.filter(dossier=decision.dossier.id, level=1, state__in=["decided", "admitted"])
    first = answered.order_by("-pk").first()
    previous = first if first is not None and second_is_open(first, second_of(first), actor.today) else None
    facts = contested(decision, previous)
    level = 2 if previous else 1
    return StartPage(
        decision=decision,
        level=level,
        previous_id=previous.pk if previous else None,
        until=facts.until,
        late=facts.until is not None and actor.today > facts.until,
        why=limits(level, actor.today).why,
    )
