"""Copies signed by hand: a record of who signed on paper and when, its scan kept, looked at by a second person where money follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition

COPY = Flow(
    {
        "recorded": Text("Chờ người thứ hai đối chiếu", "Awaits a second person"),
        "confirmed": Text("Đã ký trên giấy, có lưu bản chụp", "Signed on paper, copy kept"),
        "refused": Text("Không xác nhận", "Not confirmed"),
        "superseded": Text("Đã thay bằng bản ghi khác", "Superseded by another record"),
        "withdrawn": Text("Đã rút bản ghi", "Record withdrawn"),
    },
    (
        Transition("confirm", ("recorded",), "confirmed", Text("xác nhận", "confirm")),
        Transition("refuse", ("recorded",), "refused", Text("không xác nhận", "refuse")),
        Transition("supersede", ("confirmed",), "superseded", Text("thay", "supersede")),
        Transition("withdraw", ("recorded", "confirmed"), "withdrawn", Text("rút", "withdraw")),
    ),
)
COPY_TONES: dict[str, Literal["plain", "good", "now", "wait", "firm", "bad"]] = {
    "recorded": "wait",
    "confirmed": "good",
    "refused": "bad",
    "superseded": "plain",
    "withdrawn": "plain",
}
SHORTEST_GROUND = 10
LONGEST_NAME = 200
_AGAIN = Text("Mời ông/bà mở lại trang văn bản để xem.", "Open the paper again to see how it stands.")


@dataclass(frozen=True, slots=True)
class HandSignature:
    """Who signed by hand in this turn, and on which day; the day is None while it is not given."""

    turn: int
    name: str
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class RecordCopy:
    """A paper was signed by hand. ``scan`` is an upload, ``kept_at`` where the sheet itself lies; ``ground`` says what was wrong
    with the record that this one supersedes. ``seen``: the stamp of the paper that the page showed."""

    code: str
    signatures: tuple[HandSignature, ...]
    scan: Any
    kept_at: str
    seen: int
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerCopy:
    """A second person has compared sheet and record: they agree, or ``ground`` says what does not."""

    copy_id: int
    confirmed: bool
    ground: str
    seen: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawCopy:
    copy_id: int
    ground: str
    seen: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What is known of the paper. ``turns`` are those who must sign, in order; ``awaiting``: a record waits for a second person;
    ``standing``: one counts already."""

    in_force: bool
    issued_on: date
    signed: bool
    turns: tuple[tuple[int, Text], ...]
    awaiting: bool
    standing: bool


def may_record(facts: CopyFacts, asked: RecordCopy, today: date) -> Decision:
    """Every signer with name and day, in order, on or after the day of issue; the scan and the place of the sheet."""
    reasons = list(_paper_reasons(facts))
    reasons += _signature_reasons(facts, asked.signatures, today)
    if asked.scan is None:
        reasons.append(
            _reason(
                "no_scan",
                Text("Chưa có bản chụp của bản giấy.", "The scan of the signed sheet is missing."),
                Text(
                    "Mời ông/bà tải lên tệp PDF hoặc ảnh chụp đủ các trang.", "Upload a PDF or a picture of all pages."
                ),
                "scan",
            )
        )
    if not asked.kept_at.strip():
        reasons.append(
            _reason(
                "no_place",
                Text("Chưa ghi nơi lưu bản giấy.", "Where the sheet is kept is missing."),
                Text("Ví dụ: Văn thư Sở, cặp 2026-14.", "For example: registry of the department, folder 2026-14."),
                "kept_at",
            )
        )
    if facts.standing:
        reasons += _ground_reasons(asked.ground, "Chưa nêu bản ghi trước sai ở đâu.", "What was wrong is missing.")
    return Decision.refuse_if_any(reasons)


def _paper_reasons(facts: CopyFacts) -> Iterator[Reason]:
    if not facts.in_force:
        yield _reason(
            "not_in_force", Text("Văn bản này không còn hiệu lực.", "This paper is no longer in force."), _AGAIN
        )
    if not facts.turns:
        yield _reason(
            "nobody_signs",
            Text(
                "Thủ tục không yêu cầu ký loại văn bản này.", "The procedure asks for no signature on such a document."
            ),
            Text("Không cần ghi nhận bản giấy.", "There is nothing to record."),
        )
    if facts.signed:
        yield _reason(
            "signed",
            Text("Văn bản đã đủ chữ ký số.", "The paper has all its electronic signatures."),
            Text("Không cần ghi nhận bản giấy.", "There is nothing to record."),
        )
    if facts.awaiting:
        yield _reason(
            "awaiting",
            Text(
                "Một bản ghi khác đang chờ người thứ hai đối chiếu.", "Another record awaits its second person already."
            ),
            Text("Nếu bản ghi đó sai, mời ông/bà rút lại rồi ghi nhận bản mới.", "If it is wrong, withdraw it first."),
        )


