"""The public register: registered results with what is public of them. Nothing here reads the words of the confidential part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.domain.register import ACCEPTED, FIELDS, KINDS, STAGES
from khue.features.results.domain.rights import IP, IP_KINDS
from khue.features.results.domain.shares import percent
from khue.features.results.models import (
    ConfidentialPart,
    IpObject,
    Ownership,
    Result,
    ResultVersion,
    ShareList,
    TransferOffer,
)
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line of the public register, for the page and for exports."""

    id: int
    number: str
    title: Text
    kind: Text
    field: Text
    owner: str
    registered_on: date
    offered: bool


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """An owner and its part, exact and as people read it. ``part``: what formed it."""

    name: str
    part: str
    share: Fraction
    says: Text


@dataclass(frozen=True, slots=True)
class RightRow:
    """An IP object: where it stands, and every step with its day."""

    id: int
    code: str
    kind: Text
    title: str
    territory: str
    state: Text
    number: str
    steps: tuple[tuple[Text, date, str], ...]


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer of a transfer without refund; ``result`` is the result's id."""

    id: int
    result: int
    number: str
    title: Text
    kind: Text
    field: Text
    owner: str
    conditions: Text
    open_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class PublicResult:
    """What everybody may read of a registered result."""

    id: int
    number: str
    title: Text
    summary: Text
    kind: Text
    field: Text
    stage: int
    stage_text: Text
    formed_on: date
    registered_on: date
    origin: str
    decision: str
    owner: str
    public_money: int
    total_money: int
    version: int
    authors: tuple[str, ...]
    owners: tuple[OwnerRow, ...]
    rights: tuple[RightRow, ...]
    offer: OfferRow | None
    has_confidential: bool
    paper_code: str


def register(
    text: str, kind: str, field: str, after: str | None, size: int = 25, *, offered_only: bool = False
) -> Page[RegisterRow]:  # fmt: skip
    """Registered results, newest first; every word of ``text`` is in title or summary, with or without marks."""
    found = _registered().annotate(open_offers=Count("offers", filter=_open_offer("offers__")))
    for word in fold(text).split()[:10]:
        found = found.filter(folded__contains=word)
    if kind in KINDS:
        found = found.filter(kind=kind)
    if field in FIELDS:
        found = found.filter(field=field)
    if offered_only:
        found = found.filter(open_offers__gt=0)
    return keyset(found, ["-registered_on", "-id"], after, size).of(_row)


def _registered() -> QuerySet[Result]:
    return Result.objects.filter(state="registered").exclude(party__in=people.restricted_ids())


def _open_offer(prefix: str) -> Q:
    return Q(**{f"{prefix}withdrawn_at__isnull": True, f"{prefix}id__isnull": False})


def _row(result: Any) -> RegisterRow:
    return RegisterRow(
        result.pk,
        result.number,
        Text(result.title_vi, result.title_en),
        KINDS[result.kind],
        FIELDS[result.field],
        result.party_name,
        result.registered_on,
        bool(result.open_offers),
    )


@dataclass(frozen=True, slots=True)
class KnownResult:
    """A registered result as the search of likenesses sees it."""

    id: int
    number: str
    title: str
    owner: str


def results_with_words(words: Iterable[str], most: int = 200) -> tuple[KnownResult, ...]:
    """Registered results that share a word, folded, the newest first; of what the public register shows. One query."""
    shared = Q(pk__in=[])
    for word in words:
        shared |= Q(folded__contains=word)
    rows = _registered().filter(shared).order_by("-registered_on", "-pk")[:most]
    return tuple(KnownResult(row.pk, row.number, row.title_vi, row.party_name) for row in rows)


def figures() -> Mapping[str, int]:
    """Registered results by kind; kinds without any are left out."""
    rows = _registered().values("kind").annotate(count=Count("pk")).order_by("kind")
    return {row["kind"]: row["count"] for row in rows}


