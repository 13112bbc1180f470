"""From the application to the end of a recognition: its states, and who may take which step when (pol:P3, A6, A7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.features.keytasks.domain.commands import DecideRecognition, ExamineTask, Found, RecordOpinion

KEY_TASK = Flow(
    {
        "applied": Text("đã nộp", "applied"),
        "before_council": Text("đang lấy ý kiến hội đồng", "before a council"),
        "examined": Text("chờ quyết định", "awaiting the decision"),
        "recognised": Text("đang được công nhận", "recognised"),
        "refused": Text("không được công nhận", "refused"),
        "cancelled": Text("đã rút hồ sơ", "application withdrawn"),
        "completed": Text("đã hoàn thành", "completed"),
        "expired": Text("đã hết thời hạn công nhận", "recognition expired"),
        "withdrawn": Text("đã bị thu hồi", "recognition withdrawn"),
        "annulled": Text("đã bị hủy theo kết quả giải quyết khiếu nại", "annulled after an appeal"),
    },
    (
        Transition("ask_council", ("applied",), "before_council", Text("lấy ý kiến hội đồng", "ask a council")),
        Transition("examine", ("applied",), "examined", Text("trình quyết định", "put before the decider")),
        Transition("advise", ("before_council",), "examined", Text("ghi ý kiến hội đồng", "record the opinion")),
        Transition("send_back", ("examined",), "applied", Text("chuyển kiểm tra lại", "send back")),
        Transition("recognise", ("examined",), "recognised", Text("công nhận", "recognise")),
        Transition("refuse", ("applied", "before_council", "examined"), "refused", Text("không công nhận", "refuse")),
        Transition("cancel", ("applied", "before_council", "examined"), "cancelled", Text("rút hồ sơ", "cancel")),
        Transition("complete", ("recognised",), "completed", Text("hoàn thành", "complete")),
        Transition("expire", ("recognised",), "expired", Text("hết thời hạn", "expire")),
        Transition("withdraw", ("recognised",), "withdrawn", Text("thu hồi", "withdraw")),
        Transition("restore", ("withdrawn", "refused"), "recognised", Text("công nhận sau khiếu nại", "recognise after an appeal")),
        Transition("annul", ("recognised", "completed", "expired"), "annulled", Text("hủy sau khiếu nại", "annul after an appeal")),
    ),
)  # fmt: skip
TONES = {
    "applied": "firm",
    "before_council": "now",
    "examined": "now",
    "recognised": "good",
    "refused": "bad",
    "cancelled": "plain",
    "completed": "good",
    "expired": "plain",
    "withdrawn": "bad",
    "annulled": "bad",
}
ONCE_RECOGNISED = ("recognised", "completed", "expired", "withdrawn", "annulled")
"""States that the public register lists: what was recognised stays listed with what became of it."""

CONDITIONS = {
    "field": Text("Thuộc lĩnh vực trọng điểm", "It lies in a key field"),
    "own_money": Text(
        "Có kinh phí của đơn vị, không dùng ngân sách Thành phố", "Own money is proven, none of the city"
    ),
    "product": Text("Sản phẩm rõ ràng, đo được", "The product is clear and can be measured"),
    "capacity": Text("Đơn vị đủ năng lực thực hiện", "The organisation has the capacity"),
    "impact": Text("Có tác động đối với Thủ đô", "It has an effect on the capital"),
}
"""What is looked at before a recognition (pol:P3, ``eligibility_checked``)."""


def last_day_of(until_on: date) -> date:
    """The last day of a half-open period, as people say it."""
    return until_on - timedelta(days=1)


def recognised_to(until_on: date, ended_on: date | None) -> date:
    """The last day of a recognition: the planned one, or the day before it was withdrawn, annulled or completed."""
    return last_day_of(min(until_on, ended_on or until_on))


def may_examine(state: str, asked: ExamineTask) -> Decision:
    """Every condition is answered; what is not met says why."""
    move = "ask_council" if asked.ask_council else "examine"
    return Decision.refuse_if_any([*KEY_TASK.decision(state, move).reasons, *_unanswered(asked.found)])


def _unanswered(found: Mapping[str, Found]) -> Iterator[Reason]:
    for code, label in CONDITIONS.items():
        one = found.get(code, Found(None))
        if one.met is None:
            yield Reason(
                "unanswered",
                Text(f"Chưa đánh giá điều kiện “{label.vi}”.", f"“{label.en}” is not answered."),
                Text("Mời ông/bà chọn đạt hoặc chưa đạt.", "Say whether it is met."),
                f"{code}_met",
            )
        elif not one.met and not one.note.strip():
            yield Reason(
                "no_note",
                Text(f"Điều kiện “{label.vi}” chưa đạt thì phải nêu lý do.", f"Say why “{label.en}” is not met."),
                Text("Mời ông/bà viết rõ để tổ chức nộp hồ sơ hiểu.", "Write it so that the applicant understands."),
                f"{code}_note",
            )


def subject_of(key_task: int) -> str:
    return f"key_task:{key_task}"


def task_of_subject(subject: str) -> int:
    """Number of the key task that a council's item is about; 0 for another room's."""
    kind, _, number = subject.partition(":")
    return int(number) if kind == "key_task" and number.isdigit() and len(number) < 19 else 0


def council_decides(council: str) -> Reason:
    """What lies before a council of the system gets its opinion from that council, never by hand."""
    return Reason(
        "before_council",
        Text(f"{council} đang xem xét nhiệm vụ này.", f"{council} has this task before it."),
        Text(
            "Ý kiến được ghi tự động khi hội đồng kết luận; muốn ghi tay, mời ông/bà rút hồ sơ khỏi hội đồng trước.",
            "The opinion is recorded when the council decides; to record one by hand, withdraw the item first.",
        ),
    )


def may_put(state: str, under_way: str, near: bool) -> Decision:
    """``under_way``: the council that has it already, empty without one."""
    reasons = list(KEY_TASK.decision(state, "advise").reasons)
    if under_way:
        reasons.append(council_decides(under_way))
    if near:
        reasons.append(
            Reason(
                "own_task",
                Text("Ông/bà có liên quan đến tổ chức chủ trì.", "You are near to the lead organisation."),
                Text("Mời ông/bà chuyển cho cán bộ khác.", "Leave it to a colleague."),
            )
        )
    return Decision.refuse_if_any(reasons)


def may_record_opinion(state: str, asked: RecordOpinion, today: date) -> Decision:
    reasons = list(KEY_TASK.decision(state, "advise").reasons)
    for field, value, vi, en in (
        ("council", asked.council, "Chưa ghi tên hội đồng.", "The name of the council is missing."),
        ("minutes", asked.minutes, "Chưa ghi số biên bản.", "The number of the minutes is missing."),
        ("conclusion", asked.conclusion, "Chưa ghi kết luận của hội đồng.", "The conclusion is missing."),
    ):
        reasons += needs_words(value, vi, en, field)
    if asked.favours is None:
        reasons.append(
            Reason(
                "favours",
                Text("Chưa chọn ý kiến của hội đồng.", "The council's opinion was not chosen."),
                Text("Mời ông/bà chọn đề nghị hoặc không đề nghị công nhận.", "Choose what the council proposes."),
                "favours",
            )
        )
    if asked.met_on is None or asked.met_on > today:
        reasons.append(
            Reason(
                "met_on",
                Text("Ngày họp phải là hôm nay hoặc trước đó.", "The day of the meeting is today or earlier."),
                Text("Mời ông/bà ghi ngày họp theo biên bản.", "Take the day from the minutes."),
                "met_on",
            )
        )
    return Decision.refuse_if_any(reasons)


def needs_words(value: str, vi: str, en: str, field: str) -> Iterator[Reason]:
    if not value.strip():
        yield Reason(
            f"no_{field}", Text(vi, en), Text("Mời ông/bà bổ sung ở ô này.", "Please fill this field in."), field
        )


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """``by_law``: the last day that the law gives, None where it sets none; ``unmet``: conditions that are not met;
    ``council``: for, against, or empty; ``amended``: the application was supplemented after it was examined.

    Hands and former hands are keys of parties; ``side`` says whether the decider stands on the applicant's side.
    """

    state: str
    hands: tuple[str, ...]
    examiners: tuple[str, ...]
    side: bool
    unmet: tuple[Text, ...]
    council: str
    by_law: date | None
    amended: bool
    today: date


def may_decide(asked: DecideRecognition, facts: DecisionFacts) -> Decision:
    """All reasons. A refusal and a departure from the examination or the council need their ground."""
    move = {"recognise": "recognise", "refuse": "refuse", "back": "send_back"}.get(asked.outcome)
    if move is None:
        return Decision.refuse(
            Reason(
                "outcome",
                Text("Chưa chọn kết quả quyết định.", "No outcome was chosen."),
                Text("Mời ông/bà chọn công nhận, không công nhận hoặc chuyển kiểm tra lại.", "Choose one of the outcomes."),
                "outcome",
            )
        )  # fmt: skip
    reasons = [*KEY_TASK.decision(facts.state, move).reasons, *four_eyes(facts.hands, facts.examiners, facts.side)]
    if asked.outcome != "recognise":
        reasons += needs_words(
            asked.ground, "Phải nêu lý do để tổ chức nộp hồ sơ biết.", "The applicant reads why: state it.", "ground"
        )
    else:
        reasons += _recognition(asked, facts)
    return Decision.refuse_if_any(reasons)


def four_eyes(hands: tuple[str, ...], examiners: tuple[str, ...], side: bool) -> Iterator[Reason]:
    """Who examined or proposed does not decide, nor does anybody on the applicant's side."""
    other = Text("Mời ông/bà chuyển cho người có thẩm quyền khác.", "Give it to another person who may decide.")
    if set(hands) & set(examiners):
        yield Reason(
            "examined",
            Text("Người đã kiểm tra hoặc đề xuất không được quyết định.", "Who examined or proposed it does not decide."),
            other,
        )  # fmt: skip
    if side:
        yield Reason(
            "own_case",
            Text("Không ai quyết định việc của chính mình hoặc của bên mình đại diện.", "Nobody decides a case of their own."),
            other,
        )  # fmt: skip


