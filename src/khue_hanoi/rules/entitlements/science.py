"""What can I get? Tasks, experts, results and tests: Resolutions 34 and 29."""

from __future__ import annotations

from datetime import date

from khue.core.rules.expressions import by, granted_by, law, value_of
from khue.core.rules.kinds import Kind
from khue.core.rules.rule import Ruling, rule, say
from khue_hanoi.rules.applicant import (
    applicant_kind,
    field,
    has_task,
    in_hanoi,
    in_key_field,
    is_key_task,
    needs_expert,
    uses_city_budget,
    wants_public_result,
    wants_test,
)
from khue_hanoi.rules.decree_249_2025 import expert_origin
from khue_hanoi.rules.entitlements.conditions import OPEN, needs

IN_FORCE = date(2025, 10, 10)


@rule(
    "entitlement.equipment-support",
    title=("Hỗ trợ mua sắm, vận hành máy móc, thiết bị", "Support for machinery and equipment"),
    cites=("res-34-2025.equipment-receivers", "res-34-2025.equipment-topic", "res-34-2025.equipment-trial"),
    since=IN_FORCE,
    starts="equipment-support",
)
def equipment_support() -> Ruling:
    """Enterprises and science organisations that perform a task receive a share of buying and running its equipment."""
    most = value_of("missions.equipment-support", Kind.MONEY).called("Mức hỗ trợ tối đa", "Most that may be granted")
    return Ruling(
        values={"value": most},
        then=say(
            "Khoản chi máy móc, thiết bị của ông/bà được hỗ trợ tối đa {most}.",
            "Your equipment cost may be granted up to {most}.",
            most=most,
        ),
        refusals=(
            needs(
                "receiver",
                applicant_kind.among(law.codes("missions.equipment.receivers")),
                (
                    "Chính sách này dành cho doanh nghiệp và tổ chức khoa học và công nghệ thực hiện nhiệm vụ.",
                    "This is for enterprises and science and technology organisations that perform a task.",
                ),
                (
                    "Mời ông/bà thực hiện nhiệm vụ cùng một doanh nghiệp hoặc tổ chức khoa học và công nghệ.",
                    "Carry out the task together with an enterprise or a science and technology organisation.",
                ),
                "missions.equipment.receivers",
            ),
            needs(
                "task",
                has_task,
                (
                    "Hỗ trợ gắn với một nhiệm vụ khoa học và công nghệ.",
                    "The support goes with a science and technology task.",
                ),
                (
                    "Mời ông/bà đề xuất đề tài nghiên cứu hoặc dự án sản xuất thử nghiệm.",
                    "Propose a research topic or a trial-production project.",
                ),
                "res-34-2025.equipment-receivers",
            ),
            needs(
                "cost_line",
                granted_by("missions.equipment-support"),
                (
                    "Khoản chi này không được hỗ trợ: khoản đã có nguồn ngân sách nhà nước khác, hoặc phần mềm không trực tiếp phục vụ "
                    "nhiệm vụ.",
                    "This cost is not supported: it has another public source, or the software does not serve the task "
                    "directly.",
                ),
                ("Mời ông/bà tách hoặc bỏ khoản chi này.", "Split this cost line, or leave it out."),
                "missions.funding.one_public_source",
                "missions.equipment.software_needs_direct_use",
            ),
        ),
    )


