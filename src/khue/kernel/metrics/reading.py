"""The counted requests as a page needs them: per route how many, how they ended, and how long half and most of them took."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from khue.kernel.metrics import requests


@dataclass(frozen=True, slots=True)
class RouteFigures:
    """Requests of one route (every method together). Times in seconds, up to the bound of a bucket exact."""

    route: str
    count: int
    failed: int
    half: float
    most: float


@dataclass(frozen=True, slots=True)
class RequestFigures:
    """Since the web server was started. ``spread`` counts the requests up to each bound of ``requests.BUCKETS``, and beyond."""

    count: int
    failed: int
    half: float
    most: float
    spread: tuple[int, ...]
    routes: tuple[RouteFigures, ...]
    endings: Mapping[str, int]


@dataclass
class _Sum:
    count: int = 0
    failed: int = 0
    buckets: dict[float, float] = field(default_factory=lambda: defaultdict(float))

    def quantile(self, part: float) -> float:
        return quantile(sorted(self.buckets.items()), part)


def read() -> RequestFigures:
    """The sum over all web processes."""
    routes: dict[str, _Sum] = defaultdict(_Sum)
    endings: dict[str, int] = defaultdict(int)
    whole = _Sum()
    for family in requests.registry().collect():
        for sample in family.samples:
            route = sample.labels.get("route", "")
            if sample.name == "khue_requests_total":
                number, status = int(sample.value), sample.labels["status"]
                endings[status] += number
                for each in (routes[route], whole):
                    each.count += number
                    each.failed += number if status == "5xx" else 0
            elif sample.name == "khue_request_seconds_bucket":
                bound = float(sample.labels["le"])
                for each in (routes[route], whole):
                    each.buckets[bound] += sample.value
    made = [RouteFigures(route, s.count, s.failed, s.quantile(0.5), s.quantile(0.95)) for route, s in routes.items()]
    made.sort(key=lambda line: (-line.count, line.route))
    return RequestFigures(
        whole.count, whole.failed, whole.quantile(0.5), whole.quantile(0.95), _spread(whole), tuple(made), dict(endings)
    )


def _spread(whole: _Sum) -> tuple[int, ...]:
    """Requests in each bucket by itself: the library counts them up to each bound."""
    counted = [int(count) for _bound, count in sorted(whole.buckets.items())]
    return tuple(count - before for before, count in zip([0, *counted], counted, strict=False))


def quantile(buckets: Sequence[tuple[float, float]], part: float) -> float:
    """The value below which ``part`` of all lie, from counts up to each bound, taken as even inside a bucket.

    As Prometheus' ``histogram_quantile``: beyond the last finite bound, that bound; 0 without values.
    """
    if not buckets or buckets[-1][1] <= 0:
        return 0.0
    wanted, lower, before = part * buckets[-1][1], 0.0, 0.0
    for bound, count in buckets:
        if count >= wanted:
            if math.isinf(bound):
                return lower
            inside = count - before
            return lower + (bound - lower) * ((wanted - before) / inside if inside else 1.0)
        lower, before = bound, count
    return lower
