"""The file of an offer, the lists that lead to it, and what its supplier does with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from khue.core.actor import Actor
from khue.core.errors import Missing
from khue.features.exchange import access, queries, usecases
from khue.features.exchange.domain.keeping import ReadConfidential
from khue.features.exchange.domain.offers import Described
from khue.features.exchange.forms import ConfirmForm, DescribeForm, OfferForm, WithdrawForm
from khue.features.exchange.forms.offering import ROWS, DescribedForm, initial_of, rows_for
from khue.features.exchange.queries import OfferCard, OfferLine
from khue.features.exchange.views.blocks import blocks_of, readings_block, story
from khue.features.exchange.views.members import member_heads, member_row
from khue.features.exchange.views.parts import own_crumbs
from khue.features.results import queries as results
from khue.kernel.forms import bind
from khue.kernel.record_pages import (
    Block,
    DeedPage,
    ListingPage,
    RecordPage,
    ask,
    ask_for,
    chosen,
    listed,
    views_of,
)
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.web import language, render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Technology")),
    ("supplier", gettext_lazy("Supplier")),
    ("handed_in_at", gettext_lazy("Handed in")),
    ("confirmed_on", gettext_lazy("Confirmed on")),
    ("valid_until", gettext_lazy("Valid until")),
)


def _heads() -> tuple[Column, ...]:
    return (
        Column(_("Technology")), Column(_("Supplier")), Column(_("State"), "state"), Column(_("Confirmed on"), "day"), Column(_("Valid until"), "day"),
    )  # fmt: skip


def _row(row: OfferLine) -> Row:
    href = reverse("exchange:offer", args=[row.id])
    return Row((Cell(row.title, href, row.number, strong=True), row.supplier, row.state, row.confirmed_on, row.valid_until))  # fmt: skip


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """Memberships and offers of those whom one stands for."""
    actor = signed_in(request)
    table = listed(
        request,
        "my-offers",
        _COLUMNS,
        lambda after, size: queries.offers_of(actor, after, size),
        _row,
        _heads(),
        _("My offers"),
        EmptyView(_("No offer of yours yet"), _("An active supplier offers a technology here."), icon="bulb"),
    )
    if isinstance(table, HttpResponseBase):
        return table
    own = queries.memberships_of(actor)
    members = TableView(
        member_heads(), tuple(map(member_row, own.rows)), caption=_("My memberships"),
        empty=EmptyView(_("No membership yet"), _("Ask to take part first."), reverse("exchange:join"), _("Join the exchange"), icon="users"),
    )  # fmt: skip
    page = ListingPage(
        _("My place on the exchange"),
        _("How your organisations take part, and what they offer."),
        table,
        deeds=(
            Link(_("Offer a technology"), reverse("exchange:new"), icon="plus"),
            Link(_("Drafts and sheets"), reverse("exchange:drafts"), icon="clipboard-list"),
            Link(_("Join the exchange"), reverse("exchange:join"), icon="users"),
        ),
        before=(Block(_("My memberships"), table=members),),
    )
    return render(request, "ui/record_list.html", page)


@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    """What awaits the persons of the exchange."""
    actor = signed_in(request)
    actor.require(access.READ)
    view = chosen(request, queries.VIEWS, "check")
    labels = (
        ("check", _("To check")), ("second", _("For the second person")), ("ruling", _("To rule on by a list")), ("listed", _("Listed")), ("all", _("All")),
    )  # fmt: skip
    table = listed(
        request, "exchange-desk", _COLUMNS, lambda after, size: queries.desk(actor, view, after, size), _row, _heads(), dict(labels)[view],
        EmptyView(_("Nothing is waiting here"), icon="circle-check"),
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    deeds: tuple[Link, ...] = (
        Link(_("Memberships"), reverse("exchange:members"), icon="users"),
        Link(_("Technology lists"), reverse("exchange:lists"), icon="clipboard-list"),
        Link(_("Words that mean the same"), reverse("exchange:meanings"), icon="files"),
        Link(_("Who may see restricted technology"), reverse("exchange:clearances"), icon="lock"),
    )
    if view in ("check", "second") and actor.may(access.CHECK):
        many = f"{reverse('exchange:take-many')}?view={view}"
        deeds = (Link(_("Take several in charge"), many, icon="user-check"), *deeds)
    lead = _("Each offer is looked at by two persons before everybody sees it.")
    page = ListingPage(_("Desk of offers"), lead, table, views_of(labels, view), deeds)
    return render(request, "ui/record_list.html", page)


@require_safe
def offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Everything of an offer but what is confidential, for its side and staff."""
    actor = signed_in(request)
    card = queries.offer_card(offer_id, actor)
    names = queries.field_names(actor.today)
    similar = (
        queries.alike_offers(card.described.title.vi, card.described.field, actor.today, but=card.id)
        if card.step
        else ()
    )
    page = RecordPage(
        card.described.title,
        " · ".join(part for part in (card.number, card.supplier) if part),
        card.state,
        own_crumbs(actor),
        _deeds(actor, card),
        blocks_of(card, names, similar, rules=actor.may(access.CHECK)),
        story(card),
        _("Its story"),
        aside=readings_block(card),
    )  # fmt: skip
    return render(request, "exchange/offer.html", page, secret_href=_secret_href(card))


