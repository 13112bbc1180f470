"""What goes in and out of the doors of this room. Prints are SHA-256 of a file's bytes, in hex."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from khue.features.documents.domain import COPY, PAPER, SIGNER, SIGNING
from khue.features.documents.queries import CopyCard, PaperCard, PaperRow
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import LARGEST, Ask, Bilingual, DecisionOut, FileOut, PartyKey, State

door = Door("documents")

# -- papers ----------------------------------------------------------------------------------------------------------


class PaperRowOut(Schema):
    """A line of the register. ``signing`` null: not signed electronically; ``signed`` of ``signers`` signatures; ``copy_state``:
    signed on paper, or awaiting the second person."""

    code: str
    number: str
    title: Bilingual
    about: Bilingual | None
    body: str
    issued_on: date
    state: State
    signing: State | None
    signed: int
    signers: int
    copy_state: State | None


class TurnOut(Schema):
    """One signer in turn. ``name`` is empty until somebody took it. ``timestamp``: attached, missed (the authority did not answer
    and the signature was made without it), empty when none is asked for."""

    id: int
    turn: int
    label: Bilingual
    state: State
    name: str
    office: str
    at: datetime | None
    ground: str
    timestamp: str


class HandOut(Schema):
    """One signature by hand."""

    turn: int
    label: Bilingual
    office: str
    name: str
    signed_on: date


class CopyOut(Schema):
    """A record that the paper was signed on paper; ``second_person``: it counts only when another officer has confirmed it."""

    id: int
    number: int
    state: State
    sha256: str
    kept_at: str
    second_person: bool
    recorded_name: str
    recorded_at: datetime
    supersedes_ground: str
    answered_name: str
    answered_at: datetime | None
    ground: str
    signatures: list[HandOut]
    scan_href: str


class PaperOut(Schema):
    """A paper with every file it ever had (newest last), its signers in turn and the records of copies signed by hand (newest
    first). The ETag goes with the text and the records."""

    code: str
    reference: str
    subject: str
    kind: str
    number: str
    title: Bilingual
    about: Bilingual | None
    body: str
    issued_on: date
    template: int
    state: State
    ended_on: date | None
    ended_ground: str
    superseded_by: str
    signing: State | None
    turns: list[TurnOut]
    copies: list[CopyOut]
    files: list[FileOut]


class BlockOut(Schema):
    """A block of a text: ``style`` centre, basis, heading, paragraph, item or table; a table has ``rows``."""

    style: str
    text: str
    rows: list[list[str]] = []


class DraftTextOut(Schema):
    """The text that a colleague may edit while ``open``."""

    code: str
    number: str
    title: Bilingual
    open: bool
    blocks: list[BlockOut]


class PartOut(Schema):
    """``kind``: same, gone or new."""

    kind: str
    text: str


class EditedPlaceOut(Schema):
    """One place that differs, as a run of parts."""

    where: Bilingual
    parts: list[PartOut]


class ReplacedOut(Schema):
    """The version that took the draft's place, and what it changed."""

    version: int
    changes: list[EditedPlaceOut]
    href: str


# -- signing ---------------------------------------------------------------------------------------------------------


class CertificateOut(Schema):
    """``state``: valid, soon (30 days left), expired, early, revoked."""

    id: int
    holder: str
    holder_name: str
    subject: str
    issuer: str
    serial: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None
    revoked_ground: str
    state: str


class QueueRowOut(Schema):
    """A turn that waits for the caller; ``before`` names who signs first while it is not ``my_turn``."""

    signer: int
    code: str
    number: str
    title: Bilingual
    about: Bilingual | None
    label: Bilingual
    body: str
    issued_on: date
    prepared_at: datetime
    my_turn: bool
    before: Bilingual | None


class TurnPageOut(Schema):
    """One turn: the paper, the file that is signed, the caller's certificates, whether it may be signed now and why not."""

    signer: int
    label: Bilingual
    office: str
    state: State
    paper: PaperOut
    file: FileOut
    original_sha256: str
    certificates: list[CertificateOut]
    decision: DecisionOut
    open_turn: bool


class SignIn(Ask):
    """``read``: the paper was read and is signed as it is. ``certificate`` left out: the newest that is valid."""

    read: Literal[True]
    certificate: Annotated[int, Field(ge=0, le=LARGEST)] = 0


class SignedOut(Schema):
    """``complete``: the paper now has all signatures."""

    complete: bool
    href: str


class DeclineIn(Ask):
    ground: Annotated[str, Field(min_length=1, max_length=500)]


class CopyAnswerIn(Ask):
    """``ground`` says what does not agree; empty when sheet and record agree."""

    confirmed: bool
    ground: Annotated[str, Field(max_length=500)] = ""


