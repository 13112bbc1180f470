"""Experts of the sample city: three engagements, from a need to results paid, a year evaluated, renewed, ended, running."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.councils import queries as councils
from khue.features.councils import usecases as council_deeds
from khue.features.councils.domain.commands import (
    AnswerInvitation,
    CallMeeting,
    CastBallot,
    DecideItem,
    FoundCouncil,
    InviteExpert,
    OpenBallot,
    PrepareCouncil,
    RecordPresence,
    SeatMember,
)
from khue.features.councils.domain.commands import Profile as ExpertProfile
from khue.features.documents import queries as papers
from khue.features.ledger import queries as ledger_queries
from khue.features.ledger import usecases as ledger
from khue.features.ledger.domain import Appropriation, ChartLine
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain.commands import RegisterPerson
from khue.features.talent import queries, usecases
from khue.features.talent.domain.commands import (
    AnswerEvaluation,
    AnswerOffer,
    Apply,
    CheckDue,
    ConcludeContract,
    ConcludeEvaluation,
    DecideNeed,
    DecideOffer,
    DraftOffer,
    EndEngagement,
    HandIn,
    InviteCandidate,
    OpenEvaluation,
    OrderDue,
    PublishProfile,
    PutCandidates,
    RaiseNeed,
    ReportYear,
    ResultLine,
    Terms,
)
from khue.features.treasury import queries as treasury
from khue.kernel import clock
from khue.site.sample import payments, signing
from khue.site.sample.applications import paper

Act = Callable[[str], Actor]
FIELD = "environmental-technology"
UNIT = "DOST-QLKH"
WHERE = "Phòng họp số 2, Sở Khoa học và Công nghệ (mẫu)"


@dataclass(slots=True)
class Group:
    """A founded council of the sample: who sits, as actors at their own moment."""

    id: int
    seats: list[int] = field(default_factory=list)
    members: list[Actor] = field(default_factory=list)


def at(actor: Actor, days: int) -> Actor:
    return replace(actor, moment=actor.moment + timedelta(days=days))


def person(name: str, setup: Actor) -> Actor:
    """A new person on record, as an actor."""
    asked = RegisterPerson(name=name, no_number_reason="Người trong dữ liệu mẫu", source="sample")
    key = registering.register_person(asked, actor=setup)
    return Actor(key=key, name=name, moment=setup.moment, person_id=people.party_id(key))


def founded(members: list[Actor], act: Act, name: str = "Tổ tuyển chọn và đánh giá chuyên gia (mẫu)") -> Group:
    """A council of experts who are on the register or join it now."""
    officer, decider = act("officer"), act("decider")
    asked = PrepareCouncil(
        "selection", name, "Tuyển chọn và đánh giá chuyên gia của Thành phố.", (FIELD,), len(members), "2/3", "2/3"
    )
    group = Group(council_deeds.prepare_council(asked, actor=officer))
    roles = ("chair", "secretary", *("member" for _ in members))
    for one, role in zip(members, roles, strict=False):
        member = replace(one, moment=officer.moment)
        known = councils.expert_of(member.key)
        if known is None or known.state != "active":
            expert = council_deeds.invite_expert(InviteExpert(member.key, "Viện giới thiệu"), actor=officer)
            profile = ExpertProfile("doctor", (FIELD,), (), ("vi", "en"))
            council_deeds.answer_invitation(AnswerInvitation(expert, True, profile), actor=member)
        group.seats.append(council_deeds.seat_member(SeatMember(group.id, member.key, role), actor=officer))
        group.members.append(member)
    council_deeds.found_council(FoundCouncil(group.id, "21/QĐ-SKHCN", decider.today), actor=decider)
    return group


def judged(group: Group, items: dict[int, bool], act: Act) -> None:
    """The group meets, votes by secret ballot and concludes on each item."""
    officer = act("officer")
    meeting = council_deeds.call_meeting(CallMeeting(group.id, officer.moment, WHERE, tuple(items)), actor=officer)
    council_deeds.open_meeting(RecordPresence(meeting, tuple(group.seats)), actor=officer)
    for line in councils.meeting_page(meeting, officer.today).agenda:
        yes = items[line.item.id]
        ballot = council_deeds.open_ballot(OpenBallot(line.id, "Đề nghị chấp thuận?"), actor=officer)
        out = {seat.person for seat, _ in line.out}
        for member in group.members:
            if member.key not in out:
                choice = CastBallot(ballot, "approve" if yes else "refuse")
                council_deeds.cast_ballot(choice, actor=replace(member, moment=officer.moment))
        council_deeds.count_ballot(ballot, actor=officer)
        words = "Đáp ứng đầy đủ tiêu chí." if yes else "Chưa đáp ứng tiêu chí về kinh nghiệm thực tế."
        decided = DecideItem(line.id, "approved" if yes else "refused", words)
        council_deeds.decide_item(decided, actor=officer)
        heard(line.item.subject, decided.outcome, words, officer)
    council_deeds.close_meeting(meeting, actor=officer)


def heard(subject: str, outcome: str, words: str, at_moment: Actor) -> None:
    """What the worker does after a council has decided."""
    actor = replace(clock.job_actor("talent.follow_council"), moment=at_moment.moment)
    kind, _, number = subject.partition(":")
    follow = usecases.follow_candidacy if kind == "candidacy" else usecases.follow_evaluation
    follow(int(number), outcome, words, actor=actor)


# -- from a need to a contract -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Post:
    """What a sample need asks for."""

    title: str
    task: str
    product: str
    origins: tuple[str, ...]
    by_invitation: bool = False


WATER = Post(
    "Chuyên gia mô hình chất lượng nước sông Tô Lịch (mẫu)",
    "Xây dựng mô hình dự báo chất lượng nước sông Tô Lịch theo giờ, chuyển giao cho Sở. Dữ liệu mẫu.",
    "Mô hình chạy được, mã nguồn, tài liệu và ba buổi đào tạo.",
    ("foreign", "overseas-vietnamese"),
)


def raised(post: Post, act: Act, days: int = 730) -> int:
    """The unit's need; its id."""
    actor = act("officer")
    asked = RaiseNeed(
        UNIT, post.title, post.task, post.product, "Đơn vị không có người đã làm mô hình cùng loại; đã hỏi hai viện.",
        actor.today + timedelta(days=20), actor.today + timedelta(days=days), uuid4(),
    )  # fmt: skip
    return usecases.raise_need(asked, actor=actor)