def _signature_reasons(facts: CopyFacts, given: Sequence[HandSignature], today: date) -> Iterator[Reason]:
    by_turn = {one.turn: one for one in given}
    latest: date | None = None
    for turn, label in facts.turns:
        one = by_turn.get(turn)
        who = f"{label.vi}: ", f"{label.into('en')}: "
        if one is None or not one.name.strip():
            yield _reason(
                "no_name",
                Text(f"{who[0]}chưa ghi người ký.", f"{who[1]}the name of the signer is missing."),
                Text("Ghi họ tên như trên bản giấy.", "Write the name as it stands on the sheet."),
                f"name_{turn}",
            )
        on = one.signed_on if one else None
        problem = _day_problem(on, facts.issued_on, latest, today)
        if problem is not None:
            step = Text("Ghi ngày ký như trên bản giấy.", "Write the day as it stands on the sheet.")
            text = Text(f"{who[0]}{problem.vi}", f"{who[1]}{problem.into('en')}")
            yield _reason("day", text, step, f"signed_on_{turn}")
        latest = max(filter(None, (latest, on)), default=None)


def _day_problem(on: date | None, issued_on: date, before: date | None, today: date) -> Text | None:
    if on is None:
        return Text("chưa ghi ngày ký.", "the day of signing is missing.")
    if on < issued_on:
        return Text(
            f"ngày ký trước ngày của văn bản ({issued_on:%d/%m/%Y}).",
            f"signed before the day of the paper ({format_day(issued_on, 'en')}).",
        )
    if on > today:
        return Text("ngày ký ở sau ngày hôm nay.", "the day of signing is after today.")
    if before is not None and on < before:
        return Text(
            f"ký trước bên ký trước ({before:%d/%m/%Y}), sai thứ tự.",
            f"signed before the one whose turn came first ({format_day(before, 'en')}).",
        )
    return None


def may_answer(
    state: str, asked: AnswerCopy, *, recorders: Sequence[str], hands: Sequence[str], in_force: bool, signed: bool
) -> Decision:
    """By somebody who did not record it, nor had a deputy do so; a refusal says why."""
    reasons = list(COPY.decision(state, "confirm" if asked.confirmed else "refuse").reasons)
    if {key for key in recorders if key} & set(hands):
        reasons.append(
            _reason(
                "own_record",
                Text(
                    "Người ghi nhận bản giấy không tự xác nhận bản ghi của mình.",
                    "Whoever recorded the copy does not confirm it.",
                ),
                Text(
                    "Mời một cán bộ khác đối chiếu bản giấy với bản ghi.",
                    "Another officer compares the sheet and the record.",
                ),
            )
        )
    if asked.confirmed and not in_force:
        reasons.append(
            _reason("not_in_force", Text("Văn bản không còn hiệu lực.", "The paper is no longer in force."), _AGAIN)
        )
    if asked.confirmed and signed:
        reasons.append(
            _reason("signed", Text("Văn bản đã đủ chữ ký số.", "The paper is signed electronically by now."), _AGAIN)
        )
    if not asked.confirmed:
        reasons += _ground_reasons(
            asked.ground, "Chưa nêu vì sao không xác nhận.", "Why it is not confirmed is missing."
        )
    return Decision.refuse_if_any(reasons)


def may_withdraw(state: str, ground: str) -> Decision:
    """A record that is wrong altogether is withdrawn with a ground; it stays readable."""
    reasons = list(COPY.decision(state, "withdraw").reasons)
    reasons += _ground_reasons(ground, "Chưa nêu lý do rút bản ghi.", "The reason for withdrawing is missing.")
    return Decision.refuse_if_any(reasons)


def _ground_reasons(ground: str, vi: str, en: str) -> list[Reason]:
    if len(ground.strip()) >= SHORTEST_GROUND:
        return []
    step = Text(
        f"Mời ông/bà nêu lý do trong ít nhất {SHORTEST_GROUND} ký tự.",
        f"Say why in at least {SHORTEST_GROUND} characters.",
    )
    return [_reason("no_ground", Text(vi, en), step, "ground")]


def _reason(code: str, text: Text, step: Text, field: str = "") -> Reason:
    return Reason(f"copy.{code}", text, step, field)
