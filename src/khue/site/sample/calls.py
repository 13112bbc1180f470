"""Needs, orders, calls and proposals of the sample city: invented, played through use-cases on past days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from khue.core.actor import CITY_ZONE, Actor
from khue.features.calls import queries as read
from khue.features.calls import usecases as calls
from khue.features.calls.domain.commands import (
    AnswerInvitation,
    AnswerQuestion,
    AskQuestion,
    AttachTemplate,
    DecideOrder,
    DraftOrder,
    HandIn,
    InviteMember,
    MergeNeed,
    OpenProposals,
    PrepareCall,
    PublishCall,
    RaiseNeed,
    RecordOutcome,
    Requirement,
    ScreenNeed,
    StartProposal,
    WatchCalls,
)
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import CompleteStep, SaveAnswers
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.people import queries as people
from khue.site.sample.applications import paper
from khue.site.sample.parties import Parties

FRAME = 4_200_000_000
Act = Callable[[str, float], Actor]
"""A persona so many days from now; negative is past."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a call is about: field, title, problem, product, and one measurable requirement."""

    field: str
    title: str
    problem: str
    product: str
    criterion: str
    unit: str
    target: str
    of: str = ""


FLOODS = Topic(
    "climate-response",
    "Dự báo ngập úng các nút giao theo thời gian thực",
    "Mưa trên 50 mm/giờ làm ngập hơn ba mươi nút giao; người đi đường không được báo trước.",
    "Mô hình dự báo độ sâu ngập trước 30 phút",
    "Sai số độ sâu ngập không quá",
    "cm",
    "10",
    "urban-bottlenecks",
)
SLUDGE = Topic(
    "environmental-technology",
    "Xử lý bùn nạo vét sông nội đô thành vật liệu san nền",
    "Mỗi năm hàng trăm nghìn mét khối bùn phải chở đi xa; chi phí cao và gây ô nhiễm dọc đường.",
    "Quy trình và dây chuyền xử lý bùn tại chỗ",
    "Tỷ lệ bùn tái sử dụng đạt ít nhất",
    "%",
    "70",
    "urban-bottlenecks",
)
QUAYS = Topic(
    "environmental-technology",
    "Quan trắc chất lượng nước hồ nội thành theo thời gian thực",
    "Hơn một trăm hồ nội thành chỉ được lấy mẫu vài lần mỗi năm; cá chết hàng loạt không được báo trước.",
    "Mạng trạm quan trắc nổi chạy bằng pin mặt trời",
    "Thời gian báo trước hiện tượng thiếu ô-xy ít nhất",
    "giờ",
    "12",
    "urban-bottlenecks",
)
FLIGHTS = Topic(
    "smart-city",
    "Giám sát hành lang bay của phương tiện bay không người lái",
    "Thành phố chưa có nền tảng theo dõi phương tiện bay không người lái tầm thấp theo thời gian thực.",
    "Nền tảng giám sát kèm trạm thu thử nghiệm",
    "Tỷ lệ phát hiện phương tiện hợp tác đạt ít nhất",
    "%",
    "98",
    "uav-corridors",
)
SIX = ("institute", "firm", "university", "bio", "more-5", "more-4")


def actors_on(actors: dict[str, Actor], now: datetime) -> Act:
    """Personas at a moment; the hour is that of office work."""
    return lambda key, days: replace(actors[key], moment=now + timedelta(days=days))


def fill(made: Parties, actors: dict[str, Actor], now: datetime) -> None:
    """The list of needs, an open call with a shared draft, a closed one with six proposals, and a direct assignment."""
    act = actors_on(actors, now)

    def by(short: str) -> Actor:
        return writer_of(made, actors, short, now)

    calls.watch_calls(WatchCalls("", "smart-city"), actor=act("founder", -60))
    twin = _needs(made, by, act)
    main = raised(SLUDGE, made.organisations["more-5"], by("more-5"), act, -80)
    calls.merge_need(
        MergeNeed(twin, read.number_of_need(main), "Cùng một bài toán, cùng loại sản phẩm."), actor=act("officer", -75)
    )
    closed = call_of(ordered(main, SLUDGE, act, -70), SLUDGE, act, -50, 44)
    for number, short in enumerate(SIX):
        writer = writer_of(made, actors, short, now + timedelta(days=-9 + number * 0.2))
        proposal = written(closed, SLUDGE, made.organisations[short], writer, number)
        calls.hand_in(HandIn(proposal, True), actor=writer)
    opened(closed, act, -5)
    _checked(closed, act, -4)
    order = ordered(raised(FLOODS, made.organisations["institute"], by("institute"), act, -30), FLOODS, act, -22)
    running = call_of(order, FLOODS, act, -12, 40)
    calls.attach_template(
        AttachTemplate(running, "Mẫu thuyết minh nhiệm vụ", paper("mau-thuyet-minh"), "statement"),
        actor=act("officer", -11),
    )
    question = calls.ask_question(
        AskQuestion(running, "Doanh nghiệp có được liên danh với viện nghiên cứu không?"), actor=act("founder", -8)
    )
    calls.answer_question(
        AnswerQuestion(question, "Được. Một tổ chức chủ trì đứng tên, các bên khác là thành viên."),
        actor=act("officer", -7),
    )
    _shared_draft(running, made, act)
    need = raised(FLIGHTS, made.organisations["university"], by("university"), act, -40)
    direct = ordered(need, FLIGHTS, act, -35, performer=made.organisations["institute"])
    call_of(direct, FLIGHTS, act, -20, 30)
    _two_stages(made, actors, act, now)


