"""What the pages of this room are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.staff import access, queries
from khue.kernel import asking, web
from khue.kernel.forms import KhueForm
from khue.kernel.ui import Column, EmptyView, Link, Row, StateView, TableView, Words

ask = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page that asks: title, one sentence, what will happen, the button, the way back."""

    title: Words
    lead: Words
    label: Words
    back_href: str
    back: Words
    points: tuple[Words, ...] = ()


def asked(
    request: HttpRequest, form: KhueForm, page: FormPage, deed: Callable[[], Any], to: str, done: str
) -> HttpResponse:
    return asking.asked(request, "staff/form.html", form, page, deed, to, done)


def staff_actor(request: HttpRequest) -> Actor:
    actor = web.signed_in(request)
    access.require_staff(actor)
    return actor


def found_line(key: str, actor: Actor) -> queries.StaffLine:
    """Raises Missing for somebody who has nothing to do with the staff."""
    line = queries.staff_line(key, actor.today)
    if line is None:
        raise Missing(
            Text("Không tìm thấy cán bộ này.", "There is no such member of staff."),
            Text("Mời ông/bà mở lại danh bạ cán bộ.", "Go back to the staff directory."),
        )
    return line


def state_of(line: queries.StaffLine) -> StateView:
    return StateView(line.state, line.state_words, queries.TONES[line.state])  # type: ignore[arg-type]  # the table holds words of Tone only


def person_href(line_id: int) -> str:
    return reverse("staff:person", args=[line_id])


def absence_table(
    lines: tuple[queries.AbsenceLine, ...], caption: str, empty: str, *, ending: bool, named: bool = False
) -> TableView:
    columns = (
        *((Column(_("Who")),) if named else ()),
        Column(_("From"), "day"),
        Column(_("Day of return"), "day"),
        Column(_("Kind")),
        Column(_("Deputy")),
        Column(_("Roles covered")),
        *((Column(_("What to do"), hidden_label=True),) if ending else ()),
    )
    rows = tuple(
        Row(
            (
                *((line.name,) if named else ()),
                line.valid_from,
                line.valid_until,
                line.reason,
                line.deputy_name or None,
                Text("; ".join(s.vi for s in line.scope), "; ".join(s.into("en") for s in line.scope))
                if line.scope
                else None,
                *((Link(_("Back earlier"), reverse("staff:end-absence", args=[line.id])),) if ending else ()),
            )
        )
        for line in lines
    )
    return TableView(columns, rows, caption=caption, empty=EmptyView(empty, icon="calendar"))
