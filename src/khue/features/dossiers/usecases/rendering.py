"""The PDF of an issued document, made by the worker from the values that were kept when it was issued."""

from __future__ import annotations

from django.core.files.base import ContentFile

from khue.core.actor import Actor
from khue.features.dossiers.models import Document
from khue.kernel import files
from khue.kernel.deeds import command
from khue.kernel.documents import kind_of, render

RENDER_JOB = "job.dossiers.render_document"


def render_document(document_id: int, *, actor: Actor) -> None:
    """Render once: a second run finds the file and does nothing."""
    actor.require(RENDER_JOB)
    with command("dossiers.render_document", actor, subject=f"document:{document_id}") as deed:
        document = Document.objects.select_for_update().select_related("dossier").get(pk=document_id)
        if document.file is not None:
            deed.nothing_done()
            return
        kind = kind_of(document.kind)
        known = {*kind.required, *kind.optional}
        values = {**document.values, "number": document.number, "issued_on": str(document.issued_on)}
        values = {name: value for name, value in values.items() if name in known}
        content = render(document.kind, values)
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