def public_result(number: str) -> PublicResult:
    """By its number. Raises Missing, also for one that is not registered."""
    result = _registered().filter(number=number).first()
    if result is None:
        raise access.no_such_result()
    version = result.versions.filter(outcome=ACCEPTED).order_by("-no").first()
    assert version is not None
    assert result.registered_on is not None
    return PublicResult(
        id=result.pk,
        number=result.number,
        title=Text(version.title_vi, version.title_en),
        summary=Text(version.summary_vi, version.summary_en),
        kind=KINDS[version.kind],
        field=FIELDS[version.field],
        stage=version.stage,
        stage_text=STAGES[version.stage],
        formed_on=version.formed_on,
        registered_on=result.registered_on,
        origin=result.origin_title,
        decision=result.origin_decision,
        owner=result.party_name,
        public_money=result.public_money,
        total_money=result.total_money,
        version=version.no,
        authors=public_authors(result.pk),
        owners=owner_rows(result.pk),
        rights=right_rows(result.pk, public=True),
        offer=open_offer(result),
        has_confidential=has_confidential(version),
        paper_code=result.paper_code,
    )


def has_confidential(version: ResultVersion) -> bool:
    """Whether a confidential part stands beside the version: that it exists is public, its words are not."""
    return ConfidentialPart.objects.filter(version=version).exists()


def public_authors(result_id: int) -> tuple[str, ...]:
    """Names of the authors who confirmed, in their order; those whose data are restricted are left out."""
    row = ShareList.objects.filter(result=result_id, state="agreed").first()
    if row is None:
        return ()
    shown = row.authors.exclude(person__in=people.restricted_ids()).order_by("no")
    return tuple(shown.values_list("name", flat=True))


def owner_rows(result_id: int) -> tuple[OwnerRow, ...]:
    """Owners as they stand, for everybody: of one whose data are restricted the part alone, so that all add up."""
    row = Ownership.objects.filter(result=result_id).order_by("-no").first()
    if row is None:
        return ()
    found = []
    restricted = ExpressionWrapper(Q(party__in=people.restricted_ids()), BooleanField())
    for one in row.owners.annotate(restricted=restricted).order_by("no"):
        share = Fraction(one.numerator, one.denominator)
        found.append(
            OwnerRow(people.restricted_words() if one.restricted else one.name, one.part, share, percent(share))
        )
    return tuple(found)


def right_rows(result_id: int, *, public: bool) -> tuple[RightRow, ...]:
    """IP objects with their steps; the public reads no title of a secret, and nothing that is only planned."""
    found = IpObject.objects.filter(result=result_id).prefetch_related("steps").order_by("pk")
    if public:
        found = found.exclude(kind="secret").exclude(state="planned")
    return tuple(
        RightRow(
            row.pk,
            row.state,
            IP_KINDS[row.kind],
            row.title,
            row.territory,
            IP.label(row.state),
            row.number,
            tuple(
                (IP.label(step.state), step.on, step.number)
                for step in sorted(row.steps.all(), key=lambda each: each.no)
            ),
        )
        for row in found
    )


def open_offer(result: Result) -> OfferRow | None:
    row = TransferOffer.objects.filter(result=result, withdrawn_at=None).first()
    return _offer(row, result) if row is not None else None


def offer_row(offer_id: int) -> OfferRow | None:
    """An offer that stands, of a registered result whose owner's data are not restricted; None for any other."""
    rows = TransferOffer.objects.filter(pk=offer_id, withdrawn_at=None, result__state="registered")
    row = rows.exclude(result__party__in=people.restricted_ids()).select_related("result").first()
    return _offer(row, row.result) if row is not None else None


def _offer(row: TransferOffer, result: Result) -> OfferRow:
    return OfferRow(
        row.pk,
        result.pk,
        result.number,
        Text(result.title_vi, result.title_en),
        KINDS[result.kind],
        FIELDS[result.field],
        result.party_name,
        Text(row.conditions_vi, row.conditions_en),
        row.open_on,
        row.until_on,
    )


def offered(on: date, after: str | None = None, size: int = 50) -> Page[OfferRow]:
    """The door for the exchange: results on offer whose window holds the day ``on``, newest offer first; none of a restricted owner."""
    rows = TransferOffer.objects.filter(
        withdrawn_at=None, result__state="registered", open_on__lte=on, until_on__gt=on
    ).select_related("result")
    rows = rows.exclude(result__party__in=people.restricted_ids())
    return keyset(rows, ["-pk"], after, size).of(lambda row: _offer(row, row.result))
