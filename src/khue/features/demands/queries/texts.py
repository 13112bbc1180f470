"""The public words of demands, for a search and for matching. Nothing that answers them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from khue.features.demands.models import Demand
from khue.features.demands.queries.facts import shown

AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class DemandText:
    """One public demand as a search finds it. ``most`` is the top of the budget in đồng, None: not told; ``open`` is its state alone:
    whether the deadline has passed is asked of the day."""

    id: int
    number: str
    title_vi: str
    title_en: str
    problem_vi: str
    problem_en: str
    words: str
    field: str
    codes: tuple[str, ...]
    stage: int
    modes: tuple[str, ...]
    territory: str
    most: int | None
    owner: str
    demander: str
    published_on: date
    open: bool
    party: str
    deadline: datetime


def texts_of(ids: Iterable[int]) -> tuple[DemandText, ...]:
    """Those of these demands that everybody reads; what is missing from the answer must not be found any more."""
    return tuple(map(_text, shown().filter(pk__in=list(ids)).select_related("party")))


def every_text() -> Iterator[DemandText]:
    """All that everybody reads, by id."""
    for row in shown().select_related("party").order_by("pk").iterator(chunk_size=AT_ONCE):
        yield _text(row)


def open_ids(now: datetime) -> QuerySet[Demand, int]:
    """Their ids that may still be answered, as rows to narrow others by."""
    return shown().filter(state="published", deadline__gt=now).values_list("pk", flat=True)


def open_texts(now: datetime) -> Iterator[DemandText]:
    """Those that may still be answered: published, before their deadline."""
    rows = shown().filter(state="published", deadline__gt=now).select_related("party").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield _text(row)


def touched_demands(subjects: Iterable[str]) -> frozenset[int]:
    """Demands that a deed on these subjects may have changed: the demands themselves, and those of the parties among them."""
    given = set(subjects)
    parties = _numbers(given, "party")
    of_parties = Demand.objects.filter(party__in=parties).values_list("pk", flat=True) if parties else ()
    return frozenset(_numbers(given, "demand") | set(of_parties))


def _numbers(subjects: Iterable[str], kind: str) -> set[int]:
    found = (subject.removeprefix(f"{kind}:") for subject in subjects if subject.startswith(f"{kind}:"))
    return {int(number) for number in found if number.isascii() and number.isdigit() and len(number) < 19}


def _text(row: Demand) -> DemandText:
    assert row.published_on is not None, "the database keeps it so"
    most = row.budget_to if row.budget_to is not None else row.budget_from
    return DemandText(
        row.pk, row.number, row.title_vi, row.title_en, row.problem_vi, row.problem_en, " ".join((row.data, row.test, *row.codes)), row.field,
        tuple(row.codes), row.stage, tuple(row.modes), row.territory, most, row.party.kind, row.party_name, row.published_on,
        row.state == "published", f"party:{row.party_id}", row.deadline,
    )  # fmt: skip
