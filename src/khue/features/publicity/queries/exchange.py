"""Figures of the Technology Exchange for a half-year or for all time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from khue.core.bilingual import Text
from khue.features.auctions import queries as auctions
from khue.features.deals import queries as deals
from khue.features.deals.queries import DealWay
from khue.features.demands import queries as demands
from khue.features.exchange import queries as exchange
from khue.features.exchange.domain.words import MODES
from khue.features.people.domain import LEGAL_FORMS
from khue.features.publicity.domain.funnel import Group, Stage, funnel, grouped, halves, shown_sum
from khue.features.results.domain.rights import IP_KINDS
from khue.features.transfers import queries as transfers

OPENED = date(2025, 12, 1)
"""Figures begin with the half-year in which the exchange was to open (fund:B.1); before it there is nothing to count."""
ALL = "all"
STAGES: Mapping[str, Text] = {
    "asked": Text("Bày tỏ quan tâm", "Interest said"),
    "talking": Text("Bên giao nhận trao đổi", "Talks begun"),
    "closed_circle": Text("Ký thỏa thuận bảo mật", "Non-disclosure signed"),
    "agreed": Text("Thống nhất điều khoản", "Terms agreed"),
    "signed": Text("Ký hợp đồng", "Contract signed"),
    "effective": Text("Hợp đồng có hiệu lực", "Contract in effect"),
    "paid": Text("Đã chi trả các phần được hưởng", "Shares paid"),
}
SIDES: Mapping[str, Text] = {
    "field": Text("Theo lĩnh vực", "By key field"),
    "seller": Text("Theo loại bên giao", "By kind of seller"),
    "right": Text("Theo loại quyền sở hữu trí tuệ", "By kind of right"),
    "contract": Text("Theo hình thức giao dịch", "By kind of contract"),
}
NOT_SAID = Text("Chưa xác định", "Not said yet")
PERSON = Text("Cá nhân", "A person")


@dataclass(frozen=True, slots=True)
class SideTable:
    """One side by which deals are counted: each group with what it is called."""

    code: str
    title: Text
    groups: tuple[tuple[Text, Group], ...]


@dataclass(frozen=True, slots=True)
class ExchangeFigures:
    """``half`` is ``all`` or ``2026-1``; ``value`` in đồng, None while too few contracts stand behind it."""

    half: str
    halves: tuple[str, ...]
    counts: Mapping[str, int]
    stages: tuple[Stage, ...]
    sides: tuple[SideTable, ...]
    contracts: int
    value: int | None


def exchange_figures(half: str, today: date) -> ExchangeFigures:
    """An unknown half-year is all time. A constant number of queries."""
    known = halves(OPENED, today)
    since, until = next(((begins, ends) for code, begins, ends in known if code == half), (OPENED, today + timedelta(days=1)))  # fmt: skip
    half = half if half in {code for code, _begins, _ends in known} else ALL
    ways = deals.deal_ways(since, until)
    values = [way.value for way in ways if way.value is not None]
    counts = {
        **exchange.counts_of_exchange(since, until, today),
        **demands.counts_of_demands(since, until),
        "auctions": auctions.auctions_awarded(since, until),
        "handed": transfers.results_handed_over(since, until),
    }
    return ExchangeFigures(
        half, tuple(code for code, _begins, _ends in known), counts, funnel([way.points for way in ways], tuple(STAGES)),
        tuple(_side(code, ways, today) for code in SIDES), len(values), shown_sum(values),
    )  # fmt: skip


def _side(code: str, ways: tuple[DealWay, ...], today: date) -> SideTable:
    read: Mapping[str, Callable[[DealWay], tuple[str, ...]]] = {
        "field": lambda way: (way.field,),
        "seller": lambda way: (way.seller,),
        "right": lambda way: way.rights,
        "contract": lambda way: (way.mode,),
    }
    names: Mapping[str, Mapping[str, Text]] = {
        "field": exchange.field_names(today),
        "seller": {**LEGAL_FORMS, "person": PERSON},
        "right": IP_KINDS,
        "contract": MODES,
    }
    groups = grouped([(read[code](way), way.points) for way in ways], tuple(STAGES), "signed")
    return SideTable(
        code, SIDES[code], tuple((names[code].get(one.code, NOT_SAID).capitalised(), one) for one in groups)
    )
