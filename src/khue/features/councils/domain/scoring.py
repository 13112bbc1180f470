"""Score sheets: weighted criteria with anchors, totals, who may score what and when, and how strict reviewers were."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import sqrt
from typing import TypeVar

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.councils.domain.experts import ground_reasons

WHOLE = 100
"""Weights of a template add up to it; a total is a number of hundredths of it."""
MOST_POINTS = 100
MOST_CRITERIA = 30


@dataclass(frozen=True, slots=True)
class Criterion:
    """``weight`` per cent, ``most`` points; ``anchors`` what a number of points means."""

    key: str
    label: Text
    weight: int
    most: int
    anchors: tuple[tuple[int, str], ...] = ()


def criteria_from(rows: Iterable[Mapping[str, object]]) -> tuple[Criterion, ...]:
    """Criteria out of the plain values of a template: ``{key, vi, en, weight, most, anchors: [[points, text]]}``."""
    return tuple(
        Criterion(
            str(row["key"]),
            Text(str(row["vi"]), str(row.get("en", ""))),
            int(str(row["weight"])),
            int(str(row["most"])),
            tuple((int(points), str(text)) for points, text in row.get("anchors", ())),  # type: ignore[attr-defined]  # a list of pairs
        )
        for row in rows
    )


def may_publish(name: str, criteria: Sequence[Criterion]) -> Decision:
    """Weights add up to 100, keys are told apart, anchors lie within the points."""
    return Decision.refuse_if_any(_template_reasons(name, criteria))


def _template_reasons(name: str, criteria: Sequence[Criterion]) -> Iterator[Reason]:
    again = Text("Mời ông/bà xem lại các tiêu chí.", "Look at the criteria again.")
    if not name.strip():
        yield Reason("sheet.no_name", Text("Mẫu phiếu chưa có tên.", "The template has no name."), again, "name")
    if not 1 <= len(criteria) <= MOST_CRITERIA or len({one.key for one in criteria}) < len(criteria):
        text = Text(
            f"Cần từ 1 đến {MOST_CRITERIA} tiêu chí, không trùng nhau.",
            f"1 to {MOST_CRITERIA} criteria are needed, each once.",
        )
        yield Reason("sheet.criteria", text, again, "criteria")
    total = sum(one.weight for one in criteria)
    if total != WHOLE or any(one.weight < 1 for one in criteria):
        text = Text(
            f"Tổng trọng số là {total}, phải bằng {WHOLE}.", f"Weights add up to {total}; they must make {WHOLE}."
        )
        yield Reason("sheet.weights", text, again, "criteria")
    for one in criteria:
        if not 1 <= one.most <= MOST_POINTS or any(not 0 <= points <= one.most for points, _ in one.anchors):
            text = Text(
                f"Tiêu chí “{one.label.vi}”: thang điểm hoặc mốc điểm không hợp lý.",
                f"Criterion “{one.label.into('en')}”: points or anchors make no sense.",
            )
            yield Reason("sheet.points", text, again, "criteria")


def total_of(criteria: Sequence[Criterion], points: Mapping[str, int]) -> int:
    """Weighted total in hundredths of 100, rounded half up: 7,550 is 75.50."""
    exact = sum((Fraction(one.weight * points[one.key], one.most) for one in criteria), Fraction(0)) * 100
    return int(exact + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class AssignFacts:
    """What is known when an item is to be given to a seat. ``interest``: the sentence of one that bars, or None."""

    review_state: str
    item_state: str
    seated: bool
    assigned: bool
    interest: Text | None
    matches: bool
    load: int
    load_limit: int
    available: bool


def may_assign(facts: AssignFacts, ground: str) -> Decision:
    """An interest always refuses; other expertise, a full desk or absence give way to a ground."""
    hard = list(_never(facts))
    soft = list(_only_with_ground(facts))
    if not ground.strip():
        return Decision.refuse_if_any([*hard, *soft])
    return Decision.refuse_if_any([*hard, *(ground_reasons(ground) if soft else ())])


def why_not(facts: AssignFacts) -> tuple[Reason, ...]:
    """Everything that speaks against the pair, for the page that assigns."""
    return (*_never(facts), *_only_with_ground(facts))


def _never(facts: AssignFacts) -> Iterator[Reason]:
    other = Text("Mời ông/bà chọn thành viên khác.", "Choose another member.")
    if facts.review_state not in ("blind", "independent") or facts.item_state != "scoring":
        yield Reason(
            "assign.closed",
            Text("Hồ sơ không ở giai đoạn chấm độc lập.", "The item is not being scored independently."),
            Text("Mời ông/bà mở lại trang đợt chấm.", "Open the review again."),
        )
    if not facts.seated:
        yield Reason(
            "assign.not_seated",
            Text("Người này không còn trong hội đồng.", "This person has left the council."),
            other,
            "seat",
        )
    if facts.assigned:
        yield Reason(
            "assign.already",
            Text("Hồ sơ này đã được phân công cho thành viên đó.", "The member has this item already."),
            other,
            "seat",
        )
    if facts.interest is not None:
        yield Reason(
            "assign.interest",
            Text(
                f"Thành viên có lợi ích liên quan: {facts.interest.vi}",
                f"The member has an interest: {facts.interest.into('en')}",
            ),
            other,
            "seat",
        )


def _only_with_ground(facts: AssignFacts) -> Iterator[Reason]:
    depart = Text(
        "Mời ông/bà chọn thành viên khác, hoặc ghi lý do vẫn phân công.",
        "Choose another member, or say why nevertheless.",
    )
    if not facts.matches:
        yield Reason(
            "assign.expertise",
            Text("Lĩnh vực của hồ sơ không thuộc chuyên môn đã khai.", "The item’s field is none of the member’s."),
            depart,
            "ground",
        )
    if facts.load >= facts.load_limit:
        yield Reason(
            "assign.load",
            Text(
                f"Thành viên đang giữ {facts.load} hồ sơ, giới hạn là {facts.load_limit}.",
                f"The member has {facts.load} items; the limit is {facts.load_limit}.",
            ),
            depart,
            "ground",
        )
    if not facts.available:
        yield Reason(
            "assign.away",
            Text("Thành viên đang tạm ngừng nhận hồ sơ.", "The member takes no items now."),
            depart,
            "ground",
        )


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What is known when a sheet is handed in. ``given``: a sheet of the independent phase is there."""

    state: str
    open: bool
    given: bool
    interest: Text | None
    closes_at: datetime
    now: datetime


