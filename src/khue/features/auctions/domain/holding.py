"""What the city's side decides: announcing, deposits, exclusion, opening, scoring, award, annulment."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason, Source
from khue.core.reasons import RoomReasons
from khue.features.auctions.domain.commands import (
    AnnounceAuction,
    AnnulAuction,
    AwardAuction,
    ExcludeBidder,
    NoteDeposit,
    ScoreBid,
)
from khue.features.auctions.domain.terms import (
    AUCTION,
    DUTCH,
    ENGLISH,
    GRACE,
    KINDS,
    LARGEST,
    MOST_CRITERIA,
    MOST_STEPS,
    SEALED,
    TENDER,
    Terms,
    dong,
    step_at,
)

SAY = RoomReasons("auctions")
TITLE, ABOUT = Text("tên tài sản đấu giá", "title of the subject"), Text("mô tả tài sản", "description of the subject")


def wrong(field: str, vi: str, en: str) -> Reason:
    """A field that has to be put right."""
    return SAY.reason(field, vi, en, "Mời ông/bà sửa ô này.", "Please correct this field.", field)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the law sets on the day: the least first step as a share of the start, how many days bids are taken; 0: nothing."""

    first_step: Fraction = Fraction(0)
    step_source: Source | None = None
    days: int = 0
    days_source: Source | None = None


def may_announce(asked: AnnounceAuction, *, near: bool, now: datetime, rules: Rules) -> Decision:
    """``near``: the announcer belongs to the seller."""
    found = [
        *SAY.missing_text(asked.title.vi, "title_vi", TITLE, 300),
        *SAY.missing_text(asked.about, "about", ABOUT),
        *SAY.own_hands(near),
        *_hours(asked.terms, now),
        *_money(asked.terms),
        *_by_law(asked.terms, rules),
    ]
    return Decision.refuse_if_any(found)


