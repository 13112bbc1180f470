"""Reading rounds of selection: lists and pages for everybody, and the offers that a study takes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.calls import access
from khue.features.calls.domain.calling import phase
from khue.features.calls.domain.portfolio import OfferFacts
from khue.features.calls.domain.rounds import ROUND, ROUND_TONES, CallInRound, Rules
from khue.features.calls.models import Call, Proposal, Round, RoundCall, RoundEdition
from khue.features.calls.queries import rules as law
from khue.features.calls.queries.cards import facts_of_call, phase_view
from khue.features.calls.queries.judging import verdicts_of
from khue.features.ledger import queries as ledger
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView

ROUND_VIEWS = ("open", "decided", "all")
AWAITED = ("opened", "recommended", "not_recommended")
"""Proposals on which nobody decided yet."""


@dataclass(frozen=True, slots=True)
class RoundRow:
    id: int
    number: str
    title: str
    state: StateView
    calls: int
    published_at: datetime | None

    @property
    def state_words(self) -> Text:
        return ROUND.label(self.state.code)


@dataclass(frozen=True, slots=True)
class CallLine:
    """``proposals`` were opened."""

    id: int
    number: str
    title: str
    field: str
    field_words: Text
    cost_frame: int
    phase: StateView
    proposals: int


@dataclass(frozen=True, slots=True)
class EditionLine:
    no: int
    ground: str
    made_by: str
    made_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """``rules`` as declared last, or as they stand in the draft. ``waiting``: opened proposals without a verdict."""

    id: int
    number: str
    title: str
    state: StateView
    rules: Rules
    fields: tuple[tuple[str, Text], ...]
    calls: tuple[CallLine, ...]
    editions: tuple[EditionLine, ...]
    waiting: int
    prepared_by: str
    published_at: datetime | None
    ended_at: datetime | None
    ended_ground: str
    version: int

    @property
    def sealed(self) -> bool:
        """Whether no call of the round is opened yet."""
        return all(line.phase.code in ("prepared", "announced", "open", "closed") for line in self.calls)


def no_such_round() -> Missing:
    return access.missing("vòng xét chọn", "round of selection")


def rounds(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[RoundRow]:
    """Published rounds are for everybody; drafts and cancelled drafts for staff with the right. Newest first."""
    found = Round.objects.annotate(size=Count("calls"))
    if not actor.may(access.READ):
        found = found.filter(published_at__isnull=False)
    if view == "open":
        found = found.filter(state__in=["draft", "published"])
    elif view == "decided":
        found = found.filter(state="decided")
    return keyset(found, ["-id"], after, size).of(_row)


def _row(row: Round) -> RoundRow:
    size = row.size  # type: ignore[attr-defined]  # annotated by the query
    return RoundRow(row.pk, row.number, row.title, round_state(row.state), size, row.published_at)


def round_state(state: str) -> StateView:
    return StateView(state, ROUND.label(state).capitalised(), ROUND_TONES[state])  # type: ignore[arg-type]  # the table holds words of Tone only


def round_page(round_id: int, actor: Actor) -> RoundPage:
    """Raises Missing, also for a draft and a reader who does not work on it."""
    row = Round.objects.filter(pk=round_id).first()
    if row is None or (row.published_at is None and not actor.may(access.READ)):
        raise no_such_round()
    calls = tuple(_call(one, actor) for one in _calls_of(round_id).order_by("number"))
    fields = dict.fromkeys(line.field for line in calls)
    editions = RoundEdition.objects.filter(round=row).order_by("no")
    return RoundPage(
        id=row.pk,
        number=row.number,
        title=row.title,
        state=round_state(row.state),
        rules=Rules.from_json(row.rules),
        fields=tuple((code, law.field_label(code, actor.today)) for code in fields),
        calls=calls,
        editions=tuple(EditionLine(e.no, e.ground, e.made_by_name, e.made_at, e.digest) for e in editions),
        waiting=Proposal.objects.filter(call__in=[line.id for line in calls], state="opened").count(),
        prepared_by=row.prepared_by_name,
        published_at=row.published_at,
        ended_at=row.ended_at,
        ended_ground=row.ended_ground,
        version=row.version,
    )


def _calls_of(round_id: int) -> QuerySet[Call]:
    opened = Q(proposals__state__in=access.OPENED)
    return Call.objects.filter(rounds__round=round_id).annotate(came=Count("proposals", filter=opened))


def _call(row: Call, actor: Actor) -> CallLine:
    return CallLine(
        id=row.pk,
        number=row.number,
        title=row.title,
        field=row.field,
        field_words=law.field_label(row.field, actor.today).capitalised(),
        cost_frame=row.cost_frame,
        phase=phase_view(phase(facts_of_call(row), actor.moment)),
        proposals=row.came,  # type: ignore[attr-defined]  # annotated by the query
    )


def round_of_call(call_id: int) -> tuple[int, str, str] | None:
    """(id, number, state) of the live round that a call is in."""
    found = RoundCall.objects.filter(call=call_id, live=True).values_list("round_id", "round__number", "round__state")
    return found.first()


def calls_in_round(ids: Collection[int]) -> dict[int, CallInRound]:
    """Calls as the decisions on a round see them."""
    taken = dict(RoundCall.objects.filter(call__in=ids, live=True).values_list("call_id", "round__number"))
    return {
        row.pk: CallInRound(row.pk, row.number, row.state, row.mode, row.field, taken.get(row.pk, ""), row.stage)
        for row in Call.objects.filter(pk__in=ids)
    }


def callable_calls(on: date) -> tuple[tuple[int, str], ...]:
    """Calls that a new round may take, newest first."""
    taken = RoundCall.objects.filter(live=True).values("call")
    rows = Call.objects.filter(state__in=["prepared", "published"], mode="selection", stage="full").exclude(
        pk__in=taken
    )
    return tuple(
        (row.pk, f"{row.number} · {row.title} · {law.field_label(row.field, on).vi}") for row in rows.order_by("-pk")
    )


def offers_of(round_id: int) -> tuple[OfferFacts, ...]:
    """Every opened proposal of the round that nobody decided on, with its scores by reviewer. Five queries.

    Where a council of the platform scored, each reviewer's counting total; otherwise the points that were recorded.
    """
    rows = Proposal.objects.filter(call__rounds__round=round_id, call__rounds__live=True, state__in=AWAITED)
    found = list(rows.select_related("call").order_by("number"))
    verdicts = verdicts_of([row.pk for row in found])
    offers = []
    for row in found:
        said = [one for one in verdicts.get(row.pk, ()) if one.outcome]
        scores = {f"seat:{seat}": total for one in said[:1] for seat, total in one.scores.items()}
        if not scores and row.points is not None:
            scores = {"council": row.points}
        offers.append(
            OfferFacts(
                row.pk, row.number, row.call_id, row.call.field, row.lead_id, row.asked or 0, row.state, row.points, scores
            )
        )  # fmt: skip
    return tuple(offers)


def budget_choices() -> tuple[tuple[str, Text, int], ...]:
    """(subject, name, đồng available) of the lines of the ledger."""
    return tuple((line.subject, line.name, line.available) for line in ledger.budget_lines())


def available_in(subject: str) -> int | None:
    """What a line holds now, in đồng; None for no line."""
    return next((available for known, _name, available in budget_choices() if known == subject), None)
