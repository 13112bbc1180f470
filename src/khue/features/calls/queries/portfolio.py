"""Reading studies and the decision of a round: lists, a result with its proposals by name, two studies side by side, the public record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.optimum.portfolio.problem import Demand, Kind
from khue.core.optimum.portfolio.words import tell_demand
from khue.features.calls import access
from khue.features.calls.domain.portfolio import OUTSIDE, STUDY, STUDY_TONES, OfferFacts, StudyInputs
from khue.features.calls.domain.rounds import Rules
from khue.features.calls.models import Call, PortfolioDecision, PortfolioLine, PortfolioStudy, Proposal
from khue.features.calls.queries import rules as law
from khue.features.calls.queries.rounds import budget_choices, offers_of
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView


@dataclass(frozen=True, slots=True)
class StudyRow:
    """``value``, ``cost`` (đồng) and ``funded`` are None until it is solved, and where it has no solution."""

    id: int
    no: int
    title: str
    state: StateView
    budget: int
    feasible: bool | None
    value: int | None
    cost: int | None
    funded: int | None
    ordered_by: str
    ordered_at: datetime

    @property
    def state_words(self) -> Text:
        return STUDY.label(self.state.code)


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One proposal in a result. ``behind`` and ``level_cost`` are what it would need to get in; ``firm`` in how many of the
    drawings it is chosen; ``why`` it is not among those to choose from (then nothing else is told)."""

    id: int
    number: str
    title: str
    lead: str
    call: str
    field: Text
    cost: int
    points: int | None
    value: int | None
    chosen: bool
    behind: int | None
    level_cost: int | None
    asked: bool
    firm: int | None
    why: Text | None
    proposal_state: str

    @property
    def verdict(self) -> Text:
        if self.why is not None:
            return self.why
        return Text("được chọn", "chosen") if self.chosen else Text("không được chọn", "not chosen")


@dataclass(frozen=True, slots=True)
class StudyPage:
    """``result`` as stored once it is solved; ``lines`` every proposal that the study took, the chosen first.

    ``fresh``: nothing moved since it was ordered; ``open``: nobody decided on the round yet.
    """

    id: int
    no: int
    round_id: int
    round: str
    title: str
    state: StateView
    rules: Rules
    edition: int
    inputs: StudyInputs
    source: Text | None
    digest: str
    percent: int
    failure: Text | None
    result: Mapping[str, Any] | None
    conflicts: tuple[Text, ...]
    lines: tuple[OfferLine, ...]
    fresh: bool
    open: bool
    ordered_by: str
    ordered_at: datetime
    ended_at: datetime | None

    @property
    def under_way(self) -> bool:
        return self.state.code in ("waiting", "running")

    @property
    def feasible(self) -> bool:
        return bool(self.result and self.result["feasible"])


@dataclass(frozen=True, slots=True)
class DecidedLine:
    number: str
    proposal: int
    title: str
    lead: str
    call: str
    cost: int
    points: int | None
    proposed: bool
    funded: bool
    ground: str

    @property
    def departs(self) -> bool:
        return self.proposed != self.funded

    @property
    def outcome(self) -> Text:
        return Text("phê duyệt thực hiện", "approved") if self.funded else Text("không phê duyệt", "not approved")


@dataclass(frozen=True, slots=True)
class DecidedPage:
    """The public record: ``lines`` those that are carried out, and every departure whatever came of it."""

    study: int
    ground: str
    budget: int
    cost: int
    value: int
    solver_value: int
    solver_cost: int
    broken: tuple[Text, ...]
    decided_by: str
    decided_at: datetime
    funded: int
    all: int
    lines: tuple[DecidedLine, ...]


def no_such_study() -> Missing:
    return access.missing("phương án danh mục", "portfolio study")


def salt_of(row: PortfolioStudy) -> str:
    """Public beforehand: the number of the round. Every study of it draws equals in the same way."""
    return row.round.number


def studies(round_id: int, actor: Actor, after: str | None, size: int = 25) -> Page[StudyRow]:
    """For staff with the right; newest first."""
    actor.require(access.READ)
    rows = PortfolioStudy.objects.filter(round=round_id).defer("offers", "partial")
    return keyset(rows, ["-no"], after, size).of(_row)


def _row(row: PortfolioStudy) -> StudyRow:
    result = row.result or {}
    return StudyRow(
        id=row.pk,
        no=row.no,
        title=row.title,
        state=study_state(row.state),
        budget=int(row.inputs["budget"]),
        feasible=result.get("feasible"),
        value=result.get("value"),
        cost=result.get("cost"),
        funded=len(result["funded"]) if "funded" in result else None,
        ordered_by=row.ordered_by_name,
        ordered_at=row.ordered_at,
    )


def number_of_study(study_id: int) -> int:
    """The number of a study within its round. Raises Missing."""
    found = PortfolioStudy.objects.filter(pk=study_id).values_list("no", flat=True).first()
    if found is None:
        raise no_such_study()
    return found


def study_state(state: str) -> StateView:
    return StateView(state, STUDY.label(state).capitalised(), STUDY_TONES[state])  # type: ignore[arg-type]  # the table holds words of Tone only