@rule(
    "entitlement.key-task-recognition",
    title=(
        "Công nhận nhiệm vụ tự bảo đảm kinh phí là nhiệm vụ trọng điểm",
        "Recognition of a self-funded task as a key task",
    ),
    cites=("res-34-2025.recognition", "res-34-2025.key-fields"),
    since=IN_FORCE,
)
def key_task_recognition() -> Ruling:
    """A task without money of the city, in a key field, can be recognised; recognition opens support and incentives."""
    return Ruling(
        values={"value": OPEN},
        then=say(
            "Nhiệm vụ của ông/bà trong lĩnh vực {field} có thể được công nhận là nhiệm vụ trọng điểm của Thủ đô; điều kiện chi "
            "tiết do Ủy ban nhân dân Thành phố quy định.",
            "Your task in the field of {field} can be recognised as a key task of the capital; the People's Committee sets "
            "the conditions.",
            field=field,
        ),
        refusals=(
            needs(
                "task",
                has_task,
                ("Việc công nhận dành cho một nhiệm vụ cụ thể.", "Recognition is for a task."),
                ("Mời ông/bà mô tả nhiệm vụ dự định thực hiện.", "Describe the task that you plan."),
                "res-34-2025.recognition",
            ),
            needs(
                "not_yet",
                ~is_key_task,
                (
                    "Nhiệm vụ này đã là nhiệm vụ trọng điểm của Thủ đô.",
                    "This task is a key task of the capital already.",
                ),
                ("Mời ông/bà xem các hỗ trợ dành cho nhiệm vụ trọng điểm.", "See the support for key tasks."),
                "res-34-2025.recognition",
            ),
            needs(
                "own_money",
                ~uses_city_budget,
                (
                    "Việc công nhận này dành cho nhiệm vụ không dùng ngân sách Thành phố.",
                    "This recognition is for tasks without money of the city.",
                ),
                (
                    "Nhiệm vụ dùng ngân sách được Thành phố đặt hàng theo hình thức tuyển chọn hoặc giao trực tiếp.",
                    "A task with the city's money is ordered by selection or direct assignment.",
                ),
                "res-34-2025.recognition",
            ),
            needs(
                "key_field",
                in_key_field | ~law.flag("missions.ordering.needs_key_field"),
                (
                    "Lĩnh vực của ông/bà ({field}) không thuộc các lĩnh vực trọng điểm của Thủ đô.",
                    "The field ({field}) is not a key field of the capital.",
                ),
                ("Mời ông/bà xem danh mục lĩnh vực trọng điểm.", "See the list of key fields."),
                "missions.ordering.needs_key_field",
                field=field,
            ),
        ),
    )


@rule(
    "entitlement.expert-engagement",
    title=("Thu hút, thuê chuyên gia", "Engaging an expert"),
    cites=("decree-249-2025.pay", "res-34-2025.talent"),
    since=IN_FORCE,
)
def expert_engagement() -> Ruling:
    """Pay and bonus of the national decree hold for foreign experts and overseas Vietnamese whom a public organisation
    engages. The city's own figures, and those for experts in the country, were not found."""
    public = applicant_kind.is_("st_organisation", "institute", "university", "public-body")
    months = law.count("talent.bonus_months")
    return Ruling(
        values={"value": OPEN},
        then=say(
            "Chuyên gia được hưởng chính sách của Chính phủ, trong đó có thưởng hằng năm tối đa {months} tháng lương. Chưa tìm "
            "thấy mức chi riêng của Thành phố.",
            "The expert has the Government's package, with a yearly bonus of up to {months} months of pay. The city's own "
            "figures were not found.",
            months=months,
        ),
        refusals=(
            needs(
                "public_organisation",
                public,
                (
                    "Chính sách này do cơ quan, tổ chức khoa học và công nghệ, viện, trường thực hiện.",
                    "The package is offered by public bodies, science organisations, institutes and universities.",
                ),
                (
                    "Mời ông/bà phối hợp với viện, trường hoặc tổ chức khoa học và công nghệ để mời chuyên gia.",
                    "Invite the expert together with an institute, a university or a science organisation.",
                ),
                "decree-249-2025.pay",
            ),
            needs(
                "expert",
                needs_expert,
                ("Ông/bà chưa có nhu cầu về chuyên gia.", "You need no expert at present."),
                ("Mời ông/bà quay lại khi cần chuyên gia.", "Come back when you need one."),
                "decree-249-2025.pay",
            ),
            needs(
                "expert_origin",
                expert_origin.among(law.codes("talent.covers")),
                (
                    "Quy định của Chính phủ dành cho người nước ngoài và người Việt Nam ở nước ngoài; chưa tìm thấy mức của "
                    "Thành phố cho chuyên gia trong nước.",
                    "The Government's package is for foreigners and overseas Vietnamese; the city's figures for experts in "
                    "the country were not found.",
                ),
                ("Mời ông/bà hỏi Sở Khoa học và Công nghệ.", "Ask the Department of Science and Technology."),
                "talent.covers",
            ),
        ),
    )


