"""The steps of a procedure as a drawing: boxes one under the other, straight ways down, jumps at the right, returns at the left.

Figures are units of the drawing (``WIDE`` across). Nothing here knows HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from khue.core.bilingual import Text
from khue.features.dossiers.domain.definition import ENDS
from khue.features.procedures.domain import naming

WIDE, LEFT, BOX, HIGH, GAP, LANE = 640, 170, 300, 66, 58, 30


@dataclass(frozen=True, slots=True)
class Box:
    """A step or an end. ``kind`` is that of the step, or ``end``; ``note`` is its clock."""

    key: str
    label: Text
    kind: str
    note: Text
    x: int
    y: int
    high: int = HIGH
    wide: int = BOX

    @property
    def middle(self) -> int:
        return self.x + self.wide // 2


@dataclass(frozen=True, slots=True)
class Way:
    """An outcome: the line from box to box, its arrow head, and where its label stands (``anchor`` as SVG has it)."""

    label: Text
    path: str
    head: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    wide: int
    high: int
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]


def draw(content: Mapping[str, Any]) -> Drawing:
    """The main way with its ends, then the follow-up steps below; outcomes that lead nowhere are left out."""
    steps = [step for step in content.get("steps", ()) if isinstance(step, Mapping)]
    main = [step for step in steps if step.get("kind") != "follow"]
    used = {str(outcome.get("next", "")) for step in main for outcome in step.get("outcomes", ())}
    boxes: list[Box] = []
    for step in main:
        boxes.append(_box(step, len(boxes)))
    for end in ENDS:
        if end in used:
            y = boxes[-1].y + boxes[-1].high + GAP if boxes else GAP // 2
            boxes.append(Box(end, naming.END[end].capitalised(), "end", Text("–", "–"), LEFT, y, 44))
    ways = tuple(_ways(main, boxes))
    for step in steps:
        if step.get("kind") == "follow":
            y = boxes[-1].y + boxes[-1].high + GAP // 2 if boxes else GAP // 2
            boxes.append(_box(step, 0, y))
    high = boxes[-1].y + boxes[-1].high + GAP // 2 if boxes else GAP
    return Drawing(WIDE, high, tuple(boxes), ways)


def _box(step: Mapping[str, Any], number: int, y: int | None = None) -> Box:
    at = GAP // 2 + number * (HIGH + GAP) if y is None else y
    return Box(
        str(step.get("key", "")),
        naming.label(step),
        str(step.get("kind", "")),
        naming.clock(step.get("clock")),
        LEFT,
        at,
    )


def _ways(main: Sequence[Mapping[str, Any]], boxes: Sequence[Box]) -> Iterator[Way]:
    at = {box.key: index for index, box in enumerate(boxes)}
    lanes = {"right": 0, "left": 0}
    for step in main:
        here = at[str(step.get("key", ""))]
        for outcome in step.get("outcomes", ()):
            there = at.get(str(outcome.get("next", "")))
            if there is None:
                continue
            label = naming.label(outcome)
            if there == here + 1:
                yield _down(label, boxes[here], boxes[there])
            else:
                side = "right" if there > here else "left"
                yield _around(label, boxes[here], boxes[there], side, lanes[side])
                lanes[side] += 1


def _down(label: Text, start: Box, end: Box) -> Way:
    x, y1, y2 = start.middle, start.y + start.high, end.y
    head = f"M{x - 6} {y2 - 9}L{x} {y2}L{x + 6} {y2 - 9}"
    return Way(label, f"M{x} {y1}V{y2}", head, x + 12, (y1 + y2) // 2 + 5, "start")


def _around(label: Text, start: Box, end: Box, side: str, lane: int) -> Way:
    """A way past other boxes: out at the side, along its lane, in at the side."""
    out = start.y + start.high * 2 // 3
    into = end.y + (end.high // 3 if side == "left" else end.high // 2) + (lane % 3) * 5
    if side == "right":
        edge, x, step = start.x + start.wide, start.x + start.wide + 22 + (lane % 4) * LANE, 9
    else:
        edge, x, step = start.x, start.x - 22 - (lane % 4) * LANE, -9
    path = f"M{edge} {out}H{x}V{into}H{edge}"
    head = f"M{edge + step} {into - 6}L{edge} {into}L{edge + step} {into + 6}"
    anchor = "start" if side == "right" else "end"
    return Way(label, path, head, edge + (6 if side == "right" else -6), out - 6, anchor)
