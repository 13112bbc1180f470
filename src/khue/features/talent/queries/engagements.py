"""Offers, engagements and evaluations, as the expert, staff and everybody see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.documents import queries as papers
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain.rulings import Ruling
from khue.features.talent import access
from khue.features.talent.domain.words import (
    DUE,
    DUES,
    END_GROUNDS,
    ENGAGEMENT,
    EVALUATION,
    ORIGINS,
    OUTCOMES,
    RESULT,
    name_of_due,
)
from khue.features.talent.models import Engagement, Evaluation, ExpertDue, Offer
from khue.features.talent.queries.facts import bonus_left, ending_stands
from khue.features.talent.queries.searching import offer_state, unit_name
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {"agreed": "wait", "running": "now", "completed": "good", "renewed": "firm", "ended": "bad"}
DUE_TONES: dict[str, Tone] = {"handed_in": "now", "due": "wait", "ordered": "wait", "paid": "good"}
EVALUATION_TONES: dict[str, Tone] = {
    "open": "wait",
    "judged": "now",
    "concluded": "firm",
    "contested": "bad",
    "final": "good",
}
PUBLIC = ("running", "completed", "renewed", "ended")
YEAR = timedelta(days=365)
NOTICE_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ResultRow:
    no: int
    title: str
    criteria: str
    due_on: date
    amount: int


@dataclass(frozen=True, slots=True)
class OfferCard:
    id: int
    no: int
    need: int
    title: str
    candidacy: int
    name: Text | str
    origin: Text
    code: str
    state: StateView
    monthly_pay: int
    months: int
    from_on: date
    until_on: date
    results: tuple[ResultRow, ...]
    extras: tuple[tuple[Text, int], ...]
    total: int
    binding: bool
    rulings: tuple[Ruling, ...]
    drafted_by: str
    drafted_by_key: str
    decided_by: str
    answer_by: date | None
    ground: str
    renews: int | None
    engagement: int | None
    mine: bool


def offer_card(offer_id: int, actor: Actor) -> OfferCard:
    """For the expert once it was sent, and for staff. Raises Missing, NotAllowed."""
    row = Offer.objects.select_related("candidacy", "need", "engagement").filter(pk=offer_id).first()
    if row is None:
        raise access.no_such_record()
    access.require_reader(actor, row.candidacy.person_id)
    mine = access.is_self(actor, row.candidacy.person_id)
    if mine and not actor.may(access.READ) and row.state in ("drafted", "rejected"):
        raise access.no_such_record()
    made = getattr(row, "engagement", None)
    return OfferCard(
        id=row.pk,
        no=row.no,
        need=row.need_id,
        title=row.need.title,
        candidacy=row.candidacy_id,
        name=row.candidacy.name,
        origin=ORIGINS[row.candidacy.origin],
        code=row.state,
        state=offer_state(row.state),
        monthly_pay=row.monthly_pay,
        months=row.months,
        from_on=row.from_on,
        until_on=row.until_on,
        results=tuple(ResultRow(r.no, r.title, r.criteria, r.due_on, r.amount) for r in row.results.order_by("no")),
        extras=tuple((label, getattr(row, kind)) for kind, label in DUES.items() if kind != RESULT and getattr(row, kind)),
        total=row.total,
        binding=row.binding,
        rulings=rulebook.rulings_of(f"expert_offer:{row.pk}"),
        drafted_by=row.drafted_by_name,
        drafted_by_key=row.drafted_by,
        decided_by=row.decided_by_name,
        answer_by=row.answer_by,
        ground=row.ground,
        renews=row.renews_id,
        engagement=made.pk if made else None,
        mine=mine,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DueRow:
    id: int
    no: int
    kind: str
    kind_words: Text
    title: str
    criteria: str
    due_on: date
    amount: int
    asked: int
    granted: int
    state: StateView
    note: str
    papers: tuple[FileCard, ...]
    checked_by: str
    checked_on: date | None
    check_note: str
    order: int | None
    paid_on: date | None

    @property
    def called(self) -> Text:
        """A result by its own title, what stands beside the results by the words of its kind."""
        return name_of_due(self.kind, self.title)


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    id: int
    no: int
    from_on: date
    until_on: date
    council: int
    state: StateView
    report: str
    verdict_words: str
    outcome: Text | None
    outcome_code: str
    ground: str
    bonus: int
    concluded_by: str
    concluded_on: date | None
    contest_until: date | None
    answer: str
    settled_by: str
    settled_ground: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    id: int
    version: int
    from_on: date
    until_on: date
    state: StateView


@dataclass(frozen=True, slots=True)
class EngagementCard:
    """``missing``: who has yet to sign the contract; ``bonus_left`` and money in đồng."""

    id: int
    number: str
    version: int
    title: str
    need: int
    task: str
    unit: Text
    person: str
    name: str
    origin: Text
    origin_code: str
    candidacy: int
    from_on: date
    until_on: date
    public_name: bool
    code: str
    state: StateView
    monthly_pay: int
    months: int
    total: int
    budget_line: str
    committed: int
    granted: int
    paid: int
    released: int
    contract_number: str
    paper_code: str
    contract: FileCard | None
    signed: bool
    missing: tuple[Text, ...]
    offer: int
    drafted_by_key: str
    ended_on: date | None
    ended_cause: Text | None
    ended_ground: str
    dues: tuple[DueRow, ...]
    evaluations: tuple[EvaluationRow, ...]
    versions: tuple[VersionRow, ...]
    next_evaluation_on: date
    bonus_left: int
    ending: str
    renewal: int | None
    mine: bool
    revision: int


def engagement_card(engagement_id: int, actor: Actor) -> EngagementCard:
    """For the expert and staff. Raises Missing for strangers, NotAllowed where a restriction keeps staff out."""
    row = Engagement.objects.select_related("need", "offer").filter(pk=engagement_id).first()
    if row is None:
        raise access.no_such_record()
    access.require_reader(actor, row.person_id)
    stored = {card.id: card for card in files.cards(f"engagement:{row.pk}")}
    standing = papers.signature_standing(f"engagement:{row.pk}")
    evaluations = tuple(_evaluation(one) for one in row.evaluations.order_by("-no"))
    since = next((one.until_on for one in evaluations if one.state.code != "set_aside"), row.from_on)
    renewal = row.renewals.filter(state__in=("drafted", "sent", "accepted")).values_list("pk", flat=True).first()
    versions = Engagement.objects.filter(number=row.number).order_by("version")
    return EngagementCard(
        id=row.pk,
        number=row.number,
        version=row.version,
        title=row.need.title,
        need=row.need_id,
        task=row.need.task,
        unit=unit_name(row.unit),
        person=access.key_of(row.person_id),
        name=row.name,
        origin=ORIGINS[row.origin],
        origin_code=row.origin,
        candidacy=row.offer.candidacy_id,
        from_on=row.from_on,
        until_on=row.until_on,
        public_name=row.public_name,
        code=row.state,
        state=engagement_state(row.state),
        monthly_pay=row.offer.monthly_pay,
        months=row.offer.months,
        total=row.offer.total,
        budget_line=row.budget_line,
        committed=row.committed,
        granted=row.granted,
        paid=row.paid,
        released=row.released,
        contract_number=row.contract_number,
        paper_code=row.paper_code,
        contract=stored.get(str(row.contract_file)) if row.contract_file else None,
        signed=bool(standing and standing.signed),
        missing=standing.missing if standing else (),
        offer=row.offer_id,
        drafted_by_key=row.offer.drafted_by,
        ended_on=row.ended_on,
        ended_cause=END_GROUNDS.get(row.ended_cause),
        ended_ground=row.ended_ground,
        dues=tuple(_due(one, stored) for one in row.dues.order_by("no")),
        evaluations=evaluations,
        versions=tuple(
            VersionRow(v.pk, v.version, v.from_on, v.until_on, engagement_state(v.state)) for v in versions
        ),
        next_evaluation_on=since + YEAR,
        bonus_left=bonus_left(row),
        ending=ending_stands(row, actor.today),
        renewal=renewal,
        mine=access.is_self(actor, row.person_id),
        revision=row.revision,
    )  # fmt: skip


def engagement_state(code: str) -> StateView:
    return StateView(code, ENGAGEMENT.label(code).capitalised(), TONES.get(code, "plain"))


def _due(row: ExpertDue, stored: dict[str, FileCard]) -> DueRow:
    return DueRow(
        row.pk, row.no, row.kind, DUES[row.kind], row.title, row.criteria, row.due_on, row.amount, row.asked, row.granted,
        StateView(row.state, DUE.label(row.state).capitalised(), DUE_TONES.get(row.state, "plain")), row.note,
        tuple(stored[paper] for paper in row.papers if paper in stored), row.checked_by_name, row.checked_on,
        row.check_note, row.order, row.paid_on,
    )  # fmt: skip


def _evaluation(row: Evaluation) -> EvaluationRow:
    return EvaluationRow(
        row.pk, row.no, row.from_on, row.until_on, row.council,
        StateView(row.state, EVALUATION.label(row.state).capitalised(), EVALUATION_TONES.get(row.state, "plain")), row.report,
        row.verdict_words, OUTCOMES.get(row.outcome), row.outcome, row.ground, row.bonus, row.concluded_by_name,
        row.concluded_on, row.contest_until, row.answer, row.settled_by_name, row.settled_ground,
    )  # fmt: skip
