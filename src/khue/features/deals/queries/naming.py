"""Whom somebody means by a name or a tax code among the members of the exchange."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people

MOST = 30


def member_key(words: str, kinds: tuple[str, ...]) -> tuple[str, Text | None]:
    """The key of the one party that is meant, and None; or an empty key and what is wrong. An organisation is found by a part of its
    name among active members of these kinds; a person by the full name alone, for nobody is to leaf through people. A party that is no
    member is found by its exact name: the deed says why it cannot be taken."""
    words = " ".join(words.split())
    found = people.find_parties(words, MOST, kind="") if words else ()
    exact = [card for card in found if people.bears(card, words)]
    active = [card for card in exact if exchange.is_member(card.id, *kinds)]
    near = (
        [] if exact else [card for card in found if card.kind == "organisation" and exchange.is_member(card.id, *kinds)]
    )
    for chosen in (active, exact, near):
        if len(chosen) == 1:
            return chosen[0].key, None
    if len(active) > 1 or len(near) > 1:
        names = "; ".join(f"{card.name} ({card.tax_code})" for card in (active or near) if card.tax_code)
        return "", Text(
            f"Có nhiều thành viên phù hợp: {names}. Mời ông/bà nhập mã số thuế.",
            f"Several members fit: {names}. Enter the tax code.",
        )
    return "", Text(
        f"Không có thành viên nào của Sàn tên “{words}” làm được việc này. Mời ông/bà nhập tên đầy đủ hoặc mã số thuế, hoặc chọn trong "
        "danh bạ thành viên.",
        f"No member of the exchange named “{words}” does this. Enter the full name or the tax code, or choose from the directory of members.",
    )
