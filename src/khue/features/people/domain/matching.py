"""Which records may be the same party: blocking keys, then points for what is alike. Suggestions; a person decides.

Two records are compared only when they share a blocking key, so the work grows with the size of the blocks and not with
the square of all records. A key that more than ``WIDEST`` records share says nothing and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from khue.core.bilingual import Text
from khue.core.folding import fold

LEAST: Final = 60
"""Points from which a pair is shown to a person."""
WIDEST: Final = 60
POINTS: Final = {"tax_code": 60, "number": 60, "phone": 25, "email": 30, "birth_year": 10, "address": 10}
NAME_POINTS: Final = 60
GROUNDS: Final = {
    "name": Text("Tên giống nhau", "Alike names"),
    "tax_code": Text("Cùng gốc mã số thuế", "Same root of the tax code"),
    "number": Text("Cùng số định danh, hộ chiếu", "Same citizen number or passport"),
    "phone": Text("Cùng số điện thoại", "Same telephone"),
    "email": Text("Cùng thư điện tử", "Same e-mail"),
    "birth_year": Text("Cùng năm sinh", "Same year of birth"),
    "address": Text("Cùng địa chỉ", "Same address"),
    "different_numbers": Text("Mã số khác nhau", "Different numbers"),
}
# Words that most names carry and that tell nobody apart, folded.
_COMMON = frozenset(
    """cong ty cty co phan tnhh trach nhiem huu han mtv mot thanh vien tap doan vien truong dai hoc trung tam cp jsc ltd""".split()  # noqa: SIM905 - a list of words reads better as words
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a comparison looks at. ``number``: citizen number or passport; ``address``: the line as stored."""

    id: int
    kind: str
    name: str
    tax_code: str = ""
    number: str = ""
    phone: str = ""
    email: str = ""
    birth_year: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Two records with their points (0–100) and what brought them: (code, points)."""

    first: int
    second: int
    score: int
    grounds: tuple[tuple[str, int], ...]


def digits_of(phone: str) -> str:
    """The last nine digits: +84 24 3756 0001 and 024 3756 0001 are one number. Empty when there are fewer."""
    found = re.sub(r"\D", "", phone)
    return found[-9:] if len(found) >= 9 else ""


def name_core(name: str) -> str:
    """The words of a name that tell it apart, folded and in order of the alphabet."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    kept = [word for word in words if word not in _COMMON] or words
    return " ".join(sorted(kept))


def blocking_keys(of: Likeness) -> Iterator[str]:
    """Records that share one of these are compared."""
    if of.tax_code:
        yield f"{of.kind}:tax:{of.tax_code[:10]}"
    if of.number:
        yield f"{of.kind}:number:{of.number}"
    if phone := digits_of(of.phone):
        yield f"{of.kind}:phone:{phone}"
    if of.email:
        yield f"{of.kind}:email:{of.email.casefold()}"
    core = name_core(of.name).split()
    yield f"{of.kind}:name:{' '.join(core)}"
    if len(core) > 2:
        # One word more, less or misspelt: each name is also found without any one of its words.
        for left_out in range(len(core)):
            yield f"{of.kind}:part:{' '.join(core[:left_out] + core[left_out + 1 :])}"


def find_matches(records: Iterable[Likeness]) -> tuple[Match, ...]:
    """Every pair with at least LEAST points, the best first."""
    known: dict[int, Likeness] = {}
    blocks: dict[str, list[int]] = {}
    for record in records:
        known[record.id] = record
        for key in dict.fromkeys(blocking_keys(record)):
            blocks.setdefault(key, []).append(record.id)
    pairs = {pair for ids in blocks.values() if 1 < len(ids) <= WIDEST for pair in combinations(sorted(ids), 2)}
    found = (compare(known[first], known[second]) for first, second in pairs)
    return tuple(sorted((m for m in found if m.score >= LEAST), key=lambda m: (-m.score, m.first, m.second)))


def compare(one: Likeness, other: Likeness) -> Match:
    """Points for what is alike; two different numbers of the same kind take most of them away."""
    from rapidfuzz import fuzz

    first, second = sorted((one, other), key=lambda record: record.id)
    grounds: list[tuple[str, int]] = []
    # How alike the telling words are, whatever their order; below 70 of 100 it is another name.
    ratio = fuzz.token_sort_ratio(name_core(one.name), name_core(other.name))
    if ratio >= 70:
        grounds.append(("name", round(NAME_POINTS * ratio / 100)))
    alike: Mapping[str, bool] = {
        "tax_code": bool(one.tax_code) and one.tax_code[:10] == other.tax_code[:10],
        "number": bool(one.number) and one.number == other.number,
        "phone": bool(digits_of(one.phone)) and digits_of(one.phone) == digits_of(other.phone),
        "email": bool(one.email) and one.email.casefold() == other.email.casefold(),
        "birth_year": one.birth_year is not None and one.birth_year == other.birth_year,
        "address": bool(one.address) and fold(one.address) == fold(other.address),
    }
    grounds += [(code, POINTS[code]) for code, same in alike.items() if same]
    if _differ(one.tax_code[:10], other.tax_code[:10]) or _differ(one.number, other.number):
        grounds.append(("different_numbers", -50))
    score = max(0, min(100, sum(points for _code, points in grounds)))
    return Match(first.id, second.id, score, tuple(grounds))


def _differ(one: str, other: str) -> bool:
    return bool(one) and bool(other) and one != other
