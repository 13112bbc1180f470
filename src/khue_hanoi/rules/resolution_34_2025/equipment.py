"""Resolution 34/2025/NQ-HĐND: buying and running machinery and equipment of a task."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import by, choice, law, money, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.resolution_34_2025.periods import IN_FORCE

task_kind = choice(
    "task_kind",
    "Loại nhiệm vụ",
    "Kind of task",
    ask=(
        "Nhiệm vụ là đề tài nghiên cứu hay dự án sản xuất thử nghiệm?",
        "Is the task a research topic or a trial-production project?",
    ),
    options={
        "research-topic": ("đề tài nghiên cứu khoa học", "research topic"),
        "trial-production": ("dự án sản xuất thử nghiệm", "trial-production project"),
    },
)
cost_class = choice(
    "cost_class",
    "Loại chi phí",
    "Cost class",
    ask=("Chi phí dùng để mua hay để vận hành máy móc, thiết bị?", "Does the cost buy or run the equipment?"),
    options={"purchase": ("mua sắm", "purchase"), "operation": ("vận hành", "operation")},
)
amount = money(
    "amount",
    "Chi phí của khoản này",
    "Cost of this line",
    ask=("Chi phí của khoản này là bao nhiêu đồng?", "How much does this line cost, in đồng?"),
)
other_public = money(
    "other_public",
    "Tiền từ nguồn ngân sách nhà nước khác cho khoản này",
    "Other public money for this line",
    ask=(
        "Khoản này đã nhận bao nhiêu tiền từ nguồn ngân sách nhà nước khác?",
        "How much other public money does this line receive?",
    ),
)
software = yesno(
    "software",
    "Khoản chi là phần mềm hoặc hệ thống số",
    "The line is software or a digital system",
    ask=("Khoản chi này có phải là phần mềm hoặc hệ thống số không?", "Is this line software or a digital system?"),
    changeable=False,
)
serves_task_directly = yesno(
    "serves_task_directly",
    "Phần mềm trực tiếp phục vụ nhiệm vụ",
    "The software directly serves the task",
    ask=(
        "Phần mềm, hệ thống số này có trực tiếp phục vụ nhiệm vụ không?",
        "Does this software or digital system directly serve the task?",
    ),
)


@rule(
    "missions.equipment-support",
    title=(
        "Mức hỗ trợ tối đa cho một khoản chi máy móc, thiết bị",
        "The most that may be granted for one equipment cost line",
    ),
    cites=("res-34-2025.equipment-topic", "res-34-2025.equipment-trial"),
    since=IN_FORCE,
)
def equipment_support() -> Ruling:
    """The city pays a share of buying and running equipment, by kind of task and cost class. One cost line takes one
    public source, and software counts only when it serves the task directly."""
    share = by(
        task_kind,
        {
            "research-topic": by(
                cost_class,
                {
                    "purchase": law.share("missions.equipment.topic_purchase_cap"),
                    "operation": law.share("missions.equipment.topic_operation_cap"),
                },
            ),
            "trial-production": by(
                cost_class,
                {
                    "purchase": law.share("missions.equipment.trial_purchase_cap"),
                    "operation": law.share("missions.equipment.trial_operation_cap"),
                },
            ),
        },
    )
    most = share.of(amount, "down").called("Mức hỗ trợ tối đa", "Most that may be granted")
    return Ruling(
        values={"value": most},
        then=say(
            "Khoản chi này được hỗ trợ tối đa {most}, bằng {share} của {amount}.",
            "This line may be granted up to {most}, which is {share} of {amount}.",
            most=most,
            share=share,
            amount=amount,
        ),
        refusals=(
            Refusal(
                "other_public",
                (other_public > 0) & law.flag("missions.funding.one_public_source"),
                say(
                    "Khoản chi này đã có {other} từ nguồn ngân sách nhà nước khác; mỗi khoản chi chỉ được nhận từ một nguồn.",
                    "This line already receives {other} of other public money; one cost line takes one public source.",
                    other=other_public,
                ),
                next_step=Text(
                    "Mời ông/bà bỏ khoản này, hoặc tách phần chưa có nguồn ngân sách nhà nước thành một khoản riêng.",
                    "Leave the line out, or make a line of its own of the part that has no public source.",
                ),
                rests_on=("missions.funding.one_public_source", "decree-265-2025.no-double-funding"),
            ),
            Refusal(
                "software",
                software & ~serves_task_directly & law.flag("missions.equipment.software_needs_direct_use"),
                say(
                    "Phần mềm, hệ thống số chỉ được tính khi trực tiếp phục vụ nhiệm vụ.",
                    "Software and digital systems count only when they directly serve the task.",
                ),
                next_step=Text(
                    "Mời ông/bà nêu rõ phần mềm phục vụ nhiệm vụ thế nào, hoặc bỏ khoản này.",
                    "Say how the software serves the task, or leave the line out.",
                ),
                rests_on=("missions.equipment.software_needs_direct_use",),
            ),
        ),
    )


receiver_form = choice(
    "receiver_form",
    "Loại hình của đơn vị thực hiện nhiệm vụ",
    "Legal form of the body that performs the task",
    ask=(
        "Đơn vị thực hiện nhiệm vụ thuộc loại hình nào?",
        "Which legal form has the body that performs the task?",
    ),
    options={
        "enterprise": ("doanh nghiệp", "enterprise"),
        "st_organisation": ("tổ chức khoa học và công nghệ", "science and technology organisation"),
        "institute": ("viện nghiên cứu", "research institute"),
        "university": ("cơ sở giáo dục đại học", "university"),
        "agency": ("cơ quan nhà nước", "State agency"),
        "public_service_unit": ("đơn vị sự nghiệp công lập", "public service unit"),
        "cooperative": ("hợp tác xã", "cooperative"),
        "association": ("hội, hiệp hội", "association"),
        "fund": ("quỹ", "fund"),
        "foreign_organisation": ("tổ chức nước ngoài", "foreign organisation"),
        "group": ("nhóm không có tư cách pháp nhân", "group without legal form"),
    },
    changeable=False,
)
performs_task = yesno(
    "performs_task",
    "Đơn vị thực hiện nhiệm vụ",
    "The body performs the task",
    ask=(
        "Đơn vị có trực tiếp thực hiện nhiệm vụ không?",
        "Does the body perform the task itself?",
    ),
)


@rule(
    "missions.equipment-receiver",
    title=("Đối tượng được hỗ trợ máy móc, thiết bị", "Who can receive support for equipment"),
    cites=("res-34-2025.equipment-receivers",),
    since=IN_FORCE,
)
def equipment_receiver() -> Ruling:
    """Enterprises and science and technology organisations that perform the task receive the support."""
    may_receive = receiver_form.among(law.codes("missions.equipment.receivers"))
    return Ruling(
        values={"value": may_receive & performs_task},
        then=say(
            "Đơn vị là {form}, thực hiện nhiệm vụ, nên thuộc đối tượng được hỗ trợ máy móc, thiết bị.",
            "The body is of the form “{form}” and performs the task: it can receive support for equipment.",
            form=receiver_form,
        ),
        refusals=(
            Refusal(
                "receiver",
                ~may_receive,
                say(
                    "Loại hình “{form}” không thuộc đối tượng được hỗ trợ máy móc, thiết bị.",
                    "The form “{form}” is not among those that can receive support for equipment.",
                    form=receiver_form,
                ),
                next_step=Text(
                    "Mời ông/bà liên kết với một doanh nghiệp hoặc tổ chức khoa học và công nghệ cùng thực hiện nhiệm vụ.",
                    "Join with an enterprise or a science and technology organisation that performs the task.",
                ),
                rests_on=("missions.equipment.receivers", "res-34-2025.equipment-receivers"),
            ),
            Refusal(
                "performer",
                ~performs_task,
                say(
                    "Chỉ đơn vị thực hiện nhiệm vụ được hỗ trợ máy móc, thiết bị.",
                    "Only a body that performs the task receives support for equipment.",
                ),
                next_step=Text(
                    "Mời đơn vị thực hiện nhiệm vụ nộp hồ sơ.",
                    "Let the body that performs the task apply.",
                ),
                rests_on=("missions.equipment.receivers", "res-34-2025.equipment-receivers"),
            ),
        ),
    )
