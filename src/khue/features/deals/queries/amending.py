"""What a contract says on a day, with its amendments: before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.features.deals.domain.amending import AMENDMENT, Content, amended
from khue.features.deals.models import Contract
from khue.features.deals.queries.law import fee_of_amendment
from khue.features.documents.queries import SignatureStanding, signature_standing
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {
    "drawn": "wait",
    "signed": "wait",
    "effective": "good",
    "refused": "plain",
    "withdrawn": "plain",
}


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """``side`` drew it up; ``fee`` đồng as kept when filed, before that as the law of today says; None where the law sets none. ``files``:
    it awaits its filing for registration."""

    no: int
    state: StateView
    side: str
    ground: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    value: int
    signers: tuple[str, ...]
    signed_on: date | None
    must_register: bool
    files: bool
    fee: int | None
    fee_paper: str
    certificate: str
    effect_on: date | None
    end_ground: str
    sheet: SignatureStanding | None


def content_of(row: Contract, on: date | None = None) -> Content:
    """What the contract says (on that day): as signed, with the amendments that hold."""
    terms = row.terms
    base = Content(row.clauses, terms.royalty, terms.royalty_least, row.value)
    held = row.amendments.filter(state="effective").order_by("effect_on", "no")
    if on is not None:
        held = held.filter(effect_on__lte=on)
    return amended(base, held.values_list("after", flat=True))


def royalty_of(row: Contract, from_on: date, until_on: date) -> tuple[int, int, date | None]:
    """Rate and least sum of a year for a period, and the day inside it on which they changed: a report ends before, or begins there."""
    changed = [
        day
        for day, after in row.amendments.filter(state="effective")
        .order_by("effect_on")
        .values_list("effect_on", "after")
        if day is not None and from_on < day < until_on and {"royalty", "royalty_least"} & set(after)
    ]
    said = content_of(row, from_on)
    return said.royalty, said.royalty_least, changed[0] if changed else None


def amendments_of(row: Contract, on: date) -> tuple[AmendmentRow, ...]:
    """Newest first."""
    found = []
    for one in row.amendments.prefetch_related("filings").order_by("-no"):
        under = any(filing.state in ("filed", "full", "registered") for filing in one.filings.all())
        must = row.duty == "compulsory"
        open_ = one.state in ("drawn", "signed") and not under
        found.append(
            AmendmentRow(
                one.no, StateView(one.state, AMENDMENT.label(one.state).capitalised(), TONES[one.state]), one.drawn_by_side, one.ground, one.before,
                one.after, one.value, tuple(name for name in (one.seller_by_name, one.buyer_by_name) if name), one.signed_on, must,
                must and one.state == "signed" and not under,
                fee_of_amendment(one.value, on)[0] if must and open_ else one.fee, one.fee_paper, one.certificate, one.effect_on, one.end_ground,
                signature_standing(f"deal_amendment:{one.pk}") if one.signed_on else None,
            )
        )  # fmt: skip
    return tuple(found)