def _two_stages(made: Parties, actors: dict[str, Actor], act: Act, now: datetime) -> None:
    """A call in two stages: two concepts invited and one not, then the full call with a proposal that goes on from one."""
    writer = writer_of(made, actors, "institute", act("researcher", -100).moment)
    order = ordered(raised(QUAYS, made.organisations["institute"], writer, act, -110), QUAYS, act, -100)
    concepts = call_of(order, QUAYS, act, -92, 40, stage="concept")
    rows = []
    for number, short in enumerate(("institute", "university", "firm")):
        lead = writer_of(made, actors, short, now + timedelta(days=-55 + number * 0.2))
        title = f"{QUAYS.title}: ý tưởng {number + 1}"
        row = calls.start_proposal(StartProposal(concepts, made.organisations[short], title), actor=lead)
        for section, values in concept_answers(QUAYS, number).items():
            dossiers.save_answers(SaveAnswers(read.dossier_of(row), section, values, 0), actor=lead)
        calls.invite_member(InviteMember(row, lead.key, "principal", made.organisations[short], 6), actor=lead)
        calls.hand_in(HandIn(row, True), actor=lead)
        rows.append(row)
    opened(concepts, act, -50)
    for number, row in enumerate(rows):
        task = open_task_of(dossier_id=read.dossier_of(row), step="formal")
        dossiers.accept_for_processing(CompleteStep(task.id, "in_order"), actor=act("clerk", -49))
        said = "Hướng tiếp cận rõ; ở giai đoạn sau cần nêu phương án bảo trì trạm nổi."
        if number == 2:
            said = "Ý tưởng chưa nêu cách hiệu chuẩn cảm biến tại hồ; chưa có số liệu chứng minh tính khả thi."
        calls.record_outcome(RecordOutcome(row, number != 2, said), actor=act("officer", -45))
    full = call_of(order, QUAYS, act, -14, 40, concept_call=concepts)
    author = writer_of(made, actors, "institute", now + timedelta(days=-9))
    title = f"{QUAYS.title}: đề xuất hoàn chỉnh"
    proposal = calls.start_proposal(StartProposal(full, made.organisations["institute"], title), actor=author)
    content = answers(QUAYS, 0, author.moment)["content"]
    dossiers.save_answers(SaveAnswers(read.dossier_of(proposal), "content", content, 0), actor=author)


def concept_answers(topic: Topic, number: int) -> dict[str, dict[str, Any]]:
    """A complete concept, section by section."""
    return {
        "content": {
            "goal": f"{topic.product} cho các hồ có nguy cơ cao nhất.",
            "state_of_art": "Trong nước chủ yếu lấy mẫu thủ công; chưa có cảnh báo sớm.",
            "method": "Thử nghiệm tại hai hồ, mở rộng dần theo kết quả.",
            "products": f"{topic.product}; dự kiến đạt {topic.target} {topic.unit}.",
        },
        "means": {
            "capacity": "Có phòng thí nghiệm môi trường và đội kỹ sư cảm biến.",
            "estimate": 1_500_000_000 + 200_000_000 * number,
            "own_estimate": 300_000_000,
            "impact": "Ba năm sau: cảnh báo tại các hồ lớn, đo bằng số đợt cá chết được báo trước.",
        },
    }