def _secret_href(card: OfferCard) -> str:
    return reverse("exchange:confidential", args=[card.id]) if card.has_confidential and card.reads_as else ""


def _deeds(actor: Actor, card: OfferCard) -> tuple[Link, ...]:
    found: list[tuple[str, str, str]] = []
    if access.may_submit(actor, card.party, access.offer_key(card.id)):
        if card.code == "returned" or (card.code == "listed" and not card.step):
            found.append((_("Change the description"), "describe", "pencil"))
        if card.may_add:
            found.append((_("Add papers or pictures"), "material", "plus"))
        if card.code == "listed":
            found.append((_("Confirm that it still holds"), "confirm", "circle-check"))
        if card.code not in ("refused", "withdrawn"):
            found.append((_("Withdraw the offer"), "withdraw", "x"))
    if actor.may(access.CHECK) and not card.is_side and card.step:
        if not card.mine_in_charge:
            found.append((_("Take in charge"), "take", "user-check"))
        elif card.step == "check":
            found.append((_("Check the offer"), "check", "clipboard-list"))
        else:
            found.append((_("Answer as the second person"), "release", "circle-check"))
    links = [Link(label, reverse(f"exchange:{name}", args=[card.id]), icon=icon) for label, name, icon in found]
    if card.state.code == "listed":
        links.append(Link(_("What everybody reads"), reverse("exchange:public", args=[card.number]), icon="eye"))
    return tuple(links)


