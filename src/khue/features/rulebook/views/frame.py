"""What the pages of the law share: tabs, the words of a value, exports, the form of a deed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khue.core.bilingual import Text
from khue.core.decision import Outcome
from khue.core.rules.lawbook import Instrument, Parameter, Value
from khue.features.rulebook.forms import certainty_label
from khue.features.rulebook.queries import Use
from khue.kernel import exports
from khue.kernel.paging import Page, href
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, StateView, TableView, Tone
from khue.kernel.web import language
from khue.kernel.wording import number

TONES: dict[str, Tone] = {"confirmed": "good", "reported": "good", "digest": "wait", "draft": "plain", "unset": "plain"}
FILES: dict[str, Any] = {
    "csv": exports.csv_response,
    "xlsx": exports.xlsx_response,
    "json": exports.json_response,
}
ROWS_PER_SHEET: Final = 40
Listed = TypeVar("Listed")
PAGES = ("texts", "parameters", "rules", "compare", "certainty", "editions")
OUTCOMES: dict[Outcome, tuple[Text, Tone]] = {
    Outcome.GRANTED: (Text("Đáp ứng", "Granted"), "good"),
    Outcome.REFUSED: (Text("Không đáp ứng", "Refused"), "bad"),
    Outcome.UNKNOWN: (Text("Chưa đủ căn cứ để trả lời", "Not known yet"), "wait"),
}


def tabs(here: str) -> tuple[Link, ...]:
    labels = (
        _("Legal texts"),
        _("Figures"),
        _("Rules"),
        _("Compare two days"),
        _("What is not yet sure"),
        _("Editions"),
    )
    return tuple(
        Link(label, reverse(f"rulebook:{name}"), current=name == here)
        for name, label in zip(PAGES, labels, strict=True)
    )


def crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("The law"), reverse("rulebook:texts")), *more)


def export_links(request: HttpRequest) -> tuple[Link, ...]:
    return tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in FILES)


def sheet(request: HttpRequest, rows: Sequence[Listed], key: Callable[[Listed], str]) -> Page[Listed]:
    """One page of a list that stands in memory; ``?after=`` names the last row seen. An unknown one begins anew."""
    places = {key(row): place for place, row in enumerate(rows, 1)}
    start = places.get(request.GET.get("after", ""), 0)
    end = start + ROWS_PER_SHEET
    before = start - ROWS_PER_SHEET
    return Page(
        tuple(rows[start:end]),
        key(rows[end - 1]) if end < len(rows) else None,
        None if start == 0 else href(request.GET, key(rows[before - 1]) if before > 0 else ""),
    )


def exported(request: HttpRequest, name: str, columns: Any, rows: Iterable[Any]) -> HttpResponseBase | None:
    """The same list as a file, when ``?format=`` asks for one."""
    make = FILES.get(request.GET.get("format", ""))
    return make(name, columns, rows) if make else None


def asked(**query: Any) -> str:
    """``?…`` without what is empty."""
    kept = {key: value for key, value in query.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def certainty_state(certainty: str, *, sample: bool = False) -> StateView:
    label = _("confirmed for the sample city") if sample else certainty_label(certainty)
    return StateView(certainty, label, TONES.get(certainty, "plain"))


def parameter_state(found: Parameter) -> StateView:
    return certainty_state(found.certainty, sample=found.sample)


def outcome_state(outcome: Outcome) -> StateView:
    label, tone = OUTCOMES[outcome]
    return StateView(outcome.value, label, tone)


def plain_value(value: Value) -> str | int | bool | None:
    """For exports: shares as ``7/10``."""
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else value


def value_words(unit: str, value: Value, words: Mapping[str, Text] = {}) -> str:
    """A legal value as people read it; ``words`` say what its codes mean."""
    if value is None:
        return _("not known yet")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if unit == "percent":
        return f"{value}%"
    if unit == "codes":
        return "; ".join(words[code].into(language()) if code in words else code for code in str(value).split(","))
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if not isinstance(value, int):
        return str(value)
    units = {
        "working_days": ngettext("%(n)s working day", "%(n)s working days", value),
        "calendar_days": ngettext("%(n)s day", "%(n)s days", value),
        "months": ngettext("%(n)s month", "%(n)s months", value),
        "years": ngettext("%(n)s year", "%(n)s years", value),
        "hours": ngettext("%(n)s hour", "%(n)s hours", value),
        "dong": "%(n)s đ",
    }
    return units.get(unit, "%(n)s") % {"n": number(value)}


def article_words(article: str) -> Text | None:
    """``9(3)(a)`` as the law is cited: “điểm a khoản 3 Điều 9”, “Article 9(3)(a)”."""
    if not article:
        return None
    head, *parts = article.replace(")", "").split("(")
    if len(parts) <= 2 and head.strip().isalnum():
        names = [f"{name} {part}" for name, part in zip(("khoản", "điểm"), parts, strict=False)]
        return Text(" ".join([*reversed(names), f"Điều {head}"]), f"Article {article}")
    return Text(f"Điều {article}", f"Articles {article}")


def instrument_cell(found: Instrument) -> Cell:
    return Cell(found.number, reverse("rulebook:instrument", args=[found.key]), found.text, strong=True)


def use_links(found: Iterable[Use]) -> tuple[Link | Text, ...]:
    """What rests on it, as links where there is a page."""
    return tuple(Link(use.name, use.href) if use.href else use.name for use in found)


def uses_table(found: Iterable[Use], empty: str) -> TableView:
    """Rules and procedures that rest on it; ``empty`` says what it means that there is none."""
    kinds = {"rule": _("rule"), "procedure": _("procedure")}
    return TableView(
        (Column(_("What rests on it")), Column(_("Kind"))),
        tuple(Row((Cell(use.name, use.href, use.key), kinds.get(use.kind, use.kind))) for use in found),
        caption=_("What rests on it"),
        empty=EmptyView(_("Nothing rests on it yet"), empty),
    )
