"""How amendments read: what changes, before and after, and what their registration costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.days import format_day
from khue.core.money import format_dong
from khue.features.deals.domain.amending import AMENDMENT
from khue.features.deals.domain.contracting import CLAUSES
from khue.features.deals.domain.words import SIDES
from khue.features.deals.queries import AmendmentRow, ContractRow
from khue.features.documents.queries import SignatureStanding
from khue.kernel.record_pages import Block
from khue.kernel.ui import Answer, Cell, Column, Row, TableView
from khue.kernel.web import language


def percent(hundredths: int) -> str:
    """350 as ``3,5%`` of sales, in the reader's way."""
    whole, rest = divmod(hundredths, 100)
    mark = "," if language() == "vi" else "."
    return (f"{whole}{mark}{rest:02d}".rstrip("0") if rest else str(whole)) + "%"


def sheet_cell(standing: SignatureStanding) -> Cell:
    """Leads to the paper; without certificates both have signed by the record, and nobody is asked again."""
    if standing.signed:
        state = _("signed by all")
    elif standing.electronic:
        state = _("awaits: %(who)s") % {"who": "; ".join(one.into(language()) for one in standing.missing)}
    else:
        state = _("both sides signed in the system")
    return Cell(standing.number, reverse("documents:paper", args=[standing.code]), state)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> TableView:
    """One line for each thing that changes."""
    rows = [
        Row((CLAUSES[code].capitalised(), before.get("clauses", {}).get(code, ""), text))
        for code, text in after.get("clauses", {}).items()
    ]
    names = {
        "royalty": _("Royalty, per cent of sales"),
        "royalty_least": _("Least royalty of a year"),
        "value": _("Value of the contract"),
    }
    for name, label in names.items():
        if name in after:
            said = percent if name == "royalty" else lambda amount: format_dong(amount, language())
            rows.append(Row((label, said(before[name]), said(after[name]))))
    for day, amount in after.get("instalments", []):
        words = _("Added: %(amount)s due on %(day)s") % {
            "amount": format_dong(amount, language()), "day": format_day(date.fromisoformat(day), language()),
        }  # fmt: skip
        rows.append(Row((_("Instalments"), "–", words)))
    heads = (Column(_("What changes")), Column(_("Before")), Column(_("After")))
    return TableView(heads, tuple(rows), caption=_("What changes"))


def amendment_facts(row: AmendmentRow) -> tuple[Answer, ...]:
    """Why, by whom, and what its registration costs."""
    found = [
        Answer(_("Drawn up by"), SIDES[row.side].capitalised(), origin=", ".join(row.signers)),
        Answer(_("Ground"), row.ground),
    ]
    if row.signed_on:
        found.append(Answer(_("Signed on"), row.signed_on, kind="day"))
    if row.sheet is not None:
        found.append(Answer(_("Sheet of the amendment"), sheet_cell(row.sheet)))
    if row.must_register and row.state.code not in ("refused", "withdrawn"):
        if row.fee is None:
            found.append(
                Answer(_("Fee of the registration"), _("The law does not set this yet; nothing follows from it."))
            )
        else:
            found.append(Answer(_("Fee of the registration"), row.fee, kind="money", origin=row.fee_paper))
    if row.certificate:
        found.append(Answer(_("Certificate"), row.certificate))
    if row.effect_on:
        found.append(Answer(_("In effect from"), row.effect_on, kind="day"))
    if row.end_ground:
        found.append(Answer(_("Why it ended"), row.end_ground))
    return tuple(found)


def amendment_blocks(row: ContractRow) -> Iterator[Block]:
    for one in row.amendments:
        title = _("Contract amendment %(no)s") % {"no": one.no}
        facts = (Answer(_("State"), AMENDMENT.label(one.state.code).capitalised()), *amendment_facts(one))
        yield Block(title, facts=facts, table=changes(one.before, one.after))
