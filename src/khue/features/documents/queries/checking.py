"""What anybody may learn of a paper by its code or by the print of its file: nothing about private persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from khue.core.bilingual import Text
from khue.features.documents.domain import readable_code
from khue.features.documents.models import Paper, PaperVersion, Signer
from khue.features.documents.queries.copies import copies_of, kept_copies
from khue.features.documents.queries.papers import about_of
from khue.features.documents.queries.restricting import is_restricted


@dataclass(frozen=True, slots=True)
class PublicTurn:
    """A signature as the public sees it: the office; the name only of who signs for the city."""

    label: Text
    office: str
    state: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicHand:
    """A signature by hand as the public sees it: the side, its office, the day."""

    label: Text
    office: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """The public face of a paper. ``prints``: SHA-256 of its final file, then of earlier ones; ``by_hand``: who signed on paper and
    when, as offices, without names."""

    code: str
    kind: str
    number: str
    symbol: str
    title: Text
    about: Text | None
    body: str
    issued_on: date
    state: str
    ended_on: date | None
    successor: str
    successor_code: str
    signing: str
    turns: tuple[PublicTurn, ...]
    by_hand: tuple[PublicHand, ...]
    prints: tuple[str, ...]
    template: int


def check_code(typed: str) -> CheckedPaper | None:
    """The paper under a code as somebody typed it; None when there is none."""
    code = readable_code(typed)
    found = (
        Paper.objects.select_related("superseded_by", "template")
        .prefetch_related("versions", "signings__signers", kept_copies())
        .filter(code=code)
        .first()
        if code
        else None
    )
    return _public(found) if found else None


def known_print(sha256: str) -> CheckedPaper | None:
    """The paper to which exactly this file belongs; None when no file of ours has this print."""
    version = PaperVersion.objects.filter(sha256=sha256).select_related("paper").first()
    return check_code(version.paper.code) if version else None


def _public(row: Paper) -> CheckedPaper:
    signing = max(row.signings.all(), key=lambda signing: signing.pk, default=None)
    turns = sorted(signing.signers.all(), key=lambda signer: signer.turn) if signing else []
    versions = sorted(row.versions.all(), key=lambda version: -version.number)
    return CheckedPaper(
        code=row.code,
        kind=row.kind,
        number=row.number,
        symbol=row.number.partition("/")[2],
        title=Text(row.title_vi, row.title_en),
        about=None if is_restricted(row.subject) else about_of(row),
        body=row.body,
        issued_on=row.issued_on,
        state=row.state,
        ended_on=row.ended_on,
        successor=row.superseded_by.number if row.superseded_by else "",
        successor_code=row.superseded_by.code if row.superseded_by else "",
        signing=signing.state if signing else "",
        turns=tuple(_turn(signer) for signer in turns),
        by_hand=tuple(
            PublicHand(line.label, line.office, line.signed_on)
            for copy in copies_of(row)
            if copy.counts
            for line in copy.signatures
        ),
        prints=tuple(version.sha256 for version in versions),
        template=row.template.number if row.template else 0,
    )


def _turn(signer: Signer) -> PublicTurn:
    return PublicTurn(Text(signer.label_vi, signer.label_en), signer.office, signer.state, signer.at)
