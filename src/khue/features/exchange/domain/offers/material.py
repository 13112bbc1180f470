"""When papers and pictures may be added, and what is missing of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.exchange.domain.members import wrong
from khue.features.exchange.domain.offers.commands import AddMaterial
from khue.features.exchange.domain.words import CHECKED, PENDING

MOST_PICTURES, LONGEST_ALT, MOST_PAPERS = 8, 300, 40


def may_add(
    asked: AddMaterial, *, state: str, outcome: str, taken: bool, pictures: Collection[int], papers: int
) -> Decision:
    """``outcome`` of the newest version, ``taken``: an officer has it in charge. ``pictures``: numbers of those that stand; ``papers``: how
    many stand."""
    found = list(_faults(asked, pictures, papers))
    open_now = state in ("returned", "listed") and outcome not in (PENDING, CHECKED)
    if not (open_now or (outcome == PENDING and not taken)):
        found.append(
            Reason(
                "exchange.in_charge",
                Text("Cán bộ đang kiểm tra bản mô tả này, hoặc chào bán đã kết thúc.", "An officer is looking at this version, or the offer has ended."),
                Text("Mời ông/bà chờ kết quả kiểm tra rồi bổ sung.", "Wait for the outcome of the check, then add it."),
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def _faults(asked: AddMaterial, pictures: Collection[int], papers: int) -> Iterator[Reason]:
    if not (asked.papers or asked.pictures or asked.drop):
        yield wrong("papers", "Chưa chọn tài liệu hoặc ảnh.", "No paper or picture is chosen.")
    if set(asked.drop) - set(pictures):
        yield wrong("drop", "Ảnh cần bỏ không có trong bản này.", "A picture to leave out is not in this version.")
    if len(pictures) - len(set(asked.drop)) + len(asked.pictures) > MOST_PICTURES:
        yield wrong("picture", f"Một chào bán có nhiều nhất {MOST_PICTURES} ảnh.", f"An offer has at most {MOST_PICTURES} pictures.")  # fmt: skip
    if papers + len(asked.papers) > MOST_PAPERS:
        yield wrong("papers", f"Một chào bán có nhiều nhất {MOST_PAPERS} tài liệu.", f"An offer has at most {MOST_PAPERS} papers.")  # fmt: skip
    for one in asked.pictures:
        for code, said, vi, en in (
            ("vi", one.alt_vi, "tiếng Việt", "Vietnamese"),
            ("en", one.alt_en, "tiếng Anh", "English"),
        ):
            if not said.strip():
                yield wrong(
                    f"alt_{code}{one.mark}", f"Chưa tả ảnh bằng {vi}.", f"What the picture shows is not said in {en}."
                )
            elif len(said.strip()) > LONGEST_ALT:
                yield wrong(f"alt_{code}{one.mark}", f"Lời tả dài nhiều nhất {LONGEST_ALT} ký tự.", f"At most {LONGEST_ALT} characters.")  # fmt: skip
    if not asked.ground.strip():
        yield wrong("ground", "Chưa nêu nội dung bổ sung.", "What is added is not said.")
