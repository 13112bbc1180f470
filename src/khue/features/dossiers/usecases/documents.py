"""Issued documents: a number in a register, and a PDF made after the commit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.number import document_number
from khue.features.documents import queries as paper_queries
from khue.features.documents import usecases as papers
from khue.features.dossiers import access
from khue.features.dossiers.events import DocumentIssued
from khue.features.dossiers.models import Document, Dossier
from khue.features.dossiers.queries import definition, receipt_moment
from khue.features.dossiers.usecases.parts import next_number, parties_of
from khue.features.people.queries.city import unit_names
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed
from khue.kernel.documents import check_values, kind_of

DECISION = "decision"


def issue_document(
    dossier_id: int, kind: str, *, values: Mapping[str, Any], title: Text | None = None, deed: Deed
) -> int:
    """Number a document of a kind and keep its values; the id. The worker renders the PDF from them.

    Raises KeyError for a kind that the city package does not have, ValueError for a value that its template lacks.
    """
    return issue(Dossier.objects.get(pk=dossier_id), kind, values, title=title, deed=deed)


def issue(dossier: Dossier, kind: str, values: Mapping[str, Any], *, title: Text | None = None, deed: Deed) -> int:
    known = kind_of(kind)
    title = title or known.title
    year = deed.today.year
    sequence = next_number(f"{known.register}:{year}")
    number = document_number(sequence, year, known.symbol)
    filled = {name: value for name, value in {**_frame(dossier, deed), **values}.items() if value is not None}
    check_values(kind, {**filled, "number": number, "issued_on": str(deed.today)})
    document = Document.objects.create(
        dossier=dossier,
        kind=kind,
        register=known.register,
        year=year,
        sequence=sequence,
        number=number,
        title_vi=title.vi,
        title_en=title.en,
        values=filled,
        issued_on=deed.today,
        issued_by=deed.actor.key,
    )
    deed.after(document=document.number)
    if known.checkable:
        _register(document, filled, deed=deed)
    deed.emit(
        DocumentIssued(
            subject=f"dossier:{dossier.pk}",
            parties=parties_of(dossier),
            number=dossier.number,
            document=document.pk,
            document_number=document.number,
            document_title=title.to_json(),
        )
    )
    return int(document.pk)


def _register(document: Document, values: Mapping[str, Any], *, deed: Deed) -> None:
    """The document as a paper that everybody can check. A new decision on a dossier takes the place of the one before."""
    reference = f"document:{document.pk}"
    about = str(values.get("subject") or "")
    papers.register_paper(
        reference=reference,
        subject=f"dossier:{document.dossier_id}",
        kind=document.kind,
        number=document.number,
        title=Text(document.title_vi, document.title_en),
        about=Text(about, str(values.get("subject_en") or "")) if about else None,
        body=str(values["body"])[:200],
        deed=deed,
    )
    if document.kind != DECISION:
        return
    for earlier in paper_queries.papers_about(f"dossier:{document.dossier_id}").values():
        if earlier.kind == DECISION and earlier.state == "in_force" and earlier.reference != reference:
            ground = f"Quyết định số {document.number}"
            papers.supersede_paper(earlier.reference, reference, ground, deed=deed)


def _frame(dossier: Dossier, deed: Deed) -> dict[str, Any]:
    """What every document says; kept with it, so that it can be rendered again as it was.

    A deed of the applicant's side makes the city issue a document too (form 05): the desk that received the dossier
    then stands for the city, also when the applicant happens to be an officer.
    """
    city = rulebook.city_package()
    officer = not access.is_side_of_applicant(deed.actor, dossier) and bool(deed.actor.units)
    unit = (_unit_of(deed.actor) if officer else _desk_of(dossier)) or city.BODY
    received = receipt_moment(dossier.received_on or deed.today)
    term = f"đến hết ngày {dossier.due_on:%d/%m/%Y}" if dossier.due_on else "theo từng bước của thủ tục"
    return {
        "body": unit,
        "body_above": city.BODY if unit != city.BODY else "",
        "place": city.PLACE,
        "issued_at": deed.moment.isoformat(),
        "desk": unit,
        "applicant": dossier.applicant_name,
        "dossier_number": dossier.number,
        "procedure": definition(dossier.version_id).name.vi,
        "officer": deed.actor.name if officer else unit,
        "signer": deed.actor.name if officer else unit,
        "signer_title": unit if officer else city.BODY,
        "received_at": received.isoformat(),
        "due_on": str(dossier.due_on or deed.today),
        "term": term,
        "sample": bool(settings.KHUE_SAMPLE),
    }


def _unit_of(actor: Actor) -> str:
    known = unit_names()
    return next((known[code].vi for code in actor.units if code in known), "")


def _desk_of(dossier: Dossier) -> str:
    """The desk that received the dossier: it stands for the city where no officer acts. Empty before the receipt."""
    receipt = Document.objects.filter(dossier=dossier, kind="form-01").order_by("pk").first()
    return str(receipt.values.get("desk", "")) if receipt else ""
