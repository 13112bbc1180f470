"""Resolution 459/NQ-HĐND: the Hà Nội Technology Exchange, and the national lists and rights that it must apply.

A listing is judged by the law of the day asked: when a list changes, the same rule is asked again.
"""

from __future__ import annotations

from datetime import date

from khue.core.bilingual import Text
from khue.core.rules.expressions import choice, choose, day, law, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.technology_transfer_law import TOLD_FROM, contract_value

IN_FORCE = date(2025, 10, 10)

object_kind = choice(
    "object_kind",
    "Đối tượng được chào bán",
    "What is offered",
    ask=("Đối tượng công nghệ được chào bán là gì?", "What kind of technology is offered?"),
    options={
        "know-how": ("bí quyết kỹ thuật, công nghệ", "know-how"),
        "process": ("phương án, quy trình, giải pháp, công thức, bản vẽ", "plan, process, formula or drawing"),
        "software": ("phần mềm", "software"),
        "data": ("dữ liệu", "data"),
        "rationalisation": ("giải pháp hợp lý hóa sản xuất", "rationalisation of production"),
        "machine": ("máy móc đi kèm công nghệ", "machines that go with technology"),
        "model": ("mô hình", "model"),
        "algorithm": ("thuật toán", "algorithm"),
        "other": ("đối tượng khác", "something else"),
    },
    changeable=False,
)
technology_list = choice(
    "technology_list",
    "Danh mục của công nghệ",
    "List on which the technology is",
    ask=(
        "Theo danh mục đang có hiệu lực, công nghệ này thuộc loại nào?",
        "On which of the lists in force is this technology?",
    ),
    options={
        "none": ("không thuộc danh mục nào", "on none"),
        "encouraged": ("khuyến khích chuyển giao", "encouraged"),
        "restricted": ("hạn chế chuyển giao", "restricted"),
        "prohibited": ("cấm chuyển giao", "prohibited"),
    },
    changeable=False,
)
has_transfer_approval = yesno(
    "has_transfer_approval",
    "Đã được chấp thuận chuyển giao công nghệ hạn chế",
    "The transfer of restricted technology is approved",
    ask=("Việc chuyển giao đã được cơ quan có thẩm quyền chấp thuận chưa?", "Has the authority approved the transfer?"),
)
is_state_secret = yesno(
    "is_state_secret",
    "Có bí mật nhà nước",
    "Contains a State secret",
    ask=("Công nghệ có chứa bí mật nhà nước không?", "Does the technology contain a State secret?"),
    changeable=False,
)
offered_abroad = yesno(
    "offered_abroad",
    "Chào bán ra nước ngoài",
    "Offered abroad",
    ask=("Công nghệ có được chào bán ra nước ngoài không?", "Is the technology offered abroad?"),
)
transfer_right = choice(
    "transfer_right",
    "Quyền chuyển giao",
    "Right to transfer",
    ask=("Ông/bà có quyền gì đối với công nghệ này?", "Which right do you hold in this technology?"),
    options={
        "owner": ("chủ sở hữu", "its owner"),
        "consent": ("được chủ sở hữu đồng ý chuyển giao", "the owner's consent to pass it on"),
        "user-only": ("chỉ được quyền sử dụng", "a right of use only"),
        "product-only": ("chỉ sở hữu sản phẩm có công nghệ đó", "only a product that contains it"),
    },
    changeable=False,
)
state_capital = yesno(
    "state_capital",
    "Giao dịch có vốn nhà nước",
    "State capital takes part",
    ask=("Giao dịch hoặc dự án có vốn nhà nước không?", "Does State capital take part in the deal or project?"),
    changeable=False,
)
has_valuation = yesno(
    "has_valuation",
    "Đã có báo cáo thẩm định giá",
    "A valuation is at hand",
    ask=("Công nghệ đã được thẩm định giá chưa?", "Has the technology been valued?"),
)
ownership_confirmed = yesno(
    "ownership_confirmed",
    "Quyền sở hữu đã được xác nhận",
    "Ownership is confirmed",
    ask=("Quyền sở hữu công nghệ đã được xác nhận chưa?", "Has the ownership of the technology been confirmed?"),
)
approval_filed_on = day(
    "approval_filed_on",
    "Ngày nộp hồ sơ chấp thuận",
    "Day on which approval was applied for",
    ask=("Hồ sơ đề nghị chấp thuận được nộp ngày nào?", "On which day was the approval applied for?"),
    changeable=False,
)
restricted_signed_on = day(
    "restricted_signed_on",
    "Ngày ký hợp đồng chuyển giao công nghệ hạn chế",
    "Day on which the contract on restricted technology was signed",
    ask=(
        "Hợp đồng chuyển giao công nghệ hạn chế được ký ngày nào?",
        "On which day was the contract on restricted technology signed?",
    ),
    changeable=False,
)
from_budget_task = yesno(
    "from_budget_task",
    "Kết quả của nhiệm vụ dùng ngân sách",
    "Result of a budget task",
    ask=("Kết quả này có hình thành từ nhiệm vụ dùng ngân sách không?", "Does this result come from a budget task?"),
    changeable=False,
)
result_registered = yesno(
    "result_registered",
    "Kết quả đã được đăng ký",
    "The result is registered",
    ask=("Kết quả nhiệm vụ đã được đăng ký chưa?", "Is the task's result registered?"),
)
operator_values = yesno(
    "operator_values",
    "Đơn vị vận hành Sàn định giá công nghệ này",
    "The operator values this technology",
    ask=("Đơn vị vận hành Sàn có định giá công nghệ này không?", "Does the operator of the exchange value it?"),
    changeable=False,
)
operator_is_party = yesno(
    "operator_is_party",
    "Đơn vị vận hành Sàn là một bên của giao dịch",
    "The operator is a party of the deal",
    ask=("Đơn vị vận hành Sàn có là một bên của giao dịch không?", "Is the operator a party of the deal?"),
    changeable=False,
)


