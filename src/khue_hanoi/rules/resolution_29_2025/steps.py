"""Resolution 29/2025/NQ-HĐND: the clocks of a test. None of the terms was found; the legal officer enters them."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import by, choice, day, law
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.resolution_29_2025.periods import IN_FORCE

test_step = choice(
    "test_step",
    "Bước xử lý hồ sơ thử nghiệm",
    "Step of the test",
    ask=("Hồ sơ thử nghiệm đang ở bước nào?", "At which step is the test?"),
    options={
        "completeness": ("kiểm tra thành phần hồ sơ", "completeness check"),
        "opinions": ("lấy ý kiến", "opinions"),
        "appraisal": ("thẩm định", "appraisal"),
        "decision": ("quyết định cho phép thử nghiệm", "decision"),
        "adjustment": ("quyết định điều chỉnh, tạm dừng", "adjustment or pause"),
        "extension": ("quyết định gia hạn", "extension"),
        "exit": ("kết thúc có trật tự", "orderly exit"),
        "final-report": ("báo cáo tổng kết", "final report"),
    },
    changeable=False,
)
test_step_began = day(
    "test_step_began",
    "Ngày bắt đầu bước",
    "Day on which the step began",
    ask=("Bước này bắt đầu ngày nào?", "On which day did this step begin?"),
    changeable=False,
)
test_ends_on = day(
    "test_ends_on",
    "Ngày hết hạn thử nghiệm",
    "Last day of the test",
    ask=("Thời hạn thử nghiệm hết ngày nào?", "On which day does the term of the test end?"),
    changeable=False,
)
extension_requested_on = day(
    "extension_requested_on",
    "Ngày nộp đề nghị gia hạn",
    "Day of the request for an extension",
    ask=("Ông/bà nộp đề nghị gia hạn ngày nào?", "On which day do you ask for the extension?"),
)


@rule(
    "sandbox.step-due",
    title=("Thời hạn từng bước của thử nghiệm", "Time for each step of a test"),
    cites=("res-29-2025.steps",),
    since=IN_FORCE,
)
def step_due() -> Ruling:
    """Each step ends a term after it began."""
    began = test_step_began
    due = by(
        test_step,
        {
            "completeness": began.after(law.term("sandbox.clock.completeness")),
            "opinions": began.after(law.term("sandbox.clock.opinions")),
            "appraisal": began.after(law.term("sandbox.clock.appraisal")),
            "decision": began.after(law.term("sandbox.clock.decision")),
            "adjustment": began.after(law.term("sandbox.clock.adjustment")),
            "extension": began.after(law.term("sandbox.clock.extension")),
            "exit": began.after(law.term("sandbox.clock.exit")),
            "final-report": began.after(law.term("sandbox.clock.final_report")),
        },
    ).called("Hạn hoàn thành", "Due")
    return Ruling(
        values={"value": due},
        then=say(
            "Bước {step} phải xong chậm nhất ngày {due}.",
            "The step “{step}” must be done by {due}.",
            step=test_step,
            due=due,
        ),
    )


@rule(
    "sandbox.extension-request-due",
    title=("Hạn nộp đề nghị gia hạn thử nghiệm", "Last day to ask for an extension"),
    cites=("res-29-2025.steps",),
    since=IN_FORCE,
)
def extension_request_due() -> Ruling:
    """An extension is asked for before the test ends: on its last day at the latest, or earlier as the law says."""
    due = test_ends_on.before(law.term("sandbox.clock.extension_lead")).called(
        "Hạn nộp đề nghị gia hạn", "Last day to ask"
    )
    return Ruling(
        values={"value": due},
        then=say(
            "Đề nghị gia hạn phải nộp chậm nhất ngày {due}.",
            "The extension must be asked for by {due}.",
            due=due,
        ),
        refusals=(
            Refusal(
                "expired",
                extension_requested_on > test_ends_on,
                say(
                    "Thử nghiệm đã hết hạn ngày {ends}; không thể gia hạn một thử nghiệm đã kết thúc.",
                    "The test ended on {ends}; what has ended cannot be extended.",
                    ends=test_ends_on,
                ),
                next_step=Text("Mời ông/bà nộp hồ sơ thử nghiệm mới.", "File a new test."),
                rests_on=("res-29-2025.term",),
            ),
            Refusal(
                "too_late",
                extension_requested_on > due,
                say(
                    "Đề nghị gia hạn nộp ngày {asked}, sau hạn ngày {due}.",
                    "The extension was asked for on {asked}, after the last day {due}.",
                    asked=extension_requested_on,
                    due=due,
                ),
                next_step=Text(
                    "Mời ông/bà liên hệ Sở Khoa học và Công nghệ để được hướng dẫn.",
                    "Please turn to the Department of Science and Technology.",
                ),
                rests_on=("sandbox.clock.extension_lead", "res-29-2025.steps"),
            ),
        ),
    )
