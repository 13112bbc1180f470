"""The two persons who look at an offer: who may take, check and release it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.exchange.domain.members import wrong
from khue.features.exchange.domain.offers.commands import CheckOffer, ReleaseOffer
from khue.features.exchange.domain.offers.faults import fault_of_row
from khue.features.exchange.domain.words import CHECKED, LEVELS, PENDING

MOST_TAKEN = 300
"""Offers that an officer takes in charge in one deed."""


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


def may_take_many(offers: Sequence[int]) -> Decision:
    if 0 < len(offers) <= MOST_TAKEN:
        return Decision.grant()
    return Decision.refuse(wrong("offers", f"Chọn từ 1 đến {MOST_TAKEN} chào bán.", f"Choose 1 to {MOST_TAKEN} offers."))  # fmt: skip


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
                fault_of_row(
                    f"level-{no}",
                    "Chọn mức chứng cứ, không cao hơn mức bên cung nêu.",
                    "Choose the evidence, no higher than the supplier asked for.",
                )
            )
    for entry in entries:
        if asked.rulings.get(entry, "") not in RULINGS:
            found.append(fault_of_row(f"entry-{entry}", "Chưa kết luận về mục này của danh mục.", "This entry of the list has no ruling yet."))  # fmt: skip
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
