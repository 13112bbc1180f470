"""A data-subject request: its states, its kinds, who may answer, when it may take longer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason, Source
from khue.core.flow import Flow, Transition

REQUEST: Final = Flow(
    {
        "received": Text("chờ trả lời", "waiting for an answer"),
        "accepted": Text("đang thực hiện", "being carried out"),
        "refused": Text("từ chối có lý do", "refused with reasons"),
        "done": Text("đã thực hiện", "carried out"),
        "withdrawn": Text("người yêu cầu đã rút", "withdrawn"),
    },
    (
        Transition("accept", ("received",), "accepted", Text("chấp nhận thực hiện", "accept")),
        Transition("refuse", ("received", "accepted"), "refused", Text("từ chối có lý do", "refuse with reasons")),
        Transition("extend", ("accepted",), "accepted", Text("gia hạn", "extend")),
        Transition("finish", ("accepted",), "done", Text("ghi nhận đã thực hiện", "record it as carried out")),
        Transition("withdraw", ("received", "accepted"), "withdrawn", Text("rút yêu cầu", "withdraw")),
    ),
)
OPEN: Final = ("received", "accepted")
FINAL: Final = ("refused", "done", "withdrawn")
TONES: Final = {"received": "wait", "accepted": "now", "refused": "bad", "done": "good", "withdrawn": "plain"}

KINDS: Final = {
    "access": Text("xem dữ liệu của tôi", "see my data"),
    "copy": Text("nhận bản sao dữ liệu của tôi", "get a copy of my data"),
    "correct": Text("chỉnh sửa dữ liệu của tôi", "have my data corrected"),
    "restrict": Text("hạn chế hoặc ngừng xử lý dữ liệu của tôi", "restrict or stop the processing of my data"),
    "withdraw": Text("rút lại sự đồng ý đã cho", "withdraw a consent that I gave"),
    "object": Text("phản đối việc xử lý dữ liệu của tôi", "object to the processing of my data"),
    "erase": Text("xóa dữ liệu của tôi", "have my data erased"),
}
CHANNELS: Final = {
    "online": Text("trực tuyến", "online"),
    "paper": Text("văn bản giấy, trực tiếp", "paper, in person"),
}
LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class Facts:
    """A request as a deed meets it. ``asker`` and ``hands`` are actor keys; ``paper``: it came without an account."""

    state: str
    asker: str
    hands: tuple[str, ...]
    paper: bool
    carry_due_on: date | None = None
    extended: bool = False


def may_make(kind: str, details: str) -> Decision:
    """Any person may ask at any time; only what is asked must be clear."""
    return Decision.refuse_if_any(_unclear(kind, details))


def may_enter(kind: str, details: str, identity: str, received_on: date, today: date, *, own: bool) -> Decision:
    reasons = list(_unclear(kind, details))
    if own:
        reasons.append(_own())
    if not identity.strip():
        reasons.append(
            Reason(
                "identity",
                Text("Chưa ghi cách xác định người yêu cầu.", "It is not said how the person was identified."),
                Text("Ghi giấy tờ đã xem, nơi cấp và ngày cấp.", "Name the paper that was shown, its issuer and day."),
                "identity",
            )
        )
    if received_on > today:
        reasons.append(
            Reason(
                "received_later",
                Text("Ngày tiếp nhận không thể sau hôm nay.", "The day of receipt cannot lie after today."),
                Text("Sửa lại ngày.", "Correct the day."),
                "received_on",
            )
        )
    return Decision.refuse_if_any(reasons)


def _unclear(kind: str, details: str) -> Iterator[Reason]:
    if kind not in KINDS:
        yield Reason(
            "kind",
            Text("Chưa chọn nội dung yêu cầu.", "It is not said what is asked for."),
            Text("Mời ông/bà chọn một nội dung.", "Please choose one."),
            "kind",
        )
    if kind in ("correct", "restrict", "object") and not details.strip():
        yield Reason(
            "details",
            Text("Chưa nêu cụ thể yêu cầu.", "The request is not described."),
            Text("Mời ông/bà nêu rõ dữ liệu nào và đề nghị gì.", "Say which data, and what should be done."),
            "details",
        )


def may_accept(facts: Facts, answer: str, told: str, promised_on: date | None, today: date, *, term: bool) -> Decision:
    """``term``: the law's own term is known; otherwise the officer promises a day."""
    reasons = [*_in_order(facts, "accept"), *_said(answer, "answer"), *_told(facts, told)]
    if not term and (promised_on is None or promised_on < today):
        reasons.append(
            Reason(
                "promise",
                Text(
                    "Chưa có quy định đã được xác nhận về thời hạn thực hiện loại yêu cầu này.",
                    "The law's term for this kind of request is not confirmed.",
                ),
                Text("Ghi ngày cam kết thực hiện, từ hôm nay trở đi.", "Promise a day, today or later."),
                "promised_on",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_refuse(facts: Facts, answer: str, legal_ground: str, told: str) -> Decision:
    reasons = [*_in_order(facts, "refuse"), *_said(answer, "answer"), *_told(facts, told)]
    if not legal_ground.strip():
        reasons.append(
            Reason(
                "legal_ground",
                Text("Từ chối phải có căn cứ pháp lý.", "A refusal needs its legal ground."),
                Text("Ghi rõ điều, khoản của văn bản.", "Name the provision."),
                "legal_ground",
            )
        )
    return Decision.refuse_if_any(reasons)


def extension_open(facts: Facts, today: date, *, most: int | None, source: Source | None) -> Decision:
    """Whether there is an extension to be had at all, whatever the day and the ground; arguments as of ``may_extend``."""
    reasons = [*_in_order(facts, "extend")]
    due = facts.carry_due_on
    if facts.extended:
        reasons.append(
            Reason(
                "extended_once",
                Text("Yêu cầu này đã được gia hạn một lần.", "This request was extended once already."),
                Text("Thực hiện trong hạn đã báo, hoặc từ chối có lý do.", "Carry it out in time, or refuse it."),
                source=source,
            )
        )
    if due is not None and today > due:
        reasons.append(
            Reason(
                "told_too_late",
                Text(
                    f"Hạn {due:%d/%m/%Y} đã qua; gia hạn phải được báo trước khi hết hạn.",
                    f"The day {format_day(due, 'en')} has passed; an extension is told before it does.",
                ),
                Text("Thực hiện ngay và xin lỗi người yêu cầu.", "Carry it out now, and apologise."),
                source=source,
            )
        )
    if most is None:
        reasons.append(
            Reason(
                "no_extension",
                Text("Chưa có quy định đã được xác nhận về gia hạn.", "The law's extension is not confirmed."),
                Text("Thực hiện trong thời hạn đã báo.", "Carry it out in the time that was told."),
                source=source,
            )
        )
    return Decision.refuse_if_any(reasons)


def may_extend(
    facts: Facts, until: date, ground: str, told: str, today: date, *, most: int | None, source: Source | None
) -> Decision:
    """Once, with a ground, told before the day runs out, by at most ``most`` days (None: the law's value is not known)."""
    reasons = [*extension_open(facts, today, most=most, source=source).reasons, *_told(facts, told)]
    due = facts.carry_due_on
    if most is not None and due is not None and not due < until <= due + timedelta(days=most):
        last = due + timedelta(days=most)
        reasons.append(
            Reason(
                "extension_range",
                Text(
                    f"Ngày mới phải sau {due:%d/%m/%Y} và không quá {last:%d/%m/%Y}.",
                    f"The new day lies after {format_day(due, 'en')} and not after {format_day(last, 'en')}.",
                ),
                Text("Chọn một ngày trong khoảng đó.", "Choose a day in between."),
                "until",
                source,
            )
        )
    return Decision.refuse_if_any([*reasons, *_said(ground, "ground")])


def may_finish(facts: Facts, outcome: str, told: str) -> Decision:
    return Decision.refuse_if_any([*_in_order(facts, "finish"), *_said(outcome, "outcome"), *_told(facts, told)])


def _in_order(facts: Facts, deed: str) -> Iterator[Reason]:
    yield from REQUEST.decision(facts.state, deed).reasons
    if facts.asker in facts.hands:
        yield _own()


def _own() -> Reason:
    return Reason(
        "own_request",
        Text("Ông/bà không xử lý yêu cầu về dữ liệu của chính mình.", "You cannot handle a request about yourself."),
        Text("Đề nghị đồng nghiệp có quyền xử lý.", "Ask a colleague who holds the right."),
    )


def _said(words: str, field: str) -> Iterator[Reason]:
    if not words.strip():
        yield Reason(
            f"no_{field}",
            Text("Nội dung này không được để trống.", "This must not be empty."),
            Text("Người yêu cầu sẽ đọc nguyên văn.", "The person reads it word by word."),
            field,
        )


def _told(facts: Facts, told: str) -> Iterator[Reason]:
    if facts.paper and not told.strip():
        yield Reason(
            "not_told",
            Text("Chưa ghi cách báo cho người yêu cầu.", "It is not said how the person was told."),
            Text("Người này nộp bằng giấy: ghi ngày, cách gửi văn bản.", "It came on paper: say when and how."),
            "told",
        )


def may_end_restriction(facts: Facts, kind: str, ground: str, told: str) -> Decision:
    """Only what a request restricted, by another than the person, with a ground that the person reads."""
    reasons = [*_said(ground, "ground"), *_told(facts, told)]
    if facts.asker in facts.hands:
        reasons.append(_own())
    if kind != "restrict" or facts.state != "done":
        text = Text("Yêu cầu này không dẫn đến hạn chế xử lý nào.", "No restriction follows from this request.")
        reasons.append(Reason("no_restriction", text, Text("Mời mở lại yêu cầu.", "Open the request again.")))
    return Decision.refuse_if_any(reasons)
