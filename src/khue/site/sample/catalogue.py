"""The catalogue of the sample city: services in every state, and a ticket in every state; deed by deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.exchange import queries as exchange_queries
from khue.features.people import queries as people
from khue.features.services import queries, usecases
from khue.features.services.domain.capital import AnswerInterest, GiveInterest, KeepDeck, WithdrawInterest
from khue.features.services.domain.catalogue import (
    CAPITAL,
    EQUIPMENT,
    EXPERT,
    INVESTOR,
    SERVICE,
    Described,
    HandInEntry,
    ReviewEntry,
    WithdrawEntry,
)
from khue.features.services.domain.equipment import BookSlot, EndBooking, OpenSlots
from khue.features.services.domain.tickets import AnswerComplaint, Complain, MoveTicket, OrderService
from khue.kernel import clock
from khue.site.sample import exchange
from khue.site.sample.applications import paper
from khue.site.sample.parties import Parties

Act = Callable[[str], Actor]
MILLION = 1_000_000
FIRST, SECOND = "officer", "appraiser"


def service(kind: str, vi: str, en: str, says: str, price: int | None, days: int, **more: Any) -> Described:
    note = "" if price is not None else "Thỏa thuận theo khối lượng (dữ liệu mẫu)."
    return Described(
        SERVICE, Text(f"{vi} (mẫu)", f"{en} (sample)"), Text(f"{says} Dữ liệu mẫu.", ""), kind, price, note, days, more.pop("answer_days", 3), **more
    )  # fmt: skip


TRAINING = service(
    "training",
    "Tập huấn khai thác dữ liệu sáng chế",
    "Training in the use of patent data",
    "Hai ngày, tối đa 20 người, có tài liệu và bài thực hành.",
    30 * MILLION,
    10,
)
ADVICE = service(
    "advice",
    "Tư vấn lộ trình hoàn thiện công nghệ",
    "Advice on bringing a technology to readiness",
    "Báo cáo 20 trang: mức sẵn sàng, việc còn thiếu, chi phí ước tính.",
    None,
    20,
)
VALUATION = service(
    "valuation",
    "Định giá công nghệ theo ba phương pháp",
    "Valuation of a technology by three methods",
    "Báo cáo định giá kèm bảng tính theo chi phí, thị trường, thu nhập.",
    60 * MILLION,
    15,
    answer_days=5,
)
APPRAISAL = service(
    "appraisal",
    "Thẩm định công nghệ trước khi chuyển giao",
    "Appraisal of a technology before its transfer",
    "Thẩm định hiện trường và hồ sơ, kết luận từng tiêu chí.",
    45 * MILLION,
    12,
    open_to="members",
)
LEGAL = service(
    "legal",
    "Soạn và rà soát hợp đồng chuyển giao",
    "Drafting and review of transfer contracts",
    "Bản hợp đồng theo danh mục nội dung bắt buộc, kèm ý kiến từng điều khoản.",
    25 * MILLION,
    8,
)
IP = service(
    "ip",
    "Tra cứu và đăng ký sở hữu trí tuệ",
    "Searches and filings of intellectual property",
    "Báo cáo tra cứu, đơn đăng ký hoàn chỉnh và theo dõi đến khi có kết quả.",
    None,
    30,
)


MICROSCOPE = Described(
    EQUIPMENT,
    Text("Kính hiển vi điện tử quét (mẫu)", "Scanning electron microscope (sample)"),
    Text(
        "Chụp ảnh và phân tích thành phần bề mặt vật liệu. Dữ liệu mẫu.",
        "Images and composition of surfaces. Sample data.",
    ),
    price=2 * MILLION,
    price_note="Cho một khung giờ, gồm kỹ thuật viên (dữ liệu mẫu).",
    place="Phòng 204, nhà B, Viện Vật liệu Sông Hồng (mẫu)",
    technical="Độ phân giải 3 nm ở 30 kV; buồng mẫu 150 mm; đầu dò EDS (dữ liệu mẫu).",
    terms="Kỹ thuật viên của Viện vận hành; người dùng chuẩn bị mẫu khô, không từ tính (dữ liệu mẫu).",
)
PRINTER = Described(
    EQUIPMENT,
    Text("Máy in 3D kim loại (mẫu)", "Metal 3D printer (sample)"),
    Text("In chi tiết thép và titan. Dữ liệu mẫu.", ""),
    price_note="Theo khối lượng bột (dữ liệu mẫu).",
    open_to="members",
    place="Xưởng số 2, Khu Công nghệ cao Hòa Lạc (mẫu)",
    technical="Vùng in 250 × 250 × 300 mm; laser 400 W (dữ liệu mẫu).",
    terms="Người dùng đã qua tập huấn an toàn (dữ liệu mẫu).",
)


WATER = Described(
    EXPERT,
    Text("Vận hành trạm xử lý nước (mẫu)", "Running water-treatment plants (sample)"),
    Text(
        "Hai mươi năm vận hành trạm bơm và trạm xử lý nước thải. Dữ liệu mẫu.",
        "Twenty years with pumping stations. Sample data.",
    ),
    price_note="Theo ngày làm việc (dữ liệu mẫu).",
    answer_days=4,
)
SEEKS_WATER = Described(
    INVESTOR,
    Text("Vốn cho công nghệ nước và môi trường (mẫu)", "Capital for water and environment (sample)"),
    Text(
        "Tìm công nghệ lọc vi nhựa, xử lý nước thải và quan trắc môi trường đã có nguyên mẫu; góp vốn kèm mạng lưới khách hàng. Dữ liệu mẫu.",
        "Filters for microplastics, wastewater treatment, monitoring; past the prototype. Sample data.",
    ),
    seeks=("environmental-technology", "new-materials"),
    least_stage=5,
    territory="VN",
    ticket_from=500 * MILLION,
    ticket_to=10_000 * MILLION,
)
SENSORS = Described(
    CAPITAL,
    Text("Mạng cảm biến nước thông minh (mẫu)", "Network of smart water sensors (sample)"),
    Text(
        "Cảm biến tự cấp nguồn cho trạm bơm; đã chạy thử tại ba trạm. Dữ liệu mẫu.",
        "Self-powered sensors for pumping stations. Sample data.",
    ),
    open_to="members",
    sought=8_000 * MILLION,
    stage="first_sales",
)
BAMBOO = Described(
    CAPITAL,
    Text("Dây chuyền màng lọc sợi tre (mẫu)", "Line for bamboo-fibre filters (sample)"),
    Text("Dây chuyền thử nghiệm 2.000 màng mỗi tháng. Dữ liệu mẫu.", ""),
    open_to="members",
    sought=3_000 * MILLION,
    stage="prototype",
)
DECK = "Kế hoạch doanh thu, cơ cấu vốn và định giá đề xuất là thông tin mật của dự án (dữ liệu mẫu)."


def deck_kept(entry: int, act: Act, who: str, words: str = DECK) -> int:
    return usecases.keep_deck(KeepDeck(entry, words, (paper("ke-hoach"),), uuid4()), actor=act(who))


def interested(
    entry: int, party: str, act: Act, who: str, words: str = "Muốn trao đổi về vòng vốn đầu (dữ liệu mẫu)."
) -> int:
    return usecases.give_interest(GiveInterest(entry, party, words, uuid4()), actor=act(who))


def welcomed(interest: int, act: Act, who: str, *readers: str, days: int = 60) -> str:
    actor = act(who)
    until = actor.today + timedelta(days=days) if readers else None
    return usecases.answer_interest(
        AnswerInterest(interest, True, "Mời trao đổi (dữ liệu mẫu).", readers, until, uuid4()), actor=actor
    )


def declined(interest: int, act: Act, who: str) -> str:
    asked = AnswerInterest(interest, False, "Đã đủ vốn cho vòng này (dữ liệu mẫu).", once=uuid4())
    return usecases.answer_interest(asked, actor=act(who))


def slots_opened(entry: int, act: Act, who: str, days: int = 5) -> tuple[int, ...]:
    """Slots of two hours on the working days that follow; their ids, soonest first."""
    actor = act(who)
    first = actor.today + timedelta(days=1)
    asked = OpenSlots(entry, first, first + timedelta(days=days), time(8), time(16), 120, uuid4())
    usecases.open_slots(asked, actor=actor)
    return tuple(row.id for row in queries.slots(entry, actor, None, 100).rows)


def booked(slot: int, party: str, act: Act, who: str) -> int:
    return usecases.book_slot(BookSlot(slot, party, "Đo mẫu lớp phủ (dữ liệu mẫu).", uuid4()), actor=act(who))


def handed_in(what: Described, party: str, act: Act, who: str, days: int = 300) -> int:
    actor = act(who)
    asked = HandInEntry(party, what, actor.today + timedelta(days=days), once=uuid4())
    return usecases.hand_in_entry(asked, actor=actor)


def reviewed(entry: int, act: Act, *, publish: bool = True, ground: str = "", who: str = SECOND) -> None:
    usecases.review_entry(ReviewEntry(entry, publish, ground, uuid4()), actor=act(who))


def published(what: Described, party: str, act: Act, who: str, days: int = 300) -> int:
    entry = handed_in(what, party, act, who, days)
    reviewed(entry, act)
    return entry


def investing(party: str, act: Act, who: str, what: Described = SEEKS_WATER) -> int:
    """The party joins as an investor, says what it looks for, and everybody reads it; the entry."""
    joined(party, ("investor",), act, who)
    return published(what, party, act, who)


def joined(party: str, kinds: tuple[str, ...], act: Act, who: str) -> None:
    """An active member of these kinds, where it is none yet."""
    missing = tuple(kind for kind in kinds if not exchange_queries.is_member(people.party_id(party), kind))
    if missing:
        exchange.verified(party, missing, act, who, papers=True)


def ordered(
    entry: int, party: str, act: Act, who: str, brief: str = "Theo mô tả dịch vụ (dữ liệu mẫu).", **more: Any
) -> int:
    return usecases.order_service(OrderService(entry, party, brief, once=uuid4(), **more), actor=act(who))


def moved(ticket: int, step: str, act: Act, who: str, words: str = "Dữ liệu mẫu.", **more: Any) -> str:
    return usecases.move_ticket(MoveTicket(ticket, step, words, once=uuid4(), **more), actor=act(who))


def offered(ticket: int, act: Act, who: str, price: int = 30 * MILLION, days: int = 14) -> str:
    actor = act(who)
    return moved(ticket, "offer", act, who, price=price, due_on=actor.today + timedelta(days=days))


def until(ticket: int, last: str, act: Act, provider: str, client: str) -> None:
    """The way of a ticket as far as ``last`` (a state), each step at the moment of ``act``."""
    if last == "refused":
        moved(ticket, "refuse", act, provider, "Đã kín lịch trong quý này (dữ liệu mẫu).")
        return
    if last == "withdrawn":
        moved(ticket, "withdraw", act, client, "Không còn nhu cầu (dữ liệu mẫu).")
        return
    for state, step, who in (
        ("offered", "offer", provider), ("agreed", "agree", client), ("delivered", "deliver", provider), ("taken", "take", client),
        ("closed", "close", provider),
    ):  # fmt: skip
        if step == "offer":
            offered(ticket, act, who)
        else:
            papers = (paper("bao-cao"),) if step == "deliver" else ()
            moved(ticket, step, act, who, papers=papers)
        if state == last:
            return
        if state == "agreed" and last == "broken":
            moved(ticket, "break_off", act, client, "Hai bên không thống nhất phạm vi (dữ liệu mẫu).")
            return
        if state == "delivered" and last == "reworked":
            moved(ticket, "send_back", act, client, "Thiếu bảng tính của phương pháp thu nhập (dữ liệu mẫu).")
            return


STATES = ("asked", "offered", "agreed", "delivered", "reworked", "taken", "closed", "refused", "withdrawn", "broken")


def fill(made: Parties, actors: dict[str, Actor], now: datetime) -> None:
    """The institute gives training and advice, the firm orders them; a person is valuer, appraiser and legal adviser; every state once."""

    def on(days: int) -> Act:
        return lambda key: replace(actors[key], moment=now - timedelta(days=days))

    institute, firm = made.organisations["institute"], made.organisations["firm"]
    adviser = actors["member"].key
    joined(institute, ("supplier",), on(40), "researcher")
    joined(adviser, ("valuer", "appraiser", "legal"), on(40), "member")
    training = published(TRAINING, institute, on(38), "researcher")
    advice = published(ADVICE, institute, on(38), "researcher")
    valuation = published(VALUATION, adviser, on(37), "member")
    published(APPRAISAL, adviser, on(37), "member")
    legal = published(LEGAL, adviser, on(36), "member", days=40)
    published(LEGAL, adviser, on(36), "member", days=20)  # has run out meanwhile
    handed_in(IP, adviser, on(1), "member")
    reviewed(
        handed_in(IP, adviser, on(6), "member"), on(5), publish=False, ground="Chưa nêu phạm vi tra cứu (dữ liệu mẫu)."
    )
    gone = published(TRAINING, institute, on(35), "researcher")
    usecases.withdraw_entry(
        WithdrawEntry(gone, "Trùng với mục khác (dữ liệu mẫu).", uuid4()), actor=on(34)("researcher")
    )
    for number, state in enumerate(STATES):
        ticket = ordered((training, advice, legal)[number % 3], firm, on(2), "founder")
        if state != "asked":
            provider = "member" if number % 3 == 2 else "researcher"
            until(ticket, state, on(1), provider, "founder")
    lapsing = ordered(valuation, firm, on(20), "founder")
    usecases.lapse_ticket(lapsing, actor=replace(clock.job_actor("services.follow_clocks"), moment=now))
    late = ordered(valuation, firm, on(2), "founder")
    offered(late, on(1), "member", 60 * MILLION)
    moved(late, "message", on(1), "member", "Đề nghị gửi thêm số liệu bán hàng ba năm (dữ liệu mẫu).")
    shared = published(MICROSCOPE, institute, on(30), "researcher")
    slots = slots_opened(shared, on(0), "researcher", 14)
    booked(slots[0], firm, on(0), "founder")
    given_back = booked(slots[1], firm, on(0), "founder")
    usecases.end_booking(
        EndBooking(given_back, "Mẫu chưa kịp chuẩn bị (dữ liệu mẫu).", uuid4()), actor=on(0)("founder")
    )
    published(WATER, actors["founder"].key, on(29), "founder")
    published(PRINTER, institute, on(29), "researcher")
    joined(firm, ("demander",), on(28), "founder")
    joined(adviser, ("investor",), on(28), "member")
    resident = actors["resident"].key
    joined(resident, ("investor",), on(28), "resident")
    published(SEEKS_WATER, adviser, on(27), "member")
    sensors, bamboo = (published(what, firm, on(27), "founder") for what in (SENSORS, BAMBOO))
    deck_kept(sensors, on(26), "founder")
    welcomed(interested(sensors, adviser, on(20), "member"), on(19), "founder", adviser)
    usecases.read_deck(sensors, actor=on(18)("member"))
    interested(sensors, resident, on(3), "resident")
    declined(interested(bamboo, adviser, on(15), "member"), on(14), "founder")
    changed = interested(bamboo, resident, on(13), "resident")
    usecases.withdraw_interest(WithdrawInterest(changed, uuid4()), actor=on(12)("resident"))
    complaint = usecases.complain(
        Complain(lapsing, "Hết hạn mà không có trả lời (dữ liệu mẫu).", uuid4()), actor=on(1)("founder")
    )
    usecases.answer_complaint(
        AnswerComplaint(complaint, "Đã nhắc bên cung cấp; ông/bà có thể đặt lại (dữ liệu mẫu).", uuid4()),
        actor=on(0)(FIRST),
    )
    usecases.complain(Complain(late, "Yêu cầu số liệu ngoài phạm vi (dữ liệu mẫu).", uuid4()), actor=on(0)("founder"))