@require_POST
def confidential(request: HttpRequest, offer_id: int) -> HttpResponse:
    """The confidential part as the answer to a deed that leaves a record; never by a link, never kept by a browser."""
    actor = signed_in(request)
    card = queries.offer_card(offer_id, actor)  # whoever may not see the file leaves no record of a reading
    text = usecases.read_confidential(ReadConfidential(offer_id), actor=actor)
    at = reverse("exchange:offer", args=[offer_id])
    page = RecordPage(
        _("Confidential part"),
        card.described.title,
        None,
        own_crumbs(actor, Link(card.described.title, at)),
        (Link(_("Back to the offer"), at, icon="arrow-left"),),
        (Block(text=text or _("There is no confidential part."), note=_("This reading is on record; the supplier sees who read it and when.")),),
    )  # fmt: skip
    answer = render(request, "ui/record.html", page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


# -- what the supplier does --------------------------------------------------------------------------------------------


def _from_result(number: str) -> Described | None:
    """What an offer begins with when it comes from a registered result, in one step."""
    try:
        return queries.described_from_result(results.public_result(number)) if number else None
    except Missing:
        return None


def _draft(request: HttpRequest, actor: Actor) -> queries.DraftCard | None:
    named = request.GET.get("draft", "")
    if not (named.isascii() and named.isdigit() and len(named) < 19):
        return None
    return queries.draft_card(int(named), actor)


@ask
def new(request: HttpRequest) -> HttpResponse:
    """Offer a technology; ``?result=KQ-2026-0001`` begins with what is registered, ``?draft=12`` with a draft."""
    actor = signed_in(request)
    parties = queries.choices_of(actor, "supplier")
    draft = _draft(request, actor)
    begun = draft.described if draft else _from_result(request.GET.get("result", "")[:20].replace("\0", ""))
    initial = {"valid_until": None, "stage": "", "basis": "owner"} | (initial_of(begun) if begun else {})
    if draft:
        initial |= {
            "draft": draft.id,
            "party": draft.party,
            "valid_until": draft.valid_until,
            "stage": initial["stage"] or "",
        }
    rows = rows_for(begun) if begun else ROWS
    form = bind(
        OfferForm, request, parties=parties, fields=queries.field_names(actor.today), rows=rows, initial=initial
    )
    if draft and draft.has_confidential:
        form.fields["confidential"].help_text = _("The draft has a confidential part. It goes on as it is unless you write another here.")  # fmt: skip
    page = DeedPage(
        _("Offer a technology"),
        _("Say what it does, how far it works, and who answers for it."),
        _("Hand in"),
        own_crumbs(actor),
        reverse("exchange:mine"),
        _suggestions(form, actor),
        points=(
            _("Two persons of the exchange look at it before everybody sees it."),
            _("Everything but the confidential part becomes public."),
            _("The shares of the owners add up to 100%."),
        ),
    )
    return ask_for(
        request, form, page, lambda: usecases.hand_in_offer(form.command(), actor=actor),
        _("The offer is handed in. An officer checks it next."), lambda made: reverse("exchange:offer", args=[made]),
    )  # fmt: skip


def _suggestions(form: DescribedForm, actor: Actor) -> tuple[Answer, ...]:
    """What listed offers near to the words bear, with the words that led there; what is chosen already is not told again."""
    typed = {name: str(form[name].value() or "") for name in ("title_vi", "summary_vi", "field", "codes")}
    names = queries.field_names(actor.today)
    found = []
    for one in queries.codes_for(f"{typed['title_vi']} {typed['summary_vi']}", actor.today):
        if one.code == typed["field"] or one.code in typed["codes"]:
            continue
        label = names[one.code].into(language()) if one.code in names else one.code
        why = _("by the words: %(words)s; as in %(offers)s") % {
            "words": ", ".join(one.words),
            "offers": ", ".join(one.examples),
        }
        found.append(
            Answer(
                _("Field that fits, perhaps") if one.kind == "field" else _("IPC code that fits, perhaps"),
                label,
                origin=why,
            )
        )
    return tuple(found)


def _own(request: HttpRequest, offer_id: int) -> tuple[Actor, OfferCard]:
    actor = signed_in(request)
    card = queries.offer_card(offer_id, actor)
    access.require_side(actor, card.party, access.offer_key(card.id))
    return actor, card


def _way(actor: Actor, card: OfferCard) -> tuple[Link, ...]:
    return own_crumbs(actor, Link(card.described.title, reverse("exchange:offer", args=[card.id])))


@ask
def describe(request: HttpRequest, offer_id: int) -> HttpResponse:
    """A new version of what is said."""
    actor, card = _own(request, offer_id)
    initial = initial_of(card.described) | {"seen": card.stamp}
    form = bind(
        DescribeForm, request, fields=queries.field_names(actor.today), rows=rows_for(card.described), initial=initial
    )
    at = reverse("exchange:offer", args=[offer_id])
    page = DeedPage(
        _("Change the description"), card.described.title, _("Hand in the new version"), _way(actor, card), at, _suggestions(form, actor),
        points=(_("The version before stays as it is; the list changes once two persons have accepted this one."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.describe_offer(form.command(offer_id), actor=actor),
        _("The new version is handed in. An officer checks it next."), at,
    )  # fmt: skip


@ask
def confirm(request: HttpRequest, offer_id: int) -> HttpResponse:
    """The offer still holds, until when."""
    actor, card = _own(request, offer_id)
    form = bind(ConfirmForm, request, initial={"seen": card.stamp, "valid_until": card.valid_until})
    at = reverse("exchange:offer", args=[offer_id])
    months = queries.confirm_months(actor.today)
    how = _("every %(count)s months") % {"count": months} if months else _("The law does not set this yet; nothing follows from it.")  # fmt: skip
    facts = (
        Answer(_("Confirmed on"), card.confirmed_on, kind="day"),
        Answer(_("Valid until"), card.valid_until, kind="day"),
        Answer(_("How often an offer is confirmed"), how),
    )
    page = DeedPage(
        _("Confirm that it still holds"), card.described.title, _("Confirm"), _way(actor, card), at, facts,
        (_("Price, rights and claims are still as they stand."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.confirm_offer(form.command(offer_id), actor=actor), _("The offer is confirmed."), at
    )  # fmt: skip


@ask
def withdraw(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Take the offer back."""
    actor, card = _own(request, offer_id)
    form = bind(WithdrawForm, request, initial={"seen": card.stamp})
    at = reverse("exchange:offer", args=[offer_id])
    page = DeedPage(
        _("Withdraw the offer"), card.described.title, _("Withdraw the offer"), _way(actor, card), at,
        points=(_("It goes from the list at once; what it said stays on record."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.withdraw_offer(form.command(offer_id), actor=actor), _("The offer is withdrawn."), at
    )  # fmt: skip