@rule(
    "entitlement.public-result",
    title=(
        "Nhận chuyển giao không bồi hoàn kết quả từ ngân sách",
        "Taking over a publicly funded result without refund",
    ),
    cites=("res-34-2025.handover",),
    since=IN_FORCE,
    words={
        "st-organisation": ("tổ chức khoa học và công nghệ", "a science and technology organisation"),
        "state-body": ("cơ quan nhà nước", "a State body"),
        "public-service-unit": ("đơn vị sự nghiệp công lập", "a public service unit"),
    },
    received_under="res-34-2025.handover",
)
def public_result() -> Ruling:
    """Results of publicly funded tasks go to those who can use them, without refund and through the exchange."""
    receiver = by(
        applicant_kind,
        {
            "person": "person",
            "enterprise": "enterprise",
            "st_organisation": "st-organisation",
            "institute": "st-organisation",
            "university": "st-organisation",
            "public-body": "public-service-unit",
            "investor": "investor",
        },
    )
    return Ruling(
        values={"value": OPEN},
        then=say(
            "Ông/bà có thể nhận kết quả nghiên cứu từ ngân sách mà không phải bồi hoàn, khi chứng minh được năng lực ứng dụng; "
            "việc chuyển giao thực hiện qua Sàn giao dịch công nghệ Hà Nội.",
            "You can take over a publicly funded result without refund once you show that you can use it; this goes through "
            "the Hà Nội Technology Exchange.",
        ),
        refusals=(
            needs(
                "receiver",
                receiver.among(law.codes("results.handover.receivers")),
                (
                    "Kết quả được chuyển giao cho doanh nghiệp, tổ chức khoa học và công nghệ, cơ quan nhà nước và đơn vị sự "
                    "nghiệp công lập.",
                    "Results go to enterprises, science organisations, State bodies and public service units.",
                ),
                ("Mời ông/bà nhận kết quả cùng một tổ chức.", "Take it over together with an organisation."),
                "results.handover.receivers",
            ),
            needs(
                "wanted",
                wants_public_result,
                ("Ông/bà chưa có nhu cầu tiếp nhận kết quả.", "You want no such result at present."),
                ("Mời ông/bà xem các kết quả đang được công bố trên Sàn.", "See what is published on the exchange."),
                "res-34-2025.handover",
            ),
        ),
    )


@rule(
    "entitlement.sandbox-licence",
    title=("Thử nghiệm có kiểm soát", "Controlled testing"),
    cites=("law-39-2024.test-definition", "res-29-2025.limits"),
    since=IN_FORCE,
    received_under="res-29-2025.decider",
)
def sandbox_licence() -> Ruling:
    """What is new and not covered or not yet allowed by the law can be tested in Hà Nội, within limits and for a term."""
    longest = law.term("sandbox.term.longest")
    return Ruling(
        values={"value": OPEN},
        then=say(
            "Ông/bà có thể đề nghị thử nghiệm có kiểm soát trên địa bàn Hà Nội, tối đa {longest}.",
            "You can apply for controlled testing in Hà Nội, for at most {longest}.",
            longest=longest,
        ),
        refusals=(
            needs(
                "new_model",
                wants_test,
                (
                    "Thử nghiệm có kiểm soát dành cho điều mới mà pháp luật chưa quy định hoặc chưa cho phép.",
                    "Controlled testing is for what is new and not covered or not yet allowed by the law.",
                ),
                (
                    "Nếu pháp luật đã cho phép, ông/bà có thể triển khai theo quy định hiện hành.",
                    "What the law allows can go ahead under the law.",
                ),
                "law-39-2024.test-definition",
            ),
            needs(
                "in_hanoi",
                in_hanoi,
                (
                    "Việc thử nghiệm được thực hiện trên địa bàn thành phố Hà Nội.",
                    "The test takes place in Hà Nội.",
                ),
                ("Mời ông/bà chọn địa điểm thử nghiệm tại Hà Nội.", "Choose a place in Hà Nội."),
                "res-29-2025.limits",
            ),
        ),
    )
