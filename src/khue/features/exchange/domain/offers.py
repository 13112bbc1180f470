"""What an offer must say, and who may check and release it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import MAX_DONG
from khue.features.exchange.domain.members import wrong
from khue.features.exchange.domain.words import BASES, CHECKED, EVIDENCE, LEVELS, MODES, OBJECTS, PENDING
from khue.features.results.domain.register import STAGES
from khue.features.results.domain.rights import IP, IP_KINDS

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_WORDS, LONGEST_SECRET = 300, 4000, 2000, 8000
MOST_CLAIMS, MOST_OWNERS, MOST_RIGHTS, MOST_CODES, MOST_VIDEOS = 8, 8, 8, 6, 3
LARGEST_PART = 10**6
IPC = re.compile(r"[A-H]\d{2}[A-Z](\d{1,4}/\d{2,6})?")
"""A symbol of the International Patent Classification without blanks: subclass, or with main group and subgroup."""
IP_STATES = tuple(IP.labels)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that the technology is said to do. ``level`` is what the supplier asks for; ``proof`` names what shows it."""

    says: str
    level: str = "stated"
    proof: str = ""
    buyer: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner by name with an exact part of the whole (``numerator``/``denominator``)."""

    name: str
    numerator: int
    denominator: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Right:
    """An intellectual-property right; ``territory`` is a country's code (VN) or a treaty's (PCT, EP)."""

    kind: str
    state: str
    territory: str = "VN"
    number: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The offer beside the best rival solution; costs in đồng for one ``unit``, or None."""

    rival: str = ""
    says: str = ""
    unit: str = ""
    own_cost: int | None = None
    rival_cost: int | None = None


NOT_COMPARED = Comparison()


@dataclass(frozen=True, slots=True)
class Described:
    """The public words of an offer: everybody may come to read them. The confidential part stands apart. Money in đồng."""

    title: Text
    summary: Text
    kind: str
    field: str
    codes: tuple[str, ...]
    stage: int
    stage_evidence: str
    basis: str
    basis_paper: str
    modes: tuple[str, ...]
    price_from: int | None = None
    price_to: int | None = None
    price_note: str = ""
    public_money: bool = False
    result: str = ""
    after_sale: str = ""
    videos: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    owners: tuple[Owner, ...] = ()
    rights: tuple[Right, ...] = ()
    comparison: Comparison = NOT_COMPARED

    @property
    def words(self) -> str:
        """All that a technology list or a search looks at."""
        said = (self.title.vi, self.title.en, self.summary.vi, self.summary.en, *(claim.says for claim in self.claims))
        return " ".join(said)


@dataclass(frozen=True, slots=True)
class HandInOffer:
    """``party`` offers. ``papers`` are uploads that everybody may read; ``looked``: the supplier has seen similar offers."""

    party: str
    described: Described
    valid_until: date
    papers: Sequence[Any] = field(default_factory=tuple)
    confidential: str = ""
    looked: bool = False
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DescribeOffer:
    """A new version with the ground of the change. ``confidential`` None: the part that stands goes on as it is."""

    offer_id: int
    described: Described
    ground: str
    papers: Sequence[Any] = field(default_factory=tuple)
    confidential: str | None = None
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class TakeOffer:
    """An officer takes the step that is open in charge: from then on the confidential part is open to this officer."""

    offer_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CheckOffer:
    """The first person's answer. ``levels`` gives each claim (by its number) the evidence that was found, ``rulings`` each entry
    of a technology list (by its id) ``applies`` or ``not``; ``rights_seen``: the paper of the rights check was seen.
    """

    offer_id: int
    accepted: bool
    rights_seen: bool = False
    levels: Mapping[int, str] = field(default_factory=dict)
    rulings: Mapping[int, str] = field(default_factory=dict)
    note: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReleaseOffer:
    """The second person's answer: into the list, or back."""

    offer_id: int
    accepted: bool
    note: str = ""
    seen: int | None = None
    once: UUID | None = None


