"""The public list of offers. Nothing here reads the confidential part, nor the words of versions that are not shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, QuerySet

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.clock import day_after_months
from khue.core.folding import fold
from khue.features.exchange import access
from khue.features.exchange.domain.words import BASES, EVIDENCE, LEVELS, MODES, OBJECTS
from khue.features.exchange.models import Judgement, Offer, OfferVersion
from khue.features.exchange.queries import rules
from khue.features.exchange.queries.members import active_since
from khue.features.exchange.queries.pictures import PictureRow, first_pictures, pictures_of
from khue.features.exchange.queries.shown import encouraged, in_force, listed, restricted
from khue.features.people import queries as people
from khue.features.results.domain.register import STAGES
from khue.features.results.domain.rights import IP, IP_KINDS
from khue.features.results.domain.shares import percent
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """What the list is narrowed by; empty values narrow nothing. ``stage``: at least this readiness. ``price_to`` in đồng."""

    text: str = ""
    kind: str = ""
    field: str = ""
    mode: str = ""
    evidence: str = ""
    stage: int = 0
    price_to: int | None = None
    encouraged: bool = False

    @property
    def narrows(self) -> bool:
        return self != OfferFilter()


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A line of the public list, for the page and for exports. Prices in đồng."""

    id: int
    number: str
    title: Text
    kind: Text
    field: Text
    stage: int
    evidence: Text
    modes: Text
    price_from: int | None
    price_to: int | None
    supplier: str
    listed_on: date
    confirmed_on: date
    valid_until: date
    restricted: bool
    encouraged: bool
    picture: PictureRow | None = None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with the evidence that was found, and who found it when. ``code`` is the level."""

    says: str
    level: Text
    code: str
    proof: str
    buyer: str


@dataclass(frozen=True, slots=True)
class OfferOwnerRow:
    name: str
    share: Fraction
    says: Text


@dataclass(frozen=True, slots=True)
class OfferRightRow:
    kind: Text
    state: Text
    territory: str
    number: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The offer beside the best rival; costs in đồng for one ``unit``."""

    rival: str
    says: str
    unit: str
    own_cost: int | None
    rival_cost: int | None


@dataclass(frozen=True, slots=True)
class EntryName:
    """An entry of a list that the technology is on, with the text that has it."""

    which: str
    title: Text
    source: str


@dataclass(frozen=True, slots=True)
class PublicOffer:
    """What everybody may read of a listed offer: how far it works, and who answers for it. Prices in đồng.

    ``supplier`` as it was called when it handed the offer in, ``supplier_now`` what it is called today, where that is another name.
    ``confirm_by``: until when the supplier confirms it again; None where no rule sets that. ``checked_on`` and
    ``listed_on`` are the days of the two persons of the exchange.
    """

    id: int
    number: str
    title: Text
    summary: Text
    kind: Text
    field: Text
    codes: tuple[str, ...]
    stage: int
    stage_text: Text
    stage_evidence: str
    supplier: str
    supplier_now: str
    supplier_since: date
    basis: Text
    public_money: bool
    result: str
    modes: tuple[Text, ...]
    price_from: int | None
    price_to: int | None
    price_note: str
    after_sale: str
    videos: tuple[str, ...]
    claims: tuple[ClaimRow, ...]
    owners: tuple[OfferOwnerRow, ...]
    rights: tuple[OfferRightRow, ...]
    comparison: ComparisonView | None
    papers: tuple[FileCard, ...]
    pictures: tuple[PictureRow, ...]
    entries: tuple[EntryName, ...]
    version: int
    checked_on: date
    listed_on: date
    confirmed_on: date
    confirm_by: date | None
    valid_until: date
    has_confidential: bool


def offers(actor: Actor, asked: OfferFilter, after: str | None, size: int = 25) -> Page[OfferRow]:
    """Listed offers, newest first; restricted technology only for readers who are cleared, whatever is asked."""
    names = rules.field_names(actor.today)
    found = _narrowed(listed(actor.today, cleared=access.is_cleared(actor, actor.today)), asked, actor.today)
    found = found.annotate(is_restricted=restricted(actor.today), is_encouraged=encouraged(actor.today))
    page = keyset(found, ["-listed_on", "-id"], after, size)
    firsts = first_pictures(row.shown_id for row in page.rows)
    return page.of(lambda row: _row(row, names, firsts.get(row.shown_id or 0)))


def _narrowed(found: QuerySet[Offer], asked: OfferFilter, on: date) -> QuerySet[Offer]:
    for word in fold(asked.text).split()[:10]:
        found = found.filter(folded__contains=word)
    if asked.kind in OBJECTS:
        found = found.filter(kind=asked.kind)
    if asked.field:
        found = found.filter(field=asked.field)
    if asked.mode in MODES:
        found = found.filter(modes__contains=[asked.mode])
    if asked.evidence in EVIDENCE:
        found = found.filter(evidence__in=LEVELS[LEVELS.index(asked.evidence) :])
    if 1 <= asked.stage <= 9:
        found = found.filter(stage__gte=asked.stage)
    if asked.price_to is not None:
        found = found.filter(price_from__lte=asked.price_to)
    return found.filter(encouraged(on)) if asked.encouraged else found


