"""Resolution 34/2025/NQ-HĐND: key tasks of the capital, how they are ordered and who recognises them."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import by, choice, choose, day, law, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.applicant import field, in_key_field
from khue_hanoi.rules.bodies import deciding_body
from khue_hanoi.rules.resolution_34_2025.periods import IN_FORCE

ordering_mode_of_task = choice(
    "ordering_mode",
    "Hình thức đặt hàng",
    "Way of ordering",
    ask=(
        "Nhiệm vụ được tuyển chọn hay giao trực tiếp?",
        "Is the performer selected, or is the task assigned directly?",
    ),
    options={
        "selection": ("tuyển chọn", "selection"),
        "direct-assignment": ("giao trực tiếp", "direct assignment"),
    },
)
ground_recorded = yesno(
    "ground_recorded",
    "Đã ghi căn cứ giao trực tiếp",
    "The ground of the direct assignment is recorded",
    ask=(
        "Hồ sơ đã ghi rõ căn cứ để giao trực tiếp chưa?",
        "Does the file record the ground of the direct assignment?",
    ),
)
recognition_step = choice(
    "recognition_step",
    "Bước công nhận nhiệm vụ trọng điểm",
    "Step of the recognition",
    ask=("Hồ sơ đang ở bước nào?", "At which step is the dossier?"),
    options={
        "eligibility": ("kiểm tra điều kiện", "eligibility check"),
        "council": ("lấy ý kiến hội đồng", "opinion of the council"),
        "decision": ("quyết định công nhận", "decision"),
    },
    changeable=False,
)
recognition_step_began = day(
    "recognition_step_began",
    "Ngày bắt đầu bước",
    "Day on which the step began",
    ask=("Bước này bắt đầu ngày nào?", "On which day did this step begin?"),
    changeable=False,
)

recognised_on = day(
    "recognised_on",
    "Ngày được công nhận",
    "Day of the recognition",
    ask=("Nhiệm vụ được công nhận ngày nào?", "On which day was the task recognised?"),
    changeable=False,
)


@rule(
    "missions.key-field",
    title=("Lĩnh vực trọng điểm của nhiệm vụ", "Key field of a task"),
    cites=("law-39-2024.key-fields", "res-34-2025.key-fields"),
    since=IN_FORCE,
    words={
        "capital-law": ("Luật Thủ đô", "the Capital Law"),
        "city": ("Hội đồng nhân dân Thành phố", "the People's Council"),
    },
)
def key_field() -> Ruling:
    """A key task lies in a key field: one that the Capital Law names, or one that the People's Council added."""
    named_by = choose(field.among(law.codes("law.key_fields.statutory")), "capital-law", "city")
    return Ruling(
        values={"value": named_by.called("Văn bản nêu lĩnh vực", "Who names the field")},
        then=say(
            "“{field}” là lĩnh vực trọng điểm do {named_by} quy định.",
            "“{field}” is a key field named by {named_by}.",
            field=field,
            named_by=named_by,
        ),
        refusals=(
            Refusal(
                "not_key_field",
                ~in_key_field & law.flag("missions.ordering.needs_key_field"),
                say(
                    "“{field}” không thuộc danh mục lĩnh vực trọng điểm của Thủ đô.",
                    "“{field}” is not on the list of key fields of the capital.",
                    field=field,
                ),
                next_step=Text(
                    "Mời ông/bà chọn lĩnh vực trọng điểm phù hợp với nội dung nhiệm vụ, hoặc đề xuất như nhiệm vụ thông thường.",
                    "Choose the key field that fits the task, or file it as an ordinary task.",
                ),
                rests_on=("law.key_fields.city", "res-34-2025.key-fields"),
            ),
        ),
    )


