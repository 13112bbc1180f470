"""What came out of the sample city's missions: results, their authors, income and rewards, deed by deed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.ledger import queries as ledger_queries
from khue.features.ledger import usecases as ledger
from khue.features.ledger.domain import Appropriation, ChartLine
from khue.features.people import queries as people
from khue.features.results import queries, usecases
from khue.features.results.domain.claims import ClaimTransfer
from khue.features.results.domain.distribution import ApproveDistribution, DrawUp, OrderPayout
from khue.features.results.domain.income import Income, ReportIncome
from khue.features.results.domain.register import CheckResult, Description, HandIn
from khue.features.results.domain.rights import AddRight, MoveRight, OfferTransfer
from khue.features.results.domain.shares import AnswerShares, Author, ProposeShares
from khue.features.treasury import queries as treasury
from khue.kernel import clock
from khue.site.sample import payments
from khue.site.sample.applications import paper
from khue.site.sample.stories import Act


@dataclass(frozen=True, slots=True)
class Made:
    """A registered result of the sample city."""

    id: int
    number: str


FILTER = Text("Màng lọc nước từ sợi tre (mẫu)", "Water filter made of bamboo fibre (sample)")
FILTER_SAYS = Text(
    "Màng lọc nhiều lớp từ sợi tre giữ lại 99% vi nhựa trong nước sinh hoạt, rửa được và dùng được sáu tháng. Dữ liệu mẫu.",
    "A layered filter of bamboo fibre that holds back 99% of microplastics in tap water, can be washed and lasts six months. Sample data.",
)
FILTER_SECRET = "Tỷ lệ phối sợi và nhiệt độ ép là bí quyết của Viện (dữ liệu mẫu)."


def handed_in(support: int, act: Act, title: Text = FILTER, says: Text = FILTER_SAYS, *, kind: str = "product") -> int:
    """The institute hands in what its support brought about."""
    actor = act("researcher")
    said = Description(title, says, kind, "engineering", 6, "Chạy thử sáu tháng tại trạm cấp nước.", actor.today)
    asked = HandIn(f"support:{support}", said, (paper("bao-cao-ket-qua"),), FILTER_SECRET, uuid4())
    return usecases.hand_in_result(asked, actor=actor)


def registered(
    support: int, act: Act, title: Text = FILTER, says: Text = FILTER_SAYS, *, kind: str = "product"
) -> Made:
    """… and an officer registers it."""
    result = handed_in(support, act, title, says, kind=kind)
    return Made(result, usecases.check_result(CheckResult(result, True, once=uuid4()), actor=act("officer")))


def authors_proposed(result: int, act: Act) -> int:
    """Two authors, two thirds and one third; the first one's question."""
    found = []
    for who, part, orcid in (("researcher", Fraction(2, 3), "0000-0002-1825-0097"), ("founder", Fraction(1, 3), "")):
        person = act(who)
        found.append(Author(person.key, person.name, part.numerator, part.denominator, orcid, "thiết kế và thử nghiệm"))
    usecases.propose_shares(ProposeShares(result, tuple(found), once=uuid4()), actor=act("researcher"))
    card = queries.result_card(result, act("researcher"))
    assert card.proposed is not None
    return card.proposed.consents[0].id


def shares_turned(result: int, act: Act) -> int:
    """A later change that takes from the first author, who is asked; the question."""
    found = []
    for who, part in (("researcher", Fraction(1, 2)), ("founder", Fraction(1, 2))):
        person = act(who)
        found.append(Author(person.key, person.name, part.numerator, part.denominator, "", "thiết kế và thử nghiệm"))
    asked = ProposeShares(result, tuple(found), "Bổ sung công đoạn thử nghiệm", once=uuid4())
    usecases.propose_shares(asked, actor=act("researcher"))
    card = queries.result_card(result, act("researcher"))
    assert card.proposed is not None
    return card.proposed.consents[0].id


def authors_agreed(result: int, act: Act) -> None:
    """… and both confirm by their own sign-in."""
    authors_proposed(result, act)
    for who in ("researcher", "founder"):
        card = queries.result_card(result, act(who))
        assert card.proposed is not None
        mine = next(consent.id for consent in card.proposed.consents if consent.mine)
        usecases.answer_shares(AnswerShares(mine, True, once=uuid4()), actor=act(who))


# -- income and rewards ------------------------------------------------------------------------------------------------


def line_of(today: date) -> str:
    return f"{today.year}-RS"


def line_filled(amount: int, act: Act) -> str:
    """The budget line through which money of results is passed on, with what came in for it; its code."""
    actor = act("accountant")
    code = line_of(actor.today)
    if f"budget:{code}" not in {line.subject for line in ledger_queries.budget_lines()}:
        name = Text(
            f"Chi trả lợi ích từ kết quả năm {actor.today.year} (thu hộ, chi hộ)",
            f"Shares in income of results, {actor.today.year}, passed on",
        )
        ledger.open_budget_line(ChartLine(code, name, actor.today.year), actor=actor)
    wish = Appropriation(uuid4(), code, amount, "Báo cáo thu nhập và chứng từ nộp tiền mẫu")
    ledger.appropriate_budget(wish, actor=actor)
    return code


