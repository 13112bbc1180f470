"""Three-way introductions: proposed by a broker, answered by each side, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.matching import access, queries, usecases
from khue.features.matching.domain.deciding import DAYS
from khue.features.matching.forms import TriadForm, TriadReplyForm, TriadWithdrawForm
from khue.features.matching.queries import TriadRow, TriadSideRow
from khue.features.matching.views.pairs import crumbs
from khue.features.matching.views.thirds import third_crumbs
from khue.features.people import queries as people
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, listed
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StepView, TableView
from khue.kernel.web import language, render, signed_in

_COLUMNS = (
    ("offer_title", gettext_lazy("Offer")),
    ("names", gettext_lazy("Sides")),
    ("broker", gettext_lazy("Broker")),
    ("state", gettext_lazy("State")),
    ("until", gettext_lazy("Answers until")),
    ("proposed_at", gettext_lazy("Introduced")),
)


def _crumbs(*more: Link) -> tuple[Link, ...]:
    return crumbs(Link(_("Introductions of several sides"), reverse("matching:triads")), *more)


@require_safe
def triads(request: HttpRequest) -> HttpResponseBase:
    """Those of the reader as a side or as a broker; all for staff; downloaded as files."""
    actor = signed_in(request)
    heads = (
        Column(_("Offer and sides")),
        Column(_("Broker")),
        Column(_("State"), "state"),
        Column(_("Answers until"), "day"),
    )
    empty = EmptyView(_("No introduction"), _("When a broker proposes you to others, it stands here."), icon="users")
    title = _("Introductions of several sides")
    table = listed(
        request, "three-way-introductions", _COLUMNS, lambda after, size: queries.triads(actor, after, size), _row, heads, title, empty
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    lead = _("Brokers bring together agency, school and investor about an offer. They meet only if all agree.")
    return render(request, "ui/record_list.html", ListingPage(title, lead, table, crumbs=crumbs()))


def _row(row: TriadRow) -> Row:
    offer = Cell(row.offer_title, reverse("matching:triad", args=[row.id]), row.names, strong=True)
    return Row((offer, row.broker, row.state, row.until))


@require_safe
def triad(request: HttpRequest, triad_id: int) -> HttpResponseBase:
    """One of them with its answers, as far as the reader may know them."""
    actor = signed_in(request)
    row = queries.triad(triad_id, actor)
    deeds = []
    if row.waits_for_me:
        deeds.append(Link(_("Answer"), reverse("matching:reply-triad", args=[row.id])))
    if row.is_broker and row.state.code == "proposed":
        deeds.append(Link(_("Withdraw the introduction"), reverse("matching:withdraw-triad", args=[row.id])))
    title = _("Introduction by %(broker)s") % {"broker": row.broker}
    page = RecordPage(
        title, "", row.state, _crumbs(), tuple(deeds), tuple(_blocks(row)), tuple(_steps(row)), _("Answers")
    )
    return render(request, "ui/record.html", page)


def _blocks(row: TriadRow) -> Iterator[Block]:
    heads = (Column(_("Side"), hidden_label=True), Column(_("Name of the side")))
    offer = Cell(row.offer_title, reverse("exchange:public", args=[row.offer_number]) if row.offer_number else "", row.offer_number)  # fmt: skip
    lines = (Row((_("Offer"), offer)), *(Row((side.role.capitalised(), _who(side))) for side in row.sides))
    yield Block(
        _("Who is proposed to each other"), table=TableView(heads, lines, caption=_("Who is proposed to each other"))
    )
    yield Block(facts=(Answer(_("Answers until"), row.until, kind="day"),))
    yield Block(_("Words of the broker"), row.words)
    if row.state.code == "agreed":
        yield Block(
            _("What comes next"),
            _("All sides agreed. The broker calls the meeting; each side is reached by what it published. A deal begins on the offer's page."),
        )  # fmt: skip
    if row.grounds:
        yield Block(
            _("Why a side declined"),
            "\n".join(row.grounds),
            note=_("Only the broker and the exchange's staff read it."),
        )
    if row.ground:
        yield Block(_("Why it was withdrawn"), row.ground)


def _who(side: TriadSideRow) -> Cell:
    if side.code in ("investor", "expert"):
        return Cell(side.name, reverse("services:entry", args=[side.about]), strong=True)
    if side.code == "agency":
        return Cell(side.name, reverse("demands:demand", args=[side.about]) if side.is_mine else "", strong=True)
    return Cell(side.name, strong=True)


def _steps(row: TriadRow) -> Iterator[StepView]:
    lang = language()
    yield StepView(_("Proposed to all sides"), row.broker, row.proposed_at, "done")
    over = row.state.code != "proposed"
    for side in row.sides:
        says = side.agrees
        note = _("agreed") if says else _("declined") if says is False else _("no answer") if over else _("not answered, or not to be told yet")  # fmt: skip
        label = side.role.capitalised().into(lang)
        yield StepView(label, note, None, "done" if says is not None else "next" if over else "now")


@ask
def propose_triad(request: HttpRequest, offer_id: int) -> HttpResponse:
    """A broker proposes an agency, an investor and an expert to the supplier and to each other."""
    actor = signed_in(request)
    parties = access.require_desk(actor)
    card = queries.offer_sides(offer_id, actor)
    lang = language()
    choices = {
        "demand": [(one.demand, f"{one.name}: {one.title.into(lang)}") for one in card.agencies],
        "investor": [(one.entry, f"{one.name}: {one.title.into(lang)}") for one in card.investors],
        "expert": [(one.entry, f"{one.name}: {one.title.into(lang)}") for one in card.experts],
    }
    form = bind(TriadForm, request, brokers=[(key, people.party(key).name) for key in parties], choices=choices)
    at = reverse("matching:sides", args=[offer_id])
    page = DeedPage(
        _("Propose them to each other"), _("All sides hear who proposes it and read your words."), _("Send to all sides"),
        third_crumbs(Link(card.title, at)), at,
        (Answer(_("Offer"), card.title), Answer(_("Supplier"), card.supplier)),
        (
            _("The supplier is always asked. Choose at least two others."),
            _("Each side has %(days)s days to answer. Only when all agree do they meet.") % {"days": DAYS},
        ),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.propose_triad(form.command(offer_id), actor=actor), _("All sides have been told."),
        lambda made: reverse("matching:triad", args=[made]),
    )  # fmt: skip


@ask
def reply_triad(request: HttpRequest, triad_id: int) -> HttpResponse:
    """A side agrees or declines."""
    actor = signed_in(request)
    row = queries.triad(triad_id, actor)
    form = bind(TriadReplyForm, request)
    at = reverse("matching:triad", args=[triad_id])
    page = DeedPage(
        _("Answer the introduction"), row.words, _("Send the answer"), _crumbs(Link(row.broker, at)), at,
        (Answer(_("Offer"), row.offer_title), Answer(_("Sides"), row.names), Answer(_("Broker"), row.broker)),
        (_("An answer is given once. It binds nobody to a deal."),),
    )  # fmt: skip
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.answer_triad(form.command(triad_id), actor=actor),
        _("Your answer is sent."),
        at,
    )


@ask
def withdraw_triad(request: HttpRequest, triad_id: int) -> HttpResponse:
    """The broker takes it back."""
    actor = signed_in(request)
    row = queries.triad(triad_id, actor)
    form = bind(TriadWithdrawForm, request)
    at = reverse("matching:triad", args=[triad_id])
    page = DeedPage(
        _("Withdraw the introduction"), row.offer_title, _("Withdraw the introduction"), _crumbs(Link(row.broker, at)), at,
        points=(_("All sides are told, with your ground."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.withdraw_triad(form.command(triad_id), actor=actor), _("The introduction is withdrawn."), at
    )  # fmt: skip
