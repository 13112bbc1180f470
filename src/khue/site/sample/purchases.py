"""A technology that the sample city buys and spreads under conditions: one user with a duty, one that asks."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from khue.core.bilingual import Text
from khue.features.exchange import queries as exchange
from khue.features.ledger import queries as ledger_queries
from khue.features.ledger import usecases as ledger
from khue.features.ledger.domain import Appropriation, ChartLine
from khue.features.transfers import usecases
from khue.features.transfers.domain.commands import DutyAsked
from khue.features.transfers.domain.purchasing import (
    AnswerLicence,
    AskLicence,
    DecidePurchase,
    ProposePurchase,
    ReceivePurchase,
)
from khue.features.transfers.queries.purchases import law_of_purchase
from khue.site.sample.stories import Act

MILLION = 1_000_000


def line_filled(amount: int, act: Act) -> str:
    """The budget line of purchases, with what is needed; its subject."""
    actor = act("accountant")
    code = f"{actor.today.year}-MC"
    if f"budget:{code}" not in {line.subject for line in ledger_queries.budget_lines()}:
        name = Text(
            f"Mua và phổ biến công nghệ năm {actor.today.year}",
            f"Purchase and spreading of technology, {actor.today.year}",
        )
        ledger.open_budget_line(ChartLine(code, name, actor.today.year), actor=actor)
    ledger.appropriate_budget(Appropriation(uuid4(), code, amount, "Quyết định giao dự toán mẫu"), actor=actor)
    return f"budget:{code}"


def received(offer: int, act: Act) -> int:
    """Proposed, decided by another person, received: the city owes the price; the purchase's id."""
    day = act("officer").today
    asked = ProposePurchase(
        offer, "use", "Các trạm y tế và trường học của Thành phố cần công nghệ này (dữ liệu mẫu).", "Giảm chi phí so với mua lẻ (dữ liệu mẫu).",
        "Bên cung là chủ sở hữu, đồng ý cho phổ biến trong Thành phố (dữ liệu mẫu).", 850 * MILLION,
        "Theo báo cáo định giá, có thương lượng giảm giá (dữ liệu mẫu).", "Tổ chức định giá Mẫu, phương pháp thu nhập", 900 * MILLION,
        day - timedelta(days=10), line_filled(1_000 * MILLION, act), "conditional",
        "Chỉ dùng cho nhiệm vụ công; báo cáo kết quả sử dụng hằng năm (dữ liệu mẫu).", once=uuid4(),
    )  # fmt: skip
    made = usecases.propose_purchase(asked, actor=act("officer"))
    usecases.decide_purchase(
        DecidePurchase(made, True, "Đáp ứng nhu cầu, rõ quyền, giá dưới mức định giá (dữ liệu mẫu).", uuid4()),
        actor=act("decider"),
    )
    usecases.receive_purchase(
        ReceivePurchase(made, "Đủ tài liệu, phần mềm và một buổi đào tạo (dữ liệu mẫu).", uuid4()), actor=act("officer")
    )
    return made


def asked_for(purchase: int, party: str, act: Act, who: str) -> int:
    """A party asks for a licence; its id."""
    asked = AskLicence(purchase, party, "Dùng tại cơ sở của đơn vị (dữ liệu mẫu).", uuid4())
    return usecases.ask_licence(asked, actor=act(who))


def granted(licence: int, act: Act, days: int = 180) -> None:
    duty = DutyAsked("Báo cáo kết quả sử dụng (mẫu)", act("officer").today + timedelta(days=days))
    asked = AnswerLicence(licence, True, "Phù hợp mục đích phổ biến (dữ liệu mẫu).", None, (duty,), uuid4())
    usecases.answer_licence(asked, actor=act("officer"))


def fill(institute: str, firm: str, act: Act) -> None:
    """The institute's newest offer that has a price is bought; the firm uses it, a resident asks. Nothing before the law is in force."""
    day = act("officer").today
    if not law_of_purchase(day).in_force:
        return
    offers = [one.id for one in exchange.every_text(day) if one.party == institute and "free" not in one.modes]
    if offers:
        made = received(offers[-1], act)
        granted(asked_for(made, firm, act, "founder"), act)
        asked_for(made, act("resident").key, act, "resident")
