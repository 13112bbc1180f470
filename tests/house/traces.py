"""What every payment rests on: read from the records of all rooms, for the test of the stock and for anybody's database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def payments() -> Iterator[tuple[str, str]]:
    """Of every payment order that was not cancelled: its subject, and what is wrong with the trace ("" where it stands)."""
    from khue.features.ledger import queries as ledger
    from khue.features.treasury.models import Clearing, PaymentOrder

    sent_back = set(Clearing.objects.filter(order__isnull=False).values_list("order", flat=True))
    for order in PaymentOrder.objects.exclude(state="cancelled").order_by("pk"):
        kind, _colon, number = order.subject.partition(":")
        if order.pk in sent_back:
            yield order.subject, ""  # money that came in by mistake goes back where it came from: the bank line says so
            continue
        told = _ROOMS[kind](int(number), order) if kind in _ROOMS else f"nobody knows what {kind} is"
        if not told and order.amount + ledger.balance("payable.support", order.subject) < order.amount:
            told = "the ledger owes less than nothing"
        yield order.subject, told


def _milestone(number: int, order: Any) -> str:
    from khue.features.delivery.models import Handover, Milestone

    row = Milestone.objects.select_related("mission").get(pk=number)
    if order.amount != row.amount - row.set_off:
        return "not what was accepted"
    handed = Handover.objects.filter(milestone=row, outcome="accepted").exists()
    return _all((row.accepted_on, row.accepted_by, row.accrual, handed, row.mission.granted, row.mission.contracted_on))


def _advance(number: int, order: Any) -> str:
    from khue.features.delivery.models import ContractVersion, Mission

    row = Mission.objects.get(pk=number)
    concluded = ContractVersion.objects.filter(mission=row, advance=order.amount, concluded_on__isnull=False)
    return _all((row.granted, row.contracted_on, concluded.exists()))


def _tranche(number: int, order: Any) -> str:
    from khue.features.missions.models import Tranche

    row = Tranche.objects.get(pk=number)
    taken = row.deliveries.filter(outcome="accepted").exists()
    return _all((row.accepted_on, row.accepted_by, row.accrual, taken, order.amount == row.amount))


def _fund_payment(number: int, order: Any) -> str:
    from khue.features.fund.models import FundPayment

    row = FundPayment.objects.select_related("case").get(pk=number)
    case = row.case
    carried = case.motions.filter(kind="decide", state="approved").exists()
    proof = (row.answered_by, row.papers, row.amount == order.amount, case.contract, case.signed_on, carried)
    return _all((*proof, row.answered_by != row.asked_by))


def _expert_due(number: int, order: Any) -> str:
    from khue.features.talent.models import ExpertDue

    row = ExpertDue.objects.get(pk=number)
    return _all((row.checked_on, row.checked_by, row.accrual, row.granted == order.amount))


def _payout(number: int, order: Any) -> str:
    from khue.features.results.models import Payout

    row = Payout.objects.select_related("distribution").get(pk=number)
    return _all((row.accrual, row.amount == order.amount, row.distribution.decided_by, row.distribution.budget_line))


def _all(proof: tuple[Any, ...]) -> str:
    return "" if all(proof) else f"missing: {[turn for turn, one in enumerate(proof) if not one]}"


_ROOMS: dict[str, Callable[[int, Any], str]] = {
    "milestone": _milestone, "advance": _advance, "tranche": _tranche, "fund_payment": _fund_payment,
    "expert_due": _expert_due, "payout": _payout,
}  # fmt: skip


def decisions() -> Iterator[tuple[str, str]]:
    """Of every decision on a dossier: its name, and what is wrong ("" where provisions that are on record stand behind it)."""
    from khue.features.dossiers.models import DecisionRecord
    from khue.features.dossiers.queries.facts import definition
    from khue.features.rulebook import queries as rulebook
    from khue.features.rulebook.queries.texts import lawbook

    known = set(lawbook().provisions)
    for row in DecisionRecord.objects.select_related("dossier").order_by("pk"):
        behind = {one["source"]["provision"] for one in row.explanation.get("reasons", ()) if one.get("source")}
        behind |= {line.provision for line in definition(row.dossier.version_id).basis}
        for ruling in rulebook.rulings_of(f"decision:{row.pk}"):
            behind |= _sources(ruling.explanation)
        yield f"decision:{row.pk} of {row.dossier.number}", "" if behind & known else f"rests on {sorted(behind)}"


def _sources(told: Any) -> set[str]:
    """Every provision that a kept explanation names, wherever it stands in it."""
    if isinstance(told, dict):
        own = {told["provision"]} if isinstance(told.get("provision"), str) else set()
        return own.union(*map(_sources, told.values()))
    return set().union(*map(_sources, told)) if isinstance(told, list | tuple) else set()
