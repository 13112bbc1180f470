"""The parts of a deal's page."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.days import format_day
from khue.core.money import format_dong
from khue.features.deals.domain.deciding import not_listed
from khue.features.deals.domain.words import SIDES
from khue.features.deals.queries import DealCard, MessageRow, NdaRow, TermsRow
from khue.features.deals.views.later import after_blocks
from khue.features.deals.views.papers import paper_blocks
from khue.kernel.record_pages import Block
from khue.kernel.ui import Answer, Cell, Column, Link, Row, StepView, TableView, Words
from khue.kernel.web import language
from khue.kernel.wording import moment_words


def blocks_of(card: DealCard, actor: Actor) -> tuple[Block, ...]:
    """What stands on it for this reader; talks are there for its sides and brokers alone."""
    found = [
        *_shut(card),
        *((Block(_("Why it ended"), card.ground),) if card.ground else ()),
        Block(
            _("Who deals about what"),
            card.note,
            facts=tuple(_facts(card)),
            table=_brokers(card),
            links=_broker_links(card),
        ),
        *paper_blocks(card, actor),
        *after_blocks(card),
        *(_terms(card)),
        *(_nda(one) for one in card.ndas[:3]),
        *((Block(_("Tasks"), table=_tasks(card), links=_task_links(card)),) if card.tasks else ()),
        *(_message(one) for one in card.messages),
    ]
    if card.role == "staff":
        found.append(Block(_("The deal room"), _("What the sides say, offer and send to each other is read by them and their brokers alone.")))  # fmt: skip
    return tuple(found)


def _shut(card: DealCard) -> Iterator[Block]:
    for reason in not_listed(card.standing):
        yield Block(_("A technology list stands against it"), said=((reason.text, reason.next_step or ""),))


def _facts(card: DealCard) -> Iterator[Answer]:
    yield Answer(
        _("Offer"), Link(card.title, reverse("exchange:public", args=[card.offer_number])), origin=card.offer_number
    )
    yield Answer(SIDES["seller"].capitalised(), card.seller)
    yield Answer(SIDES["buyer"].capitalised(), card.buyer)
    if card.asked_by:
        yield Answer(_("Asked by"), card.asked_by)
    if card.code == "asked":
        unset = _("The law does not set this yet; nothing follows from it.")
        yield Answer(_("Answer due"), card.answer_due or unset, kind="day" if card.answer_due else "text")
    if card.standing == "restricted":
        yield Answer(
            _("Technology lists"),
            _("restricted: only cleared parties see it, and an approval is needed before signing"),
        )


def _brokers(card: DealCard) -> TableView | None:
    if not card.brokers:
        return None
    return TableView(
        (Column(_("Broker")), Column(_("Works for")), Column(_("Disclosed"), "moment")),
        tuple(Row((Cell(one.name, note=one.paper), SIDES[one.side].capitalised(), one.at)) for one in card.brokers),
        caption=_("Brokers"),
    )


def _broker_links(card: DealCard) -> tuple[Link, ...]:
    if not card.may_act:
        return ()
    return tuple(
        Link(_("Let %(name)s go") % {"name": one.name}, reverse("deals:drop-broker", args=[card.id, one.id]))
        for one in card.brokers if one.side == card.role
    )  # fmt: skip


def _nda(row: NdaRow) -> Block:
    signed = tuple(Answer(side.capitalised(), name, origin=moment_words(at)) for side, name, at in row.signed)
    facts = (
        Answer(_("State"), _nda_state(row)),
        Answer(_("Ends on"), row.until_on, kind="day"),
        *((Answer(_("Who may read"), ", ".join(row.readers)),) if row.readers else ()),
        *signed,
    )
    return Block(_("Non-disclosure, version %(no)s") % {"no": row.no}, row.text or "", facts=facts)


def _nda_state(row: NdaRow) -> Words:
    if row.in_force:
        return _("in force: the persons named may read")
    if row.waits_for:
        return _("awaits the seller's signature") if row.waits_for == "seller" else _("awaits the buyer's signature")
    return _("ended")


def terms_facts(row: TermsRow) -> tuple[Answer, ...]:
    """What the terms say, line by line."""
    found = [
        Answer(_("How it is transferred"), row.mode.capitalised()),
        Answer(_("Territory of use"), row.territory),
        Answer(_("How the price is found"), row.pricing.capitalised(), origin=row.auction),
    ]
    if row.lump:
        found.append(Answer(_("Lump-sum price"), row.lump, kind="money"))
    for day, amount in row.instalments:
        found.append(Answer(_("Due on %(day)s") % {"day": format_day(day, language())}, amount, kind="money"))
    if row.royalty:
        found.append(Answer(_("Royalty"), _("%(share)s%% of sales") % {"share": _percent(row.royalty)}))
        if row.royalty_least:
            found.append(Answer(_("Least royalty of a year"), row.royalty_least, kind="money"))
    if row.audit_months:
        said = _("may be asked for within %(months)s months of a report; the books are shown within %(days)s days")
        found.append(Answer(_("Audit of reported sales"), said % {"months": row.audit_months, "days": row.audit_days}))
    if row.words:
        found.append(Answer(_("Further terms"), row.words))
    found.append(Answer(_("Owners when it was made"), "; ".join(map(_owner, row.owners))))
    found.append(Answer(_("No longer accepted from this day on"), row.valid_until, kind="day"))
    return tuple(found)


def _owner(line: str) -> str:
    """``Viện A 1/2`` as people write it: ``Viện A: 50%``; a share that is no whole per cent stays a fraction."""
    name, _space, share = line.rpartition(" ")
    percent = Fraction(share) * 100
    return f"{name}: {percent}%" if percent.denominator == 1 else f"{name}: {share}"


def _percent(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    mark = "," if language() == "vi" else "."
    return f"{whole}{mark}{rest:02d}".rstrip("0") if rest else str(whole)


def _terms(card: DealCard) -> Iterator[Block]:
    if not card.terms:
        return
    standing = next((one for one in card.terms if one.state == "accepted"), None) or next(
        (one for one in card.terms if one.stands), None
    )
    if standing is not None:
        title = _("Term sheet") if standing.state == "accepted" else _("Terms on the table")
        yield Block(
            title,
            facts=(
                Answer(_("Offered by"), SIDES[standing.side].capitalised(), origin=standing.by),
                *terms_facts(standing),
            ),
        )
    rows = tuple(
        Row(
            (
                one.no,
                Cell(SIDES[one.side].capitalised(), note=one.by),
                Cell(_money(one), note=one.ground),
                one.at,
                one.label,
            )
        )
        for one in card.terms
    )
    heads = (
        Column(_("No."), "number"),
        Column(_("Offered by")),
        Column(_("Price")),
        Column(_("When"), "moment"),
        Column(_("Answer")),
    )
    yield Block(_("Offers and counter-offers"), table=TableView(heads, rows, caption=_("Offers and counter-offers")))


def _money(row: TermsRow) -> str:
    parts = [format_dong(row.lump, language())] if row.lump else []
    if row.royalty:
        parts.append(_("%(share)s%% of sales") % {"share": _percent(row.royalty)})
    return " + ".join(parts)


def _tasks(card: DealCard) -> TableView:
    return TableView(
        (
            Column(_("What to do")),
            Column(_("Who does it")),
            Column(_("To be done by"), "day"),
            Column(_("Done"), "moment"),
        ),
        tuple(
            Row((Cell(one.title, note=one.note), SIDES[one.side].capitalised(), one.due_on, one.done_at))
            for one in card.tasks
        ),
        caption=_("Tasks"),
    )


def _task_links(card: DealCard) -> tuple[Link, ...]:
    if not card.may_act:
        return ()
    return tuple(
        Link(_("Done: %(title)s") % {"title": one.title[:60]}, reverse("deals:finish-task", args=[card.id, one.no]))
        for one in card.tasks if one.done_at is None and one.side == card.role
    )  # fmt: skip


def _message(row: MessageRow) -> Block:
    named = _("%(title)s, version %(no)s") % {"title": row.title, "no": row.version} if row.title else ""
    facts = (
        Answer(row.side.capitalised(), row.by),
        Answer(_("When"), row.at, kind="moment"),
        *((Answer(_("Papers"), named),) if named else ()),
    )
    return Block(_("Message %(no)s") % {"no": row.no}, row.text, facts=facts, files=row.papers)


def story(card: DealCard) -> tuple[StepView, ...]:
    steps = [StepView(_("Interest expressed"), card.buyer, card.asked_at, "done")]
    if card.code == "declined":
        return (*steps, StepView(_("Declined"), card.seller, card.ended_at, "done"))
    steps.append(
        StepView(_("The seller negotiates"), card.seller, card.answered_at, "done" if card.answered_at else "now")
    )
    signed = next((one for one in card.ndas if len(one.signed) == 2), None)
    if card.offer.has_confidential and (
        signed or card.contract is None
    ):  # a deal that went without one needs none any more
        when = max(at for _side, _name, at in signed.signed) if signed else None
        steps.append(StepView(_("Non-disclosure signed"), "", when, "done" if signed else "next"))
    steps.append(StepView(_("Terms agreed"), "", card.agreed_at, "done" if card.agreed_at else "next"))
    if card.contract is not None:
        held = card.contract
        steps.append(StepView(_("Contract signed"), "", held.signed_on, "done" if held.signed_on else "next"))
        steps.append(StepView(_("In effect"), held.certificate, held.effect_on, "done" if held.effect_on else "next"))
    if card.code in ("ended", "stopped"):
        steps.append(
            StepView(
                _("Broken off") if card.code == "ended" else _("Stopped by a technology list"),
                "",
                card.ended_at,
                "done",
            )
        )
    return tuple(steps)