@rule(
    "exchange.object",
    title=("Đối tượng công nghệ được chuyển giao", "Objects of technology transfer"),
    cites=("law-07-2017.objects", "law-transfer-amending-2025.objects"),
    since=TOLD_FROM,
)
def transferable_object() -> Ruling:
    """Only objects that the law of the day names can be transferred; models and algorithms joined them later."""
    return Ruling(
        values={"value": object_kind.among(law.codes("exchange.objects"))},
        then=say(
            "Đối tượng “{kind}” được chuyển giao theo pháp luật.",
            "The law lets this be transferred: {kind}.",
            kind=object_kind,
        ),
        refusals=(
            Refusal(
                "object",
                ~object_kind.among(law.codes("exchange.objects")),
                say(
                    "Vào ngày này, “{kind}” không thuộc các đối tượng công nghệ được chuyển giao theo pháp luật.",
                    "On this day the law does not name this among the objects of transfer: {kind}.",
                    kind=object_kind,
                ),
                next_step=Text(
                    "Mời ông/bà chọn đúng đối tượng, hoặc tách phần là công nghệ.",
                    "Choose the right object, or separate the part that is technology.",
                ),
                rests_on=("exchange.objects",),
            ),
        ),
    )


@rule(
    "exchange.listing",
    title=("Đăng công nghệ lên Sàn", "Listing a technology"),
    cites=("law-07-2017.lists", "law-07-2017.forbidden", "law-transfer-amending-2025.consent"),
    since=IN_FORCE,
    words={
        "public": ("công khai", "open to all"),
        "cleared-users": ("chỉ hiển thị với người được phép", "shown to cleared users only"),
    },
)
def listing() -> Ruling:
    """Prohibited technology is refused; restricted technology shows to cleared users until it is approved; the supplier is
    the owner or has the owner's consent; a State secret is not offered abroad."""
    waits = (
        technology_list.is_("restricted")
        & ~has_transfer_approval
        & law.flag("exchange.listing.restricted_needs_approval")
    )
    shown = choose(waits, "cleared-users", "public").called("Cách hiển thị", "Shown to")
    return Ruling(
        values={"value": shown},
        then=say("Công nghệ được đăng trên Sàn: {shown}.", "The technology is listed: {shown}.", shown=shown),
        refusals=(
            Refusal(
                "prohibited",
                technology_list.is_("prohibited") & law.flag("exchange.listing.prohibited_refused"),
                say(
                    "Công nghệ thuộc danh mục cấm chuyển giao nên không được đăng trên Sàn.",
                    "The technology is on the prohibited list and is not listed.",
                ),
                next_step=Text(
                    "Mời ông/bà kiểm tra lại danh mục đang có hiệu lực; khi danh mục thay đổi có thể đề nghị lại.",
                    "Check the list in force; apply again when it changes.",
                ),
                rests_on=("exchange.listing.prohibited_refused",),
            ),
            Refusal(
                "right",
                transfer_right.is_("user-only", "product-only") & law.flag("exchange.listing.owner_or_consent"),
                say(
                    "Ông/bà {right} nên chưa có quyền chuyển giao công nghệ này.",
                    "You hold {right}, which gives no right to transfer this technology.",
                    right=transfer_right,
                ),
                next_step=Text(
                    "Mời ông/bà bổ sung văn bản đồng ý của chủ sở hữu.", "Add the written consent of the owner."
                ),
                rests_on=("exchange.listing.owner_or_consent",),
            ),
            Refusal(
                "state_secret",
                offered_abroad & is_state_secret,
                say(
                    "Công nghệ chứa bí mật nhà nước không được chào bán ra nước ngoài.",
                    "Technology with a State secret is not offered abroad.",
                ),
                next_step=Text("Mời ông/bà chỉ chào bán trong nước.", "Offer it within the country only."),
                rests_on=("law-07-2017.lists",),
            ),
        ),
    )


