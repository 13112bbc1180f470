"""Issued documents, and whether a decision counts yet."""

from __future__ import annotations

from datetime import date

from khue.core.bilingual import Text
from khue.features.documents import queries as papers
from khue.features.documents.domain import SignerKind, Wanted
from khue.features.dossiers.models import Document
from khue.features.dossiers.queries.facts import definition


def documents_of_kind(kind: str, since: date) -> tuple[int, ...]:
    """Ids of the documents of a kind issued on or after a day, newest first."""
    found = Document.objects.filter(kind=kind, issued_on__gte=since).order_by("-issued_on", "-pk")
    return tuple(found.values_list("pk", flat=True))


def unsigned_decision(dossier_id: int) -> str:
    """The number of the decision that still lacks a signature which the procedure asks for; empty when nothing is missing.

    A decision whose issuer had no certificate on its day was signed on paper.
    """
    row = Document.objects.select_related("dossier").filter(dossier=dossier_id, kind="decision").order_by("-pk").first()
    if row is None or "issuer" not in definition(row.dossier.version_id).signers_of(row.kind):
        return ""
    paper = papers.paper_of(f"document:{row.pk}")
    signing = paper.signing if paper else None
    if signing is not None:
        return "" if signing.is_signed else row.number
    issuer = Wanted(SignerKind.PERSON, row.issued_by, Text(row.number), "", 1)
    not_yet_rendered = paper is not None and not paper.versions
    return row.number if not_yet_rendered and papers.signing_begun([issuer], row.issued_on) else ""
