"""The parts of a deal's page that tell what follows the sale: audits, obligations, with the deeds that belong to them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.days import format_day
from khue.features.deals.domain.words import SIDES
from khue.features.deals.queries import AuditRow, DealCard, DueRow, ObligationRow
from khue.kernel.record_pages import Block
from khue.kernel.ui import Answer, Cell, Column, Link, Row, TableView
from khue.kernel.web import language
from khue.kernel.wording import moment_words


def after_blocks(card: DealCard) -> Iterator[Block]:
    if card.obligations:
        yield Block(_("Obligations after the sale"), table=_obligations(card), links=tuple(_obligation_links(card)))
    for row in card.audits:
        title = _("Audit %(no)s, of payment %(due)s") % {"no": row.no, "due": row.due}
        yield Block(title, facts=audit_facts(row), links=tuple(_audit_links(card, row)))


def audit_facts(row: AuditRow) -> tuple[Answer, ...]:
    """An audit line by line: what was reported, what was found, what is owed besides."""
    found = [Answer(_("State"), row.state.label)]
    if row.period:
        found.append(Answer(_("Period"), " – ".join(format_day(day, language()) for day in row.period)))
    if row.reported is not None:
        found.append(Answer(_("Reported sales"), row.reported, kind="money"))
    found.append(
        Answer(_("Why it was asked for"), row.ground, origin=f"{row.asked_by}, {format_day(row.asked_on, language())}")
    )
    found.append(Answer(_("Books to be shown by"), row.due_on, kind="day"))
    if row.shown_on:
        found.append(Answer(_("What was shown"), row.shown, origin=format_day(row.shown_on, language())))
    if row.found_on:
        found.append(
            Answer(_("Findings"), row.findings, origin=f"{row.auditor}, {format_day(row.found_on, language())}")
        )
        found.append(Answer(_("Sales found in the period"), row.sales or 0, kind="money"))
        found.append(Answer(_("Royalty by the sales found"), row.royalty or 0, kind="money"))
        found.append(Answer(_("Owed besides"), row.besides or 0, kind="money"))
    if row.ended_on:
        found.append(
            Answer(_("Ended"), row.answer or _("without further words"), origin=format_day(row.ended_on, language()))
        )
    if row.correction:
        found.append(Answer(_("Became payment"), str(row.correction)))
    return tuple(found)


def _audit_links(card: DealCard, row: AuditRow) -> Iterator[Link]:
    if not card.may_act:
        return

    def link(label: str, name: str) -> Link:
        return Link(label, reverse(f"deals:audit-{name}", args=[card.id, row.no]))

    if card.role == "buyer":
        if row.state.code in ("asked", "late"):
            yield link(_("Say that the books were shown"), "books")
        if row.state.code == "found":
            yield link(_("Answer the findings"), "answer")
    if card.role == "seller":
        if row.state.code in ("shown", "late"):
            yield link(_("Record the findings"), "findings")
        if row.state.code in ("asked", "late", "shown"):
            yield link(_("Take the request back"), "withdraw")


def may_audit(card: DealCard, row: DueRow) -> bool:
    """Whether the reader may ask for an audit of this report now."""
    looking = any(one.due == row.no and one.ended_on is None for one in card.audits)
    in_time = row.audit_until is not None and card.today <= row.audit_until
    return card.may_act and card.role == "seller" and card.code == "effective" and in_time and not looking


def _obligations(card: DealCard) -> TableView:
    heads = (
        Column(_("No."), "number"), Column(_("What to do")), Column(_("Who does it")), Column(_("To be done by"), "day"), Column(_("State"), "state"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                row.no,
                Cell(row.kind.capitalised(), note=_told(row)),
                SIDES[row.side].capitalised(),
                row.due_on,
                row.state,
            )
        )
        for row in card.obligations
    )
    return TableView(heads, rows, caption=_("Obligations after the sale"))


def _told(row: ObligationRow) -> str:
    """What is to be done, and what was said of it last."""
    last = row.steps[-1] if row.steps else None
    if last is None or not last.words:
        return row.what
    step = last.step.capitalised().into(language())
    return f"{row.what} · {step} ({last.by}, {moment_words(last.at)}): {last.words}"


def _obligation_links(card: DealCard) -> Iterator[Link]:
    yield Link(_("Put the days into a calendar"), reverse("deals:calendar", args=[card.id]), icon="calendar")
    if not card.may_act:
        return
    for row in card.obligations:
        own = row.side == card.role
        for wanted, label, name in (
            (row.code == "proposed" and row.proposed_by != card.role, _("Answer obligation %(no)s"), "answer"),
            (row.code == "proposed" and row.proposed_by == card.role, _("Take obligation %(no)s back"), "answer"),
            (row.code == "agreed" and own, _("Report obligation %(no)s done"), "report"),
            (row.code == "reported" and not own, _("Confirm obligation %(no)s"), "confirm"),
        ):
            if wanted:
                yield Link(label % {"no": row.no}, reverse(f"deals:{name}-obligation", args=[card.id, row.no]))
