"""What the pages of this room are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from khue.core.actor import Actor
from khue.core.decision import Reason
from khue.features.councils import access, queries
from khue.features.councils.domain.words import ROLES
from khue.kernel import asking, exports, web
from khue.kernel.forms import KhueForm
from khue.kernel.paging import href
from khue.kernel.ui import (
    Answer,
    AnswerGroup,
    ChartView,
    FigureView,
    Link,
    StateView,
    StepView,
    TableView,
    Tone,
    Words,
)

ask = require_http_methods(["GET", "HEAD", "POST"])
MAKERS: dict[str, Any] = {"csv": exports.csv_response, "xlsx": exports.xlsx_response}
TONES: dict[str, Tone] = {
    "draft": "wait",
    "founded": "good",
    "dissolved": "plain",
    "listed": "plain",
    "scoring": "now",
    "scored": "wait",
    "decided": "good",
    "withdrawn": "plain",
    "reported": "wait",
    "stands": "bad",
    "dismissed": "plain",
    "called": "wait",
    "open": "now",
    "closed": "good",
    "blind": "now",
    "independent": "now",
    "discussion": "now",
    "approved": "good",
    "refused": "bad",
    "postponed": "wait",
}


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page that asks: title, one sentence, what will happen, the buttons, the way back."""

    title: Words
    lead: Words
    label: Words
    back_href: str
    back: Words
    points: tuple[Words, ...] = ()
    notes: tuple[Reason, ...] = ()
    notes_title: Words = ""
    table: TableView | None = None
    files: bool = False
    value: str = "yes"
    other_label: Words = ""
    other_value: str = "no"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page; what is empty is not drawn. ``acts``: its first link is the deed of the page."""

    title: Words = ""
    text: Words = ""
    table: TableView | None = None
    answers: tuple[AnswerGroup | Answer, ...] = ()
    chart: ChartView | None = None
    figures: tuple[FigureView, ...] = ()
    files: tuple[Any, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[Reason, ...] = ()
    notes_title: Words = ""
    anchor: str = ""
    dense: bool = False
    acts: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page that shows: blocks below each other, deeds at the side."""

    title: Words
    lead: Words = ""
    state: StateView | None = None
    back_href: str = ""
    back: Words = ""
    tabs: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()
    steps: tuple[StepView, ...] = ()
    deeds: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    title: Words
    lead: Words
    table: TableView | None
    links: tuple[Link, ...] = ()
    mine: TableView | None = None
    waiting: TableView | None = None
    back_href: str = ""
    back: Words = ""


def asked(
    request: HttpRequest, form: KhueForm, page: FormPage, deed: Callable[[], Any], to: str, done: str
) -> HttpResponse:
    return asking.asked(request, "councils/form.html", form, page, deed, to, done)


def export_links(request: HttpRequest) -> tuple[Link, ...]:
    return tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in MAKERS)


def state_view(code: str, label: Words) -> StateView:
    return StateView(code, label, TONES.get(code, "plain"))


def council_href(council_id: int) -> str:
    return reverse("councils:council", args=[council_id])


def item_href(item_id: int, opens: bool = True) -> str:
    """Empty for a reader to whom items do not open."""
    return reverse("councils:item", args=[item_id]) if opens else ""


def opens_items(council_id: int, actor: Actor) -> bool:
    """Items open to members and to whoever runs the council. At most one query."""
    return actor.may(access.RUN) or queries.seat_of(council_id, actor) is not None


def expert_href(expert_id: int) -> str:
    return reverse("councils:expert", args=[expert_id])


def seat_words(seat: queries.SeatLine) -> Words:
    return ROLES[seat.role]


def review_href(review_id: int) -> str:
    return reverse("councils:review", args=[review_id])


def points(hundredths: int | None) -> str | None:
    """``75,50`` as the reader's language writes it."""
    if hundredths is None:
        return None
    sign, whole, rest = ("−" if hundredths < 0 else ""), abs(hundredths) // 100, abs(hundredths) % 100
    return f"{sign}{whole}{',' if web.language() == 'vi' else '.'}{rest:02d}"