def study_page(round_id: int, no: int, actor: Actor) -> StudyPage:
    """Raises Missing, NotAllowed. Names of leads whose data are restricted are not shown."""
    actor.require(access.READ)
    row = PortfolioStudy.objects.select_related("round", "edition").filter(round=round_id, no=no).first()
    if row is None:
        raise no_such_study()
    offers = tuple(OfferFacts.from_json(one) for one in row.offers)
    inputs = StudyInputs.from_json(row.inputs)
    names = {subject: name for subject, name, _available in budget_choices()} if inputs.source else {}
    lines = _lines(row, offers, actor)
    return StudyPage(
        id=row.pk,
        no=row.no,
        round_id=row.round_id,
        round=row.round.number,
        title=row.title,
        state=study_state(row.state),
        rules=Rules.from_json(row.edition.rules),
        edition=row.edition.no,
        inputs=inputs,
        source=names.get(inputs.source, Text(inputs.source, inputs.source)) if inputs.source else None,
        digest=row.digest,
        percent=100 * row.done // row.steps if row.steps else 0,
        failure=Text.from_json(row.failure) if row.failure else None,
        result=row.result,
        conflicts=_conflicts(row, actor),
        lines=lines,
        open=row.round.state == "published",
        fresh=row.round.state != "published" or offers == offers_of(row.round_id),
        ordered_by=row.ordered_by_name,
        ordered_at=row.ordered_at,
        ended_at=row.ended_at,
    )


def _lines(row: PortfolioStudy, offers: Sequence[OfferFacts], actor: Actor) -> tuple[OfferLine, ...]:
    result: Mapping[str, Any] = row.result or {}
    chosen, values = set(result.get("funded", ())), result.get("values", {})
    entries, firm, outside = result.get("entries", {}), result.get("stability", {}), result.get("outside", {})
    hidden = access.barred(actor)
    named = {
        pk: (title, lead, lead_id, call, state)
        for pk, title, lead, lead_id, call, state in Proposal.objects.filter(
            pk__in=[offer.id for offer in offers]
        ).values_list("pk", "title", "lead_name", "lead_id", "call__number", "state")
    }
    lines = []
    for offer in offers:
        title, lead, lead_id, call, state = named[offer.id]
        secret = lead_id in hidden
        entry = entries.get(offer.number)
        why = outside.get(offer.number)
        lines.append(
            OfferLine(
                id=offer.id,
                number=offer.number,
                title=people.RESTRICTED.vi if secret else title,
                lead=people.RESTRICTED.vi if secret else lead,
                call=call,
                field=law.field_label(offer.field, actor.today).capitalised(),
                cost=offer.cost,
                points=offer.points,
                value=values.get(offer.number),
                chosen=offer.number in chosen,
                behind=entry["behind"] if entry else None,
                level_cost=entry["cost"] if entry else None,
                asked=entry is not None,
                firm=firm.get(offer.number),
                why=OUTSIDE[why] if why else None,
                proposal_state=state,
            )
        )
    return tuple(sorted(lines, key=lambda one: (not one.chosen, one.why is not None, -(one.value or 0), one.number)))


def group_name(actor: Actor, calls: Mapping[str, str], group: str) -> Text:
    """How a group of limits is called: its field, or its call."""
    kind, _, code = group.partition(":")
    if kind == "field":
        return law.field_label(code, actor.today)
    return Text(calls.get(code, code), calls.get(code, code))


def _conflicts(row: PortfolioStudy, actor: Actor) -> tuple[Text, ...]:
    """What would have to go, in sentences."""
    result = row.result or {}
    return tell_demands(result.get("drop", ()), row.round_id, actor)


def tell_demands(stored: Sequence[Mapping[str, Any]], round_id: int, actor: Actor) -> tuple[Text, ...]:
    if not stored:
        return ()
    rows = Call.objects.filter(rounds__round=round_id).values_list("pk", "number")
    calls = {str(pk): number for pk, number in rows}

    def naming(kind: str, name: str) -> Text:
        return group_name(actor, calls, name) if kind == "group" else Text(name, name)

    return tuple(tell_demand(Demand(Kind(one["kind"]), one["name"], one["limit"]), naming) for one in stored)


def decided(round_id: int, actor: Actor, *, whole: bool = False) -> DecidedPage | None:
    """What people decided, for everybody; ``whole``: with those that were refused as proposed, for staff with the right.

    Whoever's data are restricted keeps the number and loses the names.
    """
    row = PortfolioDecision.objects.select_related("study", "round").filter(round=round_id).first()
    if row is None:
        return None
    everything = whole and actor.may(access.READ)
    hidden = access.barred(actor)
    rows = list(
        PortfolioLine.objects.filter(decision=row).select_related("proposal__call").order_by("proposal__number", "pk")
    )
    lines = [_decided(one, hidden) for one in rows]
    result = row.study.result or {}
    return DecidedPage(
        study=row.study.no,
        ground=row.ground,
        budget=row.budget,
        cost=row.cost,
        value=row.value,
        solver_value=int(result.get("value", 0)),
        solver_cost=int(result.get("cost", 0)),
        broken=tell_demands(row.broken, round_id, actor),
        decided_by=row.decided_by_name,
        decided_at=row.decided_at,
        funded=sum(one.funded for one in lines),
        all=len(lines),
        # In public whoever is not chosen is a number: a refusal is nobody's business but its authors'.
        lines=tuple(
            one if everything or one.funded else replace(one, title="", lead="", points=None)
            for one in lines
            if everything or one.funded or one.departs
        ),
    )


def _decided(row: PortfolioLine, hidden: frozenset[int]) -> DecidedLine:
    secret = row.proposal.lead_id in hidden
    return DecidedLine(
        number=row.proposal.number,
        proposal=row.proposal_id,
        title=people.RESTRICTED.vi if secret else row.proposal.title,
        lead=people.RESTRICTED.vi if secret else row.proposal.lead_name,
        call=row.proposal.call.number,
        cost=row.cost,
        points=row.points,
        proposed=row.proposed,
        funded=row.funded,
        ground=row.ground,
    )
