"""What another system sends, and whether it can be taken: once per (source, external id, revision)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.features.people.domain.commands import IdentifiedParty

EXTERNAL_ID = r"^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9])?$"
KINDS = {
    "submission": Text("Hồ sơ", "Dossier"),
    "supplement": Text("Bổ sung", "Supplement"),
    "withdrawal": Text("Rút hồ sơ", "Withdrawal"),
    "payment": Text("Thanh toán", "Payment"),
    "delivery": Text("Trả kết quả", "Delivery"),
}
MOST_FILES = 60
AHEAD = timedelta(minutes=10)
"""How far another system's clock may run ahead of ours before its moment is no longer believed."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came with a message: where it answers, and its bytes as an upload."""

    question: str
    upload: Any
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Fee:
    """What is to be paid for the case, and a payment that the other system has seen. Whole đồng."""

    due: int = 0
    paid: int = 0
    reference: str = ""
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What every message says. ``raw`` is its text as it came; ``digest`` is over what it says, files included."""

    external_id: str
    revision: int
    raw: bytes
    digest: str
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TakeInDossier:
    """``procedure`` is the source's code. ``certifier`` is the person signed in there; None: the applicant itself."""

    message: Message
    procedure: str
    applicant: IdentifiedParty
    certifier: IdentifiedParty | None
    certified: bool
    answers: Mapping[str, Any]
    files: tuple[SentFile, ...] = ()
    received_at: datetime | None = None
    fee: Fee = field(default_factory=Fee)


@dataclass(frozen=True, slots=True)
class TakeInSupplement:
    message: Message
    answers: Mapping[str, Any]
    note: str
    files: tuple[SentFile, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeInWithdrawal:
    message: Message
    ground: str


@dataclass(frozen=True, slots=True)
class TakeInPayment:
    message: Message
    fee: Fee


@dataclass(frozen=True, slots=True)
class TakeInDelivery:
    message: Message
    way: str
    handed_at: datetime | None = None


def digest_of(content: Any, files: tuple[SentFile, ...] = ()) -> str:
    """SHA-256 over what is said: order of members, blanks and the way in which files travel do not count."""
    said = {"content": content, "files": sorted((item.question, item.name, item.sha256) for item in files)}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def is_external_id(text: str) -> bool:
    return re.fullmatch(EXTERNAL_ID, text) is not None


def moment_reasons(moment: datetime | None, now: datetime, where: str) -> list[Reason]:
    """A moment of another system lies neither ahead of us nor in another age."""
    if moment is None or now - timedelta(days=366) <= moment <= now + AHEAD:
        return []
    return [
        Reason(
            "intake.moment",
            Text(
                "Thời điểm này ở tương lai hoặc cách nay hơn một năm.",
                "This moment lies ahead, or more than a year ago.",
            ),
            Text(
                "Mời kiểm tra đồng hồ và múi giờ của hệ thống gửi.",
                "Check the clock and the zone of the sending system.",
            ),
            where,
        )
    ]


def unknown_procedure(code: str) -> Reason:
    return Reason(
        "intake.procedure",
        Text(
            f"Mã thủ tục “{code[:60]}” chưa được gắn với thủ tục nào của Thành phố.",
            f"The procedure code “{code[:60]}” is not mapped to any procedure of the city.",
        ),
        Text(
            "Mời liên hệ quản trị viên của Thành phố để khai báo mã này rồi gửi lại với revision mới.",
            "Ask the city's administrator to map it, then send it again with a new revision.",
        ),
        "procedure",
    )


def no_person_certifies() -> Reason:
    return Reason(
        "intake.certifier",
        Text(
            "Hồ sơ của tổ chức phải nêu cá nhân đã đăng nhập, cam đoan và nộp.",
            "A dossier of an organisation names the person who signed in, certified and submitted it.",
        ),
        Text("Mời gửi “certifier” với số định danh cá nhân.", "Send “certifier” with the person's citizen number."),
        "certifier",
    )


def reason_from(said: Mapping[str, Any]) -> Reason:
    """A reason as it was kept."""
    step = said.get("next_step")
    return Reason(
        said["code"], Text.from_json(said["text"]), Text.from_json(step) if step else None, said.get("field", "")
    )


SEND_AGAIN = Text("Mời sửa rồi gửi lại với revision lớn hơn.", "Correct it and send it again with a higher revision.")


def at(reason: Reason, place: str) -> Reason:
    """The same reason, below a member of the message."""
    name = f"{place}.{reason.field}" if reason.field else place
    return Reason(reason.code, reason.text, reason.next_step or SEND_AGAIN, name, reason.source)


def in_answers(reason: Reason) -> Reason:
    """A reason of the dossier, at its place in the message."""
    return reason if reason.field in ("", "certified", "note", "ground") else at(reason, "answers")
