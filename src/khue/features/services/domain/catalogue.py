"""Catalogue entries: what a member publishes for others, checked by a second person, shown until a day, renewed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.money import MAX_DONG
from khue.core.reasons import RoomReasons

SAY = RoomReasons("services")
SERVICE, EQUIPMENT, CAPITAL, EXPERT, INVESTOR = "service", "equipment", "capital", "expert", "investor"
SORTS: Mapping[str, Text] = {
    SERVICE: Text("dịch vụ", "service"),
    EQUIPMENT: Text("thiết bị dùng chung", "equipment for shared use"),
    CAPITAL: Text("dự án gọi vốn", "project raising capital"),
    EXPERT: Text("chuyên gia", "expert"),
    INVESTOR: Text("nhu cầu của nhà đầu tư", "what an investor looks for"),
}
KINDS: Mapping[str, Text] = {
    "advice": Text("tư vấn", "advice"),
    "valuation": Text("định giá", "valuation"),
    "appraisal": Text("thẩm định", "appraisal"),
    "legal": Text("pháp lý", "legal advice"),
    "ip": Text("sở hữu trí tuệ", "intellectual property"),
    "training": Text("đào tạo", "training"),
}
MEMBERS_OF: Mapping[str, tuple[str, ...]] = {
    "advice": ("broker", "valuer", "appraiser", "legal", "supplier"),
    "valuation": ("valuer",),
    "appraisal": ("appraiser",),
    "legal": ("legal",),
    "ip": ("legal", "broker"),
    "training": ("supplier", "broker", "valuer", "appraiser", "legal"),
}
"""As what a party must be a verified member to give a kind of service."""
VALUING = frozenset({"valuation", "appraisal"})
"""Kinds whose giver must stand apart from the deal (fund:B-15)."""
OPEN_TO: Mapping[str, Text] = {
    "anyone": Text("mọi tổ chức, cá nhân", "everybody"),
    "members": Text("thành viên của Sàn", "members of the exchange"),
}
STAGES: Mapping[str, Text] = {
    "idea": Text("ý tưởng", "idea"),
    "prototype": Text("nguyên mẫu", "prototype"),
    "first_sales": Text("đã có doanh thu đầu tiên", "first sales"),
    "growth": Text("mở rộng", "growth"),
}
"""How far a project that raises capital has come."""
ENTRY = Flow(
    {
        "waiting": Text("chờ duyệt", "awaiting review"),
        "shown": Text("đã công bố", "published"),
        "returned": Text("đã trả lại", "returned"),
        "withdrawn": Text("đã gỡ", "taken down"),
    },
    (
        Transition("publish", ("waiting",), "shown", Text("công bố", "publish")),
        Transition("return", ("waiting",), "returned", Text("trả lại", "return")),
        Transition("renew", ("shown",), "shown", Text("gia hạn", "renew")),
        Transition("withdraw", ("waiting", "shown"), "withdrawn", Text("gỡ", "take down")),
    ),
)
LONGEST_TITLE, LONGEST_WORDS, LONGEST_LINE = 300, 4000, 500
LONGEST_SHOWN = timedelta(days=366)
"""How long an entry is shown at most before somebody says that it still holds: our own service, no term of any text."""
MOST_DAYS, MOST_ANSWER_DAYS, MOST_FIELDS = 250, 30, 6
NOTICE_DAYS = (14, 3)
"""Days before its last day on which the member is asked to renew an entry."""


@dataclass(frozen=True, slots=True)
class Described:
    """What an entry says. ``price`` in đồng or None with ``price_note`` saying how it is agreed; ``days`` and ``answer_days`` are
    working days. A service has a ``kind``; equipment a ``place``, ``technical`` data and ``terms``;
    a project ``sought`` in đồng and a ``stage``; an investor the fields that it ``seeks``, the ``least_stage`` (TRL, 0: not asked), the ``territory`` (a
    country's code or empty) where a right must hold, and what it puts into one technology (đồng, None: not told)."""

    sort: str
    title: Text
    summary: Text
    kind: str = ""
    price: int | None = None
    price_note: str = ""
    days: int | None = None
    answer_days: int | None = None
    open_to: str = "anyone"
    place: str = ""
    technical: str = ""
    terms: str = ""
    sought: int = 0
    stage: str = ""
    seeks: tuple[str, ...] = ()
    least_stage: int = 0
    territory: str = ""
    ticket_from: int | None = None
    ticket_to: int | None = None


@dataclass(frozen=True, slots=True)
class HandInEntry:
    """``party`` hands in an entry, shown until ``until_on`` (included); ``replaces`` an older one of its own, or 0."""

    party: str
    said: Described
    until_on: date
    replaces: int = 0
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """The second person publishes it, or returns it with a ground."""

    entry_id: int
    publish: bool
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RenewEntry:
    entry_id: int
    until_on: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawEntry:
    entry_id: int
    ground: str
    once: UUID | None = None


def may_hand_in(asked: HandInEntry, today: date, *, member: bool) -> Decision:
    """``member``: the party is an active member of a kind that this entry asks for."""
    return Decision.refuse_if_any(
        [*_not_member(asked.said, member), *_words(asked.said), *_until(asked.until_on, today)]
    )


def may_review(asked: ReviewEntry, *, state: str, member: bool, near: bool, until_on: date, today: date) -> Decision:
    """``near``: the reviewer belongs to the member's side, or handed it in."""
    found = [*ENTRY.decision(state, "publish" if asked.publish else "return").reasons, *SAY.own_hands(near)]
    if asked.publish:
        found += [*_lapsed(member), *_past(until_on, today)]
    else:
        found += SAY.missing_ground(asked.ground)
    return Decision.refuse_if_any(found)


def may_renew(asked: RenewEntry, *, state: str, member: bool, until_on: date, today: date) -> Decision:
    found = [*ENTRY.decision(state, "renew").reasons, *_lapsed(member), *_until(asked.until_on, today)]
    if asked.until_on <= until_on:
        found.append(
            _wrong(
                "until_on", "Ngày mới phải sau ngày cuối hiện nay.", "The new day must lie after the present last one."
            )
        )
    return Decision.refuse_if_any(found)


def may_withdraw(state: str, ground: str) -> Decision:
    return Decision.refuse_if_any([*ENTRY.decision(state, "withdraw").reasons, *SAY.missing_ground(ground)])


def _not_member(said: Described, member: bool) -> Iterator[Reason]:
    if not member:
        if said.sort == EXPERT:
            yield SAY.reason(
                "expert",
                "Ông/bà chưa có tên trong danh sách chuyên gia đang hoạt động của Thành phố.",
                "You are no active expert in the city's register.",
                "Mời ông/bà nhận lời mời vào danh sách chuyên gia trước.",
                "Accept an invitation to the register of experts first.",
            )
            return
        yield SAY.reason(
            "member",
            "Bên đăng chưa là thành viên được xác minh của Sàn cho loại này.",
            "The party is no verified member of the exchange for this kind.",
            "Mời ông/bà đăng ký tư cách thành viên phù hợp (ví dụ: tổ chức định giá) rồi đăng lại.",
            "Join the exchange in the right capacity (for example as a valuer), then come back.",
            "party",
        )


def _lapsed(member: bool) -> Iterator[Reason]:
    if not member:
        yield SAY.reason(
            "member_lapsed",
            "Tư cách thành viên của bên đăng không còn hiệu lực.",
            "The member's verified standing holds no longer.",
            "Mời ông/bà trả lại mục này, hoặc chờ tư cách thành viên được khôi phục.",
            "Return the entry, or wait until the membership holds again.",
        )


def _words(said: Described) -> Iterator[Reason]:
    yield from SAY.missing_text(
        said.title.vi, "title_vi", Text("tiêu đề tiếng Việt", "title in Vietnamese"), LONGEST_TITLE
    )
    yield from SAY.missing_text(said.title.en, "title_en", Text("tiêu đề tiếng Anh", "title in English"), LONGEST_TITLE)
    yield from SAY.missing_text(
        said.summary.vi, "summary_vi", Text("mô tả tiếng Việt", "description in Vietnamese"), LONGEST_WORDS
    )
    if said.sort not in SORTS:
        yield _wrong("sort", "Chưa chọn loại mục.", "The sort of entry is not chosen.")
    if said.sort == SERVICE:
        if said.kind not in KINDS:
            yield _wrong("kind", "Chưa chọn loại dịch vụ.", "The kind of service is not chosen.")
        if said.days is None or not 1 <= said.days <= MOST_DAYS:
            yield _wrong(
                "days",
                f"Thời gian thực hiện từ 1 đến {MOST_DAYS} ngày làm việc.",
                f"It takes 1 to {MOST_DAYS} working days.",
            )
    if said.sort in (SERVICE, EXPERT) and (said.price is None and not said.price_note.strip()):
        yield _wrong(
            "price_note", "Chưa ghi giá hoặc cách thỏa thuận giá.", "There is neither a price nor how it is agreed."
        )
    if said.sort in (SERVICE, EXPERT) and not 1 <= (said.answer_days or 0) <= MOST_ANSWER_DAYS:
        yield _wrong(
            "answer_days",
            f"Thời hạn trả lời từ 1 đến {MOST_ANSWER_DAYS} ngày làm việc.",
            f"The answer takes 1 to {MOST_ANSWER_DAYS} working days.",
        )
    if said.sort == EQUIPMENT:
        yield from SAY.missing_text(said.place, "place", Text("nơi đặt thiết bị", "place"), LONGEST_LINE)
        yield from SAY.missing_text(
            said.technical, "technical", Text("thông số kỹ thuật", "technical data"), LONGEST_WORDS
        )
        yield from SAY.missing_text(said.terms, "terms", Text("điều kiện sử dụng", "terms of use"), LONGEST_WORDS)
    if said.sort == CAPITAL:
        if not 0 < said.sought <= MAX_DONG:
            yield _wrong("sought", "Số vốn cần gọi phải lớn hơn 0.", "The sum sought must be above 0.")
        if said.stage not in STAGES:
            yield _wrong("stage", "Chưa chọn giai đoạn của dự án.", "The stage of the project is not chosen.")
    if said.sort == INVESTOR:
        yield from _search(said)
    if said.open_to not in OPEN_TO:
        yield _wrong("open_to", "Chưa chọn ai được đặt.", "Who may order is not chosen.")
    if said.price is not None and not 0 <= said.price <= MAX_DONG:
        yield _wrong("price", "Giá không hợp lệ.", "This is no price.")


def _search(said: Described) -> Iterator[Reason]:
    if not 1 <= len(said.seeks) <= MOST_FIELDS:
        yield _wrong("seeks", f"Chọn từ 1 đến {MOST_FIELDS} lĩnh vực.", f"Choose 1 to {MOST_FIELDS} fields.")
    if not 0 <= said.least_stage <= 9:
        yield _wrong("stage", "Mức sẵn sàng công nghệ từ 1 đến 9.", "Readiness is a level from 1 to 9.")
    if said.territory and not (said.territory.isascii() and said.territory.isalpha() and len(said.territory) == 2):
        yield _wrong(
            "territory", "Mã quốc gia gồm hai chữ cái, ví dụ: VN.", "The code of a country has two letters, such as VN."
        )
    sums = (said.ticket_from, said.ticket_to)
    if any(one is not None and not 0 <= one <= MAX_DONG for one in sums) or said.ticket_to == 0:
        yield _wrong("ticket_to", "Số vốn không hợp lệ.", "This is no sum.")
    elif said.ticket_from is not None and said.ticket_to is not None and said.ticket_to < said.ticket_from:
        yield _wrong(
            "ticket_to", "Mức cao nhất phải từ mức thấp nhất trở lên.", "The highest sum must not lie below the lowest."
        )


def _until(until_on: date, today: date) -> Iterator[Reason]:
    if until_on <= today:
        yield _wrong("until_on", "Ngày cuối công bố phải sau hôm nay.", "The last day must lie after today.")
    elif until_on > today + LONGEST_SHOWN:
        yield _wrong(
            "until_on",
            "Mỗi lần chỉ công bố tối đa một năm; sau đó ông/bà gia hạn.",
            "An entry is shown for a year at most; then it is renewed.",
        )


def _past(until_on: date, today: date) -> Iterator[Reason]:
    if until_on <= today:
        yield SAY.reason(
            "over",
            "Ngày cuối công bố đã qua.", "Its last day has passed.",
            "Mời ông/bà trả lại để bên đăng ghi ngày khác.", "Return it, so that the member gives another day.",
        )  # fmt: skip


def _wrong(name: str, vi: str, en: str) -> Reason:
    return SAY.reason(name, vi, en, "Mời ông/bà sửa mục này.", "Please mend this field.", name)
