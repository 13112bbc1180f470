"""What pages of one deed in a deal share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.features.deals import access, queries
from khue.features.deals.queries import DealCard
from khue.kernel.forms import KhueForm
from khue.kernel.record_pages import DeedPage, ask_for
from khue.kernel.ui import Answer, Link, TableView, Words
from khue.kernel.web import signed_in


def crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Technology deals"), reverse("deals:deals")), *more)


def acting(request: HttpRequest, deal_id: int, side: str = "") -> tuple[Actor, DealCard]:
    """The deal for who may act for a side of it (``side``: only that one). Raises Missing, NotAllowed."""
    actor = signed_in(request)
    card = queries.deal_card(deal_id, actor)
    if not card.may_act or (side and card.role != side):
        raise access.not_this_side()
    return actor, card


def ask_of(
    request: HttpRequest, form: KhueForm, card: DealCard, words: tuple[str, str, str], deed: Callable[[], Any], *,
    facts: tuple[Answer, ...] = (), points: tuple[Words, ...] = (), links: tuple[Link, ...] = (),
    tables: tuple[TableView, ...] = (),
) -> HttpResponse:  # fmt: skip
    """``words``: title, button, what is said when it is done."""
    title, button, said = words
    at = reverse("deals:deal", args=[card.id])
    lead = f"{card.number} · {card.offer_number}"
    page = DeedPage(title, lead, button, crumbs(Link(card.number, at)), at, facts, points, links=links, tables=tables)
    return ask_for(request, form, page, deed, said, at)
