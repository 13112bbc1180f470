"""One deed on many tasks: which deeds make sense in bulk, what each needs, and what came of each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, KhueError, Missing, NotAllowed, Refused

MOST_ROWS = 1_000
LONGEST_GROUND = 4_000


@dataclass(frozen=True, slots=True)
class BulkKind:
    """``needs`` names the inputs: ``to`` a colleague, ``ground`` a reason, ``day`` a new day, ``checked`` a tick."""

    label: Text
    hint: Text
    needs: tuple[str, ...] = ()


KINDS = {
    "take": BulkKind(
        Text("Nhận việc", "Take"),
        Text("Việc chưa ai nhận sẽ về bàn của ông/bà.", "Tasks that nobody has come onto your desk."),
    ),
    "hand_over": BulkKind(
        Text("Chuyển cho đồng nghiệp", "Hand over to a colleague"),
        Text("Đồng nghiệp phải có quyền làm bước đó.", "The colleague must hold the right for the step."),
        ("to", "ground"),
    ),
    "put_back": BulkKind(
        Text("Trả về hàng chờ của đơn vị", "Give back to the unit"),
        Text(
            "Việc không còn người nhận, ai có quyền đều nhận được.", "Nobody has them then; whoever may can take them."
        ),
        ("ground",),
    ),
    "accept": BulkKind(
        Text("Tiếp nhận hồ sơ đã kiểm tra", "Accept checked dossiers for processing"),
        Text(
            "Chỉ cho bước kiểm tra thành phần hồ sơ; người nộp nhận giấy hẹn.",
            "For the completeness check only; each applicant gets the receipt with the promised day.",
        ),
        ("checked",),
    ),
    "apologise": BulkKind(
        Text("Xin lỗi và hẹn lại ngày trả", "Apologise and name a new day"),
        Text("Mỗi người nộp nhận phiếu xin lỗi (mẫu số 04).", "Each applicant gets form 04."),
        ("day", "ground"),
    ),
}

RESULTS = {
    "waiting": Text("đang chờ", "waiting"),
    "done": Text("đã làm", "done"),
    "refused": Text("bị từ chối", "refused"),
    "conflict": Text("đã có người làm khác", "somebody was faster"),
    "not_allowed": Text("không có quyền", "not allowed"),
    "missing": Text("không còn", "no longer there"),
    "stopped": Text("đã dừng trước khi làm", "stopped before its turn"),
}
TONES = {"waiting": "wait", "done": "good", "stopped": "plain"}


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """``tasks`` in the order in which they shall be done. What a kind does not need stays empty."""

    kind: str
    tasks: tuple[int, ...]
    to: str = ""
    ground: str = ""
    day: date | None = None
    checked: bool = False
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class StopBulk:
    bulk_id: int
    once: UUID | None = None


def may_order(asked: BulkOrder, *, known: int) -> Decision:
    """``known`` is how many of the tasks are there at all. All reasons; whether each row may be done is asked row by row."""
    return Decision.refuse_if_any([*_rows(asked, known), *_inputs(asked)])


def _rows(asked: BulkOrder, known: int) -> Iterator[Reason]:
    if asked.kind not in KINDS:
        yield _reason(
            "kind",
            Text("Chưa chọn việc làm hàng loạt.", "No deed is chosen."),
            Text("Mời ông/bà chọn một việc trong danh sách.", "Choose one from the list."),
            "kind",
        )
    if not asked.tasks or not known:
        yield _reason(
            "no_rows",
            Text("Chưa đánh dấu dòng nào.", "No row is ticked."),
            Text("Mời ông/bà quay lại danh sách và đánh dấu ít nhất một dòng.", "Go back to the list and tick at least one."),
        )  # fmt: skip
    if len(asked.tasks) > MOST_ROWS:
        yield _reason(
            "too_many_rows",
            Text(f"Mỗi lần làm được tối đa {MOST_ROWS} dòng.", f"At most {MOST_ROWS} rows go at a time."),
            Text("Mời ông/bà lọc hẹp lại rồi làm nhiều lần.", "Narrow the list and do it in several steps."),
        )


def _inputs(asked: BulkOrder) -> Iterator[Reason]:
    needs = KINDS[asked.kind].needs if asked.kind in KINDS else ()
    if "to" in needs and not asked.to:
        yield _reason(
            "no_receiver",
            Text("Chưa chọn người nhận.", "No receiver is chosen."),
            Text("Mời ông/bà chọn đồng nghiệp.", "Choose a colleague."),
            "to",
        )
    if "ground" in needs and not asked.ground.strip():
        yield _reason(
            "no_ground",
            Text("Chưa nêu lý do.", "No reason is given."),
            Text("Mời ông/bà nêu ngắn gọn lý do để người nhận biết cần làm gì.", "Say briefly why."),
            "ground",
        )
    if "day" in needs and asked.day is None:
        yield _reason(
            "no_day",
            Text("Chưa chọn ngày hẹn mới.", "No new day is named."),
            Text("Mời ông/bà chọn một ngày làm việc.", "Choose a working day."),
            "day",
        )
    if "checked" in needs and not asked.checked:
        yield _reason(
            "not_checked",
            Text("Chưa xác nhận đã kiểm tra từng hồ sơ.", "You have not confirmed that each dossier was checked."),
            Text(
                "Mời ông/bà kiểm tra thành phần của từng hồ sơ rồi đánh dấu xác nhận.",
                "Check the papers of each dossier, then tick the box.",
            ),
            "checked",
        )


def row_key(order: UUID, task: int) -> UUID:
    """The key against doing a row twice: the same for every attempt at this row of this order."""
    return uuid5(order, f"task:{task}")


def result_of(error: KhueError) -> tuple[str, tuple[Reason, ...]]:
    """What a row's error is called, with its sentences."""
    if isinstance(error, Refused):
        return "refused", tuple(error.decision.reasons)
    names: tuple[tuple[type[KhueError], str], ...] = (
        (Conflict, "conflict"),
        (NotAllowed, "not_allowed"),
        (Missing, "missing"),
    )
    name = next((name for kind, name in names if isinstance(error, kind)), "refused")
    return name, (Reason(f"desk.{name}", error.text, error.next_step),)


def _reason(code: str, text: Text, next_step: Text, field: str = "") -> Reason:
    return Reason(f"desk.{code}", text, next_step, field)
