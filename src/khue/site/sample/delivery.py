"""Missions of the sample city: one running, one that missed its result and is excused, one whose money came back; settled are those
of a direct assignment and of a selection, so that both ways of calling stand in it whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.calls import usecases as proposing
from khue.features.calls.domain.commands import DecideProposal, HandIn
from khue.features.delivery import queries, usecases
from khue.features.delivery.domain.commands import (
    AnswerAppraisal,
    AnswerContract,
    AnswerMilestone,
    AppraisedLine,
    AppraiseMission,
    AskReport,
    DecideEnding,
    DecideMission,
    FindUnmet,
    HandInMilestone,
    HandInReport,
    NoteReport,
    OrderMilestone,
    PlannedMilestone,
    PrepareContract,
    PutBeforeCouncil,
    RecordSiteCheck,
    SettleMission,
)
from khue.features.dossiers import queries as dossiers_read
from khue.features.ledger import queries as ledger_read
from khue.features.ledger import usecases as ledger
from khue.features.ledger.domain import Appropriation, ChartLine
from khue.features.treasury import queries as treasury
from khue.site.sample import calls, councils, payments, selection, signing
from khue.site.sample.applications import paper
from khue.site.sample.calls import Act, Topic
from khue.site.sample.councils import Register
from khue.site.sample.parties import Parties
from khue.site.sample.portfolio import Chosen

MONEY = 20_000_000_000
GREEN = Topic(
    "carbon-reduction",
    "Gạch không nung từ tro xỉ lò đốt rác",
    "Mỗi ngày các lò đốt rác thải ra hàng trăm tấn tro xỉ chưa có nơi tiếp nhận.",
    "Quy trình và mẻ sản xuất thử gạch không nung",
    "Cường độ chịu nén đạt ít nhất",
    "MPa",
    "7,5",
)
VOICES = Topic(
    "smart-city",
    "Bản đồ tiếng ồn của các tuyến vành đai",
    "Người dân ven đường vành đai phản ánh tiếng ồn nhưng chưa có số liệu theo giờ.",
    "Mạng đo và bản đồ tiếng ồn theo giờ",
    "Sai số mức ồn không quá",
    "dB",
    "2",
)


SITTING = selection.Sitting(
    "Hội đồng tuyển chọn nhiệm vụ vật liệu và đo tiếng ồn (mẫu)",
    "66/QĐ-UBND",
    ("environmental-technology", "smart-city"),
    later=1.2,
    refuses=False,
)


@dataclass(slots=True)
class Run:
    """One mission under way. ``act`` gives personas at a day of the story, ``lead`` who acts for its lead."""

    id: int
    act: Act
    lead: Callable[[float], Actor]

    def job(self, days: float) -> Actor:
        return Actor("job:delivery", "delivery", self.act("officer", days).moment)

    @property
    def card(self) -> queries.MissionCard:
        return queries.mission_page(self.id, self.act("auditor", 0))

    def milestone(self, no: int) -> int:
        return next(row.id for row in self.card.milestones if row.no == no)

    # -- from the appraisal to the contract

    def appraised(self, days: float, cut: int = 0) -> Run:
        rows = self.card.costs
        lines = tuple(
            AppraisedLine(
                row.no,
                "labour" if row.no == 1 else "materials-energy-books",
                row.requested - (cut if row.no == 1 else 0),
                "Giảm theo định mức ngày công hiện hành." if cut and row.no == 1 else "",
            )
            for row in rows
        )
        asked = AppraiseMission(self.id, "research-topic", "partial", lines, "Đã so với báo giá.", once=uuid4())
        usecases.appraise_mission(asked, actor=self.act("appraiser", days))
        usecases.answer_appraisal(AnswerAppraisal(self.id, True, once=uuid4()), actor=self.act("finance", days + 2))
        return self

    def granted(self, days: float) -> Run:
        asked = DecideMission(self.id, "grant", "", budget_of(self.act("decider", days)), once=uuid4())
        usecases.decide_mission(asked, actor=self.act("decider", days))
        return self

    def prepared(self, days: float, dues: Sequence[date], advance: int = 0) -> Run:
        total = self.card.granted or 0
        share = total // len(dues)
        amounts = [share] * (len(dues) - 1) + [total - share * (len(dues) - 1)]
        names = ("Bản thiết kế đã phản biện", "Mẫu thử vận hành được", "Sản phẩm cuối cùng và báo cáo vận hành thử")
        criteria = ("Hai phản biện độc lập đồng ý", "Vận hành liên tục ba mươi ngày", "Đạt các chỉ tiêu của đặt hàng")
        turns = range(len(dues) - 1)
        rows = [PlannedMilestone(no + 1, names[no], criteria[no], amounts[no], dues[no]) for no in turns] + [
            PlannedMilestone(len(dues), names[2], criteria[2], amounts[-1], dues[-1])
        ]
        officer = self.act("officer", days)
        asked = PrepareContract(
            self.id, tuple(rows), advance, officer.today, max(dues) + timedelta(days=90), once=uuid4()
        )
        usecases.prepare_contract(asked, actor=officer)
        return self

    def contracted(self, days: float, dues: Sequence[date], advance: int = 0) -> Run:
        self.prepared(days, dues, advance)
        usecases.answer_contract(AnswerContract(self.id, True, once=uuid4()), actor=self.lead(days + 2))
        usecases.answer_contract(AnswerContract(self.id, True, once=uuid4()), actor=self.act("decider", days + 3))
        return self

    # -- work and money

    def handed_in(self, no: int, days: float) -> Run:
        words = "Bàn giao theo tiêu chí của hợp đồng, kèm biên bản chạy thử và số liệu đo."
        asked = HandInMilestone(self.id, no, words, (paper(f"moc-{no}"),), once=uuid4())
        usecases.hand_in_milestone(asked, actor=self.lead(days))
        return self

    def accepted(self, no: int, days: float) -> Run:
        asked = AnswerMilestone(self.milestone(no), True, "Đạt tiêu chí của hợp đồng.", uuid4())
        usecases.answer_milestone(asked, actor=self.act("officer", days))
        return self

    def ordered(self, what: str, days: float) -> int:
        """The payment order, after both sides have signed the contract on paper."""
        at = _at(self.act, days)
        card = self.card
        for unsigned in dossiers_read.unsigned_before_payment(card.dossier_id):
            signing.signed_by_hand(unsigned.code, act=at)
        account = payments.main_account(actor=at("accountant"))
        payee = payments.payee_of(card.lead_key, card.lead)
        asked = OrderMilestone(what, payee, f"Thanh toan {card.number}", payments.CODES, account.id, once=uuid4())
        return usecases.order_milestone(asked, actor=at("accountant"))

    def reported(self, days: float) -> Run:
        """An ad-hoc report: asked for, handed in, noted."""
        officer = self.act("officer", days)
        asked = AskReport(
            self.id, "Tiến độ và khó khăn của giai đoạn mẫu thử.", officer.today + timedelta(days=10), uuid4()
        )
        report = usecases.ask_report(asked, actor=officer)
        words = "Mẫu thử đã chế tạo xong, kết quả đo chưa đạt chỉ tiêu; đã thử ba phương án hiệu chỉnh."
        usecases.hand_in_report(HandInReport(report, words, (), uuid4()), actor=self.lead(days + 5))
        usecases.note_report(NoteReport(report, True, "", uuid4()), actor=self.act("officer", days + 6))
        return self

    def visited(self, days: float, *, in_order: bool = True) -> Run:
        officer = self.act("officer", days)
        finding = "Xưởng thử nghiệm hoạt động, nhật ký đo đầy đủ." if in_order else "Không có thiết bị tại nơi đã khai."
        usecases.record_site_check(
            RecordSiteCheck(self.id, officer.today, in_order, finding, (), uuid4()), actor=officer
        )
        return self

    def missed(self, days: float, ground: str) -> Run:
        usecases.find_unmet(FindUnmet(self.id, ground, once=uuid4()), actor=self.act("officer", days))
        return self


def _at(act: Act, days: float) -> Callable[[str], Actor]:
    return lambda key: act(key, days)


def budget_of(actor: Actor) -> str:
    return f"{actor.today.year}-KHCN"


def open_budget(amount: int, *, actor: Actor) -> None:
    """The year's budget line of missions, with money."""
    code, year = budget_of(actor), actor.today.year
    if f"budget:{code}" not in {line.subject for line in ledger_read.budget_lines()}:
        name = Text(f"Nhiệm vụ khoa học và công nghệ cấp Thành phố năm {year}", f"City missions in science, {year}")
        ledger.open_budget_line(ChartLine(code, name, year), actor=actor)
    ground = "Quyết định giao dự toán mẫu số 02/QĐ-UBND"
    ledger.appropriate_budget(Appropriation(uuid4(), code, amount, ground), actor=actor)


