"""A transfer as its readers see it: what was decided for everybody, the file for its sides and staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.flow import Flow
from khue.features.people import queries as people
from khue.features.results import queries as results
from khue.features.results.queries import ClaimFacts, OfferFacts
from khue.features.transfers import access
from khue.features.transfers.domain.deciding import DUTY, HANDOVER, TRANSFER, OfferNow
from khue.features.transfers.models import Capability, Duty, DutyReport, Handover, Proposal, Transfer, TransferAnswer
from khue.features.transfers.queries.rules import told, transfer_answer
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {
    "checking": "now", "proposed": "wait", "decided": "good", "ended": "plain",
    "drafted": "wait", "handed": "now", "done": "good", "recalled": "bad", "owed": "wait", "reported": "now",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckRow:
    """The newest check of a claim; ``says`` is what the rulebook answers on this day."""

    kind: str
    able: bool
    shown: str
    ground: str
    by: str
    at: datetime
    says: Decision


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in the file. ``name`` is the sentence of a restriction where this reader may not know it."""

    claim: int
    party: str
    name: Text | str
    purpose: str
    claimed_at: datetime
    live: bool
    check: CheckRow | None
    granted: bool | None
    ground: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """``answers``: claim → (granted, ground)."""

    no: int
    answers: dict[int, tuple[bool, str]]
    ground: str
    by: str
    at: datetime
    returned_by: str
    returned_at: datetime | None
    return_ground: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    id: int
    what: str
    due_on: date
    state: StateView
    late: bool
    reports: tuple[tuple[str, str, str, datetime], ...]  # kind, what was said, by, when


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """``may_sign``: ``giver`` or ``receiver`` where this reader's side has not signed yet; ``details``: items and words of reports are shown."""

    id: int
    party: str
    name: Text | str
    items: str
    handed_on: date
    state: StateView
    giver: str
    giver_at: datetime | None
    receiver: str
    receiver_at: datetime | None
    recall_ground: str
    duties: tuple[DutyRow, ...]
    may_sign: str
    may_report: bool
    details: bool


@dataclass(frozen=True, slots=True)
class TransferCard:
    """``claims``, ``proposals`` are empty for who reads only what was decided; ``role``: ``owner``, ``claimant``, ``staff`` or empty."""

    id: int
    number: str
    title: Text
    result: str
    owner: str
    owner_name: str
    conditions: Text
    state: StateView
    opened_at: datetime
    opened_by: str
    decided_at: datetime | None
    decided_by: str
    ground: str
    role: str
    claims: tuple[ClaimRow, ...]
    proposals: tuple[ProposalRow, ...]
    handovers: tuple[HandoverRow, ...]
    receivers: tuple[tuple[int, Text | str], ...]  # claim, name
    claimed: int
    proposed_by: str


def now_of(offer: OfferFacts) -> OfferNow:
    return OfferNow(offer.until_on, offer.withdrawn, offer.registered)


def state_view(code: str, flow: Flow = TRANSFER) -> StateView:
    return StateView(code, flow.label(code).capitalised(), TONES[code])


def number_of(transfer_id: int) -> str:
    """Raises Missing."""
    found = Transfer.objects.filter(pk=transfer_id).values_list("number", flat=True).first()
    if found is None:
        raise access.no_such_transfer()
    return found


def transfer_of_handover(handover_id: int) -> str:
    """The number of its transfer. Raises Missing."""
    found = Handover.objects.filter(pk=handover_id).values_list("answer__transfer__number", flat=True).first()
    if found is None:
        raise access.no_such_transfer()
    return str(found)


def transfer_of_duty(duty_id: int) -> str:
    """The number of its transfer. Raises Missing."""
    found = Duty.objects.filter(pk=duty_id).values_list("handover__answer__transfer__number", flat=True).first()
    if found is None:
        raise access.no_such_transfer()
    return str(found)


def transfer_card(number: str, actor: Actor) -> TransferCard:
    """Before the decision for its sides and staff only. Raises Missing, NotAllowed under a restriction of the owner."""
    row = Transfer.objects.filter(number=number).first()
    if row is None:
        raise access.no_such_transfer()
    hidden = access.barred(actor)
    claims = results.claims_of_offer(row.offer_id)
    role = _role(row, claims, actor)
    if not role and row.state != "decided":
        raise access.no_such_transfer()
    if row.owner_id in hidden:
        people.require_unrestricted(actor, access.key_of(row.owner_id))
    offer = results.offer_facts(row.offer_id)
    answers = {one.claim_id: one for one in TransferAnswer.objects.filter(transfer=row)}
    own = [one for one in claims if role in ("owner", "staff") or actor.stands_for(access.key_of(one.party))]
    checks = _checks(row, offer, actor) if role == "staff" else {}
    proposals = _proposals(row) if role == "staff" else ()
    return TransferCard(
        row.pk, row.number, Text(row.title_vi, row.title_en), offer.number, access.key_of(row.owner_id), row.owner_name, offer.conditions,
        state_view(row.state), row.opened_at, row.opened_by_name if role == "staff" else "", row.decided_at, row.decided_by_name, row.ground,
        role, tuple(_claim(one, hidden, checks, answers.get(one.claim)) for one in own), proposals,
        _handovers(row, role, actor, hidden),
        tuple((one.claim_id, _name(one.party_id, one.party_name, hidden)) for one in answers.values() if one.granted),
        sum(one.live for one in claims), row.proposed_by,
    )  # fmt: skip


