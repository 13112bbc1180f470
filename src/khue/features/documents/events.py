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
