"""The PDF of an issued document, made by the worker from the values that were kept when it was issued."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.documents import queries as papers
from khue.features.documents.domain import SignerKind, Wanted
from khue.features.documents.queries import PaperCard
from khue.features.documents.usecases import keep_rendering
from khue.features.dossiers import access
from khue.features.dossiers.domain.redaction import redacted
from khue.features.dossiers.models import Document
from khue.features.dossiers.queries import definition, public_papers
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.deeds import command
from khue.kernel.documents import kind_of, render, sign_places

RENDER_JOB = "job.dossiers.render_document"


def render_document(document_id: int, *, actor: Actor) -> None:
    """Render once: a second run finds the file and does nothing. A paper that is to be signed gets its signers then."""
    actor.require(RENDER_JOB)
    with command("dossiers.render_document", actor, subject=f"document:{document_id}") as deed:
        document = Document.objects.select_for_update().select_related("dossier").get(pk=document_id)
        if document.file is not None:
            deed.nothing_done()
            return
        kind = kind_of(document.kind)
        paper = papers.paper_of(f"document:{document_id}")
        values, texts = _values(document, paper)
        content = render(document.kind, values, texts=texts)
        name = f"{document.kind}-{document.number.replace('/', '-')}.pdf"
        stored = files.store(
            ContentFile(content, name=name),
            deed=deed,
            owner=f"party:{document.dossier.applicant_id}",
            kind=document.kind,
            subject=f"dossier:{document.dossier_id}",
        )
        document.file = stored.pk
        document.save(update_fields=["file"])
        deed.after(file=str(stored.pk), sha256=stored.sha256)
        if paper is not None:
            keep_rendering(
                paper.reference,
                file=stored.pk,
                sha256=stored.sha256,
                places=sign_places(document.kind, values, texts=texts) if kind.sides else (),
                wanted=signers_of(document),
                deed=deed,
            )


def _values(document: Document, paper: PaperCard | None) -> tuple[dict[str, Any], dict[str, Text] | None]:
    """What the sheet takes: the values kept at the issue, the check square, and the texts of the template version."""
    kind = kind_of(document.kind)
    values = {**document.values, "number": document.number, "issued_on": str(document.issued_on)}
    if paper is None:
        return {name: value for name, value in values.items() if name in {*kind.required, *kind.optional}}, None
    values["check"] = check_square(paper.code)
    known = {*kind.required, *kind.optional}
    texts = papers.texts_for(document.kind, document.issued_on, paper.template)
    return {name: value for name, value in values.items() if name in known}, texts


def printed_values(document_id: int) -> dict[str, Any]:
    """For the room of papers: what the document was printed with, its texts under ``texts``. Raises Missing."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        raise access.no_such_dossier()
    values, texts = _values(document, papers.paper_of(f"document:{document_id}"))
    return {**values, "texts": texts or {}}


PUBLIC_COPY = (
    "Bản công khai, đã lược bỏ dữ liệu cá nhân; không thay cho văn bản đã ký. Mã kiểm tra ở cuối dẫn đến văn bản."
)


def public_copy(dossier_id: int, code: str, *, hide: Collection[str]) -> tuple[str, bytes]:
    """File name and PDF of the copy that everybody may read. ``hide``: names of a private applicant, left out wherever they
    stand, with those under which the dossier and the document know the applicant; empty for an applicant whom all may know.

    Raises Missing for a paper that is not public, or has no copy.
    """
    found = next((paper for paper in public_papers(dossier_id) if paper.code == code and paper.copy), None)
    if found is None:
        raise access.no_such_dossier()
    document = Document.objects.select_related("dossier").get(dossier=dossier_id, kind=found.kind, number=found.number)
    values, texts = _values(document, papers.paper_of(f"document:{document.pk}"))
    paths = definition(document.dossier.version_id).public_documents[document.kind]
    known = {*hide, document.dossier.applicant_name, str(document.values.get("applicant", ""))} if hide else set()
    shown = {**redacted(values, paths, known), "public_copy": PUBLIC_COPY}
    name = f"{document.kind}-{document.number.replace('/', '-')}-cong-khai.pdf"
    return name, render(document.kind, shown, texts=texts)


def check_square(code: str) -> dict[str, str]:
    """What the sheet prints so that anybody can check it: code, address, and the square that leads there."""
    import segno

    url = f"{settings.KHUE_BASE_URL.rstrip('/')}/vi/documents/check/{code}/"
    return {"code": code, "url": url, "svg": segno.make(url, error="m").svg_inline(border=0)}


def demand_on(document_id: int) -> papers.Demand:
    """For the room of papers: who must sign a document by its procedure, and whether its payments wait for that."""
    document = Document.objects.select_related("dossier").filter(pk=document_id).first()
    if document is None:
        raise access.no_such_dossier()
    procedure = definition(document.dossier.version_id)
    return papers.Demand(signers_of(document), document.kind in procedure.before_payment)


def signers_of(document: Document) -> tuple[Wanted, ...]:
    """Who signs this document by its procedure, in order, each at his block of the sheet; nobody for most documents."""
    sides = kind_of(document.kind).sides
    named = definition(document.dossier.version_id).signers_of(document.kind)
    found = {"issuer": _issuer, "applicant": _applicant}
    return tuple(found[name](document, sides.index(name) + 1 if name in sides else 0) for name in named)


def _issuer(document: Document, place: int) -> Wanted:
    office = str(document.values.get("body", ""))
    return Wanted(SignerKind.PERSON, document.issued_by, Text("Cơ quan ban hành", "Issuing body"), office, place)


def _applicant(document: Document, place: int) -> Wanted:
    """Whoever may sign for the applicant; the name of a private person stays out of what everybody sees."""
    key = access.party_key(document.dossier)
    office = "" if people.party(key).is_private_person else document.dossier.applicant_name
    return Wanted(SignerKind.MANDATE, key, Text("Bên nhận hỗ trợ", "Supported side"), office, place)
