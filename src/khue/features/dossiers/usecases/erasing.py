"""Erasing a draft that was never handed in, inside the deed that erases. Its number stays; what was written goes."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.errors import Conflict
from khue.core.folding import fold
from khue.features.dossiers.domain.steps import DOSSIER
from khue.features.dossiers.models import DraftFile, Editor, FormerAnswer
from khue.features.dossiers.usecases.parts import locked_dossier
from khue.features.people import queries as people
from khue.kernel.deeds import Deed
from khue.kernel.erasing import GONE, erase_files
from khue.kernel.models import StoredFile

ERASED_DRAFT = Text("Bản nháp đã xóa", "An erased draft")


def erase_draft(dossier_id: int, *, deed: Deed) -> dict[str, int]:
    """Answers, files, who wrote along: gone; how much, by kind. Raises Conflict once it was handed in."""
    dossier = locked_dossier(dossier_id)
    if dossier.state != "draft":
        raise Conflict(
            Text(
                f"Hồ sơ {dossier.number} không còn là bản nháp ({DOSSIER.label(dossier.state).vi}).",
                f"Dossier {dossier.number} is no draft any more ({DOSSIER.label(dossier.state).en}).",
            ),
            Text("Mời ông/bà mở lại danh sách.", "Open the list again."),
        )
    stored = list(StoredFile.objects.filter(subject=f"dossier:{dossier_id}").values_list("pk", flat=True))
    gone = {"answers": len(dossier.answers), "files": erase_files(stored, deed=deed)}
    DraftFile.objects.filter(dossier=dossier).delete()
    gone["former_answers"] = FormerAnswer.objects.filter(dossier=dossier).delete()[0]
    Editor.objects.filter(dossier=dossier).delete()
    private = people.party(f"party:{dossier.applicant_id}").is_private_person
    dossier.applicant_name = GONE if private else dossier.applicant_name
    dossier.title = ERASED_DRAFT.vi
    dossier.folded = fold(f"{dossier.title} {dossier.number}")
    dossier.answers, dossier.section_versions = {}, {}
    dossier.confirmed_prefills, dossier.changes_to_show = [], []
    dossier.state, dossier.ended_on = "withdrawn", deed.today
    dossier.stamp += 1
    dossier.save()
    return gone
