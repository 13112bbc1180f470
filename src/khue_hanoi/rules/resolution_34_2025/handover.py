"""Resolution 34/2025/NQ-HĐND: results of publicly funded tasks handed over without refund."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import choice, law, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.resolution_34_2025.periods import IN_FORCE

receiver_kind = choice(
    "receiver_kind",
    "Bên nhận chuyển giao",
    "Receiver of the hand-over",
    ask=("Bên nhận chuyển giao là ai?", "Who receives the result?"),
    options={
        "enterprise": ("doanh nghiệp", "an enterprise"),
        "st-organisation": ("tổ chức khoa học và công nghệ", "a science and technology organisation"),
        "state-body": ("cơ quan nhà nước", "a State body"),
        "public-service-unit": ("đơn vị sự nghiệp công lập", "a public service unit"),
        "other": ("tổ chức, cá nhân khác", "another organisation or a person"),
    },
    changeable=False,
)
budget_formed = yesno(
    "budget_formed",
    "Kết quả hình thành từ nhiệm vụ dùng ngân sách",
    "The result comes from a publicly funded task",
    ask=(
        "Tài sản, kết quả này có hình thành từ nhiệm vụ dùng ngân sách không?",
        "Does this asset or result come from a publicly funded task?",
    ),
    changeable=False,
)
receiver_capable = yesno(
    "receiver_capable",
    "Bên nhận đã được xác nhận đủ năng lực",
    "The receiver's capability has been checked",
    ask=(
        "Năng lực ứng dụng, phát triển của bên nhận đã được kiểm tra và xác nhận chưa?",
        "Has the receiver's capability to use or develop the result been checked and confirmed?",
    ),
)
posted_on_exchange = yesno(
    "posted_on_exchange",
    "Đã đăng trên Sàn giao dịch công nghệ Hà Nội",
    "Posted on the Hà Nội Technology Exchange",
    ask=(
        "Việc chuyển giao đã được đăng trên Sàn giao dịch công nghệ Hà Nội chưa?",
        "Has the hand-over been posted on the Hà Nội Technology Exchange?",
    ),
)


@rule(
    "results.gratuitous-transfer",
    title=("Chuyển giao không bồi hoàn kết quả từ ngân sách", "Hand-over of publicly funded results without refund"),
    cites=("res-34-2025.handover",),
    since=IN_FORCE,
)
def gratuitous_transfer() -> Ruling:
    """A publicly funded result goes without refund to an enterprise, a science and technology organisation, a State
    body or a public service unit that is able to use it. That it passes through the Exchange stood in the draft."""
    receives = receiver_kind.among(law.codes("results.handover.receivers"))
    return Ruling(
        values={"value": receives & budget_formed},
        then=say(
            "Kết quả được chuyển giao không bồi hoàn cho {receiver}.",
            "The result may be handed over without refund to {receiver}.",
            receiver=receiver_kind,
        ),
        refusals=(
            Refusal(
                "not_budget_formed",
                ~budget_formed,
                say(
                    "Chỉ tài sản, kết quả hình thành từ ngân sách mới được chuyển giao không bồi hoàn.",
                    "Only what was formed from budget money is handed over without refund.",
                ),
                next_step=Text(
                    "Mời ông/bà thỏa thuận chuyển giao với chủ sở hữu theo giá do hai bên thống nhất.",
                    "Agree on a transfer and its price with the owner.",
                ),
                rests_on=("results.handover.receivers", "res-34-2025.handover"),
            ),
            Refusal(
                "receiver",
                ~receives,
                say(
                    "Bên nhận là {receiver}, không thuộc đối tượng nhận chuyển giao không bồi hoàn.",
                    "The receiver is {receiver}, which may not receive a result without refund.",
                    receiver=receiver_kind,
                ),
                next_step=Text(
                    "Mời ông/bà chuyển giao có bồi hoàn, hoặc chọn bên nhận thuộc đối tượng được nêu.",
                    "Transfer it against payment, or choose a receiver of a kind that is named.",
                ),
                rests_on=("results.handover.receivers", "res-34-2025.handover"),
            ),
            Refusal(
                "capability",
                ~receiver_capable & law.flag("results.handover.needs_capability"),
                say(
                    "Bên nhận chưa được xác nhận đủ năng lực ứng dụng, phát triển kết quả.",
                    "It has not been confirmed that the receiver can use or develop the result.",
                ),
                next_step=Text(
                    "Đề nghị kiểm tra năng lực của bên nhận và lưu biên bản vào hồ sơ.",
                    "Check the receiver's capability and keep the record in the file.",
                ),
                rests_on=("results.handover.needs_capability", "res-34-2025.handover"),
            ),
            Refusal(
                "not_posted",
                ~posted_on_exchange & law.flag("results.handover.through_exchange"),
                say(
                    "Việc chuyển giao chưa được đăng trên Sàn giao dịch công nghệ Hà Nội.",
                    "The hand-over has not been posted on the Hà Nội Technology Exchange.",
                ),
                next_step=Text(
                    "Mời ông/bà đăng kết quả trên Sàn trước khi chuyển giao.",
                    "Post the result on the Exchange before the hand-over.",
                ),
                rests_on=("results.handover.through_exchange", "res-34-2025.handover"),
            ),
        ),
    )
