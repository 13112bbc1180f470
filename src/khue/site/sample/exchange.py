"""The technology exchange of the sample city: members, offers in differing states, lists that point to some; deed by deed."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.exchange import queries, usecases
from khue.features.exchange.domain.lists import PutEntry
from khue.features.exchange.domain.members import AskMembership, MoveMembership
from khue.features.exchange.domain.offers import (
    AddMaterial,
    CheckOffer,
    Claim,
    Comparison,
    Described,
    HandInOffer,
    NewPicture,
    Owner,
    ReleaseOffer,
    Right,
    TakeOffer,
)
from khue.features.people import queries as people
from khue.site.sample.applications import paper
from khue.site.sample.parties import Parties

Act = Callable[[str], Actor]
SECRET = "Thông số vận hành và công thức phối trộn là bí quyết của bên cung (dữ liệu mẫu)."
FIRST, SECOND = "officer", "appraiser"


@dataclass(frozen=True, slots=True)
class Goods:
    """What one sample offer says; the rest follows from it."""

    vi: str
    en: str
    summary: str
    kind: str
    area: str
    stage: int
    codes: tuple[str, ...]
    claims: tuple[Claim, ...]
    modes: tuple[str, ...] = ("licence",)
    price: tuple[int | None, int | None] = (None, None)
    beside: Comparison = field(default_factory=Comparison)


def goods(
    vi: str, en: str, summary: str, kind: str, field: str, stage: int, codes: str, *claims: Claim, **more: Any
) -> Goods:
    return Goods(
        f"{vi} (mẫu)",
        f"{en} (sample)",
        f"{summary} Dữ liệu mẫu.",
        kind,
        field,
        stage,
        tuple(codes.split()),
        claims,
        **more,
    )


FILTER = goods(
    "Màng lọc nước từ sợi tre cho hộ gia đình", "Household water filter of bamboo fibre",
    "Màng lọc nhiều lớp giữ lại 99% vi nhựa trong nước sinh hoạt, rửa được và dùng được sáu tháng.",
    "process", "environmental-technology", 7, "C02F1/44 B01D69/10",
    Claim("Giữ lại 99% vi nhựa lớn hơn 5 micromet", "tested", "Phiếu thử nghiệm số 12 (mẫu)"),
    Claim("Dùng được sáu tháng trước khi thay", "used", "Biên bản sử dụng (mẫu)", "Hợp tác xã Nước sạch Mẫu"),
    Claim("Rửa được bằng nước thường"),
    modes=("exclusive", "licence"), price=(800_000_000, 1_500_000_000),
    beside=Comparison("Lõi lọc sợi nhựa nhập khẩu (mẫu)", "Chi phí thấp hơn và lõi phân hủy được.", "1 m³ nước", 3_200, 5_100),
)  # fmt: skip
SLUDGE = goods(
    "Chế phẩm vi sinh xử lý bùn sông", "Microbial treatment of river sludge",
    "Chủng vi sinh bản địa phân hủy bùn hữu cơ tại chỗ, không phải nạo vét.", "formula", "biotechnology", 6, "C02F3/34 C12N1/20",
    Claim("Giảm 40% khối lượng bùn sau 90 ngày", "tested", "Báo cáo thử nghiệm đoạn sông mẫu"),
    modes=("licence", "joint"), price=(500_000_000, 900_000_000),
)  # fmt: skip
SPEECH = goods(
    "Nhận dạng tiếng Việt cho tổng đài dịch vụ công", "Vietnamese speech recognition for public call centres",
    "Mô hình nhận dạng giọng nói ba miền, chạy trên máy chủ trong nước.", "model", "information-communication", 8, "G10L15/26",
    Claim("Tỷ lệ lỗi từ 8% trên bộ dữ liệu ba miền", "seen", "Báo cáo đánh giá nội bộ (mẫu)"),
    Claim("Xử lý 200 cuộc gọi đồng thời"), modes=("licence", "lease"), price=(300_000_000, None),
)  # fmt: skip
FLOOD = goods(
    "Bản đồ ngập úng theo thời gian thực", "Real-time flood maps",
    "Thuật toán ghép số liệu trạm đo mưa và camera thành bản đồ ngập từng tuyến phố.", "algorithm", "climate-response", 7, "G01W1/10",
    Claim("Cập nhật bản đồ mỗi năm phút", "tested", "Biên bản chạy thử hai mùa mưa (mẫu)"), modes=("licence",), price=(None, 700_000_000),
)  # fmt: skip
AIR = goods(
    "Cảm biến chất lượng không khí giá thấp", "Low-cost air-quality sensor",
    "Cảm biến bụi mịn tự hiệu chuẩn, truyền số liệu mười phút một lần.", "machine", "digital-technology", 8, "G01N15/06",
    Claim("Sai số dưới 10% so với trạm chuẩn", "seen", "Phiếu so sánh (mẫu)"), modes=("sale", "joint"), price=(2_000_000_000, 3_000_000_000),
)  # fmt: skip
DRYER = goods(
    "Sấy nông sản bằng năng lượng mặt trời", "Solar drying of farm produce",
    "Buồng sấy hai tầng giữ màu và vị, không dùng điện lưới ban ngày.", "design", "high-tech-agriculture", 6, "F26B3/28",
    Claim("Giảm một nửa chi phí năng lượng"), modes=("sale", "equity"),
)  # fmt: skip
LIGHTS = goods(
    "Phần mềm điều khiển đèn giao thông thích ứng", "Adaptive traffic-light software",
    "Phần mềm tính lại chu kỳ đèn theo lưu lượng từng phút.", "software", "smart-city", 5, "G08G1/08",
    Claim("Giảm 12% thời gian chờ trong mô phỏng", "seen", "Báo cáo mô phỏng (mẫu)"), modes=("licence",),
)  # fmt: skip
RETINA = goods(
    "Bộ dữ liệu ảnh võng mạc đã gán nhãn", "Labelled set of retinal images",
    "Mười nghìn ảnh đã khử thông tin cá nhân, hai bác sĩ gán nhãn độc lập.", "data", "smart-health", 4, "",
    Claim("Hai lượt gán nhãn độc lập cho mỗi ảnh"), modes=("licence",), price=(150_000_000, 150_000_000),
)  # fmt: skip
SIGNAL = goods(
    "Thiết bị thu tín hiệu vô tuyến dải rộng", "Wide-band radio receiver",
    "Bộ thu dải rộng cho đo kiểm, có thiết kế bo mạch và phần mềm.", "design", "information-communication", 6, "H04B1/16",
    Claim("Độ nhạy âm 120 dBm", "seen", "Phiếu đo (mẫu)"),
)  # fmt: skip
SMELTER = goods(
    "Luyện chì thủ công từ ắc quy cũ", "Manual lead smelting from old batteries",
    "Quy trình luyện chì thủ công từ ắc quy thải.", "process", "new-materials", 9, "C22B13/02", Claim("Thu hồi 90% chì"),
)  # fmt: skip
CONCRETE = goods(
    "Bê tông hấp thụ các-bon", "Carbon-absorbing concrete", "Phụ gia khoáng giúp bê tông hấp thụ CO₂ khi đóng rắn.", "formula",
    "carbon-reduction", 4, "C04B28/02", Claim("Hấp thụ 30 kg CO₂ mỗi mét khối"),
)  # fmt: skip
SCHOOL = goods(
    "Giải pháp lớp học số cho trường ngoại thành", "Digital classroom for suburban schools",
    "Giải pháp lớp học chạy được khi mất kết nối.", "rationalisation", "smart-education", 7, "", Claim("Dùng được khi mất mạng ba ngày"),
)  # fmt: skip


def joined(party: str, kinds: tuple[str, ...], act: Act, who: str, *, papers: bool = False) -> list[int]:
    """The party asks to take part; the memberships' ids."""
    about = "Tham gia Sàn với công nghệ do mình làm chủ (dữ liệu mẫu)."
    given = (paper("giay-chung-nhan"),) if papers else ()
    return usecases.ask_membership(AskMembership(party, kinds, about, given, uuid4()), actor=act(who))