def _needs(made: Parties, by: Callable[[str], Actor], act: Act) -> int:
    """The twin that is merged later. One that waits, one merged into another, one not taken up, one suggestion of a resident."""
    raised(
        replace(FLOODS, title="Cảnh báo sớm ngập úng tại các hầm chui", of=""), made.organisations["firm"], by("firm"), act, -18, screened=False
    )  # fmt: skip
    twin = raised(
        replace(SLUDGE, title="Tái sử dụng bùn nạo vét sông nội đô làm vật liệu", of=""), made.organisations["bio"], by("bio"), act, -78, screened=False
    )  # fmt: skip
    dull = raised(
        replace(FLIGHTS, title="Mua thêm máy bay chụp ảnh cho đơn vị", of=""),
        made.organisations["more-6"],
        by("more-6"),
        act,
        -25,
        screened=False,
    )
    calls.screen_need(
        ScreenNeed(dull, False, "Đây là mua sắm thường xuyên, không phải bài toán khoa học."), actor=act("officer", -23)
    )
    calls.raise_need(
        RaiseNeed(
            party="",
            title="Tín hiệu giao thông bằng âm thanh cho người khiếm thị",
            description="Người khiếm thị qua đường ở các nút giao lớn không biết đèn đang xanh hay đỏ.",
            field="smart-city",
            product="Thiết bị phát âm thanh gắn với đèn giao thông",
            contact="resident@sample.example",
        ),
        actor=act("resident", -6),
    )
    return twin


def raised(topic: Topic, party: str, writer: Actor, act: Act, days: float, *, screened: bool = True) -> int:
    """A need in the name of a party, and the department's yes two days later."""
    writer = replace(writer, moment=act("officer", days).moment)
    need = calls.raise_need(
        RaiseNeed(
            party=party,
            title=topic.title,
            description=topic.problem,
            field=topic.field,
            product=topic.product,
            users="Sở Xây dựng, các phường, xã liên quan",
            cost_from=FRAME // 3,
            cost_to=FRAME,
            problem=topic.of,
        ),
        actor=writer,
    )
    if screened:
        calls.screen_need(ScreenNeed(need, True), actor=act("officer", days + 2))
    return need


def ordered(need: int, topic: Topic, act: Act, days: float, performer: str = "") -> int:
    """An approved order; a direct assignment when a performer is named."""
    order = calls.draft_order(
        DraftOrder(
            need_id=need,
            title=topic.title,
            goal=f"{topic.product}, vận hành thử tại ít nhất hai địa điểm của Thành phố.",
            field=topic.field,
            cost_frame=FRAME,
            months=24,
            mode="direct-assignment" if performer else "selection",
            requirements=(
                Requirement(topic.product, topic.criterion, topic.unit, topic.target),
                Requirement("Báo cáo vận hành thử", "Thời gian vận hành liên tục ít nhất", "tháng", "6"),
            ),
            ground="Đơn vị duy nhất có trạm thu và số liệu bay thử đã được kiểm định (căn cứ mẫu)."
            if performer
            else "",
            performer=performer,
        ),
        actor=act("officer", days),
    )
    calls.decide_order(DecideOrder(order, "submit"), actor=act("officer", days + 1))
    calls.decide_order(DecideOrder(order, "approve"), actor=act("decider", days + 3))
    return order


def call_of(
    order: int,
    topic: Topic,
    act: Act,
    days: float,
    open_days: int,
    *,
    stage: str = "full",
    concept_call: int | None = None,
) -> int:
    """A published call that stays open for so many days, until five in the afternoon."""
    officer = act("officer", days)
    last = (officer.moment + timedelta(days=open_days)).astimezone(CITY_ZONE)
    closes = last.replace(hour=17, minute=0, second=0, microsecond=0)
    call = calls.prepare_call(
        PrepareCall(
            order_id=order,
            title=f"Đề xuất thực hiện nhiệm vụ: {topic.title}",
            summary=f"{topic.problem} Thành phố mời các tổ chức, doanh nghiệp đề xuất cách giải quyết.",
            opens_on=officer.today,
            closes_at=closes,
            questions_until=(closes - timedelta(days=10)).date(),
            criteria=(
                "Mức đáp ứng yêu cầu của đặt hàng",
                "Tính khả thi của phương án",
                "Năng lực của tổ chức chủ trì và nhóm thực hiện",
                "Hiệu quả sử dụng kinh phí, vốn đối ứng",
                "Tác động 2–5 năm sau khi kết thúc",
            ),
            papers=("Giấy tờ chứng minh năng lực", "Cam kết vốn đối ứng"),
            stage=stage,
            concept_call=concept_call,
        ),
        actor=officer,
    )
    calls.publish_call(PublishCall(call), actor=officer)
    return call


def writer_of(made: Parties, actors: dict[str, Actor], short: str, moment: datetime) -> Actor:
    """Whoever hands in for an organisation of the sample."""
    party = made.organisations[short]
    for key in ("researcher", "founder"):
        if actors[key].may_act_for(party, "submit"):
            return replace(actors[key], moment=moment)
    person = people.representatives([people.party_id(party)], moment.date())[0]
    card = people.party(person)
    return Actor(person, card.name, moment, person_id=card.id, acts_for=((party, "all"),))


