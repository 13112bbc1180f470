"""What has happened on the exchange, as timelines and jobs hear it. Only public words stand in an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event
from khue.features.exchange.domain.members import KINDS


@dataclass(frozen=True, kw_only=True)
class MemberEvent(Event):
    """``member`` is the membership's id, ``kind`` how the party takes part."""

    member: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class MembershipAsked(MemberEvent):
    wire: ClassVar[str] = "exchange.membership_asked"

    def line(self) -> Text:
        kind = KINDS[self.kind]
        return Text(f"Đăng ký thành viên Sàn, tư cách {kind.vi}", f"Asked to join the exchange as {kind.en}")


@dataclass(frozen=True, kw_only=True)
class MembershipMoved(MemberEvent):
    wire: ClassVar[str] = "exchange.membership_moved"
    vi: str
    en: str

    def line(self) -> Text:
        kind = KINDS[self.kind]
        return Text(f"Thành viên Sàn, tư cách {kind.vi}: {self.vi}", f"Member of the exchange as {kind.en}: {self.en}")


@dataclass(frozen=True, kw_only=True)
class OfferEvent(Event):
    """``offer`` is its id, ``title`` its public title in Vietnamese."""

    offer: int
    title: str


@dataclass(frozen=True, kw_only=True)
class OfferHandedIn(OfferEvent):
    wire: ClassVar[str] = "exchange.offer_handed_in"
    version: int

    def line(self) -> Text:
        return Text(f"Gửi chào bán “{self.title}”, bản {self.version}", f"Offer “{self.title}” handed in, version {self.version}")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OfferChecked(OfferEvent):
    wire: ClassVar[str] = "exchange.offer_checked"

    def line(self) -> Text:
        return Text(f"Đã kiểm tra chào bán “{self.title}”", f"Offer “{self.title}” checked")


@dataclass(frozen=True, kw_only=True)
class OfferListed(OfferEvent):
    wire: ClassVar[str] = "exchange.offer_listed"
    number: str

    def line(self) -> Text:
        return Text(f"Niêm yết “{self.title}”, số {self.number}", f"“{self.title}” listed as {self.number}")


@dataclass(frozen=True, kw_only=True)
class OfferReturned(OfferEvent):
    wire: ClassVar[str] = "exchange.offer_returned"

    def line(self) -> Text:
        return Text(f"Yêu cầu sửa chào bán “{self.title}”", f"Offer “{self.title}” sent back")


@dataclass(frozen=True, kw_only=True)
class OfferRefused(OfferEvent):
    wire: ClassVar[str] = "exchange.offer_refused"

    def line(self) -> Text:
        return Text(f"Từ chối “{self.title}”: thuộc danh mục cấm", f"“{self.title}” refused: prohibited technology")


@dataclass(frozen=True, kw_only=True)
class OfferHeld(OfferEvent):
    """A list changed and touches the offer: it is hidden until somebody has ruled."""

    wire: ClassVar[str] = "exchange.offer_held"

    def line(self) -> Text:
        return Text(f"“{self.title}” chờ kết luận theo danh mục công nghệ", f"“{self.title}” awaits a ruling by a technology list")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OfferConfirmed(OfferEvent):
    wire: ClassVar[str] = "exchange.offer_confirmed"

    def line(self) -> Text:
        return Text(f"Xác nhận “{self.title}” còn hiệu lực", f"“{self.title}” confirmed as still valid")


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(OfferEvent):
    wire: ClassVar[str] = "exchange.offer_withdrawn"

    def line(self) -> Text:
        return Text(f"Rút chào bán “{self.title}”", f"Offer “{self.title}” withdrawn")


@dataclass(frozen=True, kw_only=True)
class ConfidentialRead(OfferEvent):
    """Somebody read the confidential part; the event says who by the record's actor, never a word of it."""

    wire: ClassVar[str] = "exchange.confidential_read"

    def line(self) -> Text:
        return Text(f"Đọc phần bảo mật của “{self.title}”", f"The confidential part of “{self.title}” was read")


@dataclass(frozen=True, kw_only=True)
class ImportOrdered(Event):
    """A sheet of offers was brought; the worker reads it. ``of_import`` is its id."""

    wire: ClassVar[str] = "exchange.import_ordered"
    of_import: int

    def line(self) -> Text:
        return Text("Gửi bảng tính các chào bán", "A sheet of offers was sent in")