@rule(
    "exchange.state-capital-deal",
    title=("Giao dịch công nghệ có vốn nhà nước", "Technology deals with State capital"),
    cites=("law-transfer-amending-2025.state-capital",),
    since=TOLD_FROM,
)
def state_capital_deal() -> Ruling:
    """With State capital the technology is valued and its ownership confirmed before signing or contribution. For the days
    before the amending law no source was found."""
    needed = state_capital & law.flag("exchange.state_capital.valuation_first")
    return Ruling(
        values={"value": ~needed | (has_valuation & ownership_confirmed)},
        then=say("Các bên được ký hợp đồng hoặc góp vốn.", "The parties may sign or contribute."),
        refusals=(
            Refusal(
                "valuation",
                needed & ~has_valuation,
                say(
                    "Giao dịch có vốn nhà nước phải có báo cáo thẩm định giá trước khi ký hoặc góp vốn.",
                    "A deal with State capital needs a valuation before signing or contribution.",
                ),
                next_step=Text(
                    "Mời ông/bà thuê tổ chức thẩm định giá hoặc lập hội đồng thẩm định giá.",
                    "Hire a valuer, or set up a council.",
                ),
                rests_on=("exchange.state_capital.valuation_first",),
            ),
            Refusal(
                "ownership",
                needed & ~ownership_confirmed,
                say(
                    "Quyền sở hữu công nghệ phải được xác nhận trước khi ký hoặc góp vốn.",
                    "The ownership of the technology is confirmed before signing or contribution.",
                ),
                next_step=Text("Mời ông/bà bổ sung tài liệu chứng minh quyền sở hữu.", "Add proof of ownership."),
                rests_on=("exchange.state_capital.valuation_first",),
            ),
        ),
    )


@rule(
    "exchange.restricted-approval",
    title=("Thời hạn chấp thuận chuyển giao công nghệ hạn chế", "Clock of the approval of restricted technology"),
    cites=("law-07-2017.restricted", "law-transfer-amending-2025.restricted"),
    since=TOLD_FROM,
)
def restricted_approval() -> Ruling:
    """Completeness is answered within working days, the decision follows within calendar days."""
    decision = approval_filed_on.after(law.term("exchange.restricted.decision", on=approval_filed_on))
    decision = decision.called("Hạn quyết định", "Decision due")
    complete = approval_filed_on.after(law.term("exchange.restricted.completeness", on=approval_filed_on))
    complete = complete.called("Hạn trả lời về tính đầy đủ", "Completeness answer due")
    return Ruling(
        values={"value": decision, "completeness_on": complete},
        then=say(
            "Hồ sơ nộp ngày {filed}: trả lời về tính đầy đủ chậm nhất ngày {complete}, quyết định chậm nhất ngày {decision}.",
            "Filed on {filed}: completeness is answered by {complete}, the decision follows by {decision}.",
            filed=approval_filed_on,
            complete=complete,
            decision=decision,
        ),
    )


