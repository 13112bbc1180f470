"""Purposes and consents: what may be asked as a consent, when one stands, and what a person may do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason

CONSENT: Final = "consent"
PUBLIC_TASK: Final = "public-task"
BASES: Final = {
    CONSENT: Text("sự đồng ý của người có dữ liệu", "consent of the person"),
    PUBLIC_TASK: Text("nhiệm vụ công theo pháp luật", "public task under the law"),
}
GIVEN: Final = "given"
WITHDRAWN: Final = "withdrawn"
ACTIONS: Final = {GIVEN: Text("đồng ý", "given"), WITHDRAWN: Text("rút lại", "withdrawn")}
PUBLIC_NAME: Final = "public-name"
KEEP_DRAFTS: Final = "keep-drafts"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose of the city package. ``text`` is what a person agrees to, ``withdrawn`` what withdrawing means.

    ``provision`` and ``retention`` are keys of the law files.
    """

    code: str
    basis: str
    version: int
    name: Text
    covers: Text
    provision: str
    retention: str
    text: Text | None = None
    withdrawn: Text | None = None

    @property
    def asks(self) -> bool:
        """Whether it is asked as a consent: what the law allows without one is never asked."""
        return self.basis == CONSENT


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """``version`` is that of the text which the person read."""

    purpose: str
    version: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    purpose: str
    once: UUID | None = None


def stands(purpose: Purpose, action: str, version: int) -> bool:
    """Whether a consent counts: given, and for the text that is asked now."""
    return purpose.asks and action == GIVEN and version == purpose.version


def may_give(purpose: Purpose | None, version: int, *, standing: bool) -> Decision:
    if purpose is None or not purpose.asks:
        return Decision.refuse(_not_asked())
    if version != purpose.version:
        return Decision.refuse(
            Reason(
                "other_text",
                Text("Nội dung đồng ý đã được thay đổi trong lúc này.", "The text changed in the meantime."),
                Text("Mời ông/bà đọc nội dung mới rồi quyết định.", "Read the new text, then decide."),
            )
        )
    if standing:
        return Decision.refuse(
            Reason(
                "given_already",
                Text("Ông/bà đã đồng ý với mục đích này.", "You agreed to this already."),
                Text("Không cần làm gì thêm.", "Nothing more is needed."),
            )
        )
    return Decision.grant()


def may_withdraw(purpose: Purpose | None, action: str) -> Decision:
    """Always, when something was given: also a consent to an older text."""
    if purpose is None or not purpose.asks:
        return Decision.refuse(_not_asked())
    if action != GIVEN:
        return Decision.refuse(
            Reason(
                "nothing_given",
                Text("Không có sự đồng ý nào đang có hiệu lực để rút.", "There is no consent to withdraw."),
                Text("Không cần làm gì thêm.", "Nothing more is needed."),
            )
        )
    return Decision.grant()


def _not_asked() -> Reason:
    return Reason(
        "not_asked",
        Text("Mục đích này không dựa trên sự đồng ý.", "This purpose does not rest on consent."),
        Text("Mời ông/bà mở lại trang “Sự đồng ý của tôi”.", "Open the page “My consents” again."),
    )


class PurposeError(Exception):
    """The city's purposes cannot be used; the message names purpose and key."""


def read_purposes(content: Mapping[str, Any]) -> tuple[Purpose, ...]:
    """The purposes of ``purposes.toml``. Raises PurposeError for the first thing that is wrong."""
    found = content.get("purposes")
    if not isinstance(found, Mapping) or not found:
        raise PurposeError("purposes.toml: there are no purposes")
    return tuple(_purpose(code, raw) for code, raw in found.items())


def _purpose(code: str, raw: Mapping[str, Any]) -> Purpose:
    basis, version = raw.get("basis"), raw.get("version")
    if basis not in BASES:
        raise PurposeError(f"purposes.{code}: basis must be one of {', '.join(BASES)}")
    if not isinstance(version, int) or version < 1:
        raise PurposeError(f"purposes.{code}: version must be a number from 1")
    asks = basis == CONSENT
    return Purpose(
        code=code,
        basis=basis,
        version=version,
        name=_text(code, raw, ("vi", "en")),
        covers=_text(code, raw, ("data_vi", "data_en")),
        provision=_word(code, raw, "provision"),
        retention=_word(code, raw, "retention"),
        text=_text(code, raw, ("text_vi", "text_en")) if asks else None,
        withdrawn=_text(code, raw, ("withdrawn_vi", "withdrawn_en")) if asks else None,
    )


def _text(code: str, raw: Mapping[str, Any], keys: Iterable[str]) -> Text:
    vi, en = (_word(code, raw, key) for key in keys)
    return Text(vi, en)


def _word(code: str, raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value.strip():
        raise PurposeError(f"purposes.{code}: {key} is missing")
    return value
