"""Issued documents, and whether a decision counts yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.features.documents import queries as papers
from khue.features.documents.domain import SignerKind, Wanted
from khue.features.dossiers.models import Document, Dossier
from khue.features.dossiers.queries.facts import definition
from khue.kernel import files
from khue.kernel.documents import kind_of
from khue.kernel.files import FileCard


def documents_of_kind(kind: str, since: date) -> tuple[int, ...]:
    """Ids of the documents of a kind issued on or after a day, newest first."""
    found = Document.objects.filter(kind=kind, issued_on__gte=since).order_by("-issued_on", "-pk")
    return tuple(found.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A paper that came out of a dossier and counts, with its newest file. ``code`` is for the public check."""

    number: str
    kind: str
    title: Text
    issued_on: date
    code: str
    file: FileCard


def results_of(dossier_id: int) -> tuple[ResultFile, ...]:
    """What a dossier has produced, oldest first: papers in force that are printed and lack no signature.

    A paper signed by hand is given as the scan that was kept. One that still waits for a signature is none
    yet; one that was superseded or annulled is none any more.
    """
    rows = tuple(Document.objects.filter(dossier=dossier_id).order_by("pk"))
    cards = {card.id: card for card in files.cards(f"dossier:{dossier_id}")} if rows else {}
    about = papers.papers_about(f"dossier:{dossier_id}") if rows else {}
    found = []
    for row in rows:
        paper = about.get(f"document:{row.pk}")
        if paper is not None and (paper.state != "in_force" or paper.lacks_signature):
            continue
        newest = paper.newest if paper else None
        scan = paper.standing_copy.scan if paper and paper.standing_copy else None
        card = cards.get(str(scan or (newest.file if newest else row.file)))
        if card is not None:
            title = Text(row.title_vi, row.title_en)
            found.append(ResultFile(row.number, row.kind, title, row.issued_on, paper.code if paper else "", card))
    waiting = unsigned_decision(dossier_id)
    return tuple(each for each in found if each.number != waiting)


def unsigned_decision(dossier_id: int) -> str:
    """The number of the decision that still lacks a signature which the procedure asks for; empty when nothing is missing.

    A decision whose issuer had no certificate on its day was signed on paper, also when nobody recorded the copy.
    """
    row = Document.objects.select_related("dossier").filter(dossier=dossier_id, kind="decision").order_by("-pk").first()
    if row is None or "issuer" not in definition(row.dossier.version_id).signers_of(row.kind):
        return ""
    paper = papers.paper_of(f"document:{row.pk}")
    if paper is not None and paper.standing_copy is not None:
        return ""
    signing = paper.signing if paper else None
    if signing is not None:
        return "" if signing.is_signed else row.number
    issuer = Wanted(SignerKind.PERSON, row.issued_by, Text(row.number), "", 1)
    not_yet_rendered = paper is not None and not paper.versions
    return row.number if not_yet_rendered and papers.signing_begun([issuer], row.issued_on) else ""


@dataclass(frozen=True, slots=True)
class UnsignedDocument:
    """A document that must be signed before a payment and is not: ``number`` and ``code`` are empty while none is issued,
    ``missing`` names who has yet to sign, in order."""

    title: Text
    number: str
    code: str
    missing: tuple[Text, ...]
    electronic: bool
    awaiting_copy: bool


def unsigned_before_payment(dossier_id: int) -> tuple[UnsignedDocument, ...]:
    """What the case's own version of its procedure wants signed before a payment, and is not; empty when nothing is missing."""
    kinds = definition(Dossier.objects.values_list("version_id", flat=True).get(pk=dossier_id)).before_payment
    found = []
    for kind in kinds:
        documents = [f"document:{pk}" for pk in _documents(dossier_id, kind)]
        papers_of_kind = [paper for paper in map(papers.signature_standing, documents) if paper and paper.in_force]
        if not papers_of_kind:
            found.append(UnsignedDocument(kind_of(kind).title, "", "", (), electronic=False, awaiting_copy=False))
        found += [_unsigned(paper) for paper in papers_of_kind if not paper.signed]
    return tuple(found)


def _documents(dossier_id: int, kind: str) -> list[int]:
    return list(Document.objects.filter(dossier=dossier_id, kind=kind).order_by("pk").values_list("pk", flat=True))


def _unsigned(paper: papers.SignatureStanding) -> UnsignedDocument:
    return UnsignedDocument(paper.title, paper.number, paper.code, paper.missing, paper.electronic, paper.awaiting_copy)


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """A paper of a granted support that everybody may know. ``copy``: its text can be read too, without what is left out."""

    code: str
    kind: str
    number: str
    title: Text
    issued_on: date
    by_hand: bool
    copy: bool


def public_papers(dossier_id: int) -> tuple[PublicPaper, ...]:
    """What the case's version of its procedure makes public: papers in force that lack no signature, oldest first.

    A text that was edited by hand has no copy: nothing tells where in it a private person stands.
    """
    kinds = definition(Dossier.objects.values_list("version_id", flat=True).get(pk=dossier_id)).public_documents
    if not kinds:
        return ()
    waiting = unsigned_decision(dossier_id)
    return tuple(
        PublicPaper(
            paper.code,
            paper.kind,
            paper.number,
            paper.title,
            paper.issued_on,
            paper.standing_copy is not None,
            all(version.cause != "edited" for version in paper.versions),
        )
        for paper in papers.papers_about(f"dossier:{dossier_id}").values()
        if paper.kind in kinds and paper.state == "in_force" and not paper.lacks_signature and paper.number != waiting
    )