def answers(topic: Topic, number: int, starts: datetime) -> dict[str, dict[str, Any]]:
    """A complete proposal, section by section, but for its files. Amounts differ by the number."""
    asked = 900_000_000 + 140_000_000 * number

    def day(months: int) -> str:
        return (starts + timedelta(days=30 * months)).date().isoformat()

    return {
        "content": {
            "goal": f"{topic.product} đạt yêu cầu: {topic.criterion.lower()} {topic.target} {topic.unit}.",
            "state_of_art": "Trong nước mới dừng ở thử nghiệm quy mô nhỏ; đề xuất này vận hành thử tại chỗ.",
            "method": "Khảo sát, thiết kế, chế tạo mẫu thử, vận hành thử tại hai địa điểm, hiệu chỉnh.",
            "products": f"{topic.product}; báo cáo vận hành thử sáu tháng.",
        },
        "plan": {
            "milestones": [
                {"milestone": "Thiết kế", "deliverable": "Bản thiết kế đã phản biện", "starts_on": day(3), "ends_on": day(8)},
                {"milestone": "Mẫu thử", "deliverable": "Mẫu thử vận hành được", "starts_on": day(7), "ends_on": day(15)},
                {"milestone": "Vận hành thử", "deliverable": "Báo cáo sáu tháng", "starts_on": day(15), "ends_on": day(24)},
            ]
        },
        "costs": {
            "costs": [
                {
                    "description": "Công lao động trực tiếp", "amount": asked, "requested": asked, "own_money": 0, "other_public": 0,
                },
                {
                    "description": "Chế tạo mẫu thử", "amount": 1_200_000_000, "requested": 900_000_000,
                    "own_money": 300_000_000, "other_public": 0,
                },
            ]
        },
        "risk": {
            "risks": [{"risk": "Linh kiện về chậm", "likelihood": "medium", "answer": "Có hai nhà cung cấp thay thế"}],
            "impact": "Ba năm sau: vận hành tại tất cả các điểm của Thành phố, đo bằng số giờ vận hành.",
        },
        "papers": {"capacity": "Mười hai kỹ sư, một xưởng chế tạo, ba nhiệm vụ tương tự.", "commitment": "yes"},
    }  # fmt: skip


def written(call: int, topic: Topic, lead: str, writer: Actor, number: int, *, sections: int = 5) -> int:
    """A proposal with its principal investigator, so many sections of it written."""
    proposal = calls.start_proposal(StartProposal(call, lead, f"{topic.title}: phương án {number + 1}"), actor=writer)
    dossier = read.dossier_of(proposal)
    for section, values in list(answers(topic, number, writer.moment).items())[:sections]:
        files = {"statement": paper(f"thuyet-minh-{number + 1}")} if section == "papers" else {}
        dossiers.save_answers(SaveAnswers(dossier, section, values, 0, files), actor=writer)
    calls.invite_member(InviteMember(proposal, writer.key, "principal", lead, 12), actor=writer)
    return proposal


def opened(call: int, act: Act, days: float) -> None:
    """Two people open the proposals."""
    calls.open_proposals(OpenProposals(call), actor=act("appraiser", days))
    calls.open_proposals(OpenProposals(call), actor=act("clerk", days))


def _checked(call: int, act: Act, days: float) -> None:
    """The formal check: one is not in order, one waits, four go on to review."""
    items = read.opened_dossiers(call)
    for number, dossier in enumerate(items[:-1]):
        task = open_task_of(dossier_id=dossier, step="formal")
        if number == 0:
            ground = "Thuyết minh không theo mẫu đính kèm thông báo."
            dossiers.refuse_receipt(CompleteStep(task.id, "not_in_order", ground), actor=act("clerk", days))
        else:
            dossiers.accept_for_processing(CompleteStep(task.id, "in_order"), actor=act("clerk", days))


def _shared_draft(call: int, made: Parties, act: Act) -> None:
    """A draft that two write on: the institute's researcher and the firm's founder, who has confirmed."""
    researcher, founder = act("researcher", -5), act("founder", -4)
    proposal = written(call, FLOODS, made.organisations["institute"], researcher, 2, sections=2)
    calls.invite_member(InviteMember(proposal, founder.key, "member", made.organisations["firm"], 6), actor=researcher)
    calls.answer_invitation(AnswerInvitation(proposal, True), actor=founder)
    dossier = read.dossier_of(proposal)
    values = answers(FLOODS, 2, founder.moment)
    content = {
        **values["content"],
        "method": "Kết hợp số liệu ra-đa mưa với mô hình thủy lực; hiệu chỉnh bằng số liệu đo tại ba nút giao.",
    }
    dossiers.save_answers(SaveAnswers(dossier, "content", content, 1), actor=founder)
    dossiers.save_answers(SaveAnswers(dossier, "costs", values["costs"], 0), actor=founder)
    calls.invite_member(
        InviteMember(proposal, made.persons["resident"], "secretary", "", 3), actor=act("researcher", -2)
    )