def decided(register: Register, proposals: Mapping[int, Sequence[int]], act: Act, days: float) -> None:
    """What a council of the system said of each opened proposal, and the decision that follows it."""
    everything = [one for some in proposals.values() for one in some]
    marks = {proposal: (8 + turn % 2, 8, 9 - turn % 2, 8) for turn, proposal in enumerate(everything)}
    selection.judged(register, proposals, marks, act, SITTING)
    for proposal in everything:
        yes = DecideProposal(proposal, True, "Theo kết luận của hội đồng tuyển chọn.")
        proposing.decide_proposal(yes, actor=act("decider", days))


def begun(proposal: int, act: Act, lead: Callable[[float], Actor], days: float) -> Run:
    """What the worker does when it hears that the proposal was decided."""
    actor = Actor("job:delivery", "delivery", act("officer", days).moment)
    found = usecases.begin_mission(proposal, actor=actor)
    assert found is not None, "the proposal was funded"
    return Run(found, act, lead)


def fill(made: Parties, actors: dict[str, Actor], register: Register, chosen: Sequence[Chosen], now: datetime) -> None:
    """Three proposals of one call, a direct assignment, and what a portfolio ``chosen`` before carries out."""
    act = calls.actors_on(actors, now)
    open_budget(MONEY, actor=act("accountant", -116))  # the year of the decisions

    def by(short: str) -> Callable[[float], Actor]:
        return lambda days: calls.writer_of(made, actors, short, now + timedelta(days=days))

    shorts = ("institute", "firm", "university")
    need = calls.raised(GREEN, made.organisations["university"], by("university")(-170), act, -170)
    call = calls.call_of(calls.ordered(need, GREEN, act, -166), GREEN, act, -160, 31)
    proposals = [
        _proposal(call, GREEN, made, short, by(short)(-132 + turn * 0.1), turn) for turn, short in enumerate(shorts)
    ]
    need = calls.raised(VOICES, made.organisations["institute"], by("institute")(-170), act, -169)
    direct = calls.ordered(need, VOICES, act, -166, performer=made.organisations["institute"])
    invited = calls.call_of(direct, VOICES, act, -160, 31)
    proposals.append(_proposal(invited, VOICES, made, "institute", by("institute")(-131), 3))
    for each in (call, invited):
        calls.opened(each, act, -128.6)
    decided(register, {call: proposals[:3], invited: proposals[3:]}, act, -123)
    wanted = [*zip(proposals, (*shorts, "institute"), strict=True), *((one.proposal, one.lead) for one in chosen)]
    runs = [begun(proposal, act, by(short), -122) for proposal, short in wanted]
    today = now.date()
    dues = [today - timedelta(days=20), today + timedelta(days=120), today + timedelta(days=300)]
    for turn, run in enumerate(runs):
        run.appraised(-120, 100_000_000 if turn == 0 else 0).granted(-115)
    running, excused, recovered, *settled = runs
    running.contracted(-108, dues, advance=300_000_000)
    excused.contracted(-107, dues[:2])
    recovered.contracted(-107, dues[:2], advance=500_000_000)
    for run in settled:
        run.contracted(-107, [today - timedelta(days=40), today - timedelta(days=12)])
    for run in (running, *settled):
        run.handed_in(1, -30).accepted(1, -26)
    excused.handed_in(1, -45).accepted(1, -42)
    for run in settled:
        run.handed_in(2, -14)
    _judged(settled, register, act, -9)
    _paid(
        [
            (running, f"advance:{running.id}"),
            (recovered, f"advance:{recovered.id}"),
            (running, f"milestone:{running.milestone(1)}"),
            (excused, f"milestone:{excused.milestone(1)}"),
            *((run, f"milestone:{run.milestone(no)}") for run in settled for no in (1, 2)),
        ],
        act,
    )
    running.visited(-5).reported(-20)
    for run in settled:
        usecases.settle_mission(SettleMission(run.id, once=uuid4()), actor=act("accountant", -2))
    excused.reported(-25).visited(-15).missed(-4, "Cường độ mẫu thử không đạt chỉ tiêu sau ba phương án hiệu chỉnh.")
    fine = DecideEnding(
        excused.id, True, False, False, True, "Hồ sơ tuân thủ đầy đủ, rủi ro được chấp nhận.", once=uuid4()
    )
    usecases.decide_ending(fine, actor=act("decider", -2))
    recovered.visited(-6, in_order=False).missed(-4, "Không có thiết bị và nhật ký tại nơi thực hiện đã khai.")
    back = DecideEnding(
        recovered.id, False, False, False, False, "Kinh phí tạm ứng không dùng đúng mục đích của hợp đồng.",
        500_000_000, today + timedelta(days=30), once=uuid4(),
    )  # fmt: skip
    usecases.decide_ending(back, actor=act("decider", -2))
    _given_back(recovered, act)


