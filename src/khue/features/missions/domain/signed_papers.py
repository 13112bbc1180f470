"""What must be signed before money leaves: the procedure of the case names it, this says who has yet to sign, and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason


class UnsignedPaper(Protocol):
    """A paper that must be signed before payment (``dossiers.queries.UnsignedDocument``)."""

    @property
    def title(self) -> Text: ...
    @property
    def number(self) -> str: ...
    @property
    def missing(self) -> tuple[Text, ...]: ...
    @property
    def electronic(self) -> bool: ...
    @property
    def awaiting_copy(self) -> bool: ...


def papers_signed(unsigned: Sequence[UnsignedPaper]) -> Decision:
    """Money waits for the papers that the case's procedure names; each missing one with who has yet to sign, and where."""
    return Decision.refuse_if_any([_unsigned_reason(paper) for paper in unsigned])


def _unsigned_reason(paper: UnsignedPaper) -> Reason:
    title = Text(paper.title.vi, paper.title.into("en"))
    if not paper.number:
        return Reason(
            "paper_not_issued",
            Text(
                f"Chưa lập lệnh chi được: {title.vi} chưa được ban hành.",
                f"No payment yet: “{title.en}” has not been issued.",
            ),
            Text("Ban hành và ký đủ văn bản này trước.", "Issue it and have it signed by all first."),
        )
    who_vi = ", ".join(who.vi for who in paper.missing)
    who_en = ", ".join(who.into("en") for who in paper.missing)
    text = Text(
        f"Chưa lập lệnh chi được: {title.vi} số {paper.number} chưa đủ chữ ký; còn chờ {who_vi}.",
        f"No payment yet: “{title.en}” {paper.number} is not signed by all; still to sign: {who_en}.",
    )
    return Reason("paper_unsigned", text, _where_to_sign(paper))


def _where_to_sign(paper: UnsignedPaper) -> Text:
    if paper.awaiting_copy:
        return Text(
            f"Bản giấy đã ký đang chờ người thứ hai đối chiếu tại trang văn bản số {paper.number}.",
            f"A copy signed by hand awaits its second person on the page of paper {paper.number}.",
        )
    by_hand = Text(
        f"nếu đã ký trên giấy, cán bộ thụ lý ghi nhận bản giấy tại trang văn bản số {paper.number}",
        f"if it was signed on paper, the case officer records the copy on the page of paper {paper.number}",
    )
    if paper.electronic:
        return Text(
            f"Người còn thiếu ký tại trang “Cần ký”; {by_hand.vi}.",
            f"Whoever is missing signs under “To sign”; {by_hand.en}.",
        )
    return Text(f"Văn bản này không chờ ký số; {by_hand.vi}.", f"It awaits no electronic signature; {by_hand.en}.")