def _role(row: Transfer, claims: tuple[ClaimFacts, ...], actor: Actor) -> str:
    if actor.stands_for(access.key_of(row.owner_id)):
        return "owner"
    if any(actor.stands_for(access.key_of(one.party)) for one in claims):
        return "claimant"
    return "staff" if actor.may(access.READ) else ""


def _name(party: int, name: str, hidden: frozenset[int]) -> Text | str:
    return people.RESTRICTED if party in hidden else name


def _claim(
    one: ClaimFacts, hidden: frozenset[int], checks: dict[int, CheckRow], answer: TransferAnswer | None
) -> ClaimRow:
    off = one.party in hidden
    return ClaimRow(
        one.claim, "" if off else access.key_of(one.party), _name(one.party, one.name, hidden), "" if off else one.purpose, one.claimed_at,
        one.live, None if off else checks.get(one.claim), answer.granted if answer else None, answer.ground if answer and not off else "",
    )  # fmt: skip


def checks_of(transfer: Transfer) -> dict[int, Capability]:
    """The newest check of each claim."""
    return {one.claim_id: one for one in Capability.objects.filter(transfer=transfer).order_by("pk")}


def _checks(row: Transfer, offer: OfferFacts, actor: Actor) -> dict[int, CheckRow]:
    on = actor.today
    return {
        claim: CheckRow(one.kind, one.able, one.shown, one.ground, one.by_name, one.at, told(transfer_answer(offer, one.kind, one.able, on)))
        for claim, one in checks_of(row).items()
    }  # fmt: skip


def _proposals(row: Transfer) -> tuple[ProposalRow, ...]:
    return tuple(
        ProposalRow(
            one.no, {claim: (granted, ground) for claim, granted, ground in one.answers}, one.ground, one.by_name, one.at,
            one.returned_by_name, one.returned_at, one.return_ground,
        )
        for one in Proposal.objects.filter(transfer=row).order_by("-no")
    )  # fmt: skip


def _handovers(row: Transfer, role: str, actor: Actor, hidden: frozenset[int]) -> tuple[HandoverRow, ...]:
    rows = list(Handover.objects.filter(answer__transfer=row).select_related("answer").order_by("pk"))
    duties: dict[int, list[Duty]] = {}
    for duty in Duty.objects.filter(handover__in=rows).order_by("no"):
        duties.setdefault(duty.handover_id, []).append(duty)
    reports: dict[int, list[DutyReport]] = {}
    for report in DutyReport.objects.filter(duty__handover__in=rows).order_by("pk"):
        reports.setdefault(report.duty_id, []).append(report)
    return tuple(_handover(one, row, role, actor, hidden, duties.get(one.pk, []), reports) for one in rows)


def _handover(
    one: Handover, row: Transfer, role: str, actor: Actor, hidden: frozenset[int], duties: list[Duty],
    reports: dict[int, list[DutyReport]],
) -> HandoverRow:  # fmt: skip
    party = access.key_of(one.answer.party_id)
    off = one.answer.party_id in hidden
    receives = actor.stands_for(party)
    details = not off and (role in ("owner", "staff") or receives)
    return HandoverRow(
        one.pk, "" if off else party, _name(one.answer.party_id, one.answer.party_name, hidden), one.items if details else "", one.handed_on,
        state_view(one.state, HANDOVER), one.giver_name if details else "", one.giver_at, one.receiver_name if details else "", one.receiver_at,
        one.recall_ground,
        tuple(_duty(duty, one.state, actor, reports.get(duty.pk, []) if details else []) for duty in duties),
        _signs(one, row, party, actor) if one.state == "drafted" else "",
        one.state == "handed" and actor.may_act_for(party, "submit"), details,
    )  # fmt: skip


def _signs(one: Handover, row: Transfer, receiver: str, actor: Actor) -> str:
    if one.giver_at is None and actor.may_act_for(access.key_of(row.owner_id), "submit"):
        return "giver"
    if one.receiver_at is None and actor.may_act_for(receiver, "submit"):
        return "receiver"
    return ""


def _duty(duty: Duty, handover: str, actor: Actor, reports: list[DutyReport]) -> DutyRow:
    late = handover == "handed" and duty.state == "owed" and duty.due_on < actor.today
    said = tuple((one.kind, one.said, one.by_name, one.at) for one in reports)
    return DutyRow(duty.pk, duty.what, duty.due_on, state_view(duty.state, DUTY), late, said)
