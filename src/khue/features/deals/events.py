"""What has happened in a deal, as timelines and jobs hear it: that something was said, never a word or a price of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class DealEvent(Event):
    """``deal`` is its id, ``number`` what everybody calls it."""

    deal: int
    number: str


@dataclass(frozen=True, kw_only=True)
class InterestExpressed(DealEvent):
    wire: ClassVar[str] = "deals.interest_expressed"

    def line(self) -> Text:
        return Text(f"Gửi quan tâm, giao dịch {self.number}", f"Interest expressed, deal {self.number}")


@dataclass(frozen=True, kw_only=True)
class InterestAnswered(DealEvent):
    wire: ClassVar[str] = "deals.interest_answered"
    accepted: bool

    def line(self) -> Text:
        if self.accepted:
            return Text(f"Giao dịch {self.number}: nhận trao đổi", f"Deal {self.number}: the seller negotiates")
        return Text(f"Giao dịch {self.number}: không nhận trao đổi", f"Deal {self.number}: declined")


@dataclass(frozen=True, kw_only=True)
class NdaMoved(DealEvent):
    """``step``: proposed, signed, ended."""

    wire: ClassVar[str] = "deals.nda_moved"
    version: int
    vi: str
    en: str

    def line(self) -> Text:
        return Text(
            f"Giao dịch {self.number}, thỏa thuận bảo mật bản {self.version}: {self.vi}",
            f"Deal {self.number}, non-disclosure {self.version}: {self.en}",
        )


@dataclass(frozen=True, kw_only=True)
class DealMoved(DealEvent):
    """The state that the deal went into, in words."""

    wire: ClassVar[str] = "deals.moved"
    vi: str
    en: str

    def line(self) -> Text:
        return Text(f"Giao dịch {self.number}: {self.vi}", f"Deal {self.number}: {self.en}")


@dataclass(frozen=True, kw_only=True)
class ContractSigned(DealEvent):
    """Both sides have signed; ``contract`` is the number of the sheet that is drawn up next."""

    wire: ClassVar[str] = "deals.contract_signed"
    contract: str

    def line(self) -> Text:
        return Text(
            f"Giao dịch {self.number}: lập hợp đồng số {self.contract}",
            f"Deal {self.number}: contract {self.contract} drawn up",
        )


@dataclass(frozen=True, kw_only=True)
class AmendmentSigned(DealEvent):
    """Both sides have signed ``amendment`` (its id); ``sheet`` is the number of the sheet that is drawn up next."""

    wire: ClassVar[str] = "deals.amendment_signed"
    amendment: int
    sheet: str

    def line(self) -> Text:
        return Text(
            f"Giao dịch {self.number}: lập phụ lục số {self.sheet}",
            f"Deal {self.number}: amendment {self.sheet} drawn up",
        )


@dataclass(frozen=True, kw_only=True)
class SharePaid(DealEvent):
    wire: ClassVar[str] = "deals.share_paid"

    def line(self) -> Text:
        return Text(f"Giao dịch {self.number}: đã chi trả một phần", f"Deal {self.number}: a share was paid")


@dataclass(frozen=True, kw_only=True)
class ShareReturned(DealEvent):
    wire: ClassVar[str] = "deals.share_returned"

    def line(self) -> Text:
        return Text(
            f"Giao dịch {self.number}: ngân hàng trả lại một phần đã chi",
            f"Deal {self.number}: the bank gave a share back",
        )
