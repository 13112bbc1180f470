"""Decisions on needs, profiles and candidacies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.talent.domain.commands import Apply, DecideNeed, PublishProfile, RaiseNeed
from khue.features.talent.domain.reasons import four_eyes, missing_ground, missing_text, reason
from khue.features.talent.domain.words import CANDIDACY, NEED, ORIGINS

LONGEST_YEARS = 10
TEXTS: Mapping[str, Text] = {
    "title": Text("tên nhu cầu", "title"),
    "task": Text("nhiệm vụ", "task"),
    "product": Text("sản phẩm dự kiến", "expected product"),
    "not_inside": Text("lý do không tìm được người trong cơ quan", "reason why nobody inside can do it"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What experts of some origins must show: ``kind`` text, or paper (a file is handed in with the application)."""

    code: str
    kind: str
    origins: tuple[str, ...]
    label: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """A need's search as an application meets it. ``known`` is the state of the person's candidacy, empty for none."""

    state: str
    origins: tuple[str, ...]
    closes_on: date | None
    by_invitation: bool
    put: bool
    known: str


def may_raise(asked: RaiseNeed, units: Collection[str], today: date) -> Decision:
    faults: list[Reason] = []
    for field, name in TEXTS.items():
        faults += missing_text(getattr(asked, field), field, name, 200 if field == "title" else 4000)
    if asked.unit not in units:
        faults.append(
            reason(
                "unit", "Ông/bà không thuộc đơn vị này.", "You do not belong to this unit.",
                "Mời ông/bà chọn đơn vị của mình.", "Choose a unit of your own.", "unit",
            )
        )  # fmt: skip
    faults += _period(asked.from_on, asked.until_on, today)
    return Decision.refuse_if_any(faults)


def _period(from_on: date, until_on: date, today: date) -> Iterator[Reason]:
    if until_on <= from_on or until_on <= today:
        yield reason(
            "until_on", "Ngày kết thúc phải sau ngày bắt đầu và sau hôm nay.",
            "The last day must lie after the first and after today.",
            "Mời ông/bà chọn lại ngày kết thúc.", "Choose another last day.", "until_on",
        )  # fmt: skip
    elif (until_on - from_on).days > LONGEST_YEARS * 366:
        yield reason(
            "too_long", f"Thời gian cần chuyên gia dài hơn {LONGEST_YEARS} năm.",
            f"The period is longer than {LONGEST_YEARS} years.",
            "Mời ông/bà chia thành nhiều nhu cầu.", "Split it into several needs.", "until_on",
        )  # fmt: skip


def may_decide(state: str, raised_by: Collection[str], hands: Collection[str], asked: DecideNeed) -> Decision:
    faults = list(NEED.decision(state, "approve" if asked.approved else "refuse").reasons)
    faults += four_eyes(raised_by, hands)
    if not asked.approved:
        faults += missing_ground(asked.ground)
    return Decision.refuse_if_any(faults)


def may_publish(state: str, until_on: date, asked: PublishProfile, fields: Collection[str], today: date) -> Decision:
    faults = list(NEED.decision(state, "publish").reasons)
    faults += missing_text(asked.criteria, "criteria", Text("tiêu chí", "criteria"))
    if asked.field not in fields:
        faults.append(
            reason(
                "field", "Chưa chọn lĩnh vực trong danh mục.", "No field of the list is chosen.",
                "Mời ông/bà chọn một lĩnh vực.", "Choose a field.", "field",
            )
        )  # fmt: skip
    if not asked.origins or set(asked.origins) - set(ORIGINS):
        faults.append(
            reason(
                "origins", "Chưa chọn đối tượng được ứng tuyển.", "Nobody may apply yet.",
                "Mời ông/bà chọn ít nhất một đối tượng.", "Choose at least one kind of expert.", "origins",
            )
        )  # fmt: skip
    if not today < asked.closes_on < until_on:
        faults.append(
            reason(
                "closes_on", "Hạn ứng tuyển phải sau hôm nay và trước ngày kết thúc công việc.",
                "Applications must close after today and before the work ends.",
                "Mời ông/bà chọn lại hạn ứng tuyển.", "Choose another day.", "closes_on",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def may_invite(facts: SearchFacts, today: date) -> Decision:
    faults = [*_open(facts, today)]
    if facts.known:
        faults.append(
            reason(
                "known", "Người này đã được mời hoặc đã ứng tuyển.", "This person was invited or applied already.",
                "Mời ông/bà xem danh sách ứng viên.", "Look at the list of candidates.", "person",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def may_apply(facts: SearchFacts, asked: Apply, wanted: tuple[Evidence, ...], papers: int, today: date) -> Decision:
    """All that is missing at once: the search is open, the origin fits, and what this origin must show is there."""
    faults = [*_open(facts, today)]
    if facts.known and not CANDIDACY.may(facts.known, "apply"):
        faults.append(
            reason(
                "known", "Ông/bà đã ứng tuyển vị trí này hoặc đã rút.", "You applied for this post already, or withdrew.",
                "Mời ông/bà xem trang “Việc chuyên gia của tôi”.", "See “My work as an expert”.",
            )
        )  # fmt: skip
    if facts.by_invitation and not facts.known:
        faults.append(
            reason(
                "by_invitation", "Vị trí này chỉ dành cho người được mời.", "This post is by invitation only.",
                "Mời ông/bà xem các vị trí khác đang mở.", "See the other open posts.",
            )
        )  # fmt: skip
    if asked.origin not in facts.origins:
        faults.append(
            reason(
                "origin", "Vị trí này không dành cho đối tượng đã chọn.", "This post is not open to that kind of expert.",
                "Mời ông/bà chọn đối tượng khác hoặc xem vị trí khác.", "Choose another kind, or see other posts.", "origin",
            )
        )  # fmt: skip
    faults += missing_text(asked.statement, "statement", Text("phần giới thiệu", "statement"))
    shown = dict(asked.shown)
    for one in wanted:
        if asked.origin in one.origins and one.kind == "text":
            faults += missing_text(shown.get(one.code, ""), f"shown_{one.code}", one.label, 1000)
    if any(one.kind == "paper" and asked.origin in one.origins for one in wanted) and not papers:
        faults.append(
            reason(
                "papers", "Chưa đính kèm giấy tờ của đối tượng này.", "The papers of this kind of expert are missing.",
                "Mời ông/bà đính kèm các giấy tờ được yêu cầu.", "Attach the papers that are asked for.", "papers",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def _open(facts: SearchFacts, today: date) -> Iterator[Reason]:
    if facts.state != "published" or facts.put or facts.closes_on is None or today > facts.closes_on:
        yield reason(
            "not_open", "Vị trí này không còn nhận ứng tuyển.", "This post takes no applications any more.",
            "Mời ông/bà xem các vị trí khác đang mở.", "See the other open posts.",
        )  # fmt: skip


def may_put(state: str, applied: int, put: bool) -> Decision:
    faults = []
    if state != "published" or put:
        faults.append(
            reason(
                "put", "Ứng viên của vị trí này đã được đưa ra tổ tuyển chọn, hoặc vị trí không còn mở.",
                "The candidates are before a group already, or the post is not open.",
                "Mời ông/bà tải lại trang.", "Reload the page.",
            )
        )  # fmt: skip
    if not applied:
        faults.append(
            reason(
                "nobody", "Chưa có ai ứng tuyển.", "Nobody has applied yet.",
                "Mời ông/bà mời chuyên gia, hoặc kết thúc việc tìm.", "Invite experts, or close the search.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)
