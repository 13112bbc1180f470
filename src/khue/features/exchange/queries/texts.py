"""The public words of listed offers, for a search that follows the audit record. Nothing confidential, nothing restricted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import BooleanField, Q, QuerySet, Value

from khue.features.exchange.domain.words import EVIDENCE
from khue.features.exchange.models import Judgement, Offer, OfferClaim, OfferRight
from khue.features.exchange.queries.shown import listed, restricted
from khue.features.people import queries as people
from khue.kernel.models import AuditRecord

AT_ONCE = 2_000
COLUMNS = (
    "id", "number", "title_vi", "title_en", "shown_id", "shown__summary_vi", "shown__summary_en", "shown__codes", "shown__rival",
    "kind", "field", "stage", "modes", "evidence", "price_from", "party_id", "party__kind", "party_name", "listed_on", "is_restricted",
)  # fmt: skip
STANDING = frozenset({"filed", "published", "granted"})
"""States of a right that somebody may lean on: what is only planned, was refused, has lapsed or is secret holds nowhere."""


@dataclass(frozen=True, slots=True)
class OfferText:
    """One listed offer as a search finds it: both titles and summaries, more words, codes of facets. ``price`` in đồng or None: from
    where it begins; ``owner``: ``person`` or ``organisation``; ``codes`` are IPC symbols; ``territories`` are where rights hold, each a
    country's code or a treaty's (PCT, EP)."""

    id: int
    number: str
    title_vi: str
    title_en: str
    summary_vi: str
    summary_en: str
    words: str
    kind: str
    field: str
    stage: int
    modes: tuple[str, ...]
    rights: tuple[str, ...]
    evidence: str
    price: int | None
    owner: str
    supplier: str
    listed_on: date
    restricted: bool = False
    party: str = ""
    codes: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()


def texts_of(ids: Iterable[int], on: date, *, cleared: bool = False) -> tuple[OfferText, ...]:
    """Those of these offers that everybody sees on the day; what is missing from the answer must not be found any more.

    ``cleared``: with those that only cleared readers see, each marked ``restricted``.
    """
    return tuple(_texts(_rows(on, cleared).filter(pk__in=list(ids)).values_list(*COLUMNS, named=True)))


def _rows(on: date, cleared: bool) -> QuerySet[Offer]:
    shut = restricted(on) if cleared else Value(False, BooleanField())
    return listed(on, cleared=cleared).annotate(is_restricted=shut)


def every_text(on: date, *, cleared: bool = False) -> Iterator[OfferText]:
    """All that everybody sees on the day, by id; ``cleared`` as above."""
    rows = _rows(on, cleared).order_by("pk").values_list(*COLUMNS, named=True).iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        yield from _texts(some)


def changed_since(number: int, on: date) -> tuple[int, frozenset[int], tuple[OfferText, ...]]:
    """What deeds after the audit record ``number`` touched: the newest record's number, ids of all touched offers, and the
    texts of those that are shown. An id without a text goes out of the index. At most 2,000 records at once.

    A day that passes writes no record: what runs out, or what an entry shuts from its first day on, is found by asking
    ``texts_of`` again.
    """
    rows = AuditRecord.objects.filter(id__gt=number).order_by("id").values_list("id", "subjects")[:AT_ONCE]
    found = list(rows)
    touched = touched_offers(subject for _id, subjects in found for subject in subjects)
    return (found[-1][0] if found else number, touched, texts_of(touched, on))


def touched_offers(subjects: Iterable[str]) -> frozenset[int]:
    """Offers that a deed on these subjects may have changed: the offers themselves, and those of the parties among them, under every record."""
    given = set(subjects)
    parties = _numbers(given, "party")
    kin = {number for line in people.lineages(parties).values() for number in line.ids}
    of_parties = Offer.objects.filter(party__in=kin).values_list("pk", flat=True)
    return frozenset(_numbers(given, "technology_offer") | set(of_parties))


def listed_ids(on: date) -> QuerySet[Offer, int]:
    """Ids of the offers that everybody sees on the day, as rows to narrow others by."""
    return listed(on).values_list("pk", flat=True)


def shown_among(ids: Iterable[int], on: date, *, cleared: bool = False) -> frozenset[int]:
    """Those of these offers that everybody, or a ``cleared`` reader, sees on the day. One query."""
    return frozenset(listed(on, cleared=cleared).filter(pk__in=list(ids)).values_list("pk", flat=True))


def turned_offers(first: date, other: date) -> frozenset[int]:
    """Listed offers that may be shown on one of two days and not on the other though no deed says so: their last day passes, or an
    entry that touches them begins or ends. At most two queries."""
    early, late = min(first, other), max(first, other)
    if early == late:
        return frozenset()
    ended = Offer.objects.filter(state="listed", valid_until__gt=early, valid_until__lte=late)
    begins = Q(entry__from_on__gt=early, entry__from_on__lte=late) | Q(
        entry__until_on__gt=early, entry__until_on__lte=late
    )
    touched = Judgement.objects.filter(begins, version__offer__state="listed").values_list("version__offer", flat=True)
    return frozenset(ended.values_list("pk", flat=True)) | frozenset(touched)


def _numbers(subjects: Iterable[str], kind: str) -> set[int]:
    found = (subject.removeprefix(f"{kind}:") for subject in subjects if subject.startswith(f"{kind}:"))
    return {int(number) for number in found if number.isascii() and number.isdigit() and len(number) < 19}


def _texts(rows: Iterable[Any]) -> Iterator[OfferText]:
    """The texts of rows with ``COLUMNS``. Three queries however many, and no objects: whoever reads all reads 200,000."""
    found = list(rows)
    versions = [row.shown_id for row in found]
    claims, rights = defaultdict(list), defaultdict(list)
    for version, says in (
        OfferClaim.objects.filter(version__in=versions).order_by("pk").values_list("version_id", "says")
    ):
        claims[version].append(says)
    held = OfferRight.objects.filter(version__in=versions).order_by("pk")
    for version, *right in held.values_list("version_id", "kind", "state", "territory"):
        rights[version].append(right)
    return (_text(row, claims[row.shown_id], rights[row.shown_id]) for row in found)


def _text(row: Any, claims: Sequence[str], rights: Sequence[Sequence[str]]) -> OfferText:
    words = (*claims, *row.shown__codes, row.shown__rival)
    return OfferText(
        row.id, row.number, row.title_vi, row.title_en, row.shown__summary_vi, row.shown__summary_en,
        " ".join(filter(None, words)), row.kind, row.field, row.stage, tuple(row.modes), tuple(sorted({kind for kind, *_ in rights})),
        row.evidence if row.evidence in EVIDENCE else "stated", row.price_from, row.party__kind, row.party_name, row.listed_on,
        row.is_restricted, f"party:{row.party_id}", tuple(row.shown__codes),
        tuple(sorted({territory for _, state, territory in rights if state in STANDING})),
    )  # fmt: skip