# -- the public check ------------------------------------------------------------------------------------------------


class PublicTurnOut(Schema):
    """A signature as the public sees it: the office."""

    label: Bilingual
    office: str
    state: str
    at: datetime | None


class PublicHandOut(Schema):
    """A signature by hand as the public sees it: the office and the day."""

    label: Bilingual
    office: str
    signed_on: date


class CheckedOut(Schema):
    """The public face of a paper. ``prints``: of its final file, then of earlier ones; ``by_hand``: it was signed on paper and the
    city keeps a copy."""

    code: str
    kind: str
    number: str
    symbol: str
    title: Bilingual
    about: Bilingual | None
    body: str
    issued_on: date
    state: str
    ended_on: date | None
    successor: str
    successor_code: str
    signing: str
    turns: list[PublicTurnOut]
    by_hand: list[PublicHandOut]
    prints: list[str]


class PointOut(Schema):
    """A yes or no about a signature; ``tone`` good, wait or bad."""

    tone: str
    text: Bilingual


class SignatureOut(Schema):
    name: str
    office: str
    at: datetime | None
    tone: str
    points: list[PointOut]
    certificate: str
    issuer: str
    serial: str


class VerdictOut(Schema):
    """What a file says: one sentence for the whole, each signature with its points; ``paper`` when it is one of ours."""

    tone: str
    summary: Bilingual
    next_step: Bilingual
    sha256: str
    signatures: list[SignatureOut]
    paper: CheckedOut | None


# -- certificates ----------------------------------------------------------------------------------------------------


class HolderOut(Schema):
    key: str
    name: str


class CertificateIn(Ask):
    """``key``: its name on the token or at the signing service. In a sample city ``days`` is enough: its own authority issues one."""

    holder: PartyKey
    pem: Annotated[str, Field(max_length=64 * 1024)] = ""
    key: Annotated[str, Field(max_length=120)] = ""
    chain: Annotated[str, Field(max_length=40_000)] = ""
    days: Annotated[int, Field(ge=1, le=1825)] = 365


class RevocationIn(Ask):
    ground: Annotated[str, Field(min_length=1, max_length=500)]


# -- from cards ------------------------------------------------------------------------------------------------------


def paper_row(row: PaperRow) -> dict[str, Any]:
    names = ("code", "number", "title", "about", "body", "issued_on", "signed", "signers")
    return {
        **{name: getattr(row, name) for name in names},
        "state": _state(PAPER, row.state),
        "signing": _state(SIGNING, row.signing) if row.signing else None,
        "copy_state": _state(COPY, row.copy) if row.copy else None,
    }


def _state(flow: Any, code: str) -> dict[str, Any]:
    return {"code": code, "label": flow.label(code)}


def turn_state(code: str) -> dict[str, Any]:
    return _state(SIGNER, code)


def paper_whole(card: PaperCard) -> dict[str, Any]:
    """A paper as its page shows it."""
    names = ("code", "reference", "subject", "kind", "number", "title", "about", "body", "issued_on", "template")
    signing = card.signing
    return {
        **{name: getattr(card, name) for name in (*names, "ended_on", "ended_ground", "superseded_by")},
        "state": _state(PAPER, card.state),
        "signing": _state(SIGNING, signing.state) if signing else None,
        "turns": [
            {
                "id": turn.id,
                "turn": turn.turn,
                "label": turn.label,
                "state": turn_state(turn.state),
                "name": turn.name,
                "office": turn.office,
                "at": turn.at,
                "ground": turn.ground,
                "timestamp": turn.timestamp,
            }
            for turn in (signing.turns if signing else ())
        ],
        "copies": [_copy(copy) for copy in card.copies],
        "files": [paper_file(card.number, v.number, v.file, v.sha256, v.cause) for v in card.versions],
    }


def _copy(copy: CopyCard) -> dict[str, Any]:
    hidden = ("state", "scan", "signatures", "recorders")
    return {
        **{name: getattr(copy, name) for name in copy.__slots__ if name not in hidden},
        "state": _state(COPY, copy.state),
        "signatures": copy.signatures,
        "scan_href": f"/api/v1/files/{copy.scan}",
    }


def paper_file(number: str, version: int, file: UUID, sha256: str, note: str = "") -> dict[str, Any]:
    """One file of a paper; its bytes come from the door of files. ``note``: rendered, edited or signed."""
    return {
        "id": str(file),
        "name": f"{number.replace('/', '-')}-{version}.pdf",
        "size": 0,
        "media_type": "application/pdf",
        "sha256": sha256,
        "note": note,
        "href": f"/api/v1/files/{file}",
    }
