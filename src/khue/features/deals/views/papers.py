"""The parts of a deal's page that tell of valuations, contract, registration and money, with the deeds that belong to them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.days import format_day
from khue.core.money import format_dong
from khue.features.deals import access
from khue.features.deals.domain.amending import UNDER_WAY
from khue.features.deals.domain.contracting import CLAUSES, DUTIES
from khue.features.deals.domain.words import SIDES, TALKING
from khue.features.deals.queries import ContractRow, DealCard, FilingRow, ShareRow, ValuationRow
from khue.features.deals.views.changes import amendment_blocks, sheet_cell
from khue.features.deals.views.later import may_audit
from khue.kernel.record_pages import Block
from khue.kernel.ui import Answer, Cell, Column, Link, Row, TableView
from khue.kernel.web import language


def paper_blocks(card: DealCard, actor: Actor) -> Iterator[Block]:
    if card.contract is not None:
        yield Block(_("Contract"), facts=tuple(_contract(card.contract)), table=_filings(card.contract))
        if card.role != "staff" or (card.contract.signed_on and access.reads_contracts(actor)):
            text = card.contract.clauses
            facts = tuple(Answer(name.capitalised(), text[code]) for code, name in CLAUSES.items() if code in text)
            yield Block(_("What the contract says"), facts=facts)
            yield from amendment_blocks(card.contract)
    if card.dues:
        yield Block(_("Payments"), table=_dues(card), links=tuple(_due_links(card, actor)))
    if card.shares:
        yield Block(_("Who receives what"), table=_shares(card, actor))
    if card.valuations:
        yield Block(
            _("Valuations, side by side"),
            table=_valuations(card),
            note=_("A valuation is advice: the price may differ. No report takes another's place."),
        )
    if card.proof is not None:
        said = card.proof.confirmed_by or _("awaits an officer")
        yield Block(_("Proof of ownership"), card.proof.says, facts=(Answer(_("Confirmed by"), said),))


def _contract(row: ContractRow) -> Iterator[Answer]:
    if row.waits_for:
        waits = _("awaits the seller's signature") if row.waits_for == "seller" else _("awaits the buyer's signature")
        yield Answer(_("State"), waits)
    elif row.effect_on is None:
        yield Answer(_("State"), _("signed, not yet in effect"))
    else:
        yield Answer(_("In effect from"), row.effect_on, kind="day")
    if row.signed_on:
        yield Answer(_("Signed on"), row.signed_on, kind="day")
    if row.sheet is not None:
        yield Answer(_("Sheet of the contract"), sheet_cell(row.sheet))
    if row.duty is not None:
        yield Answer(_("Registration"), row.duty.capitalised())
        yield Answer(_("Who files"), SIDES[row.filer].capitalised())
        if row.due_on and row.duty == DUTIES["compulsory"]:
            yield Answer(_("File by"), row.due_on, kind="day")
    if row.notices:
        yield Answer(_("Reminders"), ", ".join(format_day(day, language()) for day in row.notices))
    if row.certificate:
        yield Answer(_("Certificate"), row.certificate)
    for label, number in ((_("Approval"), row.approval), (_("Permit"), row.permit)):
        if number:
            yield Answer(label, number)


def of_what(row: FilingRow) -> str:
    return _("amendment %(no)s") % {"no": row.amendment} if row.amendment else _("contract")


def _filings(row: ContractRow) -> TableView | None:
    if not row.filings:
        return None
    heads = (
        Column(_("Filing")),
        Column(_("Filed on"), "day"),
        Column(_("Answer due"), "day"),
        Column(_("Full since"), "day"),
        Column(_("Certificate due"), "day"),
    )
    rows = tuple(
        Row(
            (
                Cell(one.state.capitalised(), note=" · ".join(filter(None, (f"{of_what(one)}, {one.no}", one.note)))),
                one.filed_on,
                one.answer_due,
                one.full_on,
                one.certificate_due,
            )
        )
        for one in row.filings
    )
    return TableView(heads, rows, caption=_("Filings"))


def _valuations(card: DealCard) -> TableView:
    def sheet(row: ValuationRow) -> str:
        return "; ".join(f"{what}: {format_dong(amount, language())}" for what, amount in row.lines)

    def ordered(row: ValuationRow) -> str:
        return _("Ticket no. %(number)s") % {"number": row.ticket} if row.ticket else ""

    return TableView(
        (Column(_("Method of valuation")), Column(_("Valuer")), Column(_("Day"), "day"), Column(_("Value"), "money")),
        tuple(
            Row(
                (
                    Cell(row.method.capitalised(), note=sheet(row)),
                    Cell(row.valuer, note=" · ".join(filter(None, (ordered(row), row.note)))),
                    row.as_of,
                    row.value,
                )
            )
            for row in card.valuations
        ),
        caption=_("Valuations, side by side"),
    )


def _dues(card: DealCard) -> TableView:
    def period(days: object) -> str:
        return " – ".join(format_day(day, language()) for day in days) if isinstance(days, tuple) else ""

    return TableView(
        (
            Column(_("No."), "number"),
            Column(_("What")),
            Column(_("Amount"), "money"),
            Column(_("To be paid by"), "day"),
            Column(_("State")),
        ),
        tuple(
            Row(
                (
                    row.no,
                    Cell(row.kind.capitalised(), note=period(row.period)),
                    row.amount,
                    row.due_on,
                    row.state,
                )
            )
            for row in card.dues
        ),
        caption=_("Payments"),
    )


def state_cell(row: ShareRow, actor: Actor) -> Cell:
    """Where a share stands, with the way on for who may go it."""
    if row.state.code == "due" and actor.may(access.SETTLE):
        return Cell(row.state, reverse("deals:pay", args=[row.id]), _("open to prepare the payment order"))
    if row.order and actor.may("treasury.read"):
        return Cell(row.state, reverse("treasury:order", args=[row.order]), _("open the payment order"))
    return Cell(row.state)


def _shares(card: DealCard, actor: Actor) -> TableView:
    heads = (
        Column(_("Payment"), "number"), Column(_("Who receives")), Column(_("Amount"), "money"), Column(_("State"), "state"),
        Column(_("Paid on"), "day"),
    )  # fmt: skip
    rows = tuple(
        Row((row.due, Cell(row.name, note=row.role), row.amount, state_cell(row, actor), row.paid_on))
        for row in card.shares
    )
    return TableView(heads, rows, caption=_("Who receives what"))


def _due_links(card: DealCard, actor: Actor) -> Iterator[Link]:
    for row in card.dues:
        if may_audit(card, row):
            yield Link(_("Ask for an audit of %(no)s") % {"no": row.no}, reverse("deals:audit", args=[card.id, row.no]))
    if not actor.may(access.SETTLE):
        return
    for row in card.dues:
        if row.code == "due":
            yield Link(_("Note payment %(no)s") % {"no": row.no}, reverse("deals:receive", args=[card.id, row.no]))
        elif row.code == "in_escrow":
            yield Link(_("Settle %(no)s") % {"no": row.no}, reverse("deals:settle", args=[card.id, row.no]))


def may_file(row: ContractRow) -> bool:
    """Whether something awaits its filing: the contract, or an amendment that both signed."""
    if any(one.code in ("filed", "full") for one in row.filings):
        return False
    registered = any(one.code == "registered" and one.amendment is None for one in row.filings)
    return not registered or any(one.files for one in row.amendments)


def paper_deeds(card: DealCard, actor: Actor) -> Iterator[Link]:
    """What the reader may do about papers now, the likeliest first."""

    def link(label: str, name: str) -> Link:
        return Link(label, reverse(f"deals:{name}", args=[card.id]))

    row = card.contract
    if card.may_act:
        if row is not None and row.waits_for == card.role and card.code == "agreed":
            yield link(_("Sign the contract"), "sign-contract")
        if card.code == "agreed":
            yield link(_("Draw up the contract"), "contract")
        if row is not None and may_file(row) and row.filer == card.role:
            yield link(_("File for registration"), "file")
        if row is not None and card.code == "effective":
            waiting = [one for one in row.amendments if one.state.code == "drawn"]
            for one in waiting:
                label = _("Take the amendment back") if one.side == card.role else _("Sign the amendment")
                yield Link(label, reverse("deals:answer-amendment", args=[card.id, one.no]))
            if not any(one.state.code in UNDER_WAY for one in row.amendments):
                yield link(_("Amend the contract"), "amendment")
        if card.code == "effective" and card.role == "buyer":
            yield link(_("Report a royalty"), "royalty")
        if card.code in TALKING:
            yield link(_("Add a valuation"), "valuation")
            if card.role == "seller" and card.proof is None:
                yield link(_("Prove the ownership"), "prove")
    if actor.may(access.REGISTER):
        if card.proof is not None and not card.proof.confirmed_by:
            yield link(_("Confirm the ownership"), "confirm")
        if row is not None and any(one.code == "filed" for one in row.filings):
            yield link(_("Answer on completeness"), "completeness")
        if row is not None and (
            (card.code == "agreed" and card.standing == "restricted" and not row.approval)
            or (row.restricted and not row.permit)
        ):
            yield link(_("Note the approval") if card.code == "agreed" else _("Note the permit"), "approval")
    if actor.may(access.CERTIFY) and row is not None and any(one.code == "full" for one in row.filings):
        yield link(_("Decide on the registration"), "certificate")