def published(post: Post, act: Act, days: int = 730) -> int:
    """… approved by a second person and published."""
    need = raised(post, act, days)
    usecases.decide_need(DecideNeed(need, True, "Cần thiết cho nhiệm vụ năm.", uuid4()), actor=act("decider"))
    officer = act("officer")
    profile = PublishProfile(
        need, "Đã chủ trì ít nhất một mô hình tương tự đang vận hành.", FIELD, post.origins,
        officer.today + timedelta(days=10), post.by_invitation, uuid4(),
    )  # fmt: skip
    usecases.publish_profile(profile, actor=officer)
    return need


def applied(need: int, who: Actor, origin: str) -> int:
    """A person applies with everything that this kind of expert shows; the candidacy."""
    shown = tuple(
        (one.code, f"{one.label.vi.capitalize()}: theo lý lịch khoa học kèm theo (mẫu)")
        for one in queries.evidence()
        if one.kind == "text" and origin in one.origins
    )
    says = "Mười năm xây dựng và vận hành mô hình tương tự. Dữ liệu mẫu."
    return usecases.apply(Apply(need, origin, says, shown, (paper("ly-lich-khoa-hoc"),), uuid4()), actor=who)


def selected(need: int, group: Group, act: Act, chosen: set[int]) -> None:
    """Candidates come before the group, which recommends those who are named."""
    officer = act("officer")
    usecases.put_candidates(PutCandidates(need, group.id, uuid4()), actor=officer)
    rows = queries.need_card(need, officer).candidates
    judged(group, {row.item: row.id in chosen for row in rows if row.item and row.state.code == "before_council"}, act)