def joined(words: Iterable[Text]) -> Text:
    known = tuple(words)
    return Text(", ".join(word.vi for word in known), ", ".join(word.en for word in known))


def _row(row: Offer, names: Mapping[str, Text], picture: PictureRow | None) -> OfferRow:
    assert row.listed_on is not None
    assert row.confirmed_on is not None
    return OfferRow(
        row.pk, row.number, Text(row.title_vi, row.title_en), OBJECTS[row.kind], names.get(row.field, Text(row.field, row.field)), row.stage,
        EVIDENCE[row.evidence], joined(MODES[mode] for mode in row.modes), row.price_from, row.price_to, row.party_name, row.listed_on,
        row.confirmed_on, row.valid_until, bool(getattr(row, "is_restricted", False)), bool(getattr(row, "is_encouraged", False)),
        picture,
    )  # fmt: skip


def figures(on: date) -> Mapping[str, int]:
    """Listed offers by the strongest evidence behind a claim; levels without any are left out. Restricted ones are not counted."""
    rows = listed(on).values("evidence").annotate(count=Count("pk")).order_by("evidence")
    return {row["evidence"]: row["count"] for row in rows}


def public_offer(number: str, actor: Actor) -> PublicOffer:
    """By its number. Raises Missing for one that is not shown to this reader, as for one that is not there."""
    found = listed(actor.today, cleared=access.is_cleared(actor, actor.today))
    row = found.filter(number=number).select_related("shown").first() if number else None
    if row is None or row.shown is None:
        raise access.no_such_offer()
    return public_view(row, row.shown, actor.today)


def public_view(row: Offer, version: OfferVersion, on: date) -> PublicOffer:
    """The public words of a version, as the list would show them."""
    assert row.listed_on is not None
    assert row.confirmed_on is not None
    assert version.checked_at is not None
    months = rules.confirm_months(on)
    return PublicOffer(
        id=row.pk,
        number=row.number,
        title=Text(version.title_vi, version.title_en),
        summary=Text(version.summary_vi, version.summary_en),
        kind=OBJECTS[version.kind],
        field=rules.field_names(on).get(version.field, Text(version.field, version.field)),
        codes=tuple(version.codes),
        stage=version.stage,
        stage_text=STAGES[version.stage],
        stage_evidence=version.stage_evidence,
        supplier=row.party_name,
        supplier_now=name_now(row),
        supplier_since=active_since(row.party_id) or row.listed_on,
        basis=BASES[version.basis],
        public_money=version.public_money,
        result=version.result,
        modes=tuple(MODES[mode] for mode in version.modes),
        price_from=version.price_from,
        price_to=version.price_to,
        price_note=version.price_note,
        after_sale=version.after_sale,
        videos=tuple(version.videos),
        claims=claim_rows(version),
        owners=owner_rows(version),
        rights=right_rows(version),
        comparison=comparison_of(version),
        papers=files.cards_by_id(version.papers),
        pictures=pictures_of(version),
        entries=entry_names(version, on),
        version=version.no,
        checked_on=version.checked_at.astimezone(CITY_ZONE).date(),
        listed_on=row.listed_on,
        confirmed_on=row.confirmed_on,
        confirm_by=day_after_months(row.confirmed_on, months) if months else None,
        valid_until=row.valid_until,
        has_confidential=has_confidential(version),
    )


def name_now(row: Offer) -> str:
    """How the supplier, under whatever record it goes on, is called today; empty where that is the name that it handed the offer in under."""
    key = access.key_of(row.party_id)
    return people.names_now([(key, row.party_name)]).get(key, "")


def claim_rows(version: OfferVersion) -> tuple[ClaimRow, ...]:
    """Claims with the evidence found; before the check, with what the supplier asks for."""
    return tuple(
        ClaimRow(row.says, EVIDENCE[row.level or row.wished], row.level or row.wished, row.proof, row.buyer)
        for row in version.claims.order_by("no")
    )


def owner_rows(version: OfferVersion) -> tuple[OfferOwnerRow, ...]:
    found = []
    for row in version.owners.order_by("no"):
        share = Fraction(row.numerator, row.denominator)
        found.append(OfferOwnerRow(row.name, share, percent(share)))
    return tuple(found)


def right_rows(version: OfferVersion) -> tuple[OfferRightRow, ...]:
    rows = version.rights.order_by("no")
    return tuple(OfferRightRow(IP_KINDS[row.kind], IP.label(row.state), row.territory, row.number) for row in rows)


def comparison_of(version: OfferVersion) -> ComparisonView | None:
    if not version.rival:
        return None
    return ComparisonView(version.rival, version.comparison, version.cost_unit, version.own_cost, version.rival_cost)


def entry_names(version: OfferVersion, on: date) -> tuple[EntryName, ...]:
    """Entries in force on the day that the technology is on."""
    rows = Judgement.objects.filter(in_force(on), version=version, ruling="applies").select_related("entry")
    return tuple(
        EntryName(one.entry.which, Text(one.entry.title_vi, one.entry.title_en), one.entry.source)
        for one in rows.order_by("entry")
    )


def has_confidential(version: OfferVersion) -> bool:
    """Whether a confidential part stands beside the version: that it exists is public, its words are not."""
    return OfferVersion.objects.filter(pk=version.pk, confidential__isnull=False).exists()
