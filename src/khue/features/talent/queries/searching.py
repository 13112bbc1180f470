"""Needs, posts and candidates, as staff, candidates and everybody see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.councils import queries as councils
from khue.features.people import queries as people
from khue.features.people.queries.city import unit_names
from khue.features.talent import access
from khue.features.talent.domain.words import CANDIDACY, NEED, OFFER, ORIGINS
from khue.features.talent.models import Candidacy, Need, Offer, Profile
from khue.features.talent.queries.judging import require_judge_or_reader
from khue.features.talent.queries.rules import evidence
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

NEED_TONES: dict[str, Tone] = {
    "raised": "now",
    "approved": "wait",
    "published": "firm",
    "met": "good",
    "refused": "bad",
}
CANDIDACY_TONES: dict[str, Tone] = {
    "invited": "wait", "applied": "now", "before_council": "wait", "recommended": "firm", "engaged": "good",
    "not_recommended": "bad",
}  # fmt: skip
OFFER_TONES: dict[str, Tone] = {
    "drafted": "now",
    "sent": "wait",
    "accepted": "good",
    "declined": "bad",
    "rejected": "bad",
}
VIEWS = {
    "open": Text("đang mở", "open"),
    "raised": Text("chờ duyệt", "awaiting approval"),
    "met": Text("đã có chuyên gia", "expert found"),
    "all": Text("tất cả", "all"),
}


def unit_name(code: str) -> Text:
    return unit_names().get(code, Text(code, code))


@dataclass(frozen=True, slots=True)
class NeedLine:
    id: int
    number: str
    title: str
    unit: Text
    state: StateView
    from_on: date
    until_on: date
    raised_at: datetime

    @property
    def state_words(self) -> Text:
        return self.state.label  # type: ignore[return-value]  # flows have Text labels


@dataclass(frozen=True, slots=True)
class ProfileCard:
    criteria: str
    field: Text
    origins: tuple[Text, ...]
    codes: tuple[str, ...]
    by_invitation: bool
    published_on: date
    closes_on: date
    published_by: str
    council: int | None
    put_on: date | None


@dataclass(frozen=True, slots=True)
class ShownLine:
    label: Text
    words: str


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """``name`` is the sentence of a restriction where this reader may not know it."""

    id: int
    need: int
    person: str
    name: Text | str
    origin: Text | None
    origin_code: str
    statement: str
    shown: tuple[ShownLine, ...]
    papers: tuple[FileCard, ...]
    state: StateView
    invited_why: str
    applied_at: datetime | None
    item: int | None
    verdict: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class OfferLine:
    id: int
    no: int
    candidacy: int
    name: Text | str
    total: int
    monthly_pay: int
    months: int
    state: StateView
    answer_by: date | None
    renews: bool


@dataclass(frozen=True, slots=True)
class NeedCard:
    id: int
    number: str
    title: str
    unit: Text
    task: str
    product: str
    not_inside: str
    from_on: date
    until_on: date
    code: str
    state: StateView
    raised_by: str
    raised_by_key: str
    raised_at: datetime
    decided_by: str
    decided_at: datetime | None
    ground: str
    profile: ProfileCard | None
    candidates: tuple[CandidateCard, ...]
    offers: tuple[OfferLine, ...]
    engagements: tuple[int, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class PostLine:
    """An open post, for everybody."""

    id: int
    number: str
    title: str
    unit: Text
    field: Text
    origins: tuple[Text, ...]
    closes_on: date
    from_on: date
    until_on: date
    task: str
    product: str
    criteria: str
    open: bool
    by_invitation: bool
    codes: tuple[str, ...]


def needs(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[NeedLine]:
    """Needs of a view, newest first. Raises NotAllowed."""
    actor.require(access.READ)
    found = Need.objects.all()
    if view == "open":
        found = found.filter(state__in=("raised", "approved", "published"))
    elif view in NEED.labels:
        found = found.filter(state=view)
    return keyset(found, ["-id"], after, size).of(_need_line)


def _need_line(row: Need) -> NeedLine:
    return NeedLine(
        row.pk, row.number, row.title, unit_name(row.unit), need_state(row.state), row.from_on, row.until_on, row.raised_at
    )  # fmt: skip


def need_state(code: str) -> StateView:
    return StateView(code, NEED.label(code).capitalised(), NEED_TONES.get(code, "plain"))


def need_card(need_id: int, actor: Actor) -> NeedCard:
    """The whole search, for staff; names of restricted persons are left out. Raises NotAllowed, Missing."""
    actor.require(access.READ)
    row = Need.objects.select_related("profile").filter(pk=need_id).first()
    if row is None:
        raise access.no_such_record()
    hidden = access.barred(actor)
    rows = list(row.candidacies.order_by("pk"))
    stored = _papers_of(rows)
    names = {one.pk: _name(one, hidden) for one in rows}
    profile = getattr(row, "profile", None)
    return NeedCard(
        id=row.pk,
        number=row.number,
        title=row.title,
        unit=unit_name(row.unit),
        task=row.task,
        product=row.product,
        not_inside=row.not_inside,
        from_on=row.from_on,
        until_on=row.until_on,
        code=row.state,
        state=need_state(row.state),
        raised_by=row.raised_by_name,
        raised_by_key=row.raised_by,
        raised_at=row.raised_at,
        decided_by=row.decided_by_name,
        decided_at=row.decided_at,
        ground=row.ground,
        profile=_profile(profile) if profile else None,
        candidates=tuple(_candidate(one, stored, hidden) for one in rows),
        offers=tuple(_offer_line(one, names) for one in row.offers.order_by("pk")),
        engagements=tuple(row.engagements.order_by("version").values_list("pk", flat=True)),
        revision=row.revision,
    )


def _name(row: Candidacy, hidden: frozenset[int]) -> Text | str:
    return people.RESTRICTED if row.person_id in hidden else row.name


def _profile(row: Profile) -> ProfileCard:
    return ProfileCard(
        row.criteria, councils.field_words([row.field])[0], tuple(ORIGINS[code] for code in row.origins),
        tuple(row.origins), row.by_invitation, row.published_on, row.closes_on, row.published_by_name, row.council, row.put_on,
    )  # fmt: skip


def _papers_of(rows: list[Candidacy]) -> dict[str, FileCard]:
    """Cards of all papers of these candidacies in one query."""
    wanted = [paper for row in rows for paper in row.papers]
    return {card.id: card for card in files.cards_by_id(wanted)} if wanted else {}


def _candidate(row: Candidacy, stored: dict[str, FileCard], hidden: frozenset[int]) -> CandidateCard:
    off = row.person_id in hidden
    labels = {one.code: one.label for one in evidence()}
    return CandidateCard(
        id=row.pk,
        need=row.need_id,
        person="" if off else access.key_of(row.person_id),
        name=_name(row, hidden),
        origin=ORIGINS.get(row.origin),
        origin_code=row.origin,
        statement="" if off else row.statement,
        shown=() if off else tuple(ShownLine(labels.get(code, Text(code, code)), words) for code, words in row.shown.items()),
        papers=() if off else tuple(stored[paper] for paper in row.papers if paper in stored),
        state=candidacy_state(row.state),
        invited_why=row.invited_why,
        applied_at=row.applied_at,
        item=row.item,
        verdict=row.verdict,
        hidden=off,
    )  # fmt: skip


def candidacy_state(code: str) -> StateView:
    return StateView(code, CANDIDACY.label(code).capitalised(), CANDIDACY_TONES.get(code, "plain"))


def offer_state(code: str) -> StateView:
    return StateView(code, OFFER.label(code).capitalised(), OFFER_TONES.get(code, "plain"))


def _offer_line(row: Offer, names: dict[int, Any]) -> OfferLine:
    return OfferLine(
        row.pk, row.no, row.candidacy_id, names.get(row.candidacy_id, ""), row.total, row.monthly_pay, row.months,
        offer_state(row.state), row.answer_by, row.renews_id is not None,
    )  # fmt: skip


def posts(today: date, after: str | None, size: int = 25) -> Page[PostLine]:
    """Posts that take applications today, those that close first first; by invitation only ones are not shown."""
    found = Profile.objects.select_related("need").filter(
        closes_on__gte=today, put_on__isnull=True, by_invitation=False, need__state="published"
    )
    return keyset(found, ["closes_on", "id"], after, size).of(lambda row: _post(row, today))


def _post(row: Profile, today: date) -> PostLine:
    need = row.need
    return PostLine(
        need.pk, need.number, need.title, unit_name(need.unit), councils.field_words([row.field])[0],
        tuple(ORIGINS[code] for code in row.origins), row.closes_on, need.from_on, need.until_on, need.task, need.product,
        row.criteria, need.state == "published" and row.put_on is None and today <= row.closes_on, row.by_invitation,
        tuple(row.origins),
    )  # fmt: skip


def post(need_id: int, actor: Actor) -> PostLine:
    """A published post; one by invitation only for whom it invites and for staff. Raises Missing."""
    row = Profile.objects.select_related("need").filter(need=need_id).first()
    if row is None:
        raise access.no_such_record()
    if row.by_invitation and not actor.may(access.READ) and my_candidacy(need_id, actor) is None:
        raise access.no_such_record()
    return _post(row, actor.today)


def my_candidacy(need_id: int, actor: Actor) -> CandidateCard | None:
    """The reader's own candidacy for a post."""
    row = Candidacy.objects.filter(need=need_id, person_id__in=_own(actor)).order_by("-pk").first()
    return _candidate(row, _papers_of([row]), frozenset()) if row else None


