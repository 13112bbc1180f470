"""The file of an offer for its side and for staff, and the lists that lead to it. Never a word of the confidential part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.exchange import access
from khue.features.exchange.domain.offers import RULINGS, Claim, Comparison, Described, Owner, Right
from khue.features.exchange.domain.words import LISTS, OFFER
from khue.features.exchange.models import ConfidentialReading, Judgement, Offer, OfferVersion
from khue.features.exchange.queries.pictures import PictureRow, pictures_of
from khue.features.exchange.queries.public import (
    ClaimRow,
    ComparisonView,
    OfferOwnerRow,
    OfferRightRow,
    claim_rows,
    comparison_of,
    has_confidential,
    name_now,
    owner_rows,
    right_rows,
)
from khue.features.exchange.queries.shown import held, listed, restricted
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {
    "handed_in": "wait", "checked": "now", "returned": "now", "listed": "good", "refused": "bad", "withdrawn": "plain",
    "expired": "plain", "held": "wait", "restricted": "firm",
}  # fmt: skip
OUTCOMES = {
    "pending": Text("chờ kiểm tra", "awaiting the check"),
    "checked": Text("chờ người thứ hai duyệt", "awaiting the second person"),
    "accepted": Text("đã niêm yết", "listed"),
    "returned": Text("đã trả lại", "sent back"),
    "refused": Text("bị từ chối", "refused"),
}
VIEWS = ("check", "second", "ruling", "listed", "all")
ROLES = {
    "owner": Text("bên cung", "supplier's side"),
    "checker": Text("người kiểm tra", "who checks"),
    "second": Text("người thứ hai", "second person"),
    "named": Text("người có tên trong thỏa thuận bảo mật", "named in a non-disclosure"),
}


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A line of the desk or of "my offers"."""

    id: int
    number: str
    title: Text
    supplier: str
    state: StateView
    handed_in_at: datetime
    valid_until: date
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """An entry that touches a version; ``ruling`` is empty while nobody has ruled. ``entry`` is its id."""

    entry: int
    which: Text
    title: Text
    source: str
    from_on: date
    ruling: str
    says: Text | None
    ground: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """Who read the confidential part, as what and when. ``no`` is the version's number."""

    reader: str
    role: Text
    no: int
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferVersionRow:
    no: int
    ground: str
    made_by: str
    made_at: datetime
    outcome: Text
    note: str
    checked_by: str
    checked_at: datetime | None
    released_by: str
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class OfferCard:
    """Everything of an offer but what is confidential. ``step``: ``check``, ``release`` or empty; ``in_charge`` who took it.

    ``reads_as`` says whether this reader may open the confidential part now, and as what. ``readings`` are for the owner's
    side and the two persons of the exchange.
    """

    id: int
    stamp: int
    code: str
    state: StateView
    number: str
    party: str
    supplier: str
    supplier_now: str
    handed_in_at: datetime
    listed_on: date | None
    confirmed_on: date | None
    valid_until: date
    ground: str
    described: Described
    summary_version: int
    basis_paper: str
    claims: tuple[ClaimRow, ...]
    owners: tuple[OfferOwnerRow, ...]
    rights: tuple[OfferRightRow, ...]
    comparison: ComparisonView | None
    papers: tuple[FileCard, ...]
    pictures: tuple[PictureRow, ...]
    judgements: tuple[JudgementRow, ...]
    versions: tuple[OfferVersionRow, ...]
    outcome: str
    step: str
    in_charge: str
    mine_in_charge: bool
    has_confidential: bool
    reads_as: str
    readings: tuple[ReadingRow, ...]
    is_side: bool
    may_add: bool


def offers_of(actor: Actor, after: str | None = None, size: int = 25) -> Page[OfferLine]:
    """Offers of the parties that the actor stands for, newest first."""
    mine = Q(party__in=people.ids_i_stand_for(actor)) | Q(pk__in=access.held_ids(actor, "technology_offer"))
    found = _marked(actor).filter(mine)
    return keyset(found, ["-id"], after, size).of(lambda row: _line(row, actor.today))


