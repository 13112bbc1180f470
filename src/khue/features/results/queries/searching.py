"""What staff find of results: offers of a transfer without refund, also those that ended, by the words of their result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from khue.core.bilingual import Text
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.models import TransferOffer
from khue.kernel.search import Entry, Source


def search_source() -> Source:
    """For ``site`` to register under ``offer``."""
    return Source(Text("Giới thiệu chuyển giao", "Transfer offers"), access.READ, _offers, _every_offer, _touched)


def _numbers(keys: Iterable[str], kind: str) -> list[int]:
    found = (key.removeprefix(f"{kind}:") for key in keys if key.startswith(f"{kind}:"))
    return [int(number) for number in found if number.isascii() and number.isdecimal() and len(number) < 19]


def _found() -> QuerySet[TransferOffer]:
    """None of an owner whose data are restricted."""
    return TransferOffer.objects.exclude(result__party__in=people.restricted_ids()).select_related("result")


def _offers(keys: Iterable[str]) -> Iterable[Entry]:
    return [_offer(row) for row in _found().filter(pk__in=_numbers(keys, "offer"))]


def _every_offer() -> Iterator[Entry]:
    for row in _found().order_by("pk").iterator(chunk_size=2_000):
        yield _offer(row)


def _offer(row: TransferOffer) -> Entry:
    result = row.result
    return Entry(
        key=f"offer:{row.pk}",
        title=result.title_vi,
        note=f"{result.number} · {result.party_name} · {row.open_on:%d/%m/%Y} – {row.until_on:%d/%m/%Y}",
        path=f"/results/{result.pk}/",
        body=" ".join((result.title_en, row.conditions_vi, row.conditions_en, row.ground)),
        aliases=result.number,
        on=row.offered_at.date(),
    )


def _touched(subjects: Iterable[str]) -> Iterable[str]:
    """A deed on a result touches its offers."""
    rows = TransferOffer.objects.filter(result__in=_numbers(subjects, "result")).values_list("pk", flat=True)
    return [f"offer:{row}" for row in rows]
