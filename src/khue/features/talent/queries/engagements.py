"""Offers, engagements and evaluations, as the expert, staff and everybody see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import KhueError
from khue.features.councils.queries import SourcePaper
from khue.features.documents import queries as papers
from khue.features.people import queries as people
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
from khue.features.talent.models import Candidacy, Engagement, Evaluation, ExpertDue, Offer
from khue.features.talent.queries.facts import bonus_left, ending_stands, last_evaluated
from khue.features.talent.queries.searching import offer_state, unit_name
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.paging import Page, keyset
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


@dataclass(frozen=True, slots=True)
class EngagementLine:
    """A line of a list; ``name`` may be the sentence of a restriction, or empty where the expert wants it so."""

    id: int
    number: str
    version: int
    title: str
    unit: Text
    name: Text | str
    origin: Text
    from_on: date
    until_on: date
    state: StateView
    total: int
    paid: int

    @property
    def state_words(self) -> Text:
        return self.state.label  # type: ignore[return-value]  # flows have Text labels


def engagements(
    actor: Actor, state: str, origin: str, q: str, after: str | None, size: int = 25
) -> Page[EngagementLine]:
    """All engagements for staff, newest first; names of restricted persons are left out. Raises NotAllowed."""
    actor.require(access.READ)
    hidden = access.barred(actor)
    found = _filtered(Engagement.objects.select_related("need", "offer"), state, origin)
    if q.strip():
        found = found.filter(Q(need__title__icontains=q.strip()) | Q(number__icontains=q.strip()))
    return keyset(found, ["-id"], after, size).of(
        lambda row: _line(row, people.RESTRICTED if row.person_id in hidden else row.name)
    )


def public_engagements(
    today: date, state: str, origin: str, q: str, after: str | None, size: int = 25
) -> Page[EngagementLine]:
    """What everybody may read: task, unit, period, kind of expert and money; a name only with the expert's consent.

    Engagements of persons whose data are restricted are left out.
    """
    found = _filtered(Engagement.objects.select_related("need", "offer").filter(state__in=PUBLIC), state, origin)
    found = found.exclude(person_id__in=people.restricted_ids())
    if q.strip():
        found = found.filter(Q(need__title__icontains=q.strip()) | Q(number__icontains=q.strip()))
    return keyset(found, ["-id"], after, size).of(lambda row: _line(row, row.name if row.public_name else ""))


def _filtered(found: QuerySet[Any], state: str, origin: str) -> QuerySet[Any]:
    if state in ENGAGEMENT.labels:
        found = found.filter(state=state)
    return found.filter(origin=origin) if origin in ORIGINS else found


def _line(row: Engagement, name: Text | str) -> EngagementLine:
    return EngagementLine(
        row.pk, row.number, row.version, row.need.title, unit_name(row.unit), name, ORIGINS[row.origin], row.from_on,
        row.until_on, engagement_state(row.state), row.offer.total, row.paid,
    )  # fmt: skip


def my_engagements(actor: Actor) -> tuple[EngagementLine, ...]:
    """The reader's own engagements, newest first."""
    if not actor.is_signed_in or actor.within:
        return ()
    own = [people.party_id(key) for key in actor.keys if people.is_party_key(key)]
    rows = Engagement.objects.select_related("need", "offer").filter(person_id__in=own).order_by("-pk")[:50]
    return tuple(_line(row, row.name) for row in rows)


def engagement_of_due(due_id: int) -> int:
    """Raises Missing."""
    found = ExpertDue.objects.filter(pk=due_id).values_list("engagement_id", flat=True).first()
    if found is None:
        raise access.no_such_record()
    return int(found)


def engagement_of_evaluation(evaluation_id: int) -> int:
    """Raises Missing."""
    found = Evaluation.objects.filter(pk=evaluation_id).values_list("engagement_id", flat=True).first()
    if found is None:
        raise access.no_such_record()
    return int(found)


# -- for jobs, files and councils --------------------------------------------------------------------------------------


def offers_to_lapse(today: date) -> tuple[int, ...]:
    return tuple(Offer.objects.filter(state="sent", answer_by__lt=today).values_list("pk", flat=True))


def engagements_to_evaluate(today: date) -> tuple[int, ...]:
    """Running ones whose year since the last evaluation ends within a month, and that nobody was reminded of yet."""
    rows = Engagement.objects.filter(state="running", from_on__lte=today - YEAR + NOTICE_BEFORE)
    found = []
    for row in rows.exclude(evaluations__state__in=("open", "judged", "contested")):
        _last, since = last_evaluated(row)
        if since + YEAR - NOTICE_BEFORE <= today and (row.reminded_on is None or row.reminded_on <= since):
            found.append(row.pk)
    return tuple(found)


def may_read_subject(actor: Actor, subject: str) -> bool:
    """For files of ``candidacy:<id>`` and ``engagement:<id>``: the expert, staff whom no restriction keeps out."""
    kind, _, number = subject.partition(":")
    if not number.isdigit():
        return False
    rows: dict[str, QuerySet[Any]] = {"candidacy": Candidacy.objects.all(), "engagement": Engagement.objects.all()}
    person = rows[kind].filter(pk=int(number)).values_list("person_id", flat=True).first() if kind in rows else None
    if person is None:
        return False
    try:
        access.require_reader(actor, person)
    except KhueError:
        return False
    return True


def council_papers(subject: str) -> Iterator[SourcePaper]:
    """For councils: the papers of a candidacy. They name the candidate, so there is no redacted copy."""
    number = subject.partition(":")[2]
    row = Candidacy.objects.filter(pk=int(number)).first() if number.isdigit() else None
    for card in files.cards_by_id(row.papers) if row else ():
        yield SourcePaper(card.name, UUID(card.id))


def hidden_engagements(actor: Actor) -> frozenset[str]:
    """``engagement:7`` whose papers stand in no list for this reader: the expert's data are restricted."""
    hidden = access.barred(actor)
    rows = Engagement.objects.filter(person_id__in=hidden).values_list("pk", flat=True) if hidden else ()
    return frozenset(f"engagement:{number}" for number in rows)


def is_restricted_subject(subject: str) -> bool:
    """For the public check of a paper: whether its expert's data are restricted now."""
    kind, _, number = subject.partition(":")
    if kind != "engagement" or not number.isdigit():
        return False
    person = Engagement.objects.filter(pk=int(number)).values_list("person_id", flat=True).first()
    return person is not None and people.is_restricted(access.key_of(person))
