"""The sentences of a page about demands: what a set breaks, what contradicts what. The caller names the things."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from khue.core.bilingual import Text
from khue.core.money import format_dong
from khue.core.optimum.portfolio.problem import Demand, Kind

Naming = Callable[[Literal["group", "offer"], str], Text]
"""The name to show for an id."""

MONEY = frozenset({Kind.BUDGET, Kind.LEAST_MONEY, Kind.MOST_MONEY})
OFFERS = frozenset({Kind.NEEDS, Kind.EXCLUSION, Kind.MUST, Kind.MUST_NOT})

DEMANDS = {
    Kind.BUDGET: Text("Tổng kinh phí không vượt quá {limit}.", "The money in all does not exceed {limit}."),
    Kind.LEAST_COUNT: Text("Nhóm {name} có ít nhất {limit} hồ sơ được chọn.", "At least {limit} proposals of {name} are funded."),
    Kind.MOST_COUNT: Text("Nhóm {name} có nhiều nhất {limit} hồ sơ được chọn.", "At most {limit} proposals of {name} are funded."),
    Kind.LEAST_MONEY: Text("Nhóm {name} nhận ít nhất {limit}.", "{name} gets at least {limit}."),
    Kind.MOST_MONEY: Text("Nhóm {name} nhận nhiều nhất {limit}.", "{name} gets at most {limit}."),
    Kind.NEEDS: Text(
        "Hồ sơ {name} chỉ được chọn cùng với hồ sơ mà hồ sơ này phụ thuộc vào.",
        "Proposal {name} is funded only together with the one it depends on.",
    ),
    Kind.EXCLUSION: Text(
        "Hồ sơ {name} không được chọn cùng với hồ sơ loại trừ hồ sơ này.",
        "Proposal {name} is not funded together with one that excludes it.",
    ),
    Kind.MUST: Text("Hồ sơ {name} bắt buộc phải được chọn.", "Proposal {name} is compulsory."),
    Kind.MUST_NOT: Text("Không được chọn hồ sơ {name}.", "Proposal {name} must not be funded."),
}  # fmt: skip


def ids(_kind: str, name: str) -> Text:
    """Ids shown as they are."""
    return Text(name or "–", name or "–")


def tell_demand(demand: Demand, naming: Naming = ids) -> Text:
    """What must be kept, in one sentence."""
    name = naming("offer" if demand.kind in OFFERS else "group", demand.name) if demand.name else ids("", "")

    def told(language: str) -> dict[str, str]:
        limit = format_dong(demand.limit, language) if demand.kind in MONEY else str(demand.limit)
        return {"name": name.into(language), "limit": limit}

    text = DEMANDS[demand.kind]
    return Text(text.vi.format(**told("vi")), text.en.format(**told("en")))
