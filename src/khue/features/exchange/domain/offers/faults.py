"""All that is missing or wrong in what an offer says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from urllib.parse import urlsplit

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import MAX_DONG
from khue.features.exchange.domain.members import wrong
from khue.features.exchange.domain.offers.said import (
    IP_STATES,
    IPC,
    LARGEST_PART,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    MOST_CLAIMS,
    MOST_CODES,
    MOST_OWNERS,
    MOST_VIDEOS,
    Claim,
    Described,
    Owner,
)
from khue.features.exchange.domain.words import BASES, EVIDENCE, MODES, OBJECTS
from khue.features.results.domain.register import STAGES
from khue.features.results.domain.rights import IP_KINDS


def may_offer(said: Described, *, member: bool, key_field: Decision, today: date) -> Decision:
    """All that is missing or wrong. ``member``: the party is an active supplier of the exchange."""
    found = list(faults_of(said))
    if not member:
        text = Text("Bên này chưa là bên cung đang hoạt động của Sàn.", "The party is not an active supplier of the exchange.")  # fmt: skip
        step = Text("Mời ông/bà đăng ký thành viên và chờ xác minh.", "Ask for membership and wait until it is verified.")  # fmt: skip
        found.append(Reason("exchange.no_supplier", text, step, "party"))
    return Decision.refuse_if_any([*found, *key_field.reasons])


def until_faults(valid_until: date, today: date) -> Iterator[Reason]:
    """An offer is valid until a day of the supplier's choice; that it comes after today is all the law that is known."""
    if valid_until <= today:
        yield wrong("valid_until", "Ngày hết hạn phải sau hôm nay.", "The offer must be valid beyond today.")


def faults_of(said: Described) -> Iterator[Reason]:
    """What the words alone have wrong, whoever offers: each with the field that it belongs to."""
    yield from _text_faults(said)
    if said.kind not in OBJECTS:
        yield wrong("kind", "Chưa chọn loại đối tượng công nghệ.", "The kind of object is missing.")
    if len(said.codes) > MOST_CODES or any(not IPC.fullmatch(code) for code in said.codes):
        yield wrong(
            "codes",
            "Ký hiệu phân loại sáng chế quốc tế (IPC) chưa đúng; ví dụ: C02F3/34.",
            "A code of the International Patent Classification is wrong; an example: C02F3/34.",
        )
    if said.stage not in STAGES:
        yield wrong("stage", "Mức độ sẵn sàng là một số từ 1 đến 9.", "The readiness is a level from 1 to 9.")
    elif not said.stage_evidence.strip():
        yield wrong("stage_evidence", "Chưa nêu căn cứ của mức độ sẵn sàng.", "What shows this readiness is missing.")
    yield from _money_faults(said)
    if any(not _is_link(link) for link in said.videos) or len(said.videos) > MOST_VIDEOS:
        yield wrong(
            "videos",
            f"Nhiều nhất {MOST_VIDEOS} đường dẫn, mỗi đường dẫn bắt đầu bằng https://.",
            f"At most {MOST_VIDEOS} links, each beginning with https://.",
        )
    yield from _claim_faults(said.claims)
    yield from _owner_faults(said.owners)
    for no, right in enumerate(said.rights, 1):
        if right.kind not in IP_KINDS or right.state not in IP_STATES or not right.territory.isalpha():
            yield fault_of_row(
                f"rights-{no}-kind",
                "Quyền sở hữu trí tuệ cần loại, tình trạng và mã quốc gia.",
                "A right needs its kind, its status and the code of a country.",
            )
        elif right.state == "granted" and not right.number.strip():
            yield fault_of_row(f"rights-{no}-number", "Văn bằng đã cấp cần có số.", "A granted right has a number.")
    if said.basis not in BASES:
        yield wrong("basis", "Chưa chọn căn cứ quyền chuyển giao.", "By what right the party offers is missing.")
    if not said.basis_paper.strip():
        yield wrong("basis_paper", "Chưa nêu văn bản chứng minh quyền chuyển giao.", "The paper that proves the right is missing.")  # fmt: skip


def _text_faults(said: Described) -> Iterator[Reason]:
    if max(len(said.title.vi), len(said.title.en)) > LONGEST_TITLE:
        yield wrong("title_vi", f"Tên dài nhiều nhất {LONGEST_TITLE} ký tự.", f"The title has at most {LONGEST_TITLE} characters.")  # fmt: skip
    if max(len(said.summary.vi), len(said.summary.en)) > LONGEST_SUMMARY:
        yield wrong("summary_vi", f"Tóm tắt dài nhiều nhất {LONGEST_SUMMARY} ký tự.", f"The summary has at most {LONGEST_SUMMARY} characters.")  # fmt: skip
    if not said.title.en.strip():
        yield wrong("title_en", "Chưa có tên tiếng Anh.", "The English title is missing.")


