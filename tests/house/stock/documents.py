"""Room ``documents``: its part of the stock."""

from __future__ import annotations

from uuid import uuid4

from khue.kernel import clock
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    """A decision that waits for its signature, and a certificate."""
    from khue.features.documents import usecases
    from khue.features.documents.domain import IssueSampleCertificate
    from khue.features.documents.models import Paper, Signer
    from khue.features.dossiers import usecases as dossiers
    from khue.features.dossiers.models import Document

    asked = IssueSampleCertificate(act("decider").key, 365, once=uuid4())
    stock.everywhere["certificate_id"] = usecases.issue_certificate_of_sample(asked, actor=act("administrator"))
    granted = Document.objects.filter(kind="decision", issued_by=act("decider").key)
    decision = granted.filter(dossier__procedure_key="equipment-support").latest("pk")
    dossiers.render_document(decision.pk, actor=clock.job_actor("dossiers.render_document"))
    paper = Paper.objects.get(reference=f"document:{decision.pk}")
    stock.by_room["documents", "code"] = paper.code
    stock.by_room["documents", "kind"] = "decision"
    stock.by_room["documents", "number"] = 1
    stock.everywhere["signer_id"] = Signer.objects.get(signing__paper=paper).pk