def may_offer(said: Described, *, member: bool, key_field: Decision, today: date) -> Decision:
    """All that is missing or wrong. ``member``: the party is an active supplier of the exchange."""
    found = list(_faults(said))
    if not member:
        text = Text("Bên này chưa là bên cung đang hoạt động của Sàn.", "The party is not an active supplier of the exchange.")  # fmt: skip
        step = Text("Mời ông/bà đăng ký thành viên và chờ xác minh.", "Ask for membership and wait until it is verified.")  # fmt: skip
        found.append(Reason("exchange.no_supplier", text, step, "party"))
    return Decision.refuse_if_any([*found, *key_field.reasons])


def until_faults(valid_until: date, today: date) -> Iterator[Reason]:
    """An offer is valid until a day of the supplier's choice; that it comes after today is all the law that is known."""
    if valid_until <= today:
        yield wrong("valid_until", "Ngày hết hạn phải sau hôm nay.", "The offer must be valid beyond today.")


def _faults(said: Described) -> Iterator[Reason]:
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
            yield _row(
                f"rights-{no}-kind",
                "Quyền sở hữu trí tuệ cần loại, tình trạng và mã quốc gia.",
                "A right needs its kind, its status and the code of a country.",
            )
        elif right.state == "granted" and not right.number.strip():
            yield _row(f"rights-{no}-number", "Văn bằng đã cấp cần có số.", "A granted right has a number.")
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
            yield _row(f"claims-{no}-says", "Tính năng cần nội dung và mức chứng cứ.", "A claim needs its words and its evidence.")  # fmt: skip
        elif claim.level != "stated" and not claim.proof.strip():
            yield _row(f"claims-{no}-proof", "Mức chứng cứ này cần nêu tài liệu chứng minh.", "This evidence needs the paper that shows it.")  # fmt: skip
        elif claim.level == "used" and not claim.buyer.strip():
            yield _row(f"claims-{no}-buyer", "Cần nêu tên bên mua đã sử dụng.", "The buyer who uses it is to be named.")


def _owner_faults(owners: tuple[Owner, ...]) -> Iterator[Reason]:
    if not 1 <= len(owners) <= MOST_OWNERS:
        yield wrong("owners-1-name", f"Cần từ 1 đến {MOST_OWNERS} chủ sở hữu.", f"There are 1 to {MOST_OWNERS} owners.")
        return
    for no, owner in enumerate(owners, 1):
        fits = 0 < owner.numerator <= owner.denominator <= LARGEST_PART
        if not owner.name.strip() or not fits:
            yield _row(f"owners-{no}-share", "Mỗi chủ sở hữu cần tên và tỷ lệ trên 0.", "Each owner has a name and a share above zero.")  # fmt: skip
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


def _row(name: str, vi: str, en: str) -> Reason:
    """A fault of one row; its code does not name the row."""
    return Reason(f"exchange.{name.split('-')[0]}", Text(vi, en), Text("Mời ông/bà sửa mục này.", "Please mend this field."), name)  # fmt: skip


# -- the two persons ---------------------------------------------------------------------------------------------------


def may_take(outcome: str, hands: tuple[str, ...], wrote: tuple[str, ...], checked_by: str, *, near: bool) -> Decision:
    """Who wrote it, stands near its owner or did the first check does not take the step that is open."""
    found: list[Reason] = []
    if outcome not in (PENDING, CHECKED):
        found.append(_nothing_open())
    if near or set(hands) & {key for key in wrote if key}:
        found.append(_own_hands())
    if outcome == CHECKED and checked_by in hands:
        found.append(_second_person())
    return Decision.refuse_if_any(found)


