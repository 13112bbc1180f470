"""What waits for somebody's signature, and the page of one turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.features.documents import access
from khue.features.documents.domain import Seat, SignFacts, certificate_reasons, may_sign
from khue.features.documents.models import Paper, Signer, Signing
from khue.features.documents.queries.certificates import (
    CertificateLine,
    certificates_of,
    standing_of,
    usable_certificate,
)
from khue.features.documents.queries.papers import PaperCard, about_of, paper_of
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A turn that waits for the reader. ``my_turn`` is false while somebody signs before."""

    signer: int
    code: str
    reference: str
    number: str
    title: Text
    about: Text | None
    label: Text
    body: str
    issued_on: date
    prepared_at: datetime
    my_turn: bool
    before: Text | None


@dataclass(frozen=True, slots=True)
class TurnPage:
    """One turn: the paper, what may be done now and why not, with which certificates."""

    signer: int
    label: Text
    office: str
    state: str
    paper: PaperCard
    file: UUID
    sha256: str
    original_sha256: str
    stamp: int
    certificates: tuple[CertificateLine, ...]
    decision: Decision
    open_turn: bool


def my_queue(actor: Actor, after: str | None = None, size: int = 25) -> Page[QueueRow]:
    """Open turns that the actor may take, oldest paper first; four queries."""
    mine = Q(who__in=access.turns_of(actor), state="waiting", signing__ended_at=None, signing__paper__state="in_force")
    found = Signer.objects.filter(mine).select_related("signing__paper").prefetch_related("signing__signers")
    return keyset(found, ["id"], after, size).of(_queue_row)


def _queue_row(row: Signer) -> QueueRow:
    paper = row.signing.paper
    earlier = [s for s in row.signing.signers.all() if s.turn < row.turn and s.state != "signed"]
    first = min(earlier, key=lambda signer: signer.turn, default=None)
    return QueueRow(
        signer=row.pk,
        code=paper.code,
        reference=paper.reference,
        number=paper.number,
        title=Text(paper.title_vi, paper.title_en),
        about=about_of(paper),
        label=Text(row.label_vi, row.label_en),
        body=paper.body,
        issued_on=paper.issued_on,
        prepared_at=row.signing.prepared_at,
        my_turn=first is None,
        before=Text(first.label_vi, first.label_en) if first else None,
    )


def facts_of(signer: Signer, signing: Signing, paper: Paper, actor: Actor) -> SignFacts:
    """What the decision needs, from rows that the caller holds (locked when it is about to write)."""
    return SignFacts(
        state=signing.state,
        turn=signer.turn,
        seats=tuple(
            Seat(s.turn, Text(s.label_vi, s.label_en), s.state, s.person, s.person_name)
            for s in signing.signers.order_by("turn")
        ),
        actor=actor.key,
        entitled=access.may_take_turn(actor, signer.kind, signer.who),
        paper_in_force=paper.state == "in_force",
    )


def turn_page(signer_id: int, actor: Actor) -> TurnPage:
    """The page of a turn. Raises Missing for somebody whom neither the turn nor the paper concerns."""
    row = (
        Signer.objects.select_related("signing__paper", "signing__current", "signing__original")
        .filter(pk=signer_id)
        .first()
    )
    if row is None:
        raise access.no_such_paper()
    signing, paper = row.signing, row.signing.paper
    mine = access.may_take_turn(actor, row.kind, row.who)
    if not (mine or access.may_read(actor, paper.subject)):
        raise access.no_such_paper()
    card = paper_of(paper.reference)
    assert card is not None
    chosen = usable_certificate(actor.key, 0, actor.moment) if mine else None
    reasons = [
        *may_sign(facts_of(row, signing, paper, actor)).reasons,
        *(certificate_reasons(standing_of(chosen), actor.moment) if mine else ()),
    ]
    return TurnPage(
        signer=row.pk,
        label=Text(row.label_vi, row.label_en),
        office=row.office,
        state=row.state,
        paper=card,
        file=signing.current.file,
        sha256=signing.current.sha256,
        original_sha256=signing.original.sha256,
        stamp=signing.stamp,
        certificates=certificates_of(actor.key, actor.moment) if mine else (),
        decision=Decision.refuse_if_any(reasons),
        open_turn=mine and row.state == "waiting" and signing.ended_at is None and paper.state == "in_force",
    )


def lacks_timestamp(signer_id: int) -> bool:
    """Whether a signature was made without the timestamp that this system asks for, because its authority did not answer."""
    return Signer.objects.filter(pk=signer_id, timestamp="missed").exists()
