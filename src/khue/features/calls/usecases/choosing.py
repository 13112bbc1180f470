"""People decide on a portfolio: all proposals of a round in one deed, each departure from the solver with its ground."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.errors import require
from khue.core.optimum.portfolio import cost_of, value_of, violations
from khue.features.calls import access
from khue.features.calls.domain.choosing import Choice, Standing, choices, levels, may_decide
from khue.features.calls.domain.needing import no_reasons
from khue.features.calls.domain.portfolio import TYPED, DecidePortfolio, OfferFacts, StudyInputs, problem_of
from khue.features.calls.domain.rounds import ROUND, Rules
from khue.features.calls.events import PortfolioDecided
from khue.features.calls.models import Member, PortfolioDecision, PortfolioLine, PortfolioStudy, Proposal, Round
from khue.features.calls.queries.portfolio import no_such_study, salt_of
from khue.features.calls.queries.rounds import AWAITED, available_in, offers_of
from khue.features.calls.usecases.deciding import competent, decide
from khue.features.calls.usecases.rounds import locked_round, write_round
from khue.features.dossiers.usecases import lock_dossiers
from khue.kernel.deeds import Deed, command


def decide_portfolio(asked: DecidePortfolio, *, actor: Actor) -> int:
    """The portfolio as people decide it, over a study that is solved; how many are carried out. Whole or not at all.

    Each proposal is decided in this one deed, as it would be alone. Raises Refused with all reasons: when somebody
    decided before, a proposal or the ledger's line moved since the study, or a departure has no ground.
    """
    actor.require(access.APPROVE)
    with command("calls.decide_portfolio", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        study = PortfolioStudy.objects.select_related("edition").filter(pk=asked.study_id).first()
        if study is None:
            raise no_such_study()
        deed.subject = f"round:{study.round_id}"
        row = locked_round(study.round_id, asked.seen)
        study.round = row
        standing_in = Proposal.objects.filter(call__rounds__round=row, call__rounds__live=True)
        # Dossiers before proposals: whoever withdraws one comes before or after, and the deadlock is nobody's.
        lock_dossiers(standing_in.values_list("dossier_id", flat=True))
        locked = list(
            standing_in.select_for_update(of=("self",)).select_related("call").filter(state__in=AWAITED).order_by("pk")
        )
        standing = _standing(row, study, locked, actor)
        require(may_decide(asked, standing, tuple(no_reasons(competent(deed)))))
        found = choices(asked, standing)
        _record(asked, row, study, found, deed=deed)
        by_id = {proposal.pk: proposal for proposal in locked}
        for one in found:
            ground = f"{asked.ground.strip()}\n{one.ground}" if one.departs else asked.ground
            decide(by_id[one.offer.id], funded=one.funded, ground=ground, deed=deed)
        deed.result(sum(one.funded for one in found))
        return sum(one.funded for one in found)


def _standing(row: Round, study: PortfolioStudy, locked: list[Proposal], actor: Actor) -> Standing:
    inputs = StudyInputs.from_json(study.inputs)
    result = study.result or {}
    hands = [access.number_of(key) for key in actor.hands]
    own = set(
        Member.objects.filter(proposal__in=locked, person__in=hands, removed_at=None).values_list(
            "proposal_id", flat=True
        )
    )
    near = {one.pk for one in locked if actor.is_near(access.party_key(one.lead_id))} | own
    return Standing(
        round_state=row.state,
        study_state=study.state,
        feasible=bool(result.get("feasible")),
        budget=inputs.budget,
        available=None if inputs.source == TYPED else available_in(inputs.source) or 0,
        offers=offers_of(row.pk),
        studied=tuple(OfferFacts.from_json(one) for one in study.offers),
        proposed=frozenset(result.get("funded", ())),
        near=frozenset(near),
    )


def _record(
    asked: DecidePortfolio, row: Round, study: PortfolioStudy, found: tuple[Choice, ...], *, deed: Deed
) -> None:
    """The decision and its lines, with what the decided set is worth and which declared demands it does not keep."""
    offers = [one.offer for one in found]
    rules, inputs = Rules.from_json(study.edition.rules), StudyInputs.from_json(study.inputs)
    problem = problem_of(rules, offers, inputs, salt_of(study))
    known = {offer.id for offer in problem.offers}
    # What the solver could not choose from has no declared value; its money counts all the same.
    chosen = {number: level for number, level in levels(found).items() if number in known}
    broken = violations(problem, chosen)
    cost = sum(one.offer.cost for one in found if one.funded)
    decision = PortfolioDecision.objects.create(
        round=row,
        study=study,
        ground=asked.ground.strip(),
        budget=inputs.budget,
        cost=cost,
        value=value_of(problem, chosen),
        broken=[{"kind": one.kind.value, "name": one.name, "limit": one.limit} for one in broken],
        decided_by=deed.actor.key,
        decided_by_name=deed.actor.name[:200],
        decided_at=deed.moment,
    )
    PortfolioLine.objects.bulk_create(
        PortfolioLine(
            decision=decision,
            proposal_id=one.offer.id,
            proposed=one.proposed,
            funded=one.funded,
            ground=one.ground if one.departs else "",
            cost=one.offer.cost,
            points=one.offer.points,
        )
        for one in found
    )
    deed.before(state=row.state)
    write_round(row, state=ROUND.after(row.state, "decide"), ended_at=deed.moment)
    departures = [one.offer.number for one in found if one.departs]
    funded = sum(one.funded for one in found)
    assert cost_of(problem, chosen) <= cost
    deed.after(state=row.state, study=study.no, digest=study.digest, cost=cost, departures=departures)
    deed.emit(
        PortfolioDecided(
            subject=deed.subject, parties=(), number=row.number, round=row.pk, proposals=len(found), funded=funded, cost=cost
        )
    )  # fmt: skip