def _by_law(terms: Terms, rules: Rules) -> Iterator[Reason]:
    if terms.kind != DUTCH and terms.ends_at - terms.opens_at < timedelta(days=rules.days):
        said = wrong(
            "ends_at", f"Thời gian trả giá phải từ {rules.days} ngày trở lên.", f"Bids are taken for at least {rules.days} days.",
        )  # fmt: skip
        yield replace(said, code="auctions.days", source=rules.days_source)
    least = -(-terms.start * rules.first_step.numerator // rules.first_step.denominator)
    if terms.kind == ENGLISH and terms.steps and 0 < step_at(terms.steps, terms.start) < least:
        by = dong(least)
        said = wrong("steps", f"Bước giá tại giá khởi điểm phải từ {by.vi} trở lên.", f"The step at the starting price is at least {by.en}.")  # fmt: skip
        yield replace(said, code="auctions.first_step", source=rules.step_source)


def _hours(terms: Terms, now: datetime) -> Iterator[Reason]:
    if terms.opens_at < now:
        yield wrong("opens_at", "Giờ mở phiên đã qua.", "The hour of the beginning has passed.")
    if terms.ends_at <= terms.opens_at:
        yield wrong("ends_at", "Giờ kết thúc phải sau giờ mở phiên.", "The end must come after the beginning.")
    if bool(terms.extend_by) != bool(terms.extend_within) or terms.extend_by.total_seconds() < 0:
        yield wrong(
            "extend_by",
            "Kéo dài phiên cần cả hai: khoảng thời gian cuối phiên và thời gian kéo dài.",
            "A soft close needs both: how near the end, and for how long.",
        )


def _money(terms: Terms) -> Iterator[Reason]:
    if terms.kind not in KINDS:
        yield wrong("kind", "Chưa chọn hình thức.", "The kind is not chosen.")
    if not 0 < terms.start <= LARGEST:
        yield wrong("start", "Giá khởi điểm phải lớn hơn 0.", "The starting price must be more than 0.")
    if terms.reserve is not None and not 0 < terms.reserve <= LARGEST:
        yield wrong("reserve", "Giá sàn phải lớn hơn 0.", "The reserve must be more than 0.")
    if terms.kind == ENGLISH:
        yield from _steps(terms)
    if terms.kind == DUTCH:
        if terms.drop <= 0 or terms.every.total_seconds() <= 0:
            yield wrong("drop", "Cần mức giảm và thời gian giữa hai lần giảm.", "The drop and the time between two drops are needed.")  # fmt: skip
        if terms.reserve is None or terms.reserve > terms.start:
            yield wrong(
                "reserve", "Đặt giá xuống cần giá thấp nhất, không cao hơn giá khởi điểm.", "A falling clock needs its lowest price, not above the start."
            )  # fmt: skip
    if terms.kind == TENDER:
        yield from _criteria(terms)


def _steps(terms: Terms) -> Iterator[Reason]:
    overs = [step.over for step in terms.steps]
    if not terms.steps or len(terms.steps) > MOST_STEPS:
        yield wrong("steps", f"Cần từ 1 đến {MOST_STEPS} mức bước giá.", f"Between 1 and {MOST_STEPS} steps are needed.")  # fmt: skip
    if any(step.by <= 0 or step.over < 0 for step in terms.steps) or len(set(overs)) != len(overs):
        yield wrong(
            "steps",
            "Mỗi mức bước giá cần một ngưỡng riêng và bước lớn hơn 0.",
            "Each step needs a threshold of its own and more than 0 đồng.",
        )
    elif terms.steps and min(overs) > terms.start:
        yield wrong("steps", "Mức đầu tiên phải áp dụng từ giá khởi điểm.", "The first step must hold from the starting price on.")  # fmt: skip


def _criteria(terms: Terms) -> Iterator[Reason]:
    if len(terms.criteria) > MOST_CRITERIA or len({one.code for one in terms.criteria}) != len(terms.criteria):
        yield wrong("criteria", f"Tối đa {MOST_CRITERIA} tiêu chí, mỗi tiêu chí một lần.", f"At most {MOST_CRITERIA} criteria, each once.")  # fmt: skip
    weights = [terms.price_weight, *(one.weight for one in terms.criteria)]
    if any(weight < 0 for weight in weights) or sum(weights) != 100:
        yield wrong("criteria", "Trọng số của giá và các tiêu chí phải có tổng bằng 100.", "The weights of price and criteria must add up to 100.")  # fmt: skip


def may_note_deposit(asked: NoteDeposit, *, state: str, noted: bool, near: bool) -> Decision:
    found = [*_not_from(state, {"announced"}), *SAY.own_hands(near)]
    if noted:
        found.append(wrong("paper", "Tiền đặt trước đã được ghi nhận.", "The deposit is already noted."))
    if not asked.paper.strip():
        found.append(wrong("paper", "Chưa ghi chứng từ.", "The document is missing."))
    return Decision.refuse_if_any(found)


def may_exclude(asked: ExcludeBidder, *, state: str, gone: bool, near: bool) -> Decision:
    found = [*_not_from(state, {"announced", "opened"}), *SAY.own_hands(near), *SAY.missing_ground(asked.ground)]
    if gone:
        found.append(wrong("bidder", "Người này đã không còn trong phiên.", "This bidder is no longer in the auction."))
    return Decision.refuse_if_any(found)


def may_open(
    *, kind: str, state: str, ends_at: datetime, now: datetime, first: str, hands: Collection[str], near: bool
) -> Decision:
    """``first``: key of whoever signed first; the second is another person."""
    found = [*_not_from(state, {"announced"}), *SAY.own_hands(near), *SAY.four_eyes({first}, hands)]
    if kind not in SEALED:
        found.append(
            SAY.reason(
                "not_sealed", "Hình thức này không có giá kín để mở.", "This kind has no sealed bids to open.",
                "Kết quả được xác định ngay khi hết giờ.", "The result is settled when the time is over.",
            )
        )  # fmt: skip
    if now < ends_at + GRACE:
        found.append(
            SAY.reason(
                "too_early", "Chưa hết giờ nộp giá nên chưa được mở.", "The time for bids is not over, so nothing is opened.",
                "Mời ông/bà trở lại sau giờ kết thúc.", "Come back after the end.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def may_score(asked: ScoreBid, *, state: str, known: Collection[str], stays: bool, near: bool) -> Decision:
    found = [*_not_from(state, {"opened"}), *SAY.own_hands(near), *SAY.missing_ground(asked.ground)]
    if not stays:
        found.append(wrong("bidder", "Người này không có giá được đánh giá.", "This bidder has no bid to evaluate."))
    for code in known:
        if not 0 <= asked.points.get(code, -1) <= 100:
            found.append(wrong(f"points_{code}", "Điểm từ 0 đến 100.", "Points go from 0 to 100."))
    return Decision.refuse_if_any(found)


def may_conclude(*, kind: str, state: str, unscored: Collection[int], near: bool) -> Decision:
    found = [*_not_from(state, {"opened"}), *SAY.own_hands(near)]
    if kind != TENDER:
        found.append(wrong("kind", "Hình thức này không chấm điểm.", "This kind has no scoring."))
    if unscored:
        said = ", ".join(str(number) for number in sorted(unscored))
        found.append(
            SAY.reason(
                "unscored", f"Chưa chấm điểm người tham gia số {said}.", f"Bidder {said} is not scored yet.",
                "Mời ông/bà chấm đủ rồi kết luận.", "Score every bid, then conclude.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def may_award(
    asked: AwardAuction,
    *,
    state: str,
    sold: bool,
    settled_by: str,
    hands: Collection[str],
    near: bool,
    ended: Text | None = None,
    one_party: bool = False,
) -> Decision:
    """``settled_by``: whoever opened second or concluded; empty when the clock did. ``ended``: why one of the two sides is no more.
    ``one_party``: seller and winner have become one meanwhile."""
    found = [
        *AUCTION.decision(state, "award").reasons,
        *SAY.own_hands(near),
        *SAY.four_eyes({settled_by}, hands),
        *SAY.missing_ground(asked.ground),
    ]
    if state == "settled" and not sold:
        found.append(
            SAY.reason(
                "nobody_won", "Phiên này không có người trúng.", "Nobody has won this auction.",
                "Mời ông/bà hủy phiên, rồi công bố phiên mới nếu cần.", "Annul it, and announce a new one if wanted.",
            )
        )  # fmt: skip
    again = ("Mời ông/bà hủy phiên, rồi công bố phiên mới nếu cần.", "Annul it, and announce a new one if wanted.")
    if ended is not None:
        found.append(SAY.reason("side_ended", ended.vi, ended.into("en"), *again))
    if one_party:
        found.append(SAY.reason("one_party", "Bên bán và người trúng nay là một bên.", "Seller and winner have become one party.", *again))  # fmt: skip
    return Decision.refuse_if_any(found)


def may_annul(asked: AnnulAuction, *, state: str, near: bool) -> Decision:
    """Until the award; after it the price is relied on, and only the deal itself can end."""
    found = [*AUCTION.decision(state, "annul").reasons, *SAY.own_hands(near), *SAY.missing_ground(asked.ground)]
    return Decision.refuse_if_any(found)


def _not_from(state: str, wanted: Collection[str]) -> Iterator[Reason]:
    if state not in wanted:
        here = AUCTION.label(state)
        yield SAY.reason(
            "not_now", f"Không thực hiện được khi phiên {here.vi}.", f"Not possible while the auction is {here.en}.",
            "Mời ông/bà mở lại trang của phiên.", "Open the page of the auction again.",
        )  # fmt: skip