def terms(begins: date, pay: int, months: int, results: int = 2, **extras: int) -> Terms:
    """Pay divided evenly over the results, the last one taking what does not divide."""
    total = pay * months
    parts = [total // results] * results
    parts[-1] += total - sum(parts)
    lines = tuple(
        ResultLine(
            f"Sản phẩm giai đoạn {no}", f"Chạy được trên dữ liệu của Sở, có báo cáo kiểm thử giai đoạn {no}.",
            begins + timedelta(days=30 * months * no // results - 5), amount,
        )
        for no, amount in enumerate(parts, 1)
    )  # fmt: skip
    return Terms(pay, months, begins, lines, **extras)


def offered(candidacy: int, said: Terms, act: Act, renews: int | None = None) -> int:
    """Drawn up by the officer, approved and sent by the decider."""
    offer = usecases.draft_offer(DraftOffer(candidacy, said, renews, uuid4()), actor=act("officer"))
    decider = act("decider")
    asked = DecideOffer(offer, True, min(said.from_on, decider.today + timedelta(days=10)), once=uuid4())
    usecases.decide_offer(asked, actor=decider)
    return offer


def line_filled(amount: int, act: Act) -> str:
    """The budget line of experts, with what is needed; its code."""
    actor = act("accountant")
    code = f"{actor.today.year}-CG"
    if f"budget:{code}" not in {line.subject for line in ledger_queries.budget_lines()}:
        name = Text(f"Thuê chuyên gia năm {actor.today.year}", f"Experts, {actor.today.year}")
        ledger.open_budget_line(ChartLine(code, name, actor.today.year), actor=actor)
    ledger.appropriate_budget(Appropriation(uuid4(), code, amount, "Quyết định giao dự toán mẫu"), actor=actor)
    return code


def concluded(engagement: int, line: str, act: Act, *, signed: bool = True) -> None:
    """The contract with its number; signed by both on paper, which two officers record."""
    usecases.conclude_contract(ConcludeContract(engagement, line, uuid4()), actor=act("decider"))
    if signed:
        card = papers.paper_of(f"engagement:{engagement}")
        assert card is not None, "a concluded contract has its paper"
        signing.signed_by_hand(card.code, act=act)


def engaged(post: Post, who: Actor, origin: str, said: Callable[[date], Terms], group: Group, act: Act) -> int:
    """From the need to an accepted offer; the engagement."""
    need = published(post, act)
    if post.by_invitation:
        officer = act("officer")
        asked = InviteCandidate(need, who.key, "Đã làm việc cùng nhóm của Sở trong hội thảo mẫu.", uuid4())
        usecases.invite_candidate(asked, actor=officer)
    candidacy = applied(need, replace(who, moment=act("officer").moment), origin)
    selected(need, group, act, {candidacy})
    offer = offered(candidacy, said(act("officer").today), act)
    return accepted(offer, who, act)


def accepted(offer: int, who: Actor, act: Act, *, public_name: bool = True) -> int:
    """The expert's yes; the engagement."""
    answer = AnswerOffer(offer, True, public_name, once=uuid4())
    return usecases.answer_offer(answer, actor=replace(who, moment=act("officer").moment))


# -- results, money, years ---------------------------------------------------------------------------------------------


def handed_in(due: int, who: Actor, act: Act, amount: int | None = None) -> None:
    asked = HandIn(
        due, "Đã hoàn thành theo hợp đồng; tệp kèm theo. Dữ liệu mẫu.", amount, (paper("san-pham"),), uuid4()
    )
    usecases.hand_in(asked, actor=replace(who, moment=act("officer").moment))


def checked(due: int, act: Act, *, accepted: bool = True, note: str = "Đạt các tiêu chí của hợp đồng.") -> None:
    usecases.check_due(CheckDue(due, accepted, note, uuid4()), actor=act("officer"))


def ordered(due: int, act: Act) -> int:
    """The payment order of an accepted line."""
    actor = act("accountant")
    card = queries.engagement_card(queries.engagement_of_due(due), actor)
    account = payments.main_account(actor=actor)
    payee = payments.payee_of(card.person, card.name)
    asked = OrderDue(due, payee, f"Hop dong chuyen gia {card.number}", payments.CODES, account.id, once=uuid4())
    return usecases.order_due(asked, actor=actor)


def paid(due: int, act: Act) -> None:
    """From the order to the bank's statement."""
    order = ordered(due, act)
    payments.approved_and_sent([order], act=act)
    payments.paid_by_the_bank(treasury.order_facts(order), act=act)
    followed(order, act)


def followed(order: int, act: Act) -> None:
    """What the worker does after a statement."""
    actor = clock.job_actor("talent.follow_orders")
    usecases.follow_order(order, actor=replace(actor, moment=act("accountant").moment))


def evaluated(engagement: int, group: Group, who: Actor, act: Act, outcome: str, *, bonus: int = 0, good: bool = True) -> int:  # fmt: skip
    """The year before the group, its conclusion by the decider; the evaluation."""
    officer = act("officer")
    made = usecases.open_evaluation(OpenEvaluation(engagement, officer.today, group.id, uuid4()), actor=officer)
    report = ReportYear(made, "Đã bàn giao các sản phẩm đúng hạn, đào tạo sáu cán bộ. Dữ liệu mẫu.", uuid4())
    usecases.report_year(report, actor=replace(who, moment=officer.moment))
    item = councils.items_about(f"expert_evaluation:{made}")[0].id
    judged(group, {item: good}, act)
    words = "Sản phẩm đạt yêu cầu, phối hợp tốt." if good else "Sản phẩm chậm, không đạt tiêu chí hai lần liên tiếp."
    concluded_year = ConcludeEvaluation(made, outcome, words, bonus, uuid4())
    usecases.conclude_evaluation(concluded_year, actor=act("decider"))
    return made


def agreed(evaluation: int, who: Actor, act: Act) -> None:
    asked = AnswerEvaluation(evaluation, True, "Đồng ý với kết luận.", uuid4())
    usecases.answer_evaluation(asked, actor=replace(who, moment=act("officer").moment))


def ended(engagement: int, act: Act, cause: str = "evaluation") -> None:
    asked = EndEngagement(engagement, cause, "Theo kết luận đánh giá của tổ đánh giá. Dữ liệu mẫu.", uuid4())
    usecases.end_engagement(asked, actor=act("decider"))


# -- the story ---------------------------------------------------------------------------------------------------------

MEMBERS = ("Lưu Gia Phúc", "Mạc Thu An", "Thái Bá Lộc", "Ông Hải Yến", "Giáp Trọng Nhân")
LENS = Post(
    "Chuyên gia quang học cho trạm đo bụi (mẫu)",
    "Thiết kế lại buồng đo quang học của trạm đo bụi mịn giá thấp. Dữ liệu mẫu.",
    "Bản thiết kế, mẫu thử và quy trình hiệu chuẩn.",
    ("domestic",),
    by_invitation=True,
)
CHIP = Post(
    "Chuyên gia thiết kế vi mạch cảm biến (mẫu)",
    "Thiết kế vi mạch đọc cảm biến nước công suất thấp, hướng dẫn nhóm kỹ sư của Trung tâm. Dữ liệu mẫu.",
    "Bộ thiết kế và hai đợt chế thử.",
    ("overseas-vietnamese", "domestic"),
)
OPEN = Post(
    "Chuyên gia dữ liệu giao thông (mẫu)",
    "Xây dựng kho dữ liệu giao thông dùng chung và hướng dẫn khai thác. Dữ liệu mẫu.",
    "Kho dữ liệu, tài liệu, khóa đào tạo.",
    ("domestic", "foreign", "overseas-vietnamese"),
)


def fill(actors: dict[str, Actor], setup: Actor) -> None:
    """A foreign expert evaluated and renewed, a domestic one who ended, an overseas Vietnamese at work, an open post."""

    def ago(days: int) -> Act:
        return lambda key: at(actors[key], -days)

    begin = ago(400)
    group = founded([person(f"{name} (mẫu)", begin_setup(setup)) for name in MEMBERS], begin)  # fmt: skip
    foreign, domestic = (
        person("Elena Fischer (mẫu)", begin_setup(setup)),
        person("Quách Đình Nam (mẫu)", begin_setup(setup)),
    )
    line = line_filled(12_000_000_000, ago(200))
    first = engaged(
        WATER, foreign, "foreign",
        lambda today: terms(today, 95_000_000, 12, start=95_000_000, housing=120_000_000, bonus=285_000_000),
        group, begin,
    )  # fmt: skip
    concluded(first, line, ago(390))
    for due in queries.engagement_card(first, actors["officer"]).dues:
        if due.kind in ("result", "start"):
            handed_in(due.id, foreign, ago(60), None if due.kind == "result" else due.amount)
            checked(due.id, ago(58))
            paid(due.id, ago(50))
    year = evaluated(first, group, foreign, ago(40), "renew", bonus=190_000_000)
    agreed(year, foreign, ago(38))
    candidacy = queries.engagement_card(first, actors["officer"]).candidacy
    again = offered(
        candidacy, terms(ago(30)("officer").today, 100_000_000, 12, 3, bonus=200_000_000), ago(30), renews=first
    )
    concluded(accepted(again, foreign, ago(30)), line, ago(24))
    second = engaged(LENS, domestic, "domestic", lambda today: terms(today, 60_000_000, 6), group, ago(190))
    concluded(second, line, ago(185))
    lens = queries.engagement_card(second, actors["officer"]).dues[0].id
    handed_in(lens, domestic, ago(80))
    checked(lens, ago(78), accepted=False, note="Chưa có số liệu hiệu chuẩn.")
    agreed(evaluated(second, group, domestic, ago(20), "end", good=False), domestic, ago(18))
    ended(second, ago(12))
    third = engaged(
        CHIP, actors["resident"], "overseas-vietnamese",
        lambda today: terms(today, 110_000_000, 24, 4, start=110_000_000, health=26_000_000, bonus=440_000_000),
        group, ago(90),
    )  # fmt: skip
    concluded(third, line, ago(80))
    dues = queries.engagement_card(third, actors["officer"]).dues
    start = next(due for due in dues if due.kind == "start")
    handed_in(start.id, actors["resident"], ago(75), start.amount)
    checked(start.id, ago(74))
    paid(start.id, ago(70))
    handed_in(dues[0].id, actors["resident"], ago(2))
    need = published(OPEN, ago(3))
    applied(need, actors["founder"], "domestic")
    raised(
        Post(
            "Chuyên gia an toàn thông tin (mẫu)", "Rà soát an toàn của nền tảng. Dữ liệu mẫu.", "Báo cáo rà soát.", ()
        ),
        ago(1),
    )


def begin_setup(setup: Actor) -> Actor:
    return at(setup, -410)
