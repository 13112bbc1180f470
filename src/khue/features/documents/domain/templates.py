"""May these texts become a version? Every reason at once, each at its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.placeholders import has_stray_braces, placeholders_in

FROM_CITY = Text("Từ gói thành phố", "From the city’s package")
"""The ground of a version that nobody edited: the city's files brought it."""


def ground_words(note: str) -> Text:
    """Why a version came into being, as its editor wrote it."""
    return FROM_CITY if note == FROM_CITY.vi else Text(note, note)


class EditableBlock(Protocol):
    """What is known of a text that may be edited (``kernel.texts.Block``)."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> Text: ...
    @property
    def longest(self) -> int: ...
    @property
    def optional(self) -> bool: ...
    @property
    def placeholders(self) -> tuple[str, ...]: ...


def may_publish(
    blocks: Sequence[EditableBlock],
    texts: Mapping[str, Text],
    before: Mapping[str, Text],
    valid_from: date,
    today: date,
) -> Decision:
    """Each text there, within its length, with placeholders that this kind knows; a day not in the past; something changed."""
    reasons = [reason for block in blocks for reason in _block_reasons(block, texts.get(block.key))]
    if valid_from < today:
        reasons.append(
            Reason(
                "template.past",
                Text("Ngày có hiệu lực đã qua.", "The day from which it is valid is past."),
                Text(f"Mời ông/bà chọn từ ngày {today:%d/%m/%Y}.", f"Choose a day from {format_day(today, 'en')}."),
                "valid_from",
            )
        )
    kept = {key: text for key, text in texts.items() if text.vi.strip()}
    if not reasons and kept == dict(before):
        reasons.append(
            Reason(
                "template.same",
                Text("Nội dung không khác phiên bản mới nhất.", "Nothing differs from the newest version."),
                Text(
                    "Mời ông/bà sửa ít nhất một đoạn, hoặc rời trang.", "Change at least one text, or leave the page."
                ),
            )
        )
    return Decision.refuse_if_any(reasons)


def _block_reasons(block: EditableBlock, text: Text | None) -> Iterator[Reason]:
    if text is None:
        if not block.optional:
            yield Reason(
                "template.empty",
                Text(f"“{block.label.vi}” đang để trống.", f"“{block.label.into('en')}” is empty."),
                Text("Mời ông/bà điền nội dung tiếng Việt.", "Fill in the Vietnamese."),
                f"{block.key}_vi",
            )
        return
    for language, words in (("vi", text.vi), ("en", text.en)):
        field = f"{block.key}_{language}"
        if len(words) > block.longest:
            yield Reason(
                "template.too_long",
                Text(
                    f"Đoạn này dài {len(words)} ký tự, tối đa {block.longest}.",
                    f"This text has {len(words)} characters; the most is {block.longest}.",
                ),
                Text("Mời ông/bà viết gọn hơn.", "Please shorten it."),
                field,
            )
        unknown = [name for name in placeholders_in(words) if name not in block.placeholders]
        if unknown or has_stray_braces(words):
            known = ", ".join(f"{{{name}}}" for name in block.placeholders)
            shown = ", ".join(f"{{{name}}}" for name in unknown) or "{ }"
            yield Reason(
                "template.placeholder",
                Text(f"Không có chỗ điền {shown} trong mẫu này.", f"This template knows no placeholder {shown}."),
                Text(f"Các chỗ điền được dùng: {known}.", f"Placeholders that can be used: {known}."),
                field,
            )