def _recognition(asked: DecideRecognition, facts: DecisionFacts) -> Iterator[Reason]:
    if facts.amended:
        yield Reason(
            "amended",
            Text("Hồ sơ đã được bổ sung sau khi kiểm tra điều kiện.", "The application was supplemented after its check."),
            Text("Mời ông/bà chuyển kiểm tra lại.", "Send it back to the check."),
            "outcome",
        )  # fmt: skip
    if (facts.unmet or facts.council == "against") and not asked.ground.strip():
        what = "; ".join(label.vi for label in facts.unmet) or "hội đồng không đề nghị công nhận"
        what_en = "; ".join(label.into("en") for label in facts.unmet) or "the council does not propose it"
        yield Reason(
            "departs",
            Text(f"Công nhận khi còn điểm chưa đạt thì phải nêu căn cứ: {what}.", f"Recognising in spite of this needs a ground: {what_en}."),
            Text("Mời ông/bà nêu căn cứ, hoặc chọn kết quả khác.", "State the ground, or choose another outcome."),
            "ground",
        )  # fmt: skip
    if facts.by_law is not None:
        if asked.last_day is not None and asked.last_day != facts.by_law:
            yield Reason(
                "last_day",
                Text(
                    f"Thời hạn công nhận theo quy định là đến hết ngày {facts.by_law:%d/%m/%Y}.",
                    f"By law the recognition holds until {format_day(facts.by_law, 'en')}.",
                ),
                Text("Mời ông/bà để trống ô này.", "Leave this field empty."),
                "last_day",
            )
    elif asked.last_day is None or asked.last_day < facts.today:
        yield Reason(
            "last_day",
            Text(
                "Chưa có thời hạn công nhận: quy định chưa nêu, quyết định phải nêu rõ.",
                "How long it holds is missing: no law says it, so the decision does.",
            ),
            Text("Mời ông/bà ghi ngày cuối cùng, từ hôm nay trở đi.", "Enter the last day, today or later."),
            "last_day",
        )