@rule(
    "exchange.restricted-permit",
    title=("Thời hạn đề nghị cấp phép sau khi ký", "Term to file for the permit after signing"),
    cites=("law-07-2017.permit",),
    since=TOLD_FROM,
)
def restricted_permit() -> Ruling:
    """After signing, a permit is filed for; no source that could be checked gives the term."""
    due = restricted_signed_on.after(law.term("exchange.restricted.permit_filing", on=restricted_signed_on))
    return Ruling(
        values={"value": due},
        then=say("Hồ sơ cấp phép phải nộp chậm nhất ngày {due}.", "File for the permit by {due}.", due=due),
    )


@rule(
    "exchange.handover",
    title=("Kết quả được đưa lên Sàn để chuyển giao không bồi hoàn", "Results offered for hand-over without refund"),
    cites=("res-34-2025.handover",),
    since=IN_FORCE,
)
def handover() -> Ruling:
    """Only registered results of budget tasks are handed over without refund."""
    allowed = (from_budget_task & result_registered) | ~law.flag("exchange.handover.only_registered_results")
    return Ruling(
        values={"value": allowed},
        then=say(
            "Kết quả được đưa lên Sàn để chuyển giao không bồi hoàn.",
            "The result may be offered on the exchange for hand-over without refund.",
        ),
        refusals=(
            Refusal(
                "not_registered",
                ~allowed,
                say(
                    "Chỉ kết quả của nhiệm vụ dùng ngân sách, đã được đăng ký, mới được chuyển giao không bồi hoàn.",
                    "Only registered results of budget tasks are handed over without refund.",
                ),
                next_step=Text(
                    "Mời ông/bà đăng ký kết quả nhiệm vụ, hoặc chào bán theo hình thức khác.",
                    "Register the result, or offer it in another way.",
                ),
                rests_on=("exchange.handover.only_registered_results",),
            ),
        ),
    )


@rule(
    "exchange.operator-conflict",
    title=("Đơn vị vận hành Sàn trong một giao dịch", "The operator in a deal"),
    cites=("res-459.operation",),
    since=IN_FORCE,
)
def operator_conflict() -> Ruling:
    """The operator is not valuer and party in one deal. That is proposed, not law: where it matters the answer waits."""
    both = operator_values & operator_is_party
    return Ruling(
        values={"value": ~both | ~law.flag("exchange.conduct.operator_not_valuer_and_party")},
        then=say("Đơn vị vận hành Sàn không có xung đột vai trò.", "The operator has no conflict of roles."),
        refusals=(
            Refusal(
                "valuer_and_party",
                both & law.flag("exchange.conduct.operator_not_valuer_and_party"),
                say(
                    "Đơn vị vận hành Sàn không được đồng thời là bên định giá và một bên của giao dịch.",
                    "The operator is not valuer and party in one deal.",
                ),
                next_step=Text("Đề nghị chọn một tổ chức định giá khác.", "Choose another valuer."),
                rests_on=("exchange.conduct.operator_not_valuer_and_party",),
            ),
        ),
    )


@rule(
    "exchange.transaction-fee",
    title=("Phí giao dịch trên Sàn", "Transaction fee of the exchange"),
    cites=("res-459.operation",),
    since=IN_FORCE,
)
def transaction_fee() -> Ruling:
    """A share of the contract's value, as soon as a fee table exists; none was found."""
    fee = law.share("exchange.transaction_fee").of(contract_value, "half_up")
    return Ruling(
        values={"value": fee},
        then=say("Phí giao dịch là {fee}.", "The transaction fee is {fee}.", fee=fee),
    )
