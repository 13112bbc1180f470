"""Records that look alike: compare, merge, or say that they are not one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.features.people import access, queries, usecases
from khue.features.people.forms import DismissForm, SearchDuplicatesForm
from khue.features.people.views.parts import FILES, FormPage, ask, asked, export_links
from khue.kernel import web
from khue.kernel.forms import bind
from khue.kernel.paging import every
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView

STATES = ("waiting", "different", "merged")


@dataclass(frozen=True, slots=True)
class DuplicatesPage:
    table: TableView
    tabs: tuple[Link, ...]


@ask
def duplicates(request: HttpRequest) -> HttpResponseBase:
    """Pairs that wait for a person; a POST has all records compared anew."""
    actor = web.signed_in(request)
    access.require_merge(actor)
    form = bind(SearchDuplicatesForm, request)
    if request.method == "POST" and form.is_valid():
        found = usecases.find_duplicates(form.cleaned_data["once"], actor=actor)
        messages.success(request, _("All records were compared. New pairs: %(count)s.") % {"count": found})
        return web.redirect("people:duplicates")
    state = request.GET.get("state", "")
    state = state if state in STATES else "waiting"
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        columns = (
            ("score", _("Points")), ("first", _("First record")), ("second", _("Second record")), ("grounds", _("What is alike")),
            ("ground", _("Decision")),
        )  # fmt: skip
        pairs = every(lambda after, size: queries.list_pairs(state, after, size))
        return make("duplicates", columns, map(partial(_as_line, web.language()), pairs))
    found_pairs = queries.list_pairs(state, request.GET.get("after"))
    names = {"waiting": _("Waiting"), "different": _("Not duplicates"), "merged": _("Merged")}
    here = reverse("people:duplicates")
    page = DuplicatesPage(
        TableView(
            (
                Column(_("First record")), Column(_("Second record")), Column(_("Points"), "number"),
                Column(_("What is alike")), Column(_("What to do"), hidden_label=True),
            ),
            tuple(map(_row, found_pairs.rows)),
            found_pairs.next,
            found_pairs.previous,
            export_links(request),
            caption=_("Records that look alike"),
            empty=EmptyView(_("No pair here"), _("Records are compared every night, and when you ask for it.")),
        ),
        tuple(Link(names[code], f"{here}?state={code}", code == state) for code in STATES),
    )  # fmt: skip
    return web.render(request, "people/duplicates.html", page, form=form)


def _row(line: queries.PairLine) -> Row:
    label = _("Record number")
    sides = tuple(
        Cell(
            name,
            reverse("people:party", args=[number]),
            note=f"{label} {number}{f' · {code}' if code else ''}",
        )
        for number, name, code in (line.first, line.second)
    )
    deeds: tuple[Link, ...] | str = line.ground
    if line.state == "waiting":
        deeds = (
            Link(_("Compare"), reverse("people:merge", args=[line.second[0], line.first[0]])),
            Link(_("Not a duplicate"), reverse("people:dismiss", args=[line.id])),
        )
    return Row((*sides, line.score, line.grounds, deeds))


def _as_line(words: str, line: queries.PairLine) -> dict[str, object]:
    return {
        "score": line.score,
        "first": f"{line.first[1]} ({line.first[0]})",
        "second": f"{line.second[1]} ({line.second[0]})",
        "grounds": "; ".join(ground.into(words) for ground in line.grounds),
        "ground": line.ground,
    }


@ask
def dismiss(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Say that two records are not one party."""
    actor = web.signed_in(request)
    access.require_merge(actor)
    line = queries.pair(pair_id)
    for number, _name, _code in (line.first, line.second):
        access.require_unrestricted(actor, f"party:{number}")
    form = bind(DismissForm, request)
    back = reverse("people:duplicates")
    page = FormPage(
        _("Not a duplicate"),
        f"{line.first[1]} · {line.second[1]}",
        _("Remember that they are not one"),
        back,
        _("Records that look alike"),
    )
    return asked(
        request, form, page, lambda: usecases.dismiss_pair(form.command(pair_id), actor=actor), back,
        _("It is remembered; nobody is asked again."),
    )  # fmt: skip