def _money_faults(said: Described) -> Iterator[Reason]:
    if not said.modes or any(mode not in MODES for mode in said.modes):
        yield wrong("modes", "Chưa chọn hình thức chuyển giao.", "How it is transferred is not chosen.")
    prices = [price for price in (said.price_from, said.price_to) if price is not None]
    if any(not 0 <= price <= MAX_DONG for price in prices) or (len(prices) == 2 and prices[0] > prices[1]):
        yield wrong("price_to", "Khoảng giá chưa đúng: giá từ không được lớn hơn giá đến.", "The price range is wrong: it begins above its end.")  # fmt: skip
    if said.public_money and not said.result.strip():
        yield wrong(
            "result",
            "Công nghệ hình thành từ ngân sách cần số đăng ký kết quả nhiệm vụ.",
            "Technology formed with budget money needs the registration number of its result.",
        )
    if "free" in said.modes and not said.result.strip():
        yield wrong(
            "modes",
            "Chỉ kết quả nhiệm vụ đã đăng ký mới được chuyển giao không bồi hoàn.",
            "Only a registered result is transferred without refund.",
        )
    costs = (said.comparison.own_cost, said.comparison.rival_cost)
    told = [cost for cost in costs if cost is not None]
    if any(not 0 <= cost <= MAX_DONG for cost in told) or (told and not said.comparison.unit.strip()):
        yield wrong(
            "cost_unit",
            "Chi phí so sánh cần đơn vị, ví dụ: 1 m³ nước.",
            "Costs that are compared need their unit, such as 1 m³ of water.",
        )
    if (told or said.comparison.says.strip()) and not said.comparison.rival.strip():
        yield wrong("rival", "Chưa nêu giải pháp được so sánh.", "The solution that it is compared with is not named.")  # fmt: skip


def _claim_faults(claims: tuple[Claim, ...]) -> Iterator[Reason]:
    if not 1 <= len(claims) <= MOST_CLAIMS:
        yield wrong("claims-1-says", f"Cần từ 1 đến {MOST_CLAIMS} tính năng được nêu.", f"There are 1 to {MOST_CLAIMS} claims.")  # fmt: skip
    for no, claim in enumerate(claims, 1):
        if not claim.says.strip() or claim.level not in EVIDENCE:
            yield fault_of_row(f"claims-{no}-says", "Tính năng cần nội dung và mức chứng cứ.", "A claim needs its words and its evidence.")  # fmt: skip
        elif claim.level != "stated" and not claim.proof.strip():
            yield fault_of_row(
                f"claims-{no}-proof",
                "Mức chứng cứ này cần nêu tài liệu chứng minh.",
                "This evidence needs the paper that shows it.",
            )
        elif claim.level == "used" and not claim.buyer.strip():
            yield fault_of_row(
                f"claims-{no}-buyer", "Cần nêu tên bên mua đã sử dụng.", "The buyer who uses it is to be named."
            )


def _owner_faults(owners: tuple[Owner, ...]) -> Iterator[Reason]:
    if not 1 <= len(owners) <= MOST_OWNERS:
        yield wrong("owners-1-name", f"Cần từ 1 đến {MOST_OWNERS} chủ sở hữu.", f"There are 1 to {MOST_OWNERS} owners.")
        return
    for no, owner in enumerate(owners, 1):
        fits = 0 < owner.numerator <= owner.denominator <= LARGEST_PART
        if not owner.name.strip() or not fits:
            yield fault_of_row(f"owners-{no}-share", "Mỗi chủ sở hữu cần tên và tỷ lệ trên 0.", "Each owner has a name and a share above zero.")  # fmt: skip
            return
    total = sum((owner.share for owner in owners), Fraction(0))
    if total != 1:
        yield wrong("owners-1-share", "Tổng tỷ lệ của các chủ sở hữu phải bằng 100%.", "The owners' shares must add up to 100%.")  # fmt: skip


def _is_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not any(mark.isspace() for mark in link)


def fault_of_row(name: str, vi: str, en: str) -> Reason:
    """A fault of one row; its code does not name the row."""
    return Reason(f"exchange.{name.split('-')[0]}", Text(vi, en), Text("Mời ông/bà sửa mục này.", "Please mend this field."), name)  # fmt: skip
