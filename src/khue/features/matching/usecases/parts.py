"""What several deeds of the room share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import NAMESPACE_URL, uuid5

from khue.core.bilingual import Text
from khue.core.errors import NotAllowed
from khue.features.people import queries as people
from khue.kernel.deeds import Deed

NAMES = uuid5(NAMESPACE_URL, "khue:matching")
"""What a job says once has a key that follows from what it is about."""


def readers(ids: Collection[int], deed: Deed) -> dict[int, tuple[str, ...]]:
    """Who reads the notices of these parties: a person in person, for an organisation those who act for it."""
    cards = people.parties([f"party:{number}" for number in ids])
    return {
        card.id: (key,) if card.kind == "person" else people.representatives([card.id], deed.today)
        for key, card in cards.items()
    }


def tell_sides(ids: Iterable[int], title: Text, body: Text, path: str, deed: Deed) -> None:
    """Everybody once, whoever did it not."""
    told = readers(tuple(ids), deed)
    for key in dict.fromkeys(key for keys in told.values() for key in keys):
        if key != deed.actor.key:
            deed.notify(key, "matching", title, body, path)


def no_side() -> NotAllowed:
    return NotAllowed(
        Text("Chỉ bên cung hoặc bên cầu của cặp này được trả lời.", "Only the two sides of the pair answer it."),
        Text("Mời ông/bà đề nghị người được ủy quyền của bên đó thực hiện.", "Ask a person with the side's mandate to do it."),
    )  # fmt: skip


def no_third_side() -> NotAllowed:
    return NotAllowed(
        Text("Chỉ bên cung, chuyên gia hoặc nhà đầu tư này được trả lời.", "Only the supplier and this expert or investor answer."),
        Text("Mời ông/bà đề nghị người được ủy quyền của bên đó thực hiện.", "Ask a person with the side's mandate to do it."),
    )  # fmt: skip


def share_hands(first: int, second: int, deed: Deed) -> bool:
    """Whether two parties are one, or somebody acts for both: the measure that deals use for a broker."""
    return bool(hands_of(first, deed) & hands_of(second, deed))


def hands_of(party: int, deed: Deed) -> frozenset[str]:
    """The party under every key, and everybody who acts for it."""
    key = f"party:{party}"
    return frozenset({key, *people.same_party(key), *people.representatives([party], deed.today)})


def no_broker() -> NotAllowed:
    return NotAllowed(
        Text("Việc này dành cho môi giới là thành viên của Sàn.", "This is for brokers who are members of the exchange."),
        Text("Mời ông/bà chọn đúng bên môi giới, hoặc đăng ký tư cách môi giới.", "Choose the right broker, or join as one."),
    )  # fmt: skip
