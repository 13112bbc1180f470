"""Words of the public pages: which resolutions the platform runs, and how a question finds its procedure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.folding import fold
from khue.core.money import format_dong


@dataclass(frozen=True, slots=True)
class Resolution:
    """One of the six. ``procedures`` are keys of what can be asked for under it here; empty: nothing is received yet."""

    name: Text
    number: Text
    about: Text
    icon: str
    procedures: tuple[str, ...] = ()


RESOLUTIONS = (
    Resolution(
        Text("Chính sách KH&CN", "Science and technology policy"),
        Text("Nghị quyết 34/2025/NQ-HĐND", "Resolution 34/2025/NQ-HĐND"),
        Text("nhiệm vụ trọng điểm, hỗ trợ máy móc, thiết bị", "key tasks, support for equipment"),
        "microscope",
        ("equipment-support",),
    ),
    Resolution(
        Text("Hệ sinh thái khởi nghiệp", "Startup ecosystem"),
        Text("Nghị quyết 35/2025/NQ-HĐND", "Resolution 35/2025/NQ-HĐND"),
        Text("hỗ trợ hệ sinh thái đổi mới sáng tạo, khởi nghiệp sáng tạo", "support for innovation and startups"),
        "plant-2",
    ),
    Resolution(
        Text("Thử nghiệm có kiểm soát", "Controlled testing"),
        Text("Nghị quyết 29/2025/NQ-HĐND", "Resolution 29/2025/NQ-HĐND"),
        Text("thử nghiệm công nghệ và mô hình mới có giới hạn", "testing new technology and models within limits"),
        "shield-check",
    ),
    Resolution(
        Text("Sàn giao dịch công nghệ", "Technology exchange"),
        Text("Nghị quyết 459/NQ-HĐND", "Resolution 459/NQ-HĐND"),
        Text("đề án Sàn Giao dịch công nghệ Hà Nội", "the Hanoi Technology Exchange"),
        "arrows-exchange",
    ),
    Resolution(
        Text("Quỹ đầu tư mạo hiểm", "Venture capital fund"),
        Text("Nghị quyết 30/2025/NQ-HĐND", "Resolution 30/2025/NQ-HĐND"),
        Text("thí điểm Quỹ đầu tư mạo hiểm của Thành phố", "the city's pilot venture capital fund"),
        "coin",
    ),
    Resolution(
        Text("Trung tâm Đổi mới sáng tạo", "Innovation centre"),
        Text("Nghị quyết 461/NQ-HĐND", "Resolution 461/NQ-HĐND"),
        Text("đề án Trung tâm Đổi mới sáng tạo Hà Nội", "the Hanoi Innovation Centre"),
        "building-community",
    ),
)
NOT_RECEIVED = Text("Chưa tiếp nhận hồ sơ tại đây.", "Dossiers are not received here yet.")
OTHERS = Text("Thủ tục khác", "Other procedures")

# Words that a question is full of and that say nothing about what is asked for; with their marks, since "để" says
# nothing and "đề" does.
SILENT_WORDS = frozenset(
    {"cho", "và", "của", "tôi", "là", "để", "có", "cần", "muốn", "được", "một", "các", "những", "thì", "ở", "tại"}
    | {"với", "hay", "hoặc", "về", "gì", "nào", "a", "an", "the", "for", "of", "to", "and", "or", "i", "my", "we"}
    | {"our", "is", "are", "in", "on", "at", "with", "need", "want", "please"}
)
_WORD = re.compile(r"\w+")
LONGEST_SEARCH_WORDS = 12
ENOUGH = 50
"""Per cent of a question's words that a procedure's own words must hold to be an answer."""


def resolution_of(procedure: str) -> Resolution | None:
    """The resolution under which a procedure is received here."""
    return next((found for found in RESOLUTIONS if procedure in found.procedures), None)


def spoken_words(search: str) -> tuple[str, ...]:
    """The words of a question that carry its meaning, folded; all of them when none does."""
    words = _WORD.findall(normalize("NFC", search).casefold())
    kept = [fold(word) for word in words if word not in SILENT_WORDS] or [fold(word) for word in words]
    return tuple(dict.fromkeys(kept))[:LONGEST_SEARCH_WORDS]


Meanings = tuple[tuple[str, ...], ...]
"""Words of everyday life and of the law that mean the same, folded; each row is one meaning."""


def meanings_of(rows: Iterable[Iterable[str]]) -> Meanings:
    """The rows folded, longest phrase first. Raises ValueError for a phrase that stands in two rows."""
    found = tuple(tuple(sorted({_plain(phrase) for phrase in row}, key=len, reverse=True)) for row in rows)
    every = [phrase for row in found for phrase in row]
    twice = sorted({phrase for phrase in every if every.count(phrase) > 1})
    if twice:
        raise ValueError(f"in two meanings: {', '.join(twice)}")
    return found


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def likeness(search: str, texts: Iterable[str], meanings: Meanings = ()) -> int:
    """How many per cent of the question's words stand in the texts, with or without marks, in any order.

    A word of four letters or more may also begin a word of the texts: "spectro" finds "spectrometer". A phrase that has a row
    in ``meanings`` counts as one word, and stands in the texts when any phrase of its row does: "xin tiền" finds "hỗ trợ".
    """
    told = [_plain(text) for text in texts]
    known = {word for text in told for word in text.split()}
    whole = f" {' | '.join(told)} "
    rest, hits, asked = f" {_plain(search)} ", 0, 0
    for row in meanings:
        said = next((phrase for phrase in row if f" {phrase} " in rest), None)
        if said is not None:
            rest = rest.replace(f" {said} ", " ")
            asked += 1
            hits += any(f" {phrase} " in whole for phrase in row)
    left = [word for word in spoken_words(search) if f" {word} " in rest]
    asked += len(left)
    hits += sum(word in known or (len(word) > 3 and any(k.startswith(word) for k in known)) for word in left)
    return hits * 100 // asked if asked else 0


def cut_by_appraisal(asked: int, granted: int) -> tuple[Reason, ...]:
    """Why the grant is below what was asked for; nothing when it is not. Amounts in đồng."""
    if granted >= asked:
        return ()
    cut = asked - granted
    told = Text(
        f"Qua thẩm định giảm {format_dong(cut, 'vi')} so với mức đề nghị.",
        f"The appraisal cut {format_dong(cut, 'en')} of what was asked for.",
    )
    return (Reason("cut", told),)