def may_submit(facts: SheetFacts, criteria: Sequence[Criterion], points: Mapping[str, int], comment: str) -> Decision:
    """Every criterion within its points; independent sheets before the last moment, revised ones in the discussion."""
    return Decision.refuse_if_any([*_sheet_reasons(facts), *_points_reasons(criteria, points), *_comment(comment)])


def may_save(facts: SheetFacts) -> Decision:
    """A half-filled sheet is kept as long as a whole one could be handed in; what it lacks does not matter yet."""
    return Decision.refuse_if_any(_sheet_reasons(facts))


def _sheet_reasons(facts: SheetFacts) -> Iterator[Reason]:
    ask = Text("Mời ông/bà liên hệ thư ký hội đồng.", "Ask the secretary of the council.")
    if not facts.open or facts.state not in ("blind", "independent", "discussion"):
        yield Reason("sheet.closed", Text("Đợt chấm điểm đã đóng.", "The review is closed."), ask)
        return
    if facts.interest is not None:
        yield Reason(
            "sheet.interest",
            Text(
                f"Ông/bà có lợi ích liên quan: {facts.interest.vi}",
                f"You have an interest: {facts.interest.into('en')}",
            ),
            ask,
        )
    if facts.state == "discussion" and not facts.given:
        yield Reason(
            "sheet.no_first",
            Text("Ông/bà chưa nộp phiếu ở giai đoạn chấm độc lập.", "You handed in no sheet in the independent phase."),
            ask,
        )
    if facts.state != "discussion" and facts.now > facts.closes_at:
        yield Reason("sheet.late", Text("Đã hết hạn nộp phiếu chấm.", "The time for sheets is over."), ask)


def _points_reasons(criteria: Sequence[Criterion], points: Mapping[str, int]) -> Iterator[Reason]:
    for one in criteria:
        given = points.get(one.key)
        if given is None or not 0 <= given <= one.most:
            yield Reason(
                "sheet.points",
                Text(
                    f"Tiêu chí “{one.label.vi}” cần điểm từ 0 đến {one.most}.",
                    f"Criterion “{one.label.into('en')}” takes 0 to {one.most} points.",
                ),
                Text("Mời ông/bà nhập lại điểm.", "Please enter the points again."),
                f"points_{one.key}",
            )


def _comment(comment: str) -> Iterator[Reason]:
    if len(comment.strip()) < 10:
        yield Reason(
            "sheet.no_comment",
            Text("Phiếu chưa có nhận xét.", "The sheet has no comment."),
            Text("Mời ông/bà nêu nhận xét trong ít nhất 10 ký tự.", "Write at least 10 characters."),
            "comment",
        )


