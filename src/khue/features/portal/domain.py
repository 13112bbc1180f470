"""Words of the public pages: who comes, and which resolutions the platform runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.core.folding import fold


@dataclass(frozen=True, slots=True)
class Resolution:
    """One of the six. ``procedures`` are keys of what can be asked for under it here; empty: nothing is received yet."""

    name: Text
    number: Text
    icon: str
    procedures: tuple[str, ...] = ()


RESOLUTIONS = (
    Resolution(
        Text("Chính sách KH&CN", "Science and technology policy"),
        Text("Nghị quyết 34/2025/NQ-HĐND", "Resolution 34/2025/NQ-HĐND"),
        "microscope",
        ("equipment-support",),
    ),
    Resolution(
        Text("Hệ sinh thái khởi nghiệp", "Startup ecosystem"),
        Text("Nghị quyết 35/2025/NQ-HĐND", "Resolution 35/2025/NQ-HĐND"),
        "plant-2",
    ),
    Resolution(
        Text("Thử nghiệm có kiểm soát", "Controlled testing"),
        Text("Nghị quyết 29/2025/NQ-HĐND", "Resolution 29/2025/NQ-HĐND"),
        "shield-check",
    ),
    Resolution(
        Text("Sàn giao dịch công nghệ", "Technology exchange"),
        Text("Nghị quyết 459/NQ-HĐND", "Resolution 459/NQ-HĐND"),
        "arrows-exchange",
    ),
    Resolution(
        Text("Quỹ đầu tư mạo hiểm", "Venture capital fund"),
        Text("Nghị quyết 30/2025/NQ-HĐND", "Resolution 30/2025/NQ-HĐND"),
        "coin",
    ),
    Resolution(
        Text("Trung tâm Đổi mới sáng tạo", "Innovation centre"),
        Text("Nghị quyết 461/NQ-HĐND", "Resolution 461/NQ-HĐND"),
        "building-community",
    ),
)
NOT_RECEIVED = Text("Chưa tiếp nhận hồ sơ tại đây.", "Dossiers are not received here yet.")


def matches(search: str, words: Iterable[str]) -> bool:
    """Whether every word of the search is found, with or without marks, in any order."""
    haystack = fold(" ".join(words))
    return all(word in haystack for word in fold(search).split())