def verified(party: str, kinds: tuple[str, ...], act: Act, who: str, *, papers: bool = False) -> list[int]:
    made = joined(party, kinds, act, who, papers=papers)
    for member in made:
        asked = MoveMembership(member, "verify", "Đã đối chiếu đăng ký doanh nghiệp (mẫu).", once=uuid4())
        usecases.move_membership(asked, actor=act(FIRST))
    return made


def described(what: Goods, supplier: str, **more: Any) -> Described:
    given: dict[str, Any] = {
        "title": Text(what.vi, what.en),
        "summary": Text(what.summary),
        "kind": what.kind,
        "field": what.area,
        "codes": what.codes,
        "stage": what.stage,
        "stage_evidence": "Biên bản thử nghiệm ghi rõ điều kiện và kết quả (mẫu).",
        "basis": "owner",
        "basis_paper": "Văn bản xác nhận quyền sở hữu số 01 (mẫu)",
        "modes": what.modes,
        "price_from": what.price[0],
        "price_to": what.price[1],
        "after_sale": "Đào tạo hai tuần, bảo hành mười hai tháng (mẫu).",
        "claims": what.claims,
        "owners": (Owner(supplier, 1, 1),),
        "rights": (Right("patent", "filed", "VN", "1-2026-00001"),),
        "comparison": what.beside,
    }
    return Described(**(given | more))


def offered(what: Goods, party: str, act: Act, who: str, secret: str = SECRET, **more: Any) -> int:
    """Handed in by the supplier; the offer's id."""
    actor = act(who)
    said = described(what, people.party(party).name, **more)
    asked = HandInOffer(party, said, actor.today + timedelta(days=365), (paper("gioi-thieu"),), secret, True, uuid4())
    return usecases.hand_in_offer(asked, actor=actor)


