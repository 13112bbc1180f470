"""A round of selection of the sample city: two calls chosen from together, judged by a council, solved, decided with one departure;
and one declared. The first call goes on to its end in the story of delivery."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from khue.core.actor import Actor
from khue.features.calls import queries, usecases
from khue.features.calls.domain.commands import AnswerQuestion, AskQuestion, HandIn
from khue.features.calls.domain.portfolio import DecidePortfolio, OrderStudy, StudyInputs
from khue.features.calls.domain.rounds import ChangeRules, FieldRule, PrepareRound, PublishRound, Rules
from khue.kernel import clock
from khue.site.sample import calls, selection
from khue.site.sample.calls import Act, Topic, actors_on
from khue.site.sample.councils import Register
from khue.site.sample.parties import Parties

AIR = Topic(
    "environmental-technology",
    "Mạng quan trắc bụi mịn giá thấp cho khu dân cư",
    "Trạm quan trắc chuẩn quá thưa, người dân không biết chất lượng không khí nơi mình ở.",
    "Mạng cảm biến kèm phương pháp hiệu chuẩn",
    "Sai số nồng độ bụi mịn so với trạm chuẩn không quá",
    "%",
    "15",
)
BUSES = Topic(
    "smart-city",
    "Điều phối xe buýt theo nhu cầu ở vùng ven",
    "Xe buýt vùng ven vắng khách ngoài giờ cao điểm, trong khi nhiều khu dân cư mới chưa có tuyến.",
    "Hệ thống điều phối và ứng dụng đặt chỗ",
    "Thời gian chờ trung bình không quá",
    "phút",
    "12",
)
TEAMS = {
    "institute": ((9, 8, 9, 9), (8, 8, 8, 9)),
    "university": ((8, 8, 8, 8), (9, 9, 9, 8)),
    "bio": ((7, 7, 7, 7), (6, 6, 6, 7)),
}
"""What the reviewers think of each team, criterion by criterion: of its proposal to the first and to the second call."""
RULES = Rules(
    fields={"environmental-technology": FieldRule(weight=120, least_count=1), "smart-city": FieldRule(weight=100)},
    per_call=2,
    least_points=6_500,
    outstanding_from=8_500,
    outstanding_percent=10,
    ground="Chương trình trọng điểm về môi trường đô thị; tập trung nguồn lực cho nhóm xuất sắc, không dàn trải (mẫu).",
)
BUDGET = 6_000_000_000
WHY = "Nhóm này đã có thỏa thuận với đơn vị vận tải để thử nghiệm ngay trong quý tới, giảm rủi ro khi triển khai (mẫu)."
INSTEAD = "Chuyển sang đợt sau để nhóm bổ sung nơi tiếp nhận kết quả, theo ý kiến của Sở Xây dựng (mẫu)."
QUESTION = "Cảm biến mua ngoài hay phải tự thiết kế? Có được dùng cảm biến của đơn vị khác không?"
ANSWER = "Được dùng cảm biến mua ngoài. Phương pháp hiệu chuẩn phải do nhóm thực hiện xây dựng và bàn giao."


@dataclass(frozen=True, slots=True)
class Chosen:
    """A proposal that the portfolio carries out: its id, and the short key of its lead."""

    proposal: int
    lead: str


def fill(made: Parties, actors: dict[str, Actor], register: Register, now: datetime) -> tuple[Chosen, ...]:
    """Called after the calls: their story stands before this one in the lists. What is carried out of the first call."""
    act = actors_on(actors, now)
    numbers = [calls.call_of(_order(topic, made, actors, now, act), topic, act, -162, 31) for topic in (AIR, BUSES)]
    row = _declared("Vòng xét chọn nhiệm vụ môi trường và đô thị thông minh (mẫu)", tuple(numbers), RULES, act, -161)
    question = usecases.ask_question(AskQuestion(numbers[0], QUESTION), actor=act("founder", -158))
    usecases.answer_question(AnswerQuestion(question, ANSWER), actor=act("officer", -157))
    proposals = {
        (short, place): _proposal(call, topic, short, made, actors, now)
        for place, (call, topic) in enumerate(zip(numbers, (AIR, BUSES), strict=True))
        for short in TEAMS
    }
    for call in numbers:
        calls.opened(call, act, -130)
    marks = {proposal: TEAMS[short][place] for (short, place), proposal in proposals.items()}
    before = {call: _of_call(proposals, place) for place, call in enumerate(numbers)}
    selection.judged(register, before, marks, act)
    _solved(row, "Kinh phí giảm một phần tư", BUDGET * 3 // 4, act)
    study = _solved(row, "Phương án cơ sở", BUDGET, act)
    funded = _decided(row, study, proposals, act)
    running = tuple(number for number, words in queries.callable_calls(now.date()) if calls.FLOODS.title in words)
    if running:
        waiting = Rules({"climate-response": FieldRule(weight=110)}, 1, 6_000, ground=RULES.ground)
        _declared("Vòng xét chọn nhiệm vụ ứng phó biến đổi khí hậu (mẫu)", running[:1], waiting, act, -10)
    of_first = [(short, proposal) for (short, place), proposal in proposals.items() if place == 0]
    return tuple(Chosen(proposal, short) for short, proposal in of_first if proposal in funded)


def _order(topic: Topic, made: Parties, actors: dict[str, Actor], now: datetime, act: Act) -> int:
    writer = calls.writer_of(made, actors, "water", now)
    need = calls.raised(topic, made.organisations["water"], writer, act, -170)
    return calls.ordered(need, topic, act, -167)


def _declared(title: str, numbers: tuple[int, ...], rules: Rules, act: Act, days: float) -> int:
    officer = act("officer", days)
    row = usecases.prepare_round(PrepareRound(title, numbers), actor=officer)
    usecases.change_rules(ChangeRules(row, rules), actor=officer)
    usecases.publish_round(PublishRound(row), actor=officer)
    return row


def _proposal(call: int, topic: Topic, short: str, made: Parties, actors: dict[str, Actor], now: datetime) -> int:
    writer = calls.writer_of(made, actors, short, now + timedelta(days=-135))
    number = list(TEAMS).index(short)
    proposal = calls.written(call, topic, made.organisations[short], writer, number)
    usecases.hand_in(HandIn(proposal, True), actor=writer)
    return proposal


def _solved(row: int, title: str, budget: int, act: Act) -> int:
    """As the worker would; the id of the study."""
    study = usecases.order_study(OrderStudy(row, title, StudyInputs(budget)), actor=act("officer", -124.5))
    job = clock.job_actor("calls.run_study")
    usecases.run_study(study, 1, actor=replace(job, moment=act("officer", -124.5).moment))
    return study


def _decided(row: int, study: int, proposals: dict[tuple[str, int], int], act: Act) -> frozenset[int]:
    """The proposal of the solver but for one pair: the city takes another team's buses. What is carried out."""
    decider = act("decider", -124)
    page = queries.study_page(row, queries.number_of_study(study), decider)
    chosen = {line.id for line in page.lines if line.chosen}
    out = next(line for line in page.lines if line.chosen and line.id in _of_call(proposals, 1))
    into = next(
        line for line in page.lines if not line.chosen and line.id in _of_call(proposals, 1) and line.cost <= out.cost
    )
    funded = tuple(sorted((chosen - {out.id}) | {into.id}))
    grounds = {out.id: INSTEAD, into.id: WHY}
    ground = "Theo kết luận của các hội đồng và phương án danh mục đã tính."
    usecases.decide_portfolio(DecidePortfolio(study, funded, ground, grounds), actor=decider)
    return frozenset(funded)


def _of_call(proposals: dict[tuple[str, int], int], place: int) -> frozenset[int]:
    return frozenset(number for (_short, where), number in proposals.items() if where == place)