def _proposal(call: int, topic: Topic, made: Parties, short: str, writer: Actor, turn: int) -> int:
    proposal = calls.written(call, topic, made.organisations[short], writer, turn)
    proposing.hand_in(HandIn(proposal, True), actor=writer)
    return proposal


def _judged(runs: Sequence[Run], register: Register, act: Act, days: float) -> None:
    """Final products before a council of acceptance: put, voted on, accepted; its minutes are signed."""
    panel = councils.founded(
        "Hội đồng nghiệm thu nhiệm vụ khoa học và công nghệ (mẫu)", register.people, act, days - 3, "214/QĐ-UBND",
        kind="acceptance", fields=selection.FIELDS,
    )  # fmt: skip
    officer = act("officer", days - 2)
    items = tuple(
        usecases.put_before_council(PutBeforeCouncil(run.milestone(2), panel.council, "", uuid4()), actor=officer)
        for run in runs
    )
    conclusion = "Sản phẩm đạt các tiêu chí của hợp đồng; đề nghị nghiệm thu."
    minutes = selection.met(panel, items, "Nghiệm thu sản phẩm cuối cùng?", conclusion, act, days)
    councils.signed(minutes, lambda key: act(key, days + 1))
    for run, item in zip(runs, items, strict=True):
        usecases.follow_verdict(item, actor=run.job(days + 1))


