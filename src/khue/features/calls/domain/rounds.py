"""Rounds of selection: calls that are judged together under one declared way of choosing what a budget funds.

The way of choosing is published before any call of the round is opened: weights of fields, floors and ceilings, how many
proposals of one call, the least points, and what outstanding teams count for. It is a declared number, not a mood.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.money import MAX_DONG
from khue.features.calls.domain.flows import FULL, SELECTION
from khue.features.calls.domain.needing import filled

MOST_WEIGHT: Final = 1000
"""The largest strategic weight, in percent."""
MOST_CALLS: Final = 60

ROUND: Final = Flow(
    {
        "draft": Text("đang soạn", "being written"),
        "published": Text("đã công bố", "published"),
        "decided": Text("đã quyết định danh mục", "portfolio decided"),
        "cancelled": Text("đã hủy", "cancelled"),
    },
    (
        Transition("change", ("draft",), "draft", Text("sửa", "change")),
        Transition("publish", ("draft",), "published", Text("công bố", "publish")),
        Transition("amend", ("published",), "published", Text("điều chỉnh", "amend")),
        Transition("decide", ("published",), "decided", Text("quyết định danh mục", "decide on the portfolio")),
        Transition("cancel", ("draft", "published"), "cancelled", Text("hủy", "cancel")),
    ),
)
ROUND_TONES: Final = {"draft": "plain", "published": "firm", "decided": "good", "cancelled": "bad"}


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One key field: strategic ``weight`` in percent, floors and ceilings in proposals and in đồng (None: no ceiling)."""

    weight: int = 100
    least_count: int = 0
    most_count: int | None = None
    least_money: int = 0
    most_money: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """The declared way of choosing. Points are in hundredths of 100, as councils give them.

    ``per_call``: at most so many proposals of one call (None: no limit). ``least_points``: whoever has fewer is not chosen.
    ``outstanding_from``: from these points on the value grows by ``outstanding_percent``. ``team_count``, ``team_points``:
    once so many proposals of one lead are chosen, the portfolio is worth so many points more (0: nothing).
    """

    fields: Mapping[str, FieldRule] = field(default_factory=dict)
    per_call: int | None = 1
    least_points: int = 0
    outstanding_from: int = 0
    outstanding_percent: int = 0
    team_count: int = 0
    team_points: int = 0
    ground: str = ""

    def of(self, code: str) -> FieldRule:
        return self.fields.get(code, FieldRule())

    def to_json(self) -> dict[str, Any]:
        return {
            "fields": {
                code: [rule.weight, rule.least_count, rule.most_count, rule.least_money, rule.most_money]
                for code, rule in sorted(self.fields.items())
            },
            "per_call": self.per_call,
            "least_points": self.least_points,
            "outstanding": [self.outstanding_from, self.outstanding_percent],
            "team": [self.team_count, self.team_points],
            "ground": self.ground,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Rules:
        if not stored:
            return cls()
        return cls(
            fields={code: FieldRule(*given) for code, given in stored["fields"].items()},
            per_call=stored["per_call"],
            least_points=stored["least_points"],
            outstanding_from=stored["outstanding"][0],
            outstanding_percent=stored["outstanding"][1],
            team_count=stored["team"][0],
            team_points=stored["team"][1],
            ground=stored["ground"],
        )


def digest_of(value: Any) -> str:
    """SHA-256 over canonical JSON: the same content has the same sign, wherever it is computed."""
    return hashlib.sha256(
        json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


@dataclass(frozen=True, slots=True)
class PrepareRound:
    """``calls`` are ids."""

    title: str
    calls: tuple[int, ...]
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangeRules:
    """In a draft; in a published round a new edition with its ``ground`` for the change, while no call is opened."""

    round_id: int
    rules: Rules
    ground: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PublishRound:
    round_id: int
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CancelRound:
    round_id: int
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CallInRound:
    """A call as a round sees it; ``taken``: the number of another round that has it, or empty."""

    id: int
    number: str
    state: str
    mode: str
    field: str
    taken: str = ""
    stage: str = FULL


def may_prepare_round(asked: PrepareRound, calls: Mapping[int, CallInRound]) -> Decision:
    """Calls by selection, none opened or in another round."""
    reasons = [*filled(asked.title, "tên vòng xét chọn", "the title of the round", "title", least=8)]
    if not asked.calls:
        reasons += filled("", "thông báo", "the calls", "calls")
    if len(asked.calls) > MOST_CALLS:
        vi, en = (
            f"Một vòng có nhiều nhất {MOST_CALLS} thông báo.",
            f"A round has {MOST_CALLS} calls at most.",
        )
        reasons.append(Reason("too_many", Text(vi, en), Text("Mời ông/bà chia thành các vòng.", "Make two."), "calls"))
    other = Text("Mời ông/bà bỏ chọn thông báo này.", "Take this call off.")
    for number in dict.fromkeys(asked.calls):
        call = calls.get(number)
        if call is None:
            text = Text("Có thông báo không tồn tại.", "A call does not exist.")
            reasons.append(Reason("no_call", text, other, "calls"))
        elif call.taken:
            vi, en = f"Thông báo {call.number} đã thuộc vòng {call.taken}.", f"Call {call.number} is in {call.taken}."
            reasons.append(Reason("taken", Text(vi, en), other, "calls"))
        elif call.mode != SELECTION:
            vi, en = f"Thông báo {call.number} là giao trực tiếp.", f"Call {call.number} is a direct assignment."
            reasons.append(Reason("direct", Text(vi, en), other, "calls"))
        elif call.stage != FULL:
            vi, en = f"Thông báo {call.number} thuộc giai đoạn ý tưởng.", f"Call {call.number} is a call for concepts."
            reasons.append(Reason("concept_stage", Text(vi, en), other, "calls"))
        else:
            reasons += _sealed(call)
    return Decision.refuse_if_any(reasons)


def _sealed(call: CallInRound) -> Iterator[Reason]:
    """The way of choosing is declared before anybody knows what lies in the envelopes."""
    if call.state not in ("prepared", "published"):
        yield Reason(
            "opened",
            Text(
                f"Thông báo {call.number} đã mở đề xuất hoặc đã hủy; cách lựa chọn phải được công bố trước khi mở.",
                f"Call {call.number} was opened or cancelled; the way of choosing is declared before the opening.",
            ),
            Text("Mời ông/bà chỉ chọn thông báo chưa mở đề xuất.", "Choose calls that are not opened."),
            "calls",
        )


def may_declare(state: str, verb: str, rules: Rules, calls: tuple[CallInRound, ...], ground: str = "") -> Decision:
    """Change in a draft, publish, or amend with a ground: while every call of the round is still sealed."""
    reasons = [*ROUND.decision(state, verb).reasons, *_rules(rules, {call.field for call in calls})]
    if verb != "change":
        for call in calls:
            reasons += _sealed(call)
        reasons += filled(
            rules.ground, "căn cứ của cách lựa chọn", "the ground of the way of choosing", "ground", least=20
        )
    if verb == "amend":
        reasons += filled(ground, "lý do điều chỉnh", "the reason of the change", "why", least=10)
    return Decision.refuse_if_any(reasons)


def _rules(rules: Rules, fields: set[str]) -> Iterator[Reason]:
    mend = Text("Mời ông/bà sửa lại mục này.", "Correct this entry.")
    for code, rule in rules.fields.items():
        if code not in fields:
            text = Text("Có lĩnh vực không thuộc vòng này.", "A field is not of this round.")
            yield Reason("field", text, mend, f"{code}-weight")
        if not 1 <= rule.weight <= MOST_WEIGHT:
            text = Text(f"Trọng số từ 1 đến {MOST_WEIGHT} %.", f"A weight is from 1 to {MOST_WEIGHT} %.")
            yield Reason("weight", text, mend, f"{code}-weight")
        if rule.most_count is not None and rule.most_count < rule.least_count:
            text = Text("Số đề xuất nhiều nhất nhỏ hơn ít nhất.", "The most is fewer than the least.")
            yield Reason("counts", text, mend, f"{code}-most_count")
        if rule.most_money is not None and rule.most_money < rule.least_money:
            text = Text("Kinh phí nhiều nhất nhỏ hơn ít nhất.", "The most money is less than the least.")
            yield Reason("money", text, mend, f"{code}-most_money")
        if max(rule.least_money, rule.most_money or 0) > MAX_DONG:
            text = Text("Số tiền quá lớn.", "The amount is too large.")
            yield Reason("money", text, mend, f"{code}-least_money")
    if bool(rules.outstanding_from) != bool(rules.outstanding_percent):
        text = Text(
            "Mức điểm xuất sắc và phần trăm cộng thêm phải cùng có hoặc cùng để trống.",
            "The points of an outstanding team and the percentage go together.",
        )
        yield Reason("outstanding", text, mend, "outstanding_percent")
    if bool(rules.team_count) != bool(rules.team_points):
        text = Text(
            "Số đề xuất của một nhóm và điểm cộng phải cùng có hoặc cùng để trống.",
            "The number of proposals of one lead and the points go together.",
        )
        yield Reason("team", text, mend, "team_points")
