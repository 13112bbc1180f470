"""Public demands as the public search finds them, and the words of their sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from khue.core.bilingual import Text
from khue.features.demands.queries.texts import DemandText, every_text, texts_of, touched_demands
from khue.features.exchange import queries as exchange
from khue.features.exchange.domain.words import MODES
from khue.kernel.finding import Listing, Source

KIND = "needs"
BUDGETS: Mapping[str, Text] = {
    "under-100m": Text("dưới 100 triệu đồng", "under 100 million đồng"),
    "100m-500m": Text("từ 100 đến dưới 500 triệu đồng", "100 to 500 million đồng"),
    "500m-2bn": Text("từ 500 triệu đến dưới 2 tỷ đồng", "500 million to 2 billion đồng"),
    "over-2bn": Text("từ 2 tỷ đồng trở lên", "2 billion đồng and more"),
    "untold": Text("không công bố", "not told"),
}
"""Where the top of a budget lies. Bands of the page, not of any law."""
_ENDS = ((100_000_000, "under-100m"), (500_000_000, "100m-500m"), (2_000_000_000, "500m-2bn"))
OWNERS: Mapping[str, Text] = {
    "organisation": Text("tổ chức", "organisation"),
    "person": Text("cá nhân", "private person"),
}


def search_source() -> Source:
    """Demands, for ``site`` to register as ``needs``."""
    return Source(Text("Nhu cầu công nghệ", "Demands for technology"), _some, _every, _touched)


def sides(on: date) -> Mapping[str, Mapping[str, Text]]:
    """The words of every side by code, in the order in which the page has them."""
    levels = {str(level): Text(f"từ mức {level}", f"from level {level}") for level in range(1, 10)}
    return {"field": exchange.field_names(on), "trl": levels, "mode": MODES, "price": BUDGETS, "owner": OWNERS}


def band(most: int | None) -> str:
    if most is None:
        return "untold"
    return next((name for below, name in _ENDS if most < below), "over-2bn")


def _some(keys: Iterable[str]) -> Iterable[Listing]:
    numbers = (key.removeprefix(f"{KIND}:") for key in keys)
    return [_listing(each) for each in texts_of(int(one) for one in numbers if one.isascii() and one.isdecimal())]


def _every() -> Iterator[Listing]:
    return map(_listing, every_text())


def _touched(subjects: Iterable[str]) -> Iterable[str]:
    return [f"{KIND}:{number}" for number in touched_demands(subjects)]


def _listing(demand: DemandText) -> Listing:
    facets = {"field": (demand.field,), "mode": demand.modes, "price": (band(demand.most),), "owner": (demand.owner,)}
    if demand.stage:
        facets["trl"] = (str(demand.stage),)
    return Listing(
        key=f"{KIND}:{demand.id}",
        title_vi=demand.title_vi,
        title_en=demand.title_en,
        summary_vi=demand.problem_vi,
        summary_en=demand.problem_en,
        path=f"/demands/no/{demand.number}/",
        on=demand.published_on,
        words=f"{demand.words} {demand.number} {demand.demander}",
        facets=facets,
        price=demand.most,
    )
