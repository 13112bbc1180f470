"""Copies signed by hand, and whether a paper has all the signatures that its procedure asks for, electronic or by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from django.db.models.functions import JSONObject

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.documents import access
from khue.features.documents.domain import CopyFacts, Wanted
from khue.features.documents.models import CopySignature, Paper, PaperCopy


@dataclass(frozen=True, slots=True)
class Demand:
    """Who must sign a paper by its procedure, in order, and whether money follows from these signatures."""

    wanted: tuple[Wanted, ...]
    binds_money: bool


# ``read(number)`` gives the demand on the record of the issuing room.
DemandOf = Callable[[int], Demand]
_demands: dict[str, DemandOf] = {}


def wire_demand(kind: str, read: DemandOf) -> None:
    """Called by ``site``: who tells what must be signed of papers with references ``<kind>:<id>``."""
    _demands[kind] = read


def demand_on(reference: str) -> Demand:
    """Nobody, and no money, for a paper whose room asks for no signatures."""
    kind, _, number = reference.partition(":")
    return _demands[kind](int(number)) if kind in _demands and number.isdigit() else Demand((), False)


@dataclass(frozen=True, slots=True)
class HandLine:
    turn: int
    label: Text
    office: str
    name: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class CopyCard:
    """One record of a copy signed by hand. ``counts``: it stands, confirmed where a second person is needed; ``recorders``: keys of
    who recorded it, and of the colleague in whose place."""

    id: int
    number: int
    state: str
    scan: UUID
    sha256: str
    kept_at: str
    second_person: bool
    recorders: tuple[str, ...]
    recorded_name: str
    recorded_at: datetime
    supersedes_ground: str
    answered_name: str
    answered_at: datetime | None
    ground: str
    signatures: tuple[HandLine, ...]

    @property
    def counts(self) -> bool:
        return self.state == "confirmed"


@dataclass(frozen=True, slots=True)
class SignatureStanding:
    """How far a paper is signed. ``missing``: who has yet to sign; empty when it is ``signed``, electronically or by hand.

    ``electronic``: its signatures are asked for under "To sign"; ``awaiting_copy``: a copy waits for its second person.
    """

    code: str
    number: str
    title: Text
    in_force: bool
    signed: bool
    by_hand: bool
    missing: tuple[Text, ...]
    electronic: bool
    awaiting_copy: bool


def copies_of(row: Paper) -> tuple[CopyCard, ...]:
    """Newest first; ``kept_copies`` are prefetched by the caller."""
    rows = sorted(row.copies.all(), key=lambda copy: -copy.number)
    return tuple(copy_card(copy) for copy in rows)


def kept_copies() -> Any:
    """To be prefetched with papers: their copies, each with its signatures, in one query."""
    names = ("turn", "label_vi", "label_en", "office", "name", "signed_on")
    hands = CopySignature.objects.filter(copy=OuterRef("pk")).order_by("turn")
    said = JSONObject(**{name: name for name in names})
    return Prefetch("copies", queryset=PaperCopy.objects.annotate(hands=ArraySubquery(hands.values(said=said))))


def copy_card(row: Any) -> CopyCard:
    return CopyCard(
        id=row.pk,
        number=row.number,
        state=row.state,
        scan=row.scan,
        sha256=row.sha256,
        kept_at=row.kept_at,
        second_person=row.second_person,
        recorders=tuple(key for key in (row.recorded_by, row.recorded_for) if key),
        recorded_name=row.recorded_name,
        recorded_at=row.recorded_at,
        supersedes_ground=row.supersedes_ground,
        answered_name=row.answered_name,
        answered_at=row.answered_at,
        ground=row.ground,
        signatures=tuple(
            HandLine(
                one["turn"],
                Text(one["label_vi"], one["label_en"]),
                one["office"],
                one["name"],
                date.fromisoformat(one["signed_on"]),
            )
            for one in row.hands
        ),
    )


@dataclass(frozen=True, slots=True)
class SignerLine:
    """One who must sign: the turn, what for, for whom, and the name where an electronic signature says it."""

    turn: int
    label: Text
    office: str
    signed: bool

    @property
    def who(self) -> Text:
        """The side with its name, as a sentence names it."""
        if not self.office:
            return self.label
        return Text(f"{self.label.vi} ({self.office})", f"{self.label.into('en')} ({self.office})")


def signer_lines(paper: Paper) -> tuple[SignerLine, ...]:
    """Who must sign, in order: as the latest envelope has it, else as the procedure asks."""
    latest = max(paper.signings.all(), key=lambda signing: signing.pk, default=None)
    if latest is not None:
        rows = sorted(latest.signers.all(), key=lambda signer: signer.turn)
        counts = latest.ended_at is None or latest.state == "signed"  # of a declined envelope no signature counts
        return tuple(
            SignerLine(r.turn, Text(r.label_vi, r.label_en), r.office, counts and r.state == "signed") for r in rows
        )
    wanted = demand_on(paper.reference).wanted
    return tuple(SignerLine(turn, one.label, one.office, False) for turn, one in enumerate(wanted, 1))


def standing_of_paper(paper: Paper) -> SignatureStanding:
    """From rows that the caller holds or has fetched."""
    latest = max(paper.signings.all(), key=lambda signing: signing.pk, default=None)
    states = {copy.state for copy in paper.copies.all()}
    by_hand = "confirmed" in states
    signed = by_hand or (latest is not None and latest.state == "signed")
    return SignatureStanding(
        code=paper.code,
        number=paper.number,
        title=Text(paper.title_vi, paper.title_en),
        in_force=paper.state == "in_force",
        signed=signed,
        by_hand=by_hand,
        missing=() if signed else tuple(line.who for line in signer_lines(paper) if not line.signed),
        electronic=latest is not None and latest.ended_at is None,
        awaiting_copy="recorded" in states,
    )


def signature_standing(reference: str) -> SignatureStanding | None:
    """How far the paper of another room's record is signed; None when it has no paper."""
    found = Paper.objects.prefetch_related("signings__signers", kept_copies()).filter(reference=reference).first()
    return standing_of_paper(found) if found else None


def copy_facts(paper: Paper) -> CopyFacts:
    states = {copy.state for copy in paper.copies.all()}
    return CopyFacts(
        in_force=paper.state == "in_force",
        issued_on=paper.issued_on,
        signed=any(signing.state == "signed" for signing in paper.signings.all()),
        turns=tuple((line.turn, line.label) for line in signer_lines(paper)),
        awaiting="recorded" in states,
        standing="confirmed" in states,
    )


@dataclass(frozen=True, slots=True)
class CopyPage:
    """A paper whose signing by hand is to be recorded: who must sign, and what stands in the way already."""

    code: str
    number: str
    title: Text
    issued_on: date
    stamp: int
    signers: tuple[SignerLine, ...]
    facts: CopyFacts
    binds_money: bool


def copy_page(code: str, actor: Actor) -> CopyPage:
    """Raises NotAllowed, Missing."""
    actor.require(access.COPIES)
    paper = Paper.objects.prefetch_related("signings__signers", "copies").filter(code=code).first()
    if paper is None or not access.may_read(actor, paper.subject):
        raise access.no_such_paper()
    return CopyPage(
        code=paper.code,
        number=paper.number,
        title=Text(paper.title_vi, paper.title_en),
        issued_on=paper.issued_on,
        stamp=paper.stamp,
        signers=signer_lines(paper),
        facts=copy_facts(paper),
        binds_money=demand_on(paper.reference).binds_money,
    )
