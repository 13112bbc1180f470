"""What the pages of the exchange share: ways back, terms of membership, money ranges, evidence drawn."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.money import format_dong
from khue.features.exchange import access, queries
from khue.features.exchange.queries import ClaimRow, ComparisonView, OfferOwnerRow, OfferRightRow, Term
from khue.kernel.record_pages import Block
from khue.kernel.ui import Answer, Cell, ChartView, Column, Link, Row, StateView, TableView, Tone
from khue.kernel.web import language

LEVEL_TONES: dict[str, Tone] = {"stated": "plain", "seen": "wait", "tested": "firm", "used": "good"}


def crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Technology exchange"), reverse("exchange:offers")), *more)


def own_crumbs(actor: Actor, *more: Link) -> tuple[Link, ...]:
    """Staff come from the desk, others from their own page."""
    if actor.may(access.READ):
        return crumbs(Link(_("Desk of offers"), reverse("exchange:desk")), *more)
    return crumbs(Link(_("My place on the exchange"), reverse("exchange:mine")), *more)


def terms_block(on: date) -> Block:
    """Classes and fees as the law has them: what is unset is said to be unset."""
    terms = queries.terms_of_membership(on)
    links = tuple(Link(term.name.capitalised(), reverse("rulebook:parameter", args=[term.id])) for term in terms)
    return Block(_("Classes and fees"), facts=tuple(_term(term) for term in terms), links=links)


def _term(term: Term) -> Answer:
    name = term.name.capitalised()
    if term.value is None:
        return Answer(name, _("The law does not set this yet; nothing follows from it."))
    if term.codes:
        words = Text(", ".join(code.vi for code in term.codes), ", ".join(code.en for code in term.codes))
        return Answer(name, words.capitalised())
    return Answer(name, term.value.number, kind="money")


def price_words(low: int | None, high: int | None) -> str:
    """A price range in words of the reader; empty where none is given."""
    words = language()
    if low is None and high is None:
        return ""
    if low is None or low == high:
        return _("up to %(sum)s") % {"sum": format_dong(high or 0, words)} if low is None else format_dong(low, words)
    if high is None:
        return _("from %(sum)s") % {"sum": format_dong(low, words)}
    return f"{format_dong(low, words)} – {format_dong(high, words)}"


def claims_table(claims: tuple[ClaimRow, ...]) -> TableView:
    """What it does, and what stands behind each claim."""
    return TableView(
        (Column(_("What it does")), Column(_("Level of evidence"), "state"), Column(_("Shown by"))),
        tuple(
            Row((Cell(row.says, strong=True), StateView(row.code, row.level.capitalised(), LEVEL_TONES[row.code]), Cell(row.proof or "–", note=row.buyer)))
            for row in claims
        ),
        caption=_("Claims and their evidence"),
    )  # fmt: skip


def owners_table(owners: tuple[OfferOwnerRow, ...]) -> TableView:
    return TableView(
        (Column(_("Owner")), Column(_("Share"))),
        tuple(Row((row.name, row.says)) for row in owners),
        caption=_("Owners of the technology"),
    )


def rights_table(rights: tuple[OfferRightRow, ...]) -> TableView:
    return TableView(
        (Column(_("Kind of right")), Column(_("Status of the right")), Column(_("Territory")), Column(_("Number"))),
        tuple(Row((row.kind, row.state, row.territory, row.number or "–")) for row in rights),
        caption=_("Intellectual property"),
    )


def comparison_block(found: ComparisonView | None) -> Block | None:
    """The offer beside the best rival solution; drawn where both costs are told."""
    if found is None:
        return None
    facts = (Answer(_("Best rival solution"), found.rival),)
    return Block(_("Compared with the best rival solution"), found.says, facts=facts, chart=_costs(found))


def _costs(found: ComparisonView) -> ChartView | None:
    if found.own_cost is None or found.rival_cost is None:
        return None
    rows = ((_("This technology"), found.own_cost), (found.rival, found.rival_cost))
    title = _("Cost for one %(unit)s") % {"unit": found.unit}
    options = {
        "grid": {"top": 8, "right": 24, "bottom": 8, "left": 8, "containLabel": True},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "inverse": True, "data": [name[:32] for name, _cost in rows]},
        "series": [
            {
                "type": "bar", "barMaxWidth": 26, "name": title,
                "data": [cost for _name, cost in rows], "itemStyle": {"color": "jade"},
            }
        ],
    }  # fmt: skip
    table = TableView(
        (Column(_("Solution")), Column(_("Cost"), "money")),
        tuple(Row((name, cost)) for name, cost in rows),
        caption=title,
    )
    return ChartView(title, options, table, summary=_("As the supplier states it"))
