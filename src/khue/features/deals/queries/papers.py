"""Valuations, proof, contract, filings and dues of a deal, as its sides and staff read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.features.deals.domain.auditing import last_day_to_ask
from khue.features.deals.domain.contracting import DUTIES, FILING, METHODS
from khue.features.deals.models import Contract, Deal, OwnershipProof
from khue.features.deals.queries.amending import AmendmentRow, amendments_of, content_of
from khue.features.deals.queries.law import notices_of
from khue.features.documents.queries import SignatureStanding, signature_standing

DUE = {
    "due": Text("chờ bên nhận trả", "awaiting payment"),
    "in_escrow": Text("tiền đang bảo chứng", "in escrow"),
    "settled": Text("đã quyết toán", "settled"),
}
DUE_KINDS = {
    "instalment": Text("kỳ thanh toán", "instalment"),
    "royalty": Text("phí bản quyền", "royalty"),
    "correction": Text("phí bản quyền bổ sung sau kiểm tra", "royalty found by an audit"),
}


@dataclass(frozen=True, slots=True)
class ValuationRow:
    """``lines``: (what, đồng); ``rate`` in hundredths of a per cent."""

    no: int
    method: Text
    valuer: str
    as_of: date
    lines: tuple[tuple[str, int], ...]
    rate: int
    value: int
    note: str
    ticket: int | None


@dataclass(frozen=True, slots=True)
class ProofRow:
    says: str
    by: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class FilingRow:
    """``amendment``: its number, None for the filing of the contract itself."""

    no: int
    amendment: int | None
    code: str
    state: Text
    filed_on: date
    answer_due: date | None
    full_on: date | None
    certificate_due: date | None
    decided_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class ContractRow:
    """``waits_for``: the side that has not signed, or empty; ``notices``: days on which the filer is reminded."""

    clauses: Mapping[str, str]
    public_money: bool
    waits_for: str
    signed_on: date | None
    duty: Text | None
    filer: str
    due_on: date | None
    notices: tuple[date, ...]
    certificate: str
    effect_on: date | None
    restricted: bool
    approval: str
    permit: str
    filings: tuple[FilingRow, ...]
    value: int
    royalty: int
    royalty_least: int
    amendments: tuple[AmendmentRow, ...]
    sheet: SignatureStanding | None


@dataclass(frozen=True, slots=True)
class DueRow:
    """Money in đồng; what becomes of a settled one stands in its shares. ``audit_until``: the last day on which the seller may ask for
    an audit of a report, where one was agreed."""

    no: int
    kind: Text
    amount: int
    due_on: date
    period: tuple[date, date] | None
    sales: int | None
    code: str
    state: Text
    audit_until: date | None


def valuations_of(deal: Deal) -> tuple[ValuationRow, ...]:
    return tuple(
        ValuationRow(
            row.no,
            METHODS[row.method],
            row.valuer_name,
            row.as_of,
            tuple((what, amount) for what, amount in row.lines),
            row.rate,
            row.value,
            row.note,
            row.ticket,
        )
        for row in deal.valuations.order_by("no")
    )


def proof_of(deal: Deal) -> ProofRow | None:
    row = OwnershipProof.objects.filter(deal=deal).first()
    return None if row is None else ProofRow(row.says, row.by_name, row.confirmed_by_name)


def contract_of(deal: Deal, on: date) -> ContractRow | None:
    """The contract as it stands, with the amendments that hold."""
    row = Contract.objects.select_related("terms").filter(deal=deal).first()
    if row is None:
        return None
    says = content_of(row)
    waits = "" if row.signed_on else "seller" if row.seller_at is None else "buyer"
    filings = tuple(
        FilingRow(
            one.no,
            one.amendment.no if one.amendment else None,
            one.state,
            FILING[one.state],
            one.filed_on,
            one.answer_due,
            one.full_on,
            one.certificate_due,
            one.decided_on,
            one.missing or one.ground,
        )
        for one in row.filings.select_related("amendment").order_by("no")
    )
    return ContractRow(
        says.clauses,
        row.public_money,
        waits,
        row.signed_on,
        DUTIES.get(row.duty),
        row.filer,
        row.due_on,
        notices_of(row.signed_on) if row.signed_on and row.duty == "compulsory" else (),
        row.certificate,
        row.effect_on,
        row.restricted,
        row.approval,
        row.permit,
        filings,
        says.value,
        says.royalty,
        says.royalty_least,
        amendments_of(row, on),
        signature_standing(f"deal_contract:{deal.pk}") if row.signed_on else None,
    )


def dues_of(deal: Deal) -> tuple[DueRow, ...]:
    months = deal.terms.filter(state="accepted").values_list("audit_months", flat=True).first() or 0
    return tuple(
        DueRow(
            row.no,
            DUE_KINDS[row.kind],
            row.amount,
            row.due_on,
            (row.from_on, row.until_on) if row.from_on and row.until_on else None,
            row.sales,
            row.state,
            DUE[row.state],
            last_day_to_ask(row.due_on, months) if row.kind == "royalty" else None,
        )
        for row in deal.dues.order_by("no")
    )


__all__ = [
    "ContractRow",
    "DueRow",
    "FilingRow",
    "ProofRow",
    "ValuationRow",
    "contract_of",
    "dues_of",
    "proof_of",
    "valuations_of",
]


def contracts_to_remind(today: date) -> tuple[int, ...]:
    """Ids of signed contracts without a live filing that must be registered, where a day of notice has come untold."""
    waiting = (
        Contract.objects.filter(deal__state="signed", duty="compulsory")
        .exclude(filings__state__in=["filed", "full", "registered"])
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return tuple(number for number in waiting if notice_due(number, today))


def notice_due(contract_id: int, today: date) -> bool:
    """Whether a day of notice has come since the newest one that was told."""
    row = Contract.objects.exclude(filings__state__in=["filed", "full", "registered"]).filter(pk=contract_id).first()
    if row is None or row.signed_on is None or row.duty != "compulsory":
        return False
    since = row.reminded_on or row.signed_on
    return any(since < day <= today for day in notices_of(row.signed_on))
