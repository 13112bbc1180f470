"""The public list of offers, and the page that says how far a technology works and who answers for it."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.features.exchange import access, queries
from khue.features.exchange.domain.words import EVIDENCE, LEVELS, LISTS
from khue.features.exchange.forms import OfferFilterForm
from khue.features.exchange.queries import OfferRow, PublicOffer
from khue.features.exchange.views.material import pictures_block, small_picture
from khue.features.exchange.views.parts import (
    claims_table,
    comparison_block,
    crumbs,
    owners_table,
    price_words,
    rights_table,
)
from khue.kernel.record_pages import Block, ListingPage, RecordPage, listed
from khue.kernel.ui import Answer, Cell, ChartView, Column, EmptyView, Link, Row, StepView, TableView
from khue.kernel.web import actor_of, language, render

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Technology")),
    ("kind", gettext_lazy("Kind of technology")),
    ("field", gettext_lazy("Key field")),
    ("stage", gettext_lazy("Readiness level")),
    ("evidence", gettext_lazy("Strongest evidence")),
    ("modes", gettext_lazy("How it is transferred")),
    ("price_from", gettext_lazy("Price from, in đồng")),
    ("price_to", gettext_lazy("Price to, in đồng")),
    ("supplier", gettext_lazy("Supplier")),
    ("listed_on", gettext_lazy("Listed on")),
    ("confirmed_on", gettext_lazy("Confirmed on")),
    ("valid_until", gettext_lazy("Valid until")),
)


@require_safe
def offers(request: HttpRequest) -> HttpResponseBase:
    """Technologies on offer, newest first, narrowed and downloaded."""
    actor = actor_of(request)
    form = OfferFilterForm(request.GET, fields=queries.field_names(actor.today))
    asked = form.asked()
    table = listed(
        request, "offers", _COLUMNS, lambda after, size: queries.offers(actor, asked, after, size), _row, _heads(), _("Technologies on offer"),
        _nothing(asked.narrows),
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    chart = None if asked.narrows else _evidence_chart(actor)
    page = ListingPage(
        _("Technology exchange"),
        _("What is on offer, how far it works, and who answers for it."),
        table,
        deeds=_deeds(actor),
        search_href=reverse("exchange:offers"),
        searched=asked.narrows,
        after=(Block(chart=chart),) if chart else (),
    )
    return render(request, "ui/record_list.html", page, form=form)


def _deeds(actor: Actor) -> tuple[Link, ...]:
    found = [
        Link(_("Search technologies"), reverse("exchange:search"), icon="search"),
        Link(_("Members of the exchange"), reverse("exchange:directory"), icon="users"),
        Link(_("Technology lists"), reverse("exchange:lists"), icon="clipboard-list"),
    ]
    if actor.may(access.READ):
        return (*found[:1], Link(_("Desk of offers"), reverse("exchange:desk"), icon="clipboard-list"), *found[1:])
    if actor.is_signed_in:
        return (*found[:1], Link(_("My place on the exchange"), reverse("exchange:mine"), icon="user"), *found[1:])
    return tuple(found)


def _heads() -> tuple[Column, ...]:
    return (
        Column(_("Technology")), Column(_("Readiness level"), "number"), Column(_("Strongest evidence")), Column(_("How it is transferred")),
        Column(_("Price idea")), Column(_("Listed on"), "day"),
    )  # fmt: skip


def _row(row: OfferRow) -> Row:
    marks = [row.number, row.supplier]
    if row.restricted:
        marks.append(_("restricted technology"))
    if row.encouraged:
        marks.append(_("encouraged technology"))
    at, beside = reverse("exchange:public", args=[row.number]), small_picture(row.picture) if row.picture else None
    return Row(
        (
            Cell(row.title, at, " · ".join(marks), strong=True, picture=beside),
            row.stage, row.evidence.capitalised(), row.modes.capitalised(), price_words(row.price_from, row.price_to) or "–", row.listed_on,
        )
    )  # fmt: skip


def _nothing(searched: bool) -> EmptyView:
    if searched:
        return EmptyView(_("Nothing found"), _("Try fewer or other words."), reverse("exchange:offers"), _("Show all"))
    return EmptyView(
        _("No technology is on offer yet"), _("Offers appear here once two persons of the exchange have looked at them."), icon="bulb"
    )  # fmt: skip


def _evidence_chart(actor: Actor) -> ChartView | None:
    """How far what is on offer is proven."""
    counts = queries.figures(actor.today)
    if len(counts) < 2:
        return None
    rows = [(EVIDENCE[level], counts.get(level, 0)) for level in reversed(LEVELS)]
    options = {
        "grid": {"top": 8, "right": 24, "bottom": 8, "left": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "inverse": True, "data": [name.capitalised() for name, _count in rows]},
        "series": [{"type": "bar", "barMaxWidth": 22, "name": _("Offers"), "data": [count for _name, count in rows], "itemStyle": {"color": "jade"}}],
    }  # fmt: skip
    table = TableView(
        (Column(_("Strongest evidence")), Column(_("Offers"), "number")),
        tuple(Row((name.capitalised(), count)) for name, count in rows),
        caption=_("Offers by their strongest evidence"),
    )
    return ChartView(_("Offers by their strongest evidence"), options, table)


@require_safe
def public(request: HttpRequest, number: str) -> HttpResponseBase:
    """One offer for everybody."""
    actor = actor_of(request)
    found = queries.public_offer(number, actor)
    page = RecordPage(
        found.title,
        " · ".join((found.number, found.supplier)),
        None,
        crumbs(),
        queries.page_deeds(number, actor),
        blocks=tuple(public_blocks(found)),
        steps=_story(found),
        steps_title=_("Who looked at it, and when"),
        aside=(_answerable(found), *_beside(found)),
    )
    return render(request, "ui/record.html", page)


def public_blocks(found: PublicOffer) -> list[Block]:
    """What it is, how far it works, what it costs, what rights stand behind it."""
    blocks = [
        Block(_("What it is"), found.summary, note=_("A confidential part stands beside it and is not published.") if found.has_confidential else ""),
        Block(
            _("How far it works"),
            facts=(Answer(_("Readiness level"), found.stage_text, origin=found.stage_evidence),),
            table=claims_table(found.claims),
            note=_("The evidence was looked at by an officer on the day of the check; a claim that is only stated is the supplier's word."),
        ),
        Block(
            _("Transfer and price"),
            facts=(
                Answer(_("How it is transferred"), _list(found.modes)),
                Answer(_("Price idea"), price_words(found.price_from, found.price_to) or _("by agreement"), origin=found.price_note),
            ),
        ),
    ]  # fmt: skip
    shown = pictures_block(found.pictures)
    if shown is not None:
        blocks.insert(1, shown)
    compared = comparison_block(found.comparison)
    if compared is not None:
        blocks.append(compared)
    if found.rights:
        blocks.append(Block(_("Intellectual property"), table=rights_table(found.rights)))
    if found.papers or found.videos:
        links = tuple(Link(video, video) for video in found.videos)
        blocks.append(Block(_("Papers and videos"), files=found.papers, links=links))
    return blocks


def _list(words: tuple[Text, ...]) -> Text:
    joined = Text(", ".join(word.vi for word in words), ", ".join(word.en for word in words))
    return joined.capitalised()


def _answerable(found: PublicOffer) -> Block:
    """Who answers for it."""
    facts = (
        Answer(_("Supplier"), found.supplier, origin=_("verified member of the exchange")),
        *((Answer(_("Goes on as"), found.supplier_now),) if found.supplier_now else ()),
        Answer(_("Member since"), found.supplier_since, kind="day"),
        Answer(_("By what right it is offered"), found.basis.capitalised()),
        *(
            (Answer(_("Registered result"), found.result, reverse("results:public", args=[found.result])),)
            if found.result
            else ()
        ),
        *(
            (Answer(_("What the supplier undertakes after the transfer"), found.after_sale),)
            if found.after_sale
            else ()
        ),
    )
    return Block(_("Who answers for it"), facts=facts, table=owners_table(found.owners))


def _beside(found: PublicOffer) -> list[Block]:
    codes = ", ".join(found.codes)
    blocks = [
        Block(
            _("Field and codes"),
            facts=(
                Answer(_("Kind of technology"), found.kind.capitalised()),
                Answer(_("Key field"), found.field.capitalised()),
                *((Answer(_("IPC codes"), codes),) if codes else ()),
            ),
        )
    ]
    for entry in found.entries:
        blocks.append(Block(LISTS[entry.which].capitalised(), said=((entry.title, entry.source),)))
    return blocks


def _story(found: PublicOffer) -> tuple[StepView, ...]:
    confirm = (
        _("to be confirmed by %(day)s") % {"day": format_day(found.confirm_by, language())} if found.confirm_by else ""
    )
    return (
        StepView(_("Rights, evidence and lists checked"), "", found.checked_on, "done"),
        StepView(_("Listed by a second person"), "", found.listed_on, "done"),
        StepView(_("Confirmed by the supplier"), confirm, found.confirmed_on, "done"),
        StepView(_("Valid until"), "", found.valid_until, "next"),
    )
