"""What several pages share: the way to a place, the crumbs, the drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.features.procedures.domain import naming
from khue.features.procedures.domain.flow import Box, Way, draw
from khue.features.procedures.domain.places import Place
from khue.features.procedures.queries import Draft, clock_parameters
from khue.kernel.ui import Column, Link, Row, TableView
from khue.kernel.web import language

LETTERS = 30
"""How much of a step's name stands in one line of the drawing."""


def href_of(key: str, place: Place) -> str:
    """The page on which a place of the draft is edited."""
    match place.kind:
        case "all":
            return reverse("procedures:draft", args=[key])
        case "texts" | "needs" | "basis" | "documents":
            return reverse(f"procedures:{place.kind}", args=[key])
    if not all(place.keys):
        return reverse("procedures:draft", args=[key])
    return reverse(f"procedures:{place.kind}", args=[key, *place.keys])


def crumbs(draft_or_key: Draft | str, name: Text | None = None, *, inside: bool = False) -> tuple[Link, ...]:
    key = draft_or_key if isinstance(draft_or_key, str) else draft_or_key.key
    words = name or (draft_or_key.name if isinstance(draft_or_key, Draft) else Text(key, key))
    links = [
        Link(_("Procedures"), reverse("procedures:index")),
        Link(words, reverse("procedures:procedure", args=[key])),
    ]
    if inside:
        links.append(Link(_("Draft"), reverse("procedures:draft", args=[key])))
    return tuple(links)


# -- the drawn flow ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BoxView:
    box: Box
    lines: tuple[tuple[int, str], ...]
    note: str
    note_y: int
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class FlowView:
    """The drawing, and the same steps as a table."""

    wide: int
    high: int
    boxes: tuple[BoxView, ...]
    ways: tuple[Way, ...]
    table: TableView


def flow_view(content: Mapping[str, Any], key: str = "") -> FlowView:
    """``key`` of the draft makes each step a link to its editor; without it nothing is a link."""
    drawn = draw(content)
    boxes = tuple(_box(box, key) for box in drawn.boxes)
    return FlowView(drawn.wide, drawn.high, boxes, drawn.ways, steps_table(content, key))


def _box(box: Box, key: str) -> BoxView:
    words = box.label.into(language())
    lines = _lines(words)
    is_end = box.kind == "end"
    note = "" if is_end else box.note.into(language())
    if len(note) > LETTERS + 8:
        note = _("by the law")
    block = len(lines) * 20 + (17 if note else 0)
    first = box.y + (box.high - block) // 2 + 15
    href = reverse("procedures:step", args=[key, box.key]) if key and not is_end and box.key else ""
    numbered = tuple((first + 20 * index, line) for index, line in enumerate(lines))
    return BoxView(box, numbered, note, first + 20 * len(lines) - 2, href, words)


def _lines(words: str) -> list[str]:
    lines = [""]
    for word in words.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) > LETTERS and lines[-1] and len(lines) < 2:
            lines.append(word)
        else:
            lines[-1] = joined
    return [line if len(line) <= LETTERS + 4 else line[: LETTERS + 3] + "…" for line in lines]


def steps_table(content: Mapping[str, Any], key: str = "") -> TableView:
    """Every step with its kind, who, clock and ways on."""
    rows, law = [], dict(clock_parameters())
    for step in content.get("steps", ()):
        href = href_of(key, Place("step", (str(step.get("key", "")),))) if key else ""
        ways = tuple(
            Text(f"{label.vi} → {there.vi}", f"{label.into('en')} → {there.into('en')}")
            for outcome in step.get("outcomes", ())
            for label, there in [(naming.label(outcome), naming.target(content, outcome.get("next", "")))]
        )
        kind = naming.STEP_KIND.get(str(step.get("kind")), naming.NONE)
        rows.append(
            Row((naming.label(step), kind, naming.words(step.get("who")), _clock(step.get("clock"), law), ways), href)
        )
    columns = (Column(_("Step")), Column(_("Kind")), Column(_("Done by")), Column(_("Clock")), Column(_("Ways on")))
    return TableView(columns, tuple(rows), caption=_("Steps, clocks and ways on"))


def _clock(value: Any, law: Mapping[str, Text]) -> Text:
    """A clock of the law by its words; the comparison and the editor show its name too."""
    found = law.get(str(value.get("parameter"))) if isinstance(value, Mapping) else None
    if found is None:
        return naming.clock(value)
    return Text(f"theo luật: {found.vi}", f"by the law: {found.into('en')}")