def may_discuss(missing: Collection[str], *, time_is_over: bool, ground: str) -> Decision:
    """When all sheets are in or the time is over; earlier only with a ground. ``missing`` names without a sheet."""
    if not missing or time_is_over:
        return Decision.grant()
    if ground.strip():
        return Decision.refuse_if_any(ground_reasons(ground))
    names = ", ".join(missing)
    return Decision.refuse(
        Reason(
            "review.sheets_missing",
            Text(f"Chưa hết hạn và còn thiếu phiếu của: {names}.", f"Time is left and sheets are missing: {names}."),
            Text(
                "Mời ông/bà đợi đủ phiếu, hoặc ghi lý do chuyển bước sớm.", "Wait for them, or say why it opens early."
            ),
            "ground",
        )
    )


# ---- calibration

Key = TypeVar("Key", int, str)


@dataclass(frozen=True, slots=True)
class Given:
    """The counting total of one sheet, in hundredths."""

    reviewer: str
    item: int
    total: int


@dataclass(frozen=True, slots=True)
class ReviewerLine:
    """``strictness`` mean distance of the own totals from those of the others on the same items, in hundredths: below zero is
    stricter; ``spread`` standard deviation of the own totals. None where there is nothing to compare with."""

    reviewer: str
    sheets: int
    mean: int
    strictness: int | None
    spread: int | None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """``disagreement`` standard deviation between reviewers, ``span`` highest minus lowest; all in hundredths."""

    item: int
    sheets: int
    mean: int
    disagreement: int | None
    span: int


def reviewer_lines(given: Sequence[Given]) -> tuple[ReviewerLine, ...]:
    """One line per reviewer, the strictest first. Linear in the sheets."""
    by_item = _grouped((one.item, one) for one in given)
    sums = {item: sum(one.total for one in sheets) for item, sheets in by_item.items()}
    lines = []
    for reviewer, own in _grouped((one.reviewer, one) for one in given).items():
        # Items by how many others scored them: within a group the fractions have one denominator.
        apart: dict[int, int] = {}
        compared = 0
        for one in own:
            others = len(by_item[one.item]) - 1
            if others:
                distance = one.total * others - (sums[one.item] - one.total)
                apart[others] = apart.get(others, 0) + distance
                compared += 1
        totals = [one.total for one in own]
        exact = sum((Fraction(total, others) for others, total in apart.items()), Fraction(0))
        strictness = round(exact / compared) if compared else None
        lines.append(ReviewerLine(reviewer, len(own), _mean(totals), strictness, _deviation(totals)))
    return tuple(sorted(lines, key=lambda line: (line.strictness is None, line.strictness or 0, line.reviewer)))


def item_scores(given: Sequence[Given]) -> tuple[ItemScore, ...]:
    """One line per item, the highest mean first."""
    lines = []
    for item, sheets in _grouped((one.item, one) for one in given).items():
        totals = [one.total for one in sheets]
        lines.append(ItemScore(item, len(totals), _mean(totals), _deviation(totals), max(totals) - min(totals)))
    return tuple(sorted(lines, key=lambda line: (-line.mean, line.item)))


STEPS = (0, 5, 10, 15, 20, 25)
"""Where the classes of disagreement begin, in points of 100."""


def disagreements(scores: Iterable[ItemScore]) -> tuple[tuple[int, int | None, int], ...]:
    """(from, to, items) of each class of disagreement; items with one sheet are in none."""
    found = [one.disagreement for one in scores if one.disagreement is not None]
    ends = (*STEPS[1:], None)
    return tuple(
        (low, high, sum(low * 100 <= one and (high is None or one < high * 100) for one in found))
        for low, high in zip(STEPS, ends, strict=True)
    )


def _grouped(pairs: Iterable[tuple[Key, Given]]) -> dict[Key, list[Given]]:
    found: dict[Key, list[Given]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return found


def _mean(totals: Sequence[int]) -> int:
    """Rounded half to even, as ``round`` does."""
    whole, rest = divmod(sum(totals), len(totals))
    twice = 2 * rest
    return whole + (twice > len(totals) or (twice == len(totals) and whole % 2 == 1))


def _deviation(totals: Sequence[int]) -> int | None:
    count = len(totals)
    if count < 2:
        return None
    # Exact in whole numbers: count² times the variance is count·Σx² − (Σx)².
    scaled = count * sum(total * total for total in totals) - sum(totals) ** 2
    return round(sqrt(scaled) / count)