def income_reported(result: int, act: Act, sold: int, costs: int, tax: int, intermediary: str = "") -> int:
    """A report for the days since registration; the newest report's id."""
    actor = act("researcher")
    first = queries.money_of(result)[-1].from_on
    said = Income(first, actor.today, sale=sold, costs=costs, tax=tax)
    return usecases.report_income(ReportIncome(result, said, intermediary, once=uuid4()), actor=actor)


def distributed(report: int, act: Act, line: str) -> int:
    """Drawn up by the officer, approved by the decider."""
    made = usecases.draw_up_distribution(DrawUp(report, once=uuid4()), actor=act("officer"))
    usecases.decide_distribution(ApproveDistribution(made, True, line, once=uuid4()), actor=act("decider"))
    return made


def ordered(distribution: int, act: Act) -> list[int]:
    """A payment order for every payout that is owed."""
    actor = act("accountant")
    account = payments.main_account(actor=actor)
    found = []
    for row in queries.distribution_card(distribution, actor).payouts:
        if row.state.code == "due":
            payee = payments.payee_of(row.party, row.name)
            content = f"Lợi ích từ kết quả, khoản {row.id}"
            asked = OrderPayout(row.id, payee, content, payments.CODES, account.id, once=uuid4())
            found.append(usecases.order_payout(asked, actor=actor))
    return found


def paid(distribution: int, act: Act) -> None:
    """From the orders to the bank's statement."""
    orders = ordered(distribution, act)
    payments.approved_and_sent(orders, act=act)
    for order in orders:
        payments.paid_by_the_bank(treasury.order_facts(order), act=act)
        followed(order, act)


def followed(order: int, act: Act) -> None:
    """What the worker does after a statement."""
    actor = clock.job_actor("results.follow_orders")
    usecases.follow_order(order, actor=replace(actor, moment=act("accountant").moment))


def protected(result: int, act: Act) -> None:
    """A patent application and a secret."""
    actor = act("researcher")
    patent = usecases.add_right(AddRight(result, "patent", "Màng lọc nhiều lớp từ sợi tre", "VN", uuid4()), actor=actor)
    filed = MoveRight(patent, "file", actor.today, "1-2026-00001 (mẫu)", once=uuid4())
    usecases.move_right(filed, actor=actor)
    usecases.add_right(AddRight(result, "secret", "Chế độ ép sợi", "VN", uuid4()), actor=actor)


def offered(result: int, act: Act) -> None:
    """The institute offers the result for transfer without refund."""
    actor = act("researcher")
    conditions = Text(
        "Dùng tại Hà Nội trong hai năm đầu; báo cáo kết quả sử dụng hằng năm. Dữ liệu mẫu.",
        "Use in Hà Nội for the first two years; a yearly report on the use. Sample data.",
    )
    asked = OfferTransfer(result, conditions, actor.today, actor.today + timedelta(days=60), uuid4())
    usecases.offer_transfer(asked, actor=actor)


def claimed(offer: int, act: Act) -> int:
    """The firm shows that it wants the result; the claim's id."""
    actor = act("founder")
    purpose = "Lắp thử tại ba trạm bơm của Công ty, báo cáo kết quả sử dụng hằng năm. Dữ liệu mẫu."
    firm = people.parties_i_act_for(actor, "submit")[-1].key
    return usecases.claim_transfer(ClaimTransfer(offer, firm, purpose, uuid4()), actor=actor)


SOFTWARE = Text(
    "Phần mềm nhận dạng vi nhựa trong nước (mẫu)", "Software that recognises microplastics in water (sample)"
)
SOFTWARE_SAYS = Text(
    "Phần mềm đếm hạt vi nhựa từ ảnh hiển vi, đã thử tại phòng thí nghiệm của Viện. Dữ liệu mẫu.",
    "Counts particles of microplastics in microscope images; tried in the institute's laboratory. Sample data.",
)


def fill(act_at: Act) -> None:
    """Two results of the institute's first paid support: one with income and rewards paid, one on offer; one to check."""
    then = _earlier(act_at, 30)
    origins = queries.origins_for(then("researcher"))
    supports = [int(one.subject.removeprefix("support:")) for one in origins if one.party != then("researcher").key]
    if not supports:
        return
    first = registered(supports[0], then)
    authors_agreed(first.id, then)
    protected(first.id, then)
    report = income_reported(first.id, act_at, 640_000_000, 180_000_000, 92_000_000)
    distribution = distributed(report, act_at, line_filled(400_000_000, act_at))
    paid(distribution, act_at)
    second = registered(supports[-1], then, SOFTWARE, SOFTWARE_SAYS, kind="software")
    authors_proposed(second.id, act_at)
    offered(second.id, act_at)
    if (offer := queries.result_card(second.id, act_at("researcher")).offer) is not None:
        claimed(offer.id, act_at)
    handed_in(
        supports[len(supports) // 2],
        act_at,
        Text("Quy trình thu hồi sợi tre (mẫu)", "Recovery of bamboo fibre (sample)"),
        kind="process",
    )
    actor = clock.job_actor("results.render_certificate")
    for result in (first, second):
        usecases.render_certificate(result.id, actor=actor)


def _earlier(act: Act, days: int) -> Act:
    def then(key: str) -> Actor:
        actor = act(key)
        return replace(actor, moment=actor.moment - timedelta(days=days))

    return then
