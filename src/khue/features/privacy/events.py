"""What has happened around somebody's personal data, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.events import Event
from khue.features.privacy.domain.requests import KINDS


@dataclass(frozen=True, kw_only=True)
class RequestEvent(Event):
    """``number`` is the request's; what it says stays out of timelines."""

    number: str


@dataclass(frozen=True, kw_only=True)
class RequestReceived(RequestEvent):
    wire: ClassVar[str] = "privacy.request_received"
    kind: str

    def line(self) -> Text:
        kind = KINDS[self.kind]
        return Text(f"Yêu cầu {self.number}: {kind.vi}", f"Request {self.number}: {kind.en}")


@dataclass(frozen=True, kw_only=True)
class ProcessingRestricted(RequestEvent):
    wire: ClassVar[str] = "privacy.processing_restricted"

    def line(self) -> Text:
        return Text(
            f"Hạn chế xử lý dữ liệu theo yêu cầu {self.number}", f"Processing restricted as request {self.number} asks"
        )


@dataclass(frozen=True, kw_only=True)
class RestrictionEnded(RequestEvent):
    wire: ClassVar[str] = "privacy.restriction_ended"

    def line(self) -> Text:
        return Text(
            f"Kết thúc hạn chế xử lý dữ liệu theo yêu cầu {self.number}",
            f"Restriction by request {self.number} ended",
        )


@dataclass(frozen=True, kw_only=True)
class RequestAccepted(RequestEvent):
    wire: ClassVar[str] = "privacy.request_accepted"
    due_on: str

    def line(self) -> Text:
        return Text(
            f"Chấp nhận yêu cầu {self.number}, thực hiện chậm nhất ngày {self.due_on}",
            f"Request {self.number} accepted, to be carried out by {english_day(self.due_on)}",
        )


@dataclass(frozen=True, kw_only=True)
class RequestRefused(RequestEvent):
    wire: ClassVar[str] = "privacy.request_refused"

    def line(self) -> Text:
        return Text(f"Từ chối yêu cầu {self.number}, có nêu lý do", f"Request {self.number} refused, with reasons")


@dataclass(frozen=True, kw_only=True)
class RequestExtended(RequestEvent):
    wire: ClassVar[str] = "privacy.request_extended"
    due_on: str

    def line(self) -> Text:
        return Text(
            f"Gia hạn thực hiện yêu cầu {self.number} đến ngày {self.due_on}",
            f"Request {self.number} extended to {english_day(self.due_on)}",
        )


@dataclass(frozen=True, kw_only=True)
class RequestDone(RequestEvent):
    wire: ClassVar[str] = "privacy.request_done"

    def line(self) -> Text:
        return Text(f"Đã thực hiện yêu cầu {self.number}", f"Request {self.number} carried out")


@dataclass(frozen=True, kw_only=True)
class RequestWithdrawn(RequestEvent):
    wire: ClassVar[str] = "privacy.request_withdrawn"

    def line(self) -> Text:
        return Text(f"Rút yêu cầu {self.number}", f"Request {self.number} withdrawn")


@dataclass(frozen=True, kw_only=True)
class AuthorityNotified(Event):
    """``notice`` is the id of the notice, for the worker that renders it; ``number`` the breach's."""

    wire: ClassVar[str] = "privacy.authority_notified"
    number: str
    notice: int

    def line(self) -> Text:
        return Text(
            f"Thông báo cơ quan có thẩm quyền về sự cố {self.number}", f"Authority notified of breach {self.number}"
        )


@dataclass(frozen=True, kw_only=True)
class ToldOfBreach(Event):
    wire: ClassVar[str] = "privacy.told_of_breach"
    number: str

    def line(self) -> Text:
        return Text(
            f"Được thông báo về sự cố dữ liệu cá nhân {self.number}", f"Told of personal-data breach {self.number}"
        )


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """``purpose`` is its name in both languages."""

    wire: ClassVar[str] = "privacy.consent_given"
    purpose: dict[str, str]

    def line(self) -> Text:
        name = Text.from_json(self.purpose)
        return Text(f"Đồng ý: {name.vi}", f"Consent given: {name.into('en')}")


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    wire: ClassVar[str] = "privacy.consent_withdrawn"
    purpose: dict[str, str]

    def line(self) -> Text:
        name = Text.from_json(self.purpose)
        return Text(f"Rút lại sự đồng ý: {name.vi}", f"Consent withdrawn: {name.into('en')}")