@rule(
    "missions.ordering-mode",
    title=("Hình thức đặt hàng nhiệm vụ trọng điểm", "How a key task is ordered"),
    cites=("res-34-2025.ordering",),
    since=IN_FORCE,
    words={
        "public-call": ("thông báo công khai và xét chọn", "public call and comparison"),
        "named-performer": (
            "thẩm định nội dung, kinh phí với một đơn vị",
            "review of content and cost with one performer",
        ),
    },
)
def ordering_mode() -> Ruling:
    """The city selects the performer or assigns the task directly; a direct assignment records its ground. Which
    grounds are allowed was not found: the officer names the ground, the rule asks that it be written."""
    allowed = ordering_mode_of_task.among(law.codes("missions.ordering.modes"))
    steps = by(ordering_mode_of_task, {"selection": "public-call", "direct-assignment": "named-performer"})
    return Ruling(
        values={"value": steps.called("Trình tự", "Steps")},
        then=say(
            "Nhiệm vụ được đặt hàng theo hình thức {mode}: {steps}.",
            "The task is ordered by {mode}: {steps}.",
            mode=ordering_mode_of_task,
            steps=steps,
        ),
        refusals=(
            Refusal(
                "mode",
                ~allowed,
                say(
                    "Thành phố không đặt hàng nhiệm vụ trọng điểm theo hình thức {mode}.",
                    "The city does not order key tasks by {mode}.",
                    mode=ordering_mode_of_task,
                ),
                next_step=Text("Đề nghị chọn hình thức khác.", "Choose another way."),
                rests_on=("missions.ordering.modes", "res-34-2025.ordering"),
            ),
            Refusal(
                "ground",
                ordering_mode_of_task.is_("direct-assignment")
                & ~ground_recorded
                & law.flag("missions.ordering.direct_needs_ground"),
                say(
                    "Nhiệm vụ giao trực tiếp phải ghi rõ căn cứ trong hồ sơ.",
                    "The file of a directly assigned task must state its ground.",
                ),
                next_step=Text(
                    "Đề nghị ghi căn cứ giao trực tiếp, hoặc chuyển sang tuyển chọn.",
                    "Record the ground, or turn to selection.",
                ),
                rests_on=("missions.ordering.direct_needs_ground", "res-34-2025.ordering"),
            ),
        ),
    )


@rule(
    "missions.recognition-decider",
    title=("Thẩm quyền công nhận nhiệm vụ trọng điểm", "Who recognises a key task"),
    cites=("res-34-2025.recognition", "res-34-2025.ordering"),
    since=IN_FORCE,
)
def recognition_decider() -> Ruling:
    """The People's Committee recognises key tasks; departments prepare, but do not decide."""
    competent = deciding_body.among(law.codes("missions.recognition.decider"))
    return Ruling(
        values={"value": competent},
        then=say(
            "{body} có thẩm quyền công nhận nhiệm vụ trọng điểm.",
            "A key task is recognised by {body}.",
            body=deciding_body,
        ),
        refusals=(
            Refusal(
                "not_competent",
                ~competent,
                say(
                    "{body} không có thẩm quyền công nhận nhiệm vụ trọng điểm. Thẩm quyền thuộc về {decider}.",
                    "A key task is recognised by {decider}, not by {body}.",
                    body=deciding_body,
                    decider=law.codes("missions.recognition.decider"),
                ),
                next_step=Text(
                    "Đề nghị trình cơ quan có thẩm quyền ký quyết định.",
                    "Put the decision before the body that is competent.",
                ),
                rests_on=("missions.recognition.decider", "res-34-2025.recognition"),
            ),
        ),
    )


@rule(
    "missions.recognition-due",
    title=("Thời hạn từng bước công nhận nhiệm vụ trọng điểm", "Time for each step of a recognition"),
    cites=("res-34-2025.recognition",),
    since=IN_FORCE,
)
def recognition_due() -> Ruling:
    """Each step of a recognition ends a term after it began. The terms were not found and await the legal officer."""
    due = by(
        recognition_step,
        {
            "eligibility": recognition_step_began.after(law.term("missions.recognition.clock.eligibility")),
            "council": recognition_step_began.after(law.term("missions.recognition.clock.council")),
            "decision": recognition_step_began.after(law.term("missions.recognition.clock.decision")),
        },
    ).called("Hạn hoàn thành", "Due")
    return Ruling(
        values={"value": due},
        then=say(
            "Bước {step} phải xong chậm nhất ngày {due}.",
            "The step “{step}” must be done by {due}.",
            step=recognition_step,
            due=due,
        ),
    )


@rule(
    "missions.recognition-valid-until",
    title=("Thời hạn của việc công nhận nhiệm vụ trọng điểm", "How long a recognition holds"),
    cites=("res-34-2025.recognition",),
    since=IN_FORCE,
)
def recognition_valid_until() -> Ruling:
    """A recognition holds for some years. How many was not found."""
    until = recognised_on.after(law.term("missions.recognition.valid_for")).called("Ngày hết hạn", "Last day")
    return Ruling(
        values={"value": until},
        then=say(
            "Việc công nhận có giá trị đến hết ngày {until}.",
            "The recognition holds until {until}.",
            until=until,
        ),
    )
