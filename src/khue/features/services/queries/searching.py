"""The catalogue as the public search finds it: in both languages, with slips of typing; only what everybody reads on the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.councils import queries as councils
from khue.features.exchange import queries as exchange
from khue.features.services.models import CatalogueEntry
from khue.features.services.queries.shown import shown
from khue.kernel import finding
from khue.kernel.finding import Listing, Question, Source

KIND = "catalogue"
AT_ONCE = 2_000
NEAREST = 20


def search_source() -> Source:
    """Entries of the catalogue, for ``site`` to register as ``catalogue``."""
    return Source(Text("Dịch vụ, thiết bị, gọi vốn, chuyên gia", "Services, equipment, capital, experts"), _some, _every, _touched,
                  turned=_turned, still=_still)  # fmt: skip


def found_by(words: str, on: date) -> frozenset[int]:
    """Ids of shown entries that have all these words, as they stand or through marks, language and abbreviations; where none has, of
    those that come nearest. Without the index: as they stand."""
    rows = shown(on)
    for word in fold(words).split()[:10]:
        rows = rows.filter(folded__contains=word)
    literal = frozenset(rows.values_list("pk", flat=True)[: finding.MOST_SHOWN])
    answer = finding.find(Question(words, (KIND,), size=NEAREST), language="vi", facets=False)
    if not answer.total or (answer.how != "all" and literal):
        return literal
    hits = finding.every(Question(words, (KIND,)), finding.MOST_SHOWN) if answer.how == "all" else answer.hits
    return literal | frozenset(_ids(hit.key for hit in hits))


def _rows(on: date) -> QuerySet[CatalogueEntry]:
    return shown(on).select_related("equipment", "project", "search")


def _some(keys: Iterable[str]) -> Iterable[Listing]:
    names = exchange.field_names(finding.today())
    return [_listing(row, names) for row in _rows(finding.today()).filter(pk__in=_ids(keys))]


def _every() -> Iterator[Listing]:
    names = exchange.field_names(finding.today())
    return (_listing(row, names) for row in _rows(finding.today()).order_by("pk").iterator(chunk_size=AT_ONCE))


def _touched(subjects: Iterable[str]) -> Iterable[str]:
    """The entries themselves with those that they take the place of, and the entries of a party, member or expert among the subjects."""
    given = set(subjects)
    entries = _numbers(given, "catalogue_entry")
    whose = Q(party__in=_numbers(given, "party"))
    whose |= Q(party__in=exchange.parties_of_members(_numbers(given, "exchange_member")))
    whose |= Q(party__in=councils.persons_of_experts(_numbers(given, "expert")))
    rows = CatalogueEntry.objects.filter(whose).values_list("pk", flat=True)
    before = CatalogueEntry.objects.filter(pk__in=entries, replaces__isnull=False).values_list("replaces", flat=True)
    return [f"{KIND}:{number}" for number in entries | set(rows) | set(before)]


def _turned(first: date, other: date) -> Iterable[str]:
    early, late = min(first, other), max(first, other)
    rows = CatalogueEntry.objects.filter(state="shown", until_on__gte=early, until_on__lt=late)
    return [f"{KIND}:{number}" for number in rows.values_list("pk", flat=True)]


def _still(keys: Collection[str], on: date) -> Collection[str]:
    return [f"{KIND}:{number}" for number in shown(on).filter(pk__in=_ids(keys)).values_list("pk", flat=True)]


def _ids(keys: Iterable[str]) -> list[int]:
    return list(_numbers(keys, KIND))


def _numbers(subjects: Iterable[str], kind: str) -> set[int]:
    found = (subject.removeprefix(f"{kind}:") for subject in subjects if subject.startswith(f"{kind}:"))
    return {int(number) for number in found if number.isascii() and number.isdigit() and len(number) < 19}


def _listing(row: CatalogueEntry, names: Mapping[str, Text]) -> Listing:
    """``names`` are key fields by code: an investor is also found by the fields that it looks into, in both languages."""
    machine, seeks = getattr(row, "equipment", None), getattr(row, "search", None)
    fields = [names[code] for code in seeks.fields if code in names] if seeks else []
    sought = [word for field in fields for word in (field.vi, field.into("en"))]
    assert row.reviewed_at is not None, "the database keeps it so"
    return Listing(
        key=f"{KIND}:{row.pk}",
        title_vi=row.title_vi,
        title_en=row.title_en,
        summary_vi=row.summary_vi,
        summary_en=row.summary_en,
        path=f"/exchange-services/{row.pk}/",
        on=row.reviewed_at.astimezone(CITY_ZONE).date(),
        words=" ".join((row.party_name, *((machine.place, machine.technical) if machine else ()), *sought)),
        facets={"type": (row.kind or row.sort,)},
        price=row.price,
    )
