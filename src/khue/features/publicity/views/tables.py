"""The tables under the pictures, and the columns of the files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khue.core.bilingual import Text
from khue.features.publicity import queries
from khue.features.publicity.domain.awards import CONTRACTED, HANDED_IN, PAID, POINTS, Award
from khue.features.publicity.domain.flow import LEVELS, Flow
from khue.features.publicity.queries import LeadTime, ProgrammeSum
from khue.kernel.ui import Cell, Column, Link, Row, TableView
from khue.kernel.web import language

LEVEL_NAMES = {
    "budget": Text("Dòng ngân sách", "Budget line"),
    "programme": Text("Chương trình", "Programme"),
    "field": Text("Lĩnh vực", "Key field"),
    "party": Text("Bên nhận", "Receiver"),
}
AWARD_COLUMNS = (
    ("number", gettext_lazy("Number")), ("programme", gettext_lazy("Programme")), ("title", gettext_lazy("Task")),
    ("recipient", gettext_lazy("Receiver")), ("key_field", gettext_lazy("Key field")), ("budget", gettext_lazy("Budget line")),
    ("asked", gettext_lazy("Asked (đồng)")), ("granted", gettext_lazy("Granted (đồng)")), ("paid", gettext_lazy("Paid (đồng)")),
    ("handed_in_on", gettext_lazy("Handed in on")), ("awarded_on", gettext_lazy("Decided on")),
    ("contracted_on", gettext_lazy("Agreement signed on")), ("first_paid_on", gettext_lazy("First paid on")),
    ("state", gettext_lazy("State")), ("href", gettext_lazy("Address")),
)  # fmt: skip
FLOW_COLUMNS = (
    ("level", gettext_lazy("Level")), ("source", gettext_lazy("From")), ("target", gettext_lazy("To")), ("amount", gettext_lazy("Amount (đồng)")),
)  # fmt: skip
TIME_COLUMNS = (
    ("programme", gettext_lazy("Programme")), ("since", gettext_lazy("From")), ("until", gettext_lazy("To")),
    ("cases", gettext_lazy("Cases")), ("begun", gettext_lazy("of those begun")),
    ("median", gettext_lazy("Median (days)")), ("ninetieth", gettext_lazy("90th percentile (days)")),
)  # fmt: skip


def award_rows() -> Iterator[dict[str, Any]]:
    lang = language()
    for each in queries.awards():
        yield _award(each, lang)


def _award(each: Award, lang: str) -> dict[str, Any]:
    shown = {
        name: getattr(each, name)
        for name in ("number", "title", "recipient", "key_field", "budget", "asked", "granted", "paid", "href")
    }
    return shown | {
        "programme": each.programme.name.into(lang),
        "handed_in_on": each.days.get(HANDED_IN),
        "awarded_on": each.awarded_on,
        "contracted_on": each.days.get(CONTRACTED),
        "first_paid_on": each.days.get(PAID),
        "state": each.state.into(lang),
    }


def programmes(found: tuple[ProgrammeSum, ...]) -> TableView:
    rows = tuple(Row((Cell(each.programme.name, each.register, strong=True), *_sums(each))) for each in found)
    columns = (
        Column(_("Programme")), Column(_("Awards"), "number"), Column(_("Granted"), "money"), Column(_("Paid"), "money"),
    )  # fmt: skip
    return TableView(columns, rows, caption=_("Awards by programme"))


def _sums(each: ProgrammeSum) -> tuple[Any, ...]:
    if each.gives_awards:
        return each.awards, each.granted, each.paid
    return Cell("–"), Cell(each.granted, note=each.of_what or ""), each.paid


def edges(found: Flow) -> Iterator[dict[str, Any]]:
    lang = language()
    names = {node.key: node.name.into(lang) for node in found.nodes}
    for each in found.edges:
        level = each.source.partition(":")[0]
        yield {
            "level": LEVEL_NAMES[level].into(lang),
            "source": names[each.source],
            "target": names[each.target],
            "amount": each.amount,
        }


def flow_table(found: Flow, exports: tuple[Link, ...]) -> TableView:
    """Node by node: what flows through each."""
    ordered = sorted(found.nodes, key=lambda node: LEVELS.index(node.level))
    rows = tuple(Row((LEVEL_NAMES[node.level], node.name, node.amount)) for node in ordered)
    columns = (Column(_("Level")), Column(_("Name")), Column(_("Amount"), "money"))
    return TableView(columns, rows, exports=exports, caption=_("Where the money flows"))


def times(found: tuple[LeadTime, ...]) -> Iterator[dict[str, Any]]:
    lang = language()
    for programme in found:
        for each in (*programme.parts, *((programme.whole,) if programme.whole and len(programme.parts) > 1 else ())):
            yield {
                "programme": programme.programme.name.into(lang),
                "since": POINTS[each.since].into(lang),
                "until": POINTS[each.until].into(lang),
                "cases": each.cases,
                "begun": each.begun,
                "median": each.median,
                "ninetieth": each.ninetieth,
            }


def times_table(found: LeadTime, exports: tuple[Link, ...]) -> TableView:
    columns = (
        Column(_("Stretch")), Column(_("Cases"), "number"), Column(_("of those begun"), "number"),
        Column(_("Median (days)"), "number"), Column(_("90th percentile (days)"), "number"),
    )  # fmt: skip
    stretches = (*found.parts, *((found.whole,) if found.whole and len(found.parts) > 1 else ()))
    rows = tuple(
        Row(
            (
                Cell(
                    Text(
                        f"{POINTS[each.since].capitalised().vi} → {POINTS[each.until].vi}",
                        f"{POINTS[each.since].capitalised().into('en')} → {POINTS[each.until].into('en')}",
                    ),
                    strong=each is found.whole,
                ),
                each.cases,
                each.begun,
                each.median,
                each.ninetieth,
            )
        )
        for each in stretches
    )
    return TableView(columns, rows, exports=exports, caption=found.programme.name)
