"""Papers as other rooms and pages see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.db.models.functions import JSONObject

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.documents import access
from khue.features.documents.domain import SignerKind, Wanted
from khue.features.documents.models import Certificate, Paper, PaperCopy, PaperVersion, Signer, Signing
from khue.features.documents.queries.copies import CopyCard, copies_of, kept_copies, signer_lines
from khue.features.documents.queries.restricting import hidden_from
from khue.kernel.paging import Page, keyset

FILE = ("number", "cause", "file", "sha256", "made_by_name", "made_at")
COPY_FILTERS = {"by_hand": "confirmed", "awaiting_copy": "recorded"}


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One turn of a signing. ``name`` is empty until somebody took it; ``timestamp`` as in ``kernel.signing``."""

    id: int
    turn: int
    label: Text
    state: str
    name: str
    office: str
    at: datetime | None
    ground: str
    timestamp: str = ""


@dataclass(frozen=True, slots=True)
class SigningCard:
    """How far the signing of a paper is. ``file`` is the newest file, with the signatures made so far."""

    id: int
    state: str
    turns: tuple[TurnLine, ...]
    stamp: int
    ground: str

    @property
    def is_signed(self) -> bool:
        return self.state == "signed"

    @property
    def done(self) -> int:
        return sum(turn.state == "signed" for turn in self.turns)

    @property
    def next_turn(self) -> TurnLine | None:
        return next((turn for turn in self.turns if turn.state == "waiting"), None)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One file of a paper: ``cause`` rendered, edited or signed."""

    number: int
    cause: str
    file: UUID
    sha256: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A paper with its files, its latest signing (None: it is not signed electronically) and the records of copies signed by
    hand, newest first. ``signers``: how many must sign it, electronically or by hand."""

    id: int
    code: str
    reference: str
    subject: str
    kind: str
    number: str
    title: Text
    about: Text | None
    body: str
    issued_on: date
    template: int
    state: str
    ended_on: date | None
    ended_ground: str
    superseded_by: str
    versions: tuple[VersionLine, ...]
    signing: SigningCard | None
    copies: tuple[CopyCard, ...]
    signers: int
    stamp: int

    @property
    def standing_copy(self) -> CopyCard | None:
        """The record by which the paper counts as signed by hand."""
        return next((copy for copy in self.copies if copy.counts), None)

    @property
    def lacks_signature(self) -> bool:
        """Its electronic signing is not at its end, and no copy signed by hand stands for it."""
        return self.signing is not None and not self.signing.is_signed and self.standing_copy is None

    @property
    def open_copy(self) -> CopyCard | None:
        """The record that awaits a second person."""
        return next((copy for copy in self.copies if copy.state == "recorded"), None)

    @property
    def newest(self) -> VersionLine | None:
        return self.versions[-1] if self.versions else None

    @property
    def draft_open(self) -> bool:
        """The text may still be edited: a file is there, it waits for its first signature."""
        return self.state == "in_force" and self.signing is not None and self.signing.state == "prepared"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A line of the register of papers."""

    code: str
    number: str
    title: Text
    about: Text | None
    body: str
    issued_on: date
    state: str
    signing: str
    signed: int
    signers: int
    copy: str


def _with_parts(found: QuerySet[Paper]) -> QuerySet[Paper]:
    signings = Signing.objects.order_by("-pk").prefetch_related(
        Prefetch("signers", queryset=Signer.objects.order_by("turn"))
    )
    return found.select_related("template", "superseded_by").prefetch_related(
        Prefetch("versions", queryset=PaperVersion.objects.order_by("number")),
        Prefetch("signings", queryset=signings),
        kept_copies(),
    )


def paper_of(reference: str) -> PaperCard | None:
    """The paper of another room's record (``document:45``); None when it has none."""
    found = _with_parts(Paper.objects.filter(reference=reference)).first()
    return card_of(found) if found else None


def papers_about(subject: str) -> dict[str, PaperCard]:
    """All papers about a subject (``dossier:12``) by their references; two queries whatever their number, one more
    where a paper was signed by hand."""
    found = Paper.objects.filter(subject=subject).select_related("template", "superseded_by").order_by("pk")
    said = JSONObject(**{name: name for name in FILE})
    kept = PaperVersion.objects.filter(paper=OuterRef("pk")).order_by("number").values(said=said)
    by_hand = Exists(PaperCopy.objects.filter(paper=OuterRef("pk")))
    rows: list[Any] = list(found.annotate(kept=ArraySubquery(kept), by_hand=by_hand))
    prefetch_related_objects([row for row in rows if row.by_hand], kept_copies())
    latest: dict[int, list[Signer]] = {}
    turns = Signer.objects.filter(signing__paper__subject=subject).select_related("signing")
    for signer in turns.order_by("-signing", "turn"):
        begun = latest.setdefault(signer.signing.paper_id, [])
        if not begun or begun[0].signing_id == signer.signing_id:
            begun.append(signer)
    return {
        row.reference: _card(row, _signing_of(latest.get(row.pk)), copies_of(row) if row.by_hand else ())
        for row in rows
    }