def desk(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[OfferLine]:
    """For staff: what awaits the check, the second person or a ruling, what is listed, or everything. Raises NotAllowed."""
    actor.require(access.READ)
    found = _marked(actor).exclude(party__in=access.barred(actor))
    if view == "check":
        found = found.filter(versions__outcome="pending")
    elif view == "second":
        found = found.filter(versions__outcome="checked")
    elif view == "ruling":
        found = found.filter(held(actor.today), state="listed")
    elif view == "listed":
        found = found.filter(state="listed")
    return keyset(found, ["-id"], after, size).of(lambda row: _line(row, actor.today))


def _marked(actor: Actor) -> Any:
    """All offers with two columns more: whether a list holds or restricts them today."""
    return Offer.objects.annotate(is_held=held(actor.today), is_restricted=restricted(actor.today))


def _line(row: Offer, on: date) -> OfferLine:
    return OfferLine(
        row.pk, row.number, Text(row.title_vi, row.title_en), row.party_name, state_of(row, on), row.handed_in_at, row.valid_until,
        row.confirmed_on,
    )  # fmt: skip


def state_of(row: Offer, on: date) -> StateView:
    """Where it stands on the day: a listed offer may have run out, wait for a ruling, or be for cleared readers only."""
    if row.state == "listed":
        if row.valid_until <= on:
            return StateView("expired", Text("Hết hạn", "Run out"), TONES["expired"])
        if getattr(row, "is_held", False):
            return StateView("held", Text("Chờ kết luận theo danh mục công nghệ", "Awaiting a ruling by a technology list"), TONES["held"])  # fmt: skip
        if getattr(row, "is_restricted", False):
            return StateView("restricted", Text("Niêm yết, hạn chế người xem", "Listed for cleared readers"), TONES["restricted"])  # fmt: skip
    return StateView(row.state, OFFER.label(row.state).capitalised(), TONES[row.state])


def offer_card(offer_id: int, actor: Actor) -> OfferCard:
    """Raises Missing for a stranger as for an offer that is not there, NotAllowed under a restriction."""
    row = _marked(actor).filter(pk=offer_id).first()
    if row is None:
        raise access.no_such_offer()
    access.require_offer(actor, row)
    versions = list(row.versions.order_by("-no"))
    newest = versions[0]
    second = newest.outcome == "checked"
    step = {"pending": "check", "checked": "release"}.get(newest.outcome, "")
    charge, name = (newest.second_by, newest.second_by_name) if second else (newest.taken_by, newest.taken_by_name)
    side = access.is_side(actor, row.party_id, access.offer_key(row.pk))
    return OfferCard(
        id=row.pk,
        stamp=row.stamp,
        code=row.state,
        state=state_of(row, actor.today),
        number=row.number,
        party=access.key_of(row.party_id),
        supplier=row.party_name,
        supplier_now=name_now(row),
        handed_in_at=row.handed_in_at,
        listed_on=row.listed_on,
        confirmed_on=row.confirmed_on,
        valid_until=row.valid_until,
        ground=row.ground,
        described=described_of(newest),
        summary_version=newest.no,
        basis_paper=newest.basis_paper,
        claims=claim_rows(newest),
        owners=owner_rows(newest),
        rights=right_rows(newest),
        comparison=comparison_of(newest),
        papers=files.cards_by_id(newest.papers),
        pictures=pictures_of(newest),
        judgements=_judgements(row, newest, actor.today),
        versions=tuple(map(_version, versions)),
        outcome=newest.outcome,
        step=step,
        in_charge=name if step else "",
        mine_in_charge=bool(step) and charge == actor.key,
        has_confidential=has_confidential(newest),
        reads_as=access.reads_as(actor, row, newest),
        readings=_readings(row, actor, side),
        is_side=side,
        may_add=(row.state in ("returned", "listed") and not step)
        or (newest.outcome == "pending" and not newest.taken_by),
    )


def described_of(version: OfferVersion) -> Described:
    """The public words of a version as its supplier gave them: for a form that begins with them."""
    return Described(
        title=Text(version.title_vi, version.title_en),
        summary=Text(version.summary_vi, version.summary_en),
        kind=version.kind,
        field=version.field,
        codes=tuple(version.codes),
        stage=version.stage,
        stage_evidence=version.stage_evidence,
        basis=version.basis,
        basis_paper=version.basis_paper,
        modes=tuple(version.modes),
        price_from=version.price_from,
        price_to=version.price_to,
        price_note=version.price_note,
        public_money=version.public_money,
        result=version.result,
        after_sale=version.after_sale,
        videos=tuple(version.videos),
        claims=tuple(Claim(one.says, one.wished, one.proof, one.buyer) for one in version.claims.order_by("no")),
        owners=tuple(Owner(one.name, one.numerator, one.denominator) for one in version.owners.order_by("no")),
        rights=tuple(Right(one.kind, one.state, one.territory, one.number) for one in version.rights.order_by("no")),
        comparison=Comparison(
            version.rival, version.comparison, version.cost_unit, version.own_cost, version.rival_cost
        ),
    )


def _judgements(offer: Offer, newest: OfferVersion, on: date) -> tuple[JudgementRow, ...]:
    """Of the newest version and of the one that is shown; entries that have ended are left out."""
    wanted = {newest.pk, offer.shown_id or newest.pk}
    rows = Judgement.objects.filter(version__in=wanted).select_related("entry").order_by("entry", "-version")
    found: dict[int, Judgement] = {}
    for one in rows:
        if one.entry.until_on is None or one.entry.until_on > on:
            found.setdefault(one.entry_id, one)
    return tuple(
        JudgementRow(
            one.entry_id, LISTS[one.entry.which], Text(one.entry.title_vi, one.entry.title_en), one.entry.source, one.entry.from_on,
            one.ruling, RULINGS.get(one.ruling), one.ground, one.ruled_by_name, one.ruled_at,
        )
        for one in found.values()
    )  # fmt: skip


def _version(one: OfferVersion) -> OfferVersionRow:
    return OfferVersionRow(
        one.no, one.ground, one.made_by_name, one.made_at, OUTCOMES[one.outcome].capitalised(), one.note, one.checked_by_name, one.checked_at,
        one.released_by_name, one.released_at,
    )  # fmt: skip


def _readings(offer: Offer, actor: Actor, side: bool) -> tuple[ReadingRow, ...]:
    if not side and not actor.may(access.CHECK):
        return ()
    rows = ConfidentialReading.objects.filter(version__offer=offer).select_related("version").order_by("-id")[:100]
    return tuple(ReadingRow(one.reader_name, ROLES[one.role], one.version.no, one.at) for one in rows)


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Whether the actor may read the papers of ``technology_offer:12``: what is listed is open to whom its page is."""
    number = subject.removeprefix("technology_offer:")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return False
    row = Offer.objects.filter(pk=int(number)).first()
    if row is None:
        return False
    if access.is_side(actor, row.party_id, subject):
        return True
    if actor.may(access.READ):
        return row.party_id not in access.barred(actor)
    return listed(actor.today, cleared=access.is_cleared(actor, actor.today)).filter(pk=row.pk).exists()


def may_read_version(actor: Actor, subject: str) -> bool:
    """Whether the actor may read the papers that came in with a version (``offer_version:12.3``: the third of offer 12): its side and staff
    always, everybody else once the list shows this version or a later one, which takes its papers over."""
    offer, _dot, number = subject.removeprefix("offer_version:").partition(".")
    if not (number.isascii() and number.isdigit() and len(number) <= 5):
        return False
    if not may_read_subject(actor, f"technology_offer:{offer}"):
        return False
    row = Offer.objects.select_related("shown").get(pk=int(offer))
    if access.is_side(actor, row.party_id, access.offer_key(row.pk)) or actor.may(access.READ):
        return True
    return row.shown is not None and row.shown.no >= int(number)
