"""What has happened to papers, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PaperEvent(Event):
    paper: str
    reference: str
    number: str


@dataclass(frozen=True, kw_only=True)
class PaperSigned(PaperEvent):
    """One signature more; ``complete`` when it was the last."""

    wire: ClassVar[str] = "documents.paper_signed"
    signer: str
    complete: bool

    def line(self) -> Text:
        if self.complete:
            return Text(
                f"{self.signer} ký số văn bản {self.number}; văn bản đã đủ chữ ký",
                f"{self.signer} signed paper {self.number}; all signatures are there",
            )
        return Text(f"{self.signer} ký số văn bản {self.number}", f"{self.signer} signed paper {self.number}")


@dataclass(frozen=True, kw_only=True)
class PaperDeclined(PaperEvent):
    wire: ClassVar[str] = "documents.paper_declined"
    signer: str

    def line(self) -> Text:
        return Text(f"{self.signer} từ chối ký văn bản {self.number}", f"{self.signer} declined paper {self.number}")


@dataclass(frozen=True, kw_only=True)
class CopyRecorded(PaperEvent):
    """A copy signed by hand was recorded; ``counts`` when no second person is needed."""

    wire: ClassVar[str] = "documents.copy_recorded"
    counts: bool

    def line(self) -> Text:
        if self.counts:
            return Text(
                f"Văn bản {self.number} đã ký trên giấy; bản chụp được lưu",
                f"Paper {self.number} was signed on paper; its copy is kept",
            )
        return Text(
            f"Ghi nhận bản giấy đã ký của văn bản {self.number}; chờ người thứ hai đối chiếu",
            f"A signed copy of paper {self.number} was recorded; it awaits a second person",
        )


@dataclass(frozen=True, kw_only=True)
class CopyConfirmed(PaperEvent):
    """A second person confirmed the copy: from now on the paper counts as signed."""

    wire: ClassVar[str] = "documents.copy_confirmed"

    def line(self) -> Text:
        return Text(
            f"Văn bản {self.number} đã ký trên giấy; bản chụp đã được đối chiếu và lưu",
            f"Paper {self.number} was signed on paper; its copy was compared and is kept",
        )


@dataclass(frozen=True, kw_only=True)
class CopyEnded(PaperEvent):
    """A record of a signed copy was not confirmed, or withdrawn."""

    wire: ClassVar[str] = "documents.copy_ended"
    withdrawn: bool

    def line(self) -> Text:
        if self.withdrawn:
            return Text(
                f"Bản ghi về bản giấy của văn bản {self.number} đã được rút",
                f"The record of a signed copy of paper {self.number} was withdrawn",
            )
        return Text(
            f"Bản giấy của văn bản {self.number} không được xác nhận",
            f"The signed copy of paper {self.number} was not confirmed",
        )


@dataclass(frozen=True, kw_only=True)
class PaperEnded(PaperEvent):
    """Superseded or revoked."""

    wire: ClassVar[str] = "documents.paper_ended"
    revoked: bool

    def line(self) -> Text:
        if self.revoked:
            return Text(f"Văn bản {self.number} bị thu hồi", f"Paper {self.number} was revoked")
        return Text(f"Văn bản {self.number} được thay thế", f"Paper {self.number} was superseded")


@dataclass(frozen=True, kw_only=True)
class TemplatePublished(Event):
    wire: ClassVar[str] = "documents.template_published"
    kind: str
    number: int
    valid_from: str

    def line(self) -> Text:
        return Text(
            f"Mẫu “{self.kind}” phiên bản {self.number} có hiệu lực từ {self.valid_from}",
            f"Template “{self.kind}” version {self.number} valid from {self.valid_from}",
        )