def _signing_of(turns: Sequence[Signer] | None) -> SigningCard | None:
    return _signing_card(turns[0].signing, turns) if turns else None


def paper_card(code: str, actor: Actor) -> PaperCard:
    """The paper for this reader. Raises Missing for a stranger to its subject."""
    found = _with_parts(Paper.objects.filter(code=code)).first()
    if found is None or not (access.may_read(actor, found.subject) or may_sign_any(actor, found)):
        raise access.no_such_paper()
    return card_of(found, with_signers=True)


def may_sign_any(actor: Actor, paper: Paper) -> bool:
    """Whether some turn of the paper's latest signing is for the actor."""
    latest = paper.signings.all()[:1]
    return any(access.may_take_turn(actor, s.kind, s.who) for signing in latest for s in signing.signers.all())


def card_of(row: Paper, *, with_signers: bool = False) -> PaperCard:
    """``with_signers`` asks the issuing room who must sign, when no envelope says it."""
    signing = next(iter(row.signings.all()), None)
    signers = len(signer_lines(row)) if with_signers else 0
    return _card(row, signing_card(signing) if signing else None, copies_of(row), signers)


def _versions(row: Any) -> tuple[VersionLine, ...]:
    """Read with the paper (``kept``), or prefetched beside it."""
    if not hasattr(row, "kept"):
        return tuple(VersionLine(*(getattr(version, name) for name in FILE)) for version in row.versions.all())
    return tuple(
        VersionLine(
            one["number"],
            one["cause"],
            UUID(one["file"]),
            one["sha256"],
            one["made_by_name"],
            datetime.fromisoformat(one["made_at"]),
        )
        for one in row.kept
    )


def _card(row: Paper, signing: SigningCard | None, copies: tuple[CopyCard, ...], signers: int = 0) -> PaperCard:
    return PaperCard(
        id=row.pk,
        code=row.code,
        reference=row.reference,
        subject=row.subject,
        kind=row.kind,
        number=row.number,
        title=Text(row.title_vi, row.title_en),
        about=about_of(row),
        body=row.body,
        issued_on=row.issued_on,
        template=row.template.number if row.template else 0,
        state=row.state,
        ended_on=row.ended_on,
        ended_ground=row.ended_ground,
        superseded_by=row.superseded_by.number if row.superseded_by else "",
        versions=_versions(row),
        signing=signing,
        copies=copies,
        signers=signers,
        stamp=row.stamp,
    )


def about_of(row: Paper) -> Text | None:
    return Text(row.about_vi, row.about_en) if row.about_vi else None


def signing_card(row: Signing) -> SigningCard:
    return _signing_card(row, row.signers.all())


def _signing_card(row: Signing, turns: Iterable[Signer]) -> SigningCard:
    return SigningCard(
        id=row.pk,
        state=row.state,
        turns=tuple(turn_line(signer) for signer in turns),
        stamp=row.stamp,
        ground=row.ground,
    )


def turn_line(row: Signer) -> TurnLine:
    label = Text(row.label_vi, row.label_en)
    return TurnLine(row.pk, row.turn, label, row.state, row.person_name, row.office, row.at, row.ground, row.timestamp)


def signing_begun(wanted: Sequence[Wanted], on: date) -> bool:
    """Whether papers with these signers are signed electronically on the day ``on``.

    Signing begins for a person with the first certificate: whoever issued papers before signed them on paper.
    """
    people = {one.who for one in wanted if one.kind is SignerKind.PERSON}
    held = Certificate.objects.filter(holder__in=people, registered_at__date__lte=on).values_list("holder", flat=True)
    return bool(wanted) and people <= set(held)


def list_papers(actor: Actor, state: str, after: str | None, size: int = 25) -> Page[PaperRow]:
    """The register of papers, newest first; ``state`` of the signing, ``by_hand`` (signed on paper), ``awaiting_copy`` (a copy
    awaits its second person) or empty; none of persons whose data are restricted. Raises NotAllowed."""
    actor.require(access.READ)
    found = Paper.objects.exclude(subject__in=hidden_from(actor))
    if state in COPY_FILTERS:
        found = found.filter(pk__in=PaperCopy.objects.filter(state=COPY_FILTERS[state]).values("paper"))
    elif state:
        open_ones = Signing.objects.filter(state=state).values("paper")
        found = found.filter(pk__in=open_ones)
    return keyset(_with_parts(found), ["-issued_on", "-id"], after, size).of(row_of)


def row_of(row: Paper) -> PaperRow:
    card = card_of(row)
    signing = card.signing
    return PaperRow(
        code=card.code,
        number=card.number,
        title=card.title,
        about=card.about,
        body=card.body,
        issued_on=card.issued_on,
        state=card.state,
        signing=signing.state if signing else "",
        signed=signing.done if signing else 0,
        signers=len(signing.turns) if signing else 0,
        copy=next((copy.state for copy in (card.open_copy, card.standing_copy) if copy), ""),
    )
