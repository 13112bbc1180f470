"""What holds an erasure back: records of this room that name a person and are kept."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.features.councils.models import Expert, ItemParty, Seat
from khue.features.people import queries as people


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: seats, the register of experts, what is judged about them. One query.

    A seat holds for good: minutes, score sheets and fees rest on it. The register holds while the person stands on it.
    """
    return people.told_by(
        persons,
        (
            Text("có ghế trong hội đồng, biên bản phải lưu", "sits or sat on a council, whose minutes are kept"),
            [(Seat.objects, "person")],
        ),
        (
            Text("đang có tên trong danh sách chuyên gia", "stands on the register of experts"),
            [(Expert.objects.filter(state="active"), "person")],
        ),
        (
            Text("có nội dung đã trình hội đồng", "is behind an item that was put before a council"),
            [(ItemParty.objects, "party")],
        ),
    )