def _own(actor: Actor) -> list[int]:
    if not actor.is_signed_in or actor.within:
        return []
    return [people.party_id(key) for key in actor.keys if people.is_party_key(key)]


@dataclass(frozen=True, slots=True)
class MyCandidacy:
    card: CandidateCard
    title: str
    number: str
    closes_on: date | None
    offer: OfferLine | None


def my_candidacies(actor: Actor) -> tuple[MyCandidacy, ...]:
    """What I was invited to and applied for, newest first, each with its newest sent offer."""
    rows = list(
        Candidacy.objects.select_related("need__profile").filter(person_id__in=_own(actor)).order_by("-pk")[:50]
    )
    stored = _papers_of(rows)
    sent: dict[int, Offer] = {}
    for offer in Offer.objects.filter(candidacy__in=rows).exclude(state__in=("drafted", "rejected")).order_by("pk"):
        sent[offer.candidacy_id] = offer
    return tuple(
        MyCandidacy(
            _candidate(row, stored, frozenset()), row.need.title, row.need.number, row.need.profile.closes_on,
            _offer_line(sent[row.pk], {}) if row.pk in sent else None,
        )
        for row in rows
    )  # fmt: skip


def candidacy_card(candidacy_id: int, actor: Actor) -> tuple[CandidateCard, str]:
    """One candidacy with the title of its need, for the candidate, staff, and the group that judges it. Raises Missing, NotAllowed."""
    row = Candidacy.objects.select_related("need").filter(pk=candidacy_id).first()
    if row is None:
        raise access.no_such_record()
    require_judge_or_reader(actor, row.person_id, (f"candidacy:{row.pk}",))
    return _candidate(row, _papers_of([row]), access.barred(actor)), row.need.title
