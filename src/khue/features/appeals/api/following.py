"""Where an appeal stands, the appeals of a dossier, and the desk of appeals."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.appeals import access, queries
from khue.features.appeals.api.shapes import AppealOut, AppealRowOut, AppealsOfDossierOut, appeal_values, door
from khue.features.dossiers import queries as dossiers
from khue.kernel import viewing
from khue.kernel.api.answers import note_version
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Id, Listing, Name, Size, listing

View = Annotated[Literal["open", "mine", "overdue", "ended"], Query(description="Which appeals")]


@door.get("/appeals", Listing[AppealRowOut], Text("Khiếu nại", "Appeals"), right=access.READ)
def list_appeals(request: HttpRequest, view: View = "open", after: After = None, size: Size = 25) -> Any:
    """By the day on which something is due; ended ones newest first."""
    return listing(request, queries.appeals(acting(request), view, after, size))


@door.get("/appeals/{appeal_id}", AppealOut, Text("Một khiếu nại", "An appeal"), need="view")
def read_appeal(request: HttpRequest, appeal_id: Id) -> Any:
    """For the applicant's side, and for officers once it was lodged. An official's look at a private person's is written down."""
    actor = acting(request)
    page = queries.appeal_page(appeal_id, actor)
    if not page.is_side and dossiers.case(page.dossier_number, actor).applicant.is_private_person:
        viewing.note_view(actor, page.applicant_key, "appeal", f"appeal:{page.id}")
    note_version(request, page.version)
    return appeal_values(page)


@door.get(
    "/dossiers/{number}/appeals", AppealsOfDossierOut, Text("Khiếu nại của hồ sơ", "Appeals of a dossier"), need="view"
)
def list_appeals_of_dossier(request: HttpRequest, number: Name) -> Any:
    """Its appeals, and whether one can be begun now."""
    actor = acting(request)
    found = queries.panels(dossiers.case(number, actor), actor)
    if not found:
        return {"appeals": [], "decision_id": None, "until": None, "is_late": False, "second": False}
    page = found[0].page
    return {
        "appeals": page.rows,
        "decision_id": page.decision_id,
        "until": page.until,
        "is_late": page.is_late,
        "second": page.second,
    }