def may_check(
    asked: CheckOffer, claims: Mapping[int, str], entries: Iterable[int], *, outcome: str, in_charge: bool
) -> Decision:
    """``claims``: number → level asked for. ``entries``: ids of the lists' entries that the offer touches."""
    found: list[Reason] = []
    if outcome != PENDING:
        found.append(_nothing_open())
    if not in_charge:
        found.append(_not_in_charge())
    if not asked.accepted:
        if not asked.note.strip():
            found.append(wrong("note", "Chưa nêu nội dung cần sửa.", "What is to be mended is not said."))
        return Decision.refuse_if_any(found)
    if not asked.rights_seen:
        found.append(
            wrong(
                "rights_seen",
                "Chưa xác nhận đã xem văn bản chứng minh quyền chuyển giao.",
                "That the paper of the right was seen is not confirmed.",
            )
        )
    for no, wished in claims.items():
        given = asked.levels.get(no, "")
        if given not in LEVELS or LEVELS.index(given) > LEVELS.index(wished):
            found.append(
                _row(
                    f"level-{no}",
                    "Chọn mức chứng cứ, không cao hơn mức bên cung nêu.",
                    "Choose the evidence, no higher than the supplier asked for.",
                )
            )
    for entry in entries:
        if asked.rulings.get(entry, "") not in RULINGS:
            found.append(_row(f"entry-{entry}", "Chưa kết luận về mục này của danh mục.", "This entry of the list has no ruling yet."))  # fmt: skip
    if "not" in asked.rulings.values() and not asked.note.strip():
        found.append(wrong("note", "Chưa nêu vì sao công nghệ không thuộc danh mục.", "Why the technology is not on the list is not said."))  # fmt: skip
    return Decision.refuse_if_any(found)


RULINGS: Mapping[str, Text] = {
    "applies": Text("thuộc mục này", "it is on this entry"),
    "not": Text("không thuộc mục này", "it is not on this entry"),
}


def may_release(asked: ReleaseOffer, *, outcome: str, in_charge: bool, unruled: int) -> Decision:
    """``unruled``: entries of restricted or prohibited lists that came after the check and that nobody has ruled on."""
    found: list[Reason] = []
    if outcome != CHECKED:
        found.append(_nothing_open())
    if not in_charge:
        found.append(_not_in_charge())
    if not asked.accepted and not asked.note.strip():
        found.append(wrong("note", "Chưa nêu nội dung cần sửa.", "What is to be mended is not said."))
    if asked.accepted and unruled:
        text = Text("Danh mục công nghệ đã thay đổi sau khi kiểm tra.", "A technology list has changed since the check.")  # fmt: skip
        step = Text("Mời ông/bà kết luận về mục mới trước khi duyệt.", "Rule on the new entry first, then release.")
        found.append(Reason("exchange.list_changed", text, step))
    return Decision.refuse_if_any(found)


def _nothing_open() -> Reason:
    return Reason(
        "exchange.nothing_open",
        Text("Không có nội dung nào chờ ở bước này.", "Nothing waits at this step."),
        Text("Mời ông/bà mở lại trang để xem trạng thái.", "Open the page again to see where it stands."),
    )


def _own_hands() -> Reason:
    return Reason(
        "exchange.own_hands",
        Text("Người khai hoặc người thuộc bên cung không được tự kiểm tra.", "Who wrote it, or belongs to the supplier, does not check it."),
        Text("Mời ông/bà chuyển cho đồng nghiệp.", "Leave it to a colleague."),
    )  # fmt: skip


def _second_person() -> Reason:
    return Reason(
        "exchange.second_person",
        Text("Người đã kiểm tra không được tự duyệt niêm yết.", "Who checked an offer does not list it."),
        Text("Mời ông/bà chuyển cho đồng nghiệp duyệt.", "Leave it to a colleague."),
    )


def _not_in_charge() -> Reason:
    return Reason(
        "exchange.not_in_charge",
        Text("Ông/bà chưa nhận giải quyết hồ sơ chào bán này.", "You have not taken this offer in charge."),
        Text("Mời ông/bà nhận giải quyết trước.", "Take it in charge first."),
    )
