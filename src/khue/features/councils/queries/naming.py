"""The party that somebody means by a name or a number: exactly one, or a sentence that says why not."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.people import queries as people

MOST = 30


def named_party(words: str, *, kind: str = "") -> tuple[str, Text | None]:
    """Key of the one party of this name or tax code, and None; or an empty key and what is wrong."""
    words = " ".join(words.split())
    found = people.find_parties(words, MOST, kind=kind) if words else ()
    exact = [card for card in found if fold(card.name) == fold(words) or (card.tax_code and card.tax_code == words)]
    chosen = exact or list(found if len(found) == 1 else ())
    if len(chosen) == 1:
        return chosen[0].key, None
    if not found:
        return "", Text(
            f"Không tìm thấy “{words}”. Mời ông/bà nhập đúng họ tên, tên tổ chức hoặc mã số thuế.",
            f"“{words}” was not found. Enter the full name, or the tax code.",
        )
    return "", Text(
        f"Có nhiều kết quả cho “{words}”. Mời ông/bà nhập tên đầy đủ hoặc mã số thuế.",
        f"Several go by “{words}”. Enter the full name, or the tax code.",
    )
