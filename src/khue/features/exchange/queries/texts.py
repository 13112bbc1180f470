"""The public words of listed offers, for a search that follows the audit record. Nothing confidential, nothing restricted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from khue.features.exchange.domain.words import EVIDENCE
from khue.features.exchange.models import Judgement, Offer
from khue.features.exchange.queries.shown import listed, restricted
from khue.kernel.models import AuditRecord

AT_ONCE = 2_000
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
    rows = _rows(on, cleared).filter(pk__in=list(ids))
    return tuple(_text(row) for row in rows.prefetch_related("shown__claims", "shown__rights"))


def _rows(on: date, cleared: bool) -> QuerySet[Offer]:
    rows = listed(on, cleared=cleared).select_related("shown", "party")
    return rows.annotate(is_restricted=restricted(on)) if cleared else rows


def every_text(on: date, *, cleared: bool = False) -> Iterator[OfferText]:
    """All that everybody sees on the day, by id; ``cleared`` as above."""
    rows = _rows(on, cleared).prefetch_related("shown__claims", "shown__rights").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield _text(row)


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
    """Offers that a deed on these subjects may have changed: the offers themselves, and those of the parties among them."""
    given = set(subjects)
    of_parties = Offer.objects.filter(party__in=_numbers(given, "party")).values_list("pk", flat=True)
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


def _text(row: Offer) -> OfferText:
    version = row.shown
    assert version is not None
    assert row.listed_on is not None
    words = [*(claim.says for claim in version.claims.all()), *version.codes, version.rival]
    return OfferText(
        row.pk, row.number, row.title_vi, row.title_en, version.summary_vi, version.summary_en, " ".join(filter(None, words)), row.kind,
        row.field, row.stage, tuple(row.modes), tuple(sorted({right.kind for right in version.rights.all()})),
        row.evidence if row.evidence in EVIDENCE else "stated", row.price_from, row.party.kind, row.party_name, row.listed_on,
        bool(getattr(row, "is_restricted", False)), f"party:{row.party_id}", tuple(version.codes),
        tuple(sorted({right.territory for right in version.rights.all() if right.state in STANDING})),
    )  # fmt: skip
