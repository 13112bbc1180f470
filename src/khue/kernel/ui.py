"""What a page is made of: frozen values that queries and views hand to templates. ``{% load khue %}`` draws them.

A label is a ``str``, a lazy translation or a :class:`~khue.core.bilingual.Text`; the tags put it into the reader's language and
mark a fallback. Nothing here reads a clock, a model or a request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from khue.core.bilingual import Text
from khue.core.decision import Reason

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    Words = str | Text | StrPromise
else:
    Words = str | Text

Tone = Literal["plain", "good", "now", "wait", "firm", "bad"]
"""``good`` jade: done, in order · ``now`` vermilion: acts now · ``wait`` gold: waits for somebody · ``firm`` indigo · ``bad`` overdue."""

Theme = Literal["auto", "light", "dark"]
StepStatus = Literal["done", "now", "next"]
ColumnKind = Literal["text", "number", "money", "day", "moment", "state"]


# ---- the frame of every page ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page: menu item, language, tab, breadcrumb, export. ``icon`` is a name of the sprite."""

    label: Words
    href: str
    current: bool = False
    icon: str = ""
    lang: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """What surrounds every page; built once per request by ``kernel.web.render`` and called ``shell`` in templates.

    ``theme_href`` takes a POST of ``theme`` (auto|light|dark) and ``next``; empty hides the control.
    ``business_day`` is the city's day, shown in the ribbon of a sample city.
    """

    menu: tuple[Link, ...] = ()
    language: str = "vi"
    language_links: tuple[Link, ...] = ()
    theme: Theme = "auto"
    user_name: str = ""
    account_href: str = ""
    sign_in_href: str = ""
    sample: bool = False
    business_day: date | None = None
    unread_notices: int = 0
    home_href: str = "/"
    sign_out_href: str = ""
    notices_href: str = ""
    theme_href: str = ""
    sample_href: str = ""
    path: str = "/"
    city: Words = ""
    acting_for: str = ""
    account_links: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()


# ---- states, clocks, steps ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StateView:
    """Where something stands. ``code`` is stable, ``label`` is what people read, ``tone`` its colour."""

    code: str
    label: Words
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A clock: day due, units left (negative: overdue), ``working_days``, ``calendar_days`` or ``hours``, length of the term.

    ``paused`` stops the ring and shows ``ground``; ``ended_on`` shows that the clock has done its work. A clock in hours
    has its moment in ``due_at``.
    """

    due_on: date
    remaining: int
    unit: str = "working_days"
    total: int = 0
    paused: bool = False
    ground: Words = ""
    ended_on: date | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepView:
    """One point of the vertical line: what, who (``note``), when, and whether it is done, now or next."""

    label: Words
    note: Words = ""
    when: date | datetime | str | None = None
    status: StepStatus = "next"
    href: str = ""


# ---- tables ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` sets the alignment, and how a bare ``int`` or date is written (``money``: integer đồng)."""

    label: Words
    kind: ColumnKind = "text"
    hidden_label: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of ours: ``href`` of its bytes, what it shows in words, its size in pixels. ``opens``: the large one."""

    href: str
    alt: Words
    width: int
    height: int
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with a link or a small line under it, a small picture before it. Plain values may stand in a row without it."""

    value: Any
    href: str = ""
    note: Words = ""
    strong: bool = False
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A box in a row that belongs to the form with the id ``form``; ``label`` says to readers what is chosen."""

    form: str
    name: str
    value: str
    label: Words
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells: str, Text, int, date, datetime, StateView, DeadlineView, Link, Tick, Cell or None. ``href`` opens the record."""

    cells: tuple[Any, ...]
    href: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class EmptyView:
    """Nothing here yet: what that means and the one thing to do next."""

    title: Words
    text: Words = ""
    href: str = ""
    label: Words = ""
    icon: str = "inbox"


@dataclass(frozen=True, slots=True)
class TableView:
    """A table. ``next``/``previous`` are cursors of ``kernel.paging`` (the link keeps the other query values) or full links."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    next: str | None = None
    previous: str | None = None
    exports: tuple[Link, ...] = ()
    caption: Words = ""
    foot: Row | None = None
    empty: EmptyView | None = None
    show_caption: bool = False


# ---- words, figures, cards ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """A line of "check your answers" or of a summary. ``origin`` says where a prefilled value comes from."""

    label: Words
    value: Any
    change_href: str = ""
    origin: Words = ""
    kind: ColumnKind = "text"
    missing: bool = False


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    title: Words
    answers: tuple[Answer, ...]
    change_href: str = ""


@dataclass(frozen=True, slots=True)
class TaskView:
    """A line of a task list (GOV.UK): what to fill in, and its state."""

    label: Words
    href: str
    state: StateView
    hint: Words = ""


@dataclass(frozen=True, slots=True)
class TaskGroup:
    title: Words
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class FigureView:
    """A live figure that leads to its records. ``value`` is ready to read (``98,2 %``)."""

    value: Words
    label: Words
    href: str = ""


@dataclass(frozen=True, slots=True)
class CardView:
    title: Words
    text: Words = ""
    href: str = ""
    icon: str = ""
    tone: Tone = "plain"
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class FileView:
    """A file to read. Any object with these attributes will do (``kernel.files.FileCard``)."""

    id: str
    name: str
    size: int
    media_type: str
    url: str
    sha256: str = ""
    note: Words = ""
    remove_href: str = ""


@dataclass(frozen=True, slots=True)
class ChartView:
    """A picture of figures with its table, which stands alone without script. ``options`` is an ECharts option as JSON values."""

    title: Words
    options: Mapping[str, Any]
    table: TableView
    summary: Words = ""


# ---- pages that are one component -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PanelView:
    """Confirmation: it is done. ``number`` is what the reader writes down, ``steps`` what happens next."""

    title: Words
    number: str = ""
    text: Words = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmView:
    """The page ``ui/confirm.html``: are you sure, what will happen, one button, one way back."""

    title: Words
    text: Words
    label: Words
    cancel_href: str
    points: tuple[Words, ...] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    tone: Tone = "now"
    action: str = ""


@dataclass(frozen=True, slots=True)
class ErrorView:
    """The pages ``errors/<status>.html``: what happened, why, what to do next."""

    status: int
    title: Words = ""
    text: Words = ""
    next_step: Words = ""
    reasons: tuple[Reason, ...] = ()
    request_id: str = ""
    back_href: str = ""