def _paid(wanted: Sequence[tuple[Run, str]], act: Act) -> None:
    """Orders of all of them, sent in one file, found on one statement."""
    orders = [run.ordered(what, -7) for run, what in wanted]
    payments.approved_and_sent(orders, act=_at(act, -6))
    facts = [treasury.order_facts(order) for order in orders]
    _statement([(-one.amount, f"{one.reference} chi tra nhiem vu") for one in facts], act, -5, "sao-ke-nhiem-vu.csv")
    for (run, _what), order in zip(wanted, orders, strict=True):
        usecases.follow_order(order, actor=run.job(-5))


def _given_back(run: Run, act: Act) -> None:
    """The whole claim stands on a statement with its reference."""
    claim = run.card.claim
    assert claim is not None, "the ending claimed it"
    row = treasury.receivables_of([f"mission_claim:{claim.id}"])[f"mission_claim:{claim.id}"].row
    _statement([(claim.amount, f"HOAN TRA KINH PHI {claim.reference}")], act, 0, "sao-ke-thu-hoi-nhiem-vu.csv")
    usecases.follow_receivable(row.id, actor=run.job(0))


def _statement(lines: Sequence[tuple[int, str]], act: Act, days: float, name: str) -> None:
    actor = act("accountant", days)
    account = treasury.city_accounts()[0]
    opening = payments.balance_of(account, actor.today)
    bookings = [payments.Booking(actor.today, amount, text, f"NV{uuid4().hex[:10]}") for amount, text in lines]
    payments.taken_in(account, name, payments.csv_statement(account, opening, bookings), actor=actor)
