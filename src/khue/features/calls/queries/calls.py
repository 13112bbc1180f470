"""Reading calls: the public list and page, questions, amendments, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.calls import access
from khue.features.calls.domain.calling import SETTLE, day_of, phase
from khue.features.calls.domain.flows import CONCEPT, MODES, PHASES, STAGES
from khue.features.calls.models import Amendment, Call, CallWatch, Proposal, Question
from khue.features.calls.queries import rules
from khue.features.calls.queries.cards import facts_of_call, phase_view
from khue.features.calls.queries.needs import RequirementLine, requirements_of
from khue.features.calls.queries.staging import ConceptTally, OtherStage, other_stages, tally_of
from khue.features.calls.queries.templates import TemplateLine, templates_of
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import DeadlineView, StateView

VIEWS = ("open", "coming", "ended", "preparing")


@dataclass(frozen=True, slots=True)
class CallRow:
    id: int
    number: str
    title: str
    field: Text
    mode: Text
    stage: Text | None
    cost_frame: int
    phase: StateView
    opens_at: datetime
    closes_at: datetime
    clock: DeadlineView | None
    published_at: datetime | None

    @property
    def phase_words(self) -> Text:
        return PHASES[self.phase.code]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """``asked_by`` is empty for everybody but the office."""

    id: int
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    asked_by: str


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    no: int
    text: str
    ground: str
    closes_before: datetime
    closes_after: datetime
    made_at: datetime

    @property
    def extends(self) -> bool:
        return self.closes_after > self.closes_before


@dataclass(frozen=True, slots=True)
class CallPage:
    """``counted`` is how many lie sealed, for the office after closing only; ``mine`` are (id, number, title) of one's own.

    ``stage`` is full or concept; ``stage_words`` None for a call of one stage only; ``stages`` are the calls of the other
    stage; ``tally`` says how the concepts were judged, once they are opened.
    """

    id: int
    number: str
    title: str
    summary: str
    goal: str
    requirements: tuple[RequirementLine, ...]
    criteria: tuple[str, ...]
    papers: tuple[str, ...]
    templates: tuple[TemplateLine, ...]
    field: Text
    mode_code: str
    mode: Text
    stage: str
    stage_words: Text | None
    stages: tuple[OtherStage, ...]
    tally: ConceptTally | None
    ground: str
    performer: str
    cost_frame: int
    months: int
    phase: StateView
    opens_at: datetime
    closes_at: datetime
    questions_until: date | None
    published_at: datetime | None
    cancelled_ground: str
    first_opener: str
    first_signed_at: datetime | None
    second_opener: str
    opened_at: datetime | None
    opens_from: datetime
    clock: DeadlineView | None
    questions: tuple[QuestionLine, ...]
    amendments: tuple[AmendmentLine, ...]
    order: tuple[int, str]
    counted: int | None
    mine: tuple[tuple[int, str, str], ...]
    may_ask: bool
    version: int


@dataclass(frozen=True, slots=True)
class WatchLine:
    id: int
    words: str
    field: str


def calls(actor: Actor, view: str, search: str, field: str, after: str | None, size: int = 25) -> Page[CallRow]:
    """Published calls are for everybody; those in preparation for staff with the right."""
    found, order = _calls(actor, view, search, field)
    return keyset(found, order, after, size).of(lambda row: _row(row, actor))


def _calls(actor: Actor, view: str, search: str, field: str) -> tuple[QuerySet[Call], list[str]]:
    found, order = Call.objects.all(), ["closes_at", "id"]
    match view:
        case "open":
            found = found.filter(state="published", opens_at__lte=actor.moment, closes_at__gt=actor.moment)
        case "coming":
            found = found.filter(state="published", opens_at__gt=actor.moment)
        case "preparing" if actor.may(access.READ):
            found = found.filter(state="prepared")
        case _:
            ended = Q(state="published", closes_at__lte=actor.moment) | Q(state__in=["opened", "cancelled"])
            found, order = found.filter(ended, published_at__isnull=False), ["-closes_at", "-id"]
    if field:
        found = found.filter(field=field)
    for word in fold(search).split():
        found = found.filter(folded__contains=word)
    return found, order


def _row(row: Call, actor: Actor) -> CallRow:
    return CallRow(
        id=row.pk,
        number=row.number,
        title=row.title,
        field=rules.field_label(row.field, actor.today),
        mode=MODES[row.mode],
        stage=stage_words(row),
        cost_frame=row.cost_frame,
        phase=phase_view(phase(facts_of_call(row), actor.moment)),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        clock=clock_of(row, actor.moment),
        published_at=row.published_at,
    )


def stage_words(row: Call) -> Text | None:
    """Which of two stages a call is; None for a call of one stage."""
    return STAGES[row.stage] if row.stage == CONCEPT or row.concept_call_id else None


def clock_of(row: Call, moment: datetime) -> DeadlineView | None:
    """Days until the closing hour while the call is open; hours on its last day."""
    if phase(facts_of_call(row), moment) not in ("announced", "open"):
        return None
    due, today = day_of(row.closes_at), day_of(moment)
    left = (due - today).days
    if left == 0:
        hours = max(0, int((row.closes_at - moment).total_seconds() // 3600))
        return DeadlineView(due, hours, "hours", 24, due_at=row.closes_at)
    return DeadlineView(due, left, "calendar_days", max(1, (due - day_of(row.opens_at)).days), due_at=row.closes_at)


def call(call_id: int, actor: Actor) -> CallPage:
    """Raises Missing, also for a call that is being prepared and a reader who does not work on it."""
    row = Call.objects.select_related("order").filter(pk=call_id).first()
    if row is None or not access.may_read_call(actor, row):
        raise access.no_such_call()
    where = phase(facts_of_call(row), actor.moment)
    staff = actor.may(access.READ)
    until = row.questions_until or day_of(row.closes_at)
    counted = Proposal.objects.filter(call=row, state="handed_in").count() if staff and where == "closed" else None
    return CallPage(
        id=row.pk,
        number=row.number,
        title=row.title,
        summary=row.summary,
        goal=row.order.goal,
        requirements=requirements_of(row.order_id),
        criteria=tuple(row.criteria),
        papers=tuple(row.papers),
        templates=templates_of(row, actor.today),
        field=rules.field_label(row.field, actor.today),
        mode_code=row.mode,
        mode=MODES[row.mode],
        stage=row.stage,
        stage_words=stage_words(row),
        stages=other_stages(row, actor),
        tally=tally_of(row.pk) if row.stage == CONCEPT and where == "opened" else None,
        ground=row.order.ground,
        performer=_performer(row, actor),
        cost_frame=row.cost_frame,
        months=row.order.months,
        phase=phase_view(where),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        questions_until=row.questions_until,
        published_at=row.published_at,
        cancelled_ground=row.cancelled_ground,
        first_opener=row.first_opener_name if staff else "",
        first_signed_at=row.first_signed_at if staff else None,
        second_opener=row.second_opener_name if staff else "",
        opened_at=row.opened_at,
        opens_from=row.closes_at + SETTLE,
        clock=clock_of(row, actor.moment),
        questions=_questions(row, staff=actor.may(access.PREPARE)),
        amendments=tuple(
            AmendmentLine(one.no, one.text, one.ground, one.closes_before, one.closes_after, one.made_at)
            for one in Amendment.objects.filter(call=row).order_by("no")
        ),
        order=(row.order_id, row.order.number),
        counted=counted,
        mine=_mine(row, actor),
        may_ask=actor.is_signed_in and where in ("announced", "open") and actor.today <= until,
        version=row.version,
    )


def _performer(row: Call, actor: Actor) -> str:
    """Of a direct assignment; the call was published and stays, without a name that is restricted."""
    hidden = row.order.performer_id is not None and row.order.performer_id in access.barred(actor)
    return people.restricted_words() if hidden else row.order.performer_name


def _questions(row: Call, *, staff: bool) -> tuple[QuestionLine, ...]:
    """Answered ones for everybody; the office also sees what waits, and who asked."""
    found = Question.objects.filter(call=row).order_by("pk")
    if not staff:
        found = found.exclude(answer="")
    return tuple(
        QuestionLine(one.pk, one.text, one.asked_at, one.answer, one.answered_at, one.asked_by if staff else "")
        for one in found
    )


def _mine(row: Call, actor: Actor) -> tuple[tuple[int, str, str], ...]:
    if not actor.is_signed_in:
        return ()
    rows = own_proposals(actor).filter(call=row).exclude(state="given_up")
    return tuple(rows.order_by("pk").values_list("pk", "number", "title"))


def own_proposals(actor: Actor) -> QuerySet[Proposal]:
    """Those of the parties that the actor hands in for, and those that the actor is a member of."""
    leads = {access.number_of(key) for key, scope in actor.acts_for if scope in ("submit", "all")}
    mine = [access.number_of(key) for key in actor.keys] if actor.is_signed_in and not actor.within else []
    member = Proposal.objects.filter(members__person__in=mine, members__removed_at=None).values("pk")
    return Proposal.objects.filter(Q(lead__in=leads | set(mine)) | Q(pk__in=member))


def question(question_id: int) -> tuple[int, str]:
    """Call and text of a question. Raises Missing."""
    found = Question.objects.filter(pk=question_id).values_list("call_id", "text").first()
    if found is None:
        raise access.missing("câu hỏi", "question")
    return found[0], found[1]


def watches(actor: Actor) -> tuple[WatchLine, ...]:
    """The actor's saved searches."""
    if not actor.is_signed_in:
        return ()
    rows = CallWatch.objects.filter(owner__in=actor.keys).order_by("pk")
    return tuple(WatchLine(row.pk, row.words, row.field) for row in rows)


def closing_soon(moment: datetime, until: datetime) -> tuple[int, ...]:
    """Ids of published calls that close between two moments and have drafts; for the worker."""
    rows = Call.objects.filter(state="published", closes_at__gt=moment, closes_at__lte=until)
    return tuple(rows.annotate(drafts=Count("proposals")).filter(drafts__gt=0).values_list("pk", flat=True))