def drawing(no: int = 1) -> ContentFile[bytes]:
    """A plain drawing of a plant, made here: tanks in a row with a pipe through them."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (1200, 800), (236, 240, 238))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 640, 1200, 800), fill=(203, 211, 206))
    for tank in range(3):
        left, top = 140 + tank * 330, 300 - 40 * ((tank + no) % 3)
        pen.rounded_rectangle(
            (left, top, left + 230, 640), 36, fill=(92 + 20 * tank, 138, 126), outline=(40, 70, 64), width=6
        )
        pen.rectangle((left + 30, top + 90 + 40 * tank, left + 200, 610), fill=(150, 196, 214))
    pen.line((40, 590, 1160, 590), fill=(60, 66, 72), width=18)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return ContentFile(out.getvalue(), "so-do.png")


def pictured(offer: int, act: Act, who: str, no: int = 1) -> int:
    """The supplier adds a drawing, before anybody has the offer in charge; the number of the new version."""
    given = NewPicture(
        drawing(no), "Sơ đồ ba bể nối tiếp của hệ thống (mẫu)", "Diagram of the three tanks in a row (sample)"
    )
    asked = AddMaterial(offer, "Thêm sơ đồ hệ thống", (), (given,), once=uuid4())
    return usecases.add_material(asked, actor=act(who))


def checked(offer: int, act: Act, rulings: Mapping[int, str] | None = None, note: str = "") -> str:
    """Taken in charge and checked by the first person, every claim with the evidence that was asked for; the offer's state."""
    actor = act(FIRST)
    usecases.take_offer(TakeOffer(offer, uuid4()), actor=actor)
    card = queries.offer_card(offer, actor)
    levels = {no: claim.code for no, claim in enumerate(card.claims, 1)}
    asked = CheckOffer(offer, True, True, levels, rulings or {}, note, card.stamp, uuid4())
    return usecases.check_offer(asked, actor=actor)


def listed(offer: int, act: Act, rulings: Mapping[int, str] | None = None, note: str = "") -> str:
    """… and put on the list by the second person; its number."""
    checked(offer, act, rulings, note)
    actor = act(SECOND)
    usecases.take_offer(TakeOffer(offer, uuid4()), actor=actor)
    stamp = queries.offer_card(offer, actor).stamp
    return usecases.release_offer(ReleaseOffer(offer, True, "", stamp, uuid4()), actor=actor)


def entered(which: str, title: str, act: Act, terms: tuple[str, ...], codes: tuple[str, ...] = ()) -> int:
    """An entry of a list, in force from the day on which it is put."""
    actor = act(SECOND)
    asked = PutEntry(which, Text(f"{title} (mẫu)"), "Danh mục mẫu, mục 1", actor.today, terms, codes, once=uuid4())
    return usecases.put_entry(asked, actor=actor)


def fill(made: Parties, actors: dict[str, Actor], now: datetime) -> None:
    """Two members verified, one waiting; offers listed, restricted, held, waiting, sent back, refused and withdrawn."""

    def on(days: int) -> Act:
        return lambda key: replace(actors[key], moment=now - timedelta(days=days))

    institute, firm = (made.organisations[key] for key in ("institute", "firm"))
    verified(institute, ("supplier",), on(60), "researcher")
    verified(firm, ("supplier", "demander"), on(59), "founder")
    joined(firm, ("investor",), on(3), "founder")
    encouraged = entered("encouraged", "Công nghệ xử lý nước và bùn thải", on(58), ("nước sinh hoạt", "bùn hữu cơ"))
    restricted = entered("restricted", "Thiết bị thu tín hiệu vô tuyến dải rộng", on(58), ("tín hiệu vô tuyến",))
    prohibited = entered("prohibited", "Luyện chì thủ công", on(58), ("luyện chì thủ công",))
    for no, (what, days) in enumerate(((FILTER, 50), (SLUDGE, 49)), 1):
        offer = offered(what, institute, on(days), "researcher")
        pictured(offer, on(days), "researcher", no)
        listed(offer, on(days - 5), {encouraged: "applies"})
    for what in (SPEECH, FLOOD):
        listed(offered(what, institute, on(40), "researcher"), on(35))
    for what in (AIR, DRYER, SCHOOL):
        listed(offered(what, firm, on(39), "founder"), on(34))
    listed(offered(SIGNAL, firm, on(38), "founder"), on(33), {restricted: "applies"})
    checked(offered(SMELTER, firm, on(30), "founder"), on(28), {prohibited: "applies"})
    checked(offered(LIGHTS, firm, on(10), "founder"), on(8))
    offered(RETINA, institute, on(5), "researcher")
    returned(offered(CONCRETE, institute, on(12), "researcher"), on(9))
    # It points to the flood maps, which stay hidden until somebody has ruled.
    entered("restricted", "Thuật toán dùng dữ liệu camera công cộng", on(2), ("camera",))


def returned(offer: int, act: Act) -> None:
    actor = act(FIRST)
    usecases.take_offer(TakeOffer(offer, uuid4()), actor=actor)
    stamp = queries.offer_card(offer, actor).stamp
    note = "Bổ sung tài liệu chứng minh mức hấp thụ (mẫu)."
    usecases.check_offer(CheckOffer(offer, False, note=note, seen=stamp, once=uuid4()), actor=actor)
