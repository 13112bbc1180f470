"""The parts of an auction's page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.money import format_dong
from khue.features.auctions import access
from khue.features.auctions.domain.terms import DUTCH, ENGLISH, KINDS, SEALED, TENDER
from khue.features.auctions.queries import AuctionCard
from khue.features.auctions.views.drawing import chart_of, left_words
from khue.kernel.record_pages import Block
from khue.kernel.ui import (
    Answer,
    Cell,
    Column,
    FigureView,
    Link,
    Row,
    StepStatus,
    StepView,
    TableView,
    Words,
)
from khue.kernel.web import language
from khue.kernel.wording import number

MOST_LINES = 100


def live_block(card: AuctionCard) -> Block:
    """What moves while it runs: price, who leads, how long there is still; afterwards the result with its sentences."""
    figures = []
    if card.phase == "coming":
        figures.append(FigureView(left_words(card.terms.opens_at - card.now), _("until it begins")))
    elif card.phase == "running":
        figures.append(FigureView(left_words(card.ends_at - card.now), _("until the end")))
    price = card.result.price if card.result is not None else card.price
    if price is not None:
        # The unit stands below: with it the figure would break in the middle.
        figures.append(FigureView(number(price), _("price found, VND") if card.result else _("price now, VND")))
    leader = card.result.winner if card.result is not None else card.leader
    if leader:
        label = _("winner") if card.result else _("leads")
        figures.append(FigureView(_("Bidder %(no)s") % {"no": leader}, label))
    figures.append(FigureView(str(card.bidders), _("bidders")))
    return Block(figures=tuple(figures), said=_said(card), note=_note(card))


def _said(card: AuctionCard) -> tuple[tuple[Words, Words], ...]:
    if card.result is None:
        return ()
    name = ((_("The winner is %(name)s.") % {"name": card.winner_name}, ""),) if card.winner_name else ()
    return (*((sentence, "") for sentence in card.result.why), *name)


def _note(card: AuctionCard) -> Words:
    if card.result is not None and not card.recorded:
        return _("Computed from the list; it is being written down.")
    if card.phase == "ended" and card.kind in SEALED:
        return _("The bids lie sealed until two persons open them.")
    if card.phase == "running" and card.kind in SEALED:
        return _("What is bid lies sealed: nobody reads it before the end.")
    if card.phase == "running" and card.kind == ENGLISH:
        said = format_dong(card.least, language())
        return _("The next bid is %(sum)s or more. The page renews itself.") % {"sum": said}
    return ""


def blocks_of(card: AuctionCard) -> tuple[Block, ...]:
    """What everybody reads: picture, list of bids, subject, terms."""
    found = []
    if card.phase == "annulled":
        found.append(Block(_("Why it was annulled"), card.ground, facts=(Answer(_("By"), card.ended_by),)))
    chart = chart_of(card)
    if chart is not None:
        found.append(Block(chart=chart))
    if card.bids:
        note = _("Bidders go by their numbers; other bidders than the winner are never named.")
        found.append(Block(_("List of bids"), table=_list(card), note=note))
    found.append(Block(_("What the winner gets"), card.about, facts=_subject(card)))
    found.append(Block(_("Terms"), facts=tuple(_terms(card)), table=_criteria(card)))
    return tuple(found)


def _subject(card: AuctionCard) -> tuple[Answer, ...]:
    reference = (Answer(_("Reference"), card.reference),) if card.reference else ()
    return (Answer(_("Seller"), card.seller), *reference, Answer(_("Announced by"), card.announced_by))


def _list(card: AuctionCard) -> TableView:
    shown = card.bids[-MOST_LINES:]
    opened = any(row.amount is not None for row in shown)
    priced = card.kind == ENGLISH

    heads = [Column(_("No."), "number"), Column(_("Bidder"), "number"), Column(_("What")), Column(_("When"), "moment")]
    if opened:
        heads.append(Column(_("Bid"), "money"))
    if priced:
        heads += [Column(_("Price afterwards"), "money"), Column(_("Leading bidder"), "number")]
    rows = []
    for row in reversed(shown):
        cells: list[object] = [row.no, row.bidder, Cell(row.kind.capitalised(), note=row.ground), row.at]
        if opened:
            cells.append(row.amount if row.amount is not None else "–")
        if priced:
            cells += [row.price if row.price is not None else "–", row.leader or "–"]
        rows.append(Row(tuple(cells)))
    return TableView(tuple(heads), tuple(rows), caption=_("List of bids, newest first"))


def _terms(card: AuctionCard) -> Iterator[Answer]:
    terms = card.terms
    yield Answer(_("Kind of auction"), KINDS[card.kind].capitalised())
    yield Answer(_("Most that is paid") if terms.lowest else _("Starting price"), terms.start, kind="money")
    if terms.reserve is not None:
        yield Answer(_("Reserve"), terms.reserve, kind="money")
    elif card.secret_reserve:
        yield Answer(_("Reserve"), _("The seller has a reserve; it lies sealed."))
    for step in terms.steps:
        label = _("Step from %(sum)s on") % {"sum": format_dong(step.over, language())}
        yield Answer(label, step.by, kind="money")
    if terms.extend_by:
        said = {"within": left_words(terms.extend_within), "by": left_words(terms.extend_by)}
        yield Answer(_("Soft close"), _("A bid within %(within)s of the end moves the end to %(by)s after it.") % said)
    if card.kind == DUTCH:
        said = {"drop": format_dong(terms.drop, language()), "every": left_words(terms.every)}
        yield Answer(_("Falling clock"), _("The price falls by %(drop)s every %(every)s.") % said)
    if card.kind == TENDER:
        yield Answer(_("Best price"), _("the lowest") if terms.lowest else _("the highest"))
    deposit = format_dong(card.deposit, language()) if card.deposit else ""
    yield Answer(_("Deposit"), deposit or _("The law does not set this yet; nothing follows from it."))


def _criteria(card: AuctionCard) -> TableView | None:
    if card.kind != TENDER:
        return None
    rows = [(_("Price"), card.terms.price_weight), *((one.title, one.weight) for one in card.terms.criteria)]
    return TableView(
        (Column(_("Criterion")), Column(_("Weight"), "number")), tuple(Row(row) for row in rows), caption=_("Criteria")
    )


def own_blocks(card: AuctionCard) -> Iterator[Block]:
    """For the sides that the reader acts for: the own number, what was said last, whether it leads."""
    for side in card.own:
        facts = [Answer(_("Your number"), side.no, kind="number")]
        if side.said is not None:
            label = _("Your limit, which nobody else reads") if card.kind == ENGLISH else _("Your last bid")
            facts.append(Answer(label, side.said, kind="money"))
        if side.gone:
            facts.append(Answer(_("State"), _("left the auction")))
        elif side.leads and card.phase == "running":
            facts.append(Answer(_("State"), _("You lead.")))
        elif card.kind == ENGLISH and card.phase == "running":
            facts.append(Answer(_("Your next bid, at least"), side.least, kind="money"))
        if side.awaits_deposit:
            facts.append(Answer(_("Deposit"), _("not noted yet; you can bid once it is")))
        yield Block(side.name, side.plan, facts=tuple(facts))


def staff_blocks(card: AuctionCard, actor: Actor) -> tuple[Block, ...]:
    """Who is behind the numbers, for staff."""
    if not card.people:
        return ()
    links = _bidder_links(card, actor)
    rows = tuple(
        Row((one.no, Cell(one.name, note=_("left the auction") if one.gone else one.deposit), one.registered_at, links.get(one.no, "–")))
        for one in card.people
    )  # fmt: skip
    heads = (
        Column(_("Number"), "number"),
        Column(_("Bidder")),
        Column(_("Registered"), "moment"),
        Column(_("Deed"), hidden_label=True),
    )
    table = TableView(heads, rows, caption=_("Bidders, for staff"))
    plans = tuple(
        Block(_("Plan of bidder %(no)s") % {"no": one.no}, one.plan, facts=_points(card, one.points))
        for one in card.people
        if one.plan
    )
    return (
        Block(
            _("Bidders, for staff"),
            table=table,
            note=_("That you looked is on record."),
            links=_more_links(card, actor),
        ),
        *plans,
    )


def _points(card: AuctionCard, points: tuple[tuple[str, int], ...]) -> tuple[Answer, ...]:
    names = {one.code: one.title for one in card.terms.criteria}
    return tuple(Answer(names[code].capitalised(), value, kind="number") for code, value in points)


def _bidder_links(card: AuctionCard, actor: Actor) -> dict[int, Link]:
    """The likeliest deed of each row."""
    found = {}
    for one in card.people:
        if one.gone:
            continue
        if card.kind == TENDER and card.phase == "opened" and actor.may(access.OPEN):
            found[one.no] = Link(_("Score"), reverse("auctions:score", args=[card.id, one.no]))
        elif card.deposit and not one.deposit and card.state == "announced" and actor.may(access.HOLD):
            found[one.no] = Link(_("Note the deposit"), reverse("auctions:deposit", args=[card.id, one.no]))
    return found


def _more_links(card: AuctionCard, actor: Actor) -> tuple[Link, ...]:
    if not actor.may(access.HOLD) or card.state not in ("announced", "opened"):
        return ()
    return tuple(
        Link(_("Exclude bidder %(no)s") % {"no": one.no}, reverse("auctions:exclude", args=[card.id, one.no]))
        for one in card.people if not one.gone
    )  # fmt: skip


def story(card: AuctionCard) -> tuple[StepView, ...]:
    over = card.phase not in ("coming", "running")
    moved = _("moved by late bids") if card.ends_at != card.terms.ends_at else ""
    ending: StepStatus = "done" if over else "now" if card.phase == "running" else "next"
    steps = [
        StepView(_("Auction announced"), card.announced_by, card.announced_at, "done"),
        StepView(_("Begins"), "", card.terms.opens_at, "next" if card.phase == "coming" else "done"),
        StepView(_("Ends"), moved, card.ends_at, ending),
    ]  # fmt: skip
    if card.kind in SEALED:
        steps.append(StepView(_("Opened by two persons"), ", ".join(card.openers), card.opened_at, "done" if card.opened_at else "next"))  # fmt: skip
    if card.phase == "annulled":
        return (*steps, StepView(_("Annulled"), card.ended_by, card.ended_at, "done"))
    steps.append(StepView(_("Result"), "", None, "done" if card.result else "next"))
    steps.append(StepView(_("Awarded"), card.ended_by, card.ended_at, "done" if card.ended_at else "next"))
    return tuple(steps)
