"""A support, what its lead organisation does, and the register of equipment."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.missions import access, queries, usecases
from khue.features.missions.api.shapes import EquipmentIn, ItemOut, SupportOut, TrancheLinkOut, door
from khue.features.missions.domain.commands import DeliverTranche, RegisterEquipment
from khue.features.missions.forms.lead import MOST_FILES
from khue.features.missions.queries import SupportCard
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, No, Size, Words, file_out, listing


def support_values(card: SupportCard) -> dict[str, Any]:
    """A card as its shape wants it: files with their address under the interface."""
    shown = {name: getattr(card, name) for name in SupportOut.model_fields}
    shown["reasons"] = [reason.to_json() for reason in card.reasons]
    shown["tranches"] = [
        {
            **{name: getattr(row, name) for name in row.__slots__},
            "deliveries": [
                {
                    **{name: getattr(delivery, name) for name in delivery.__slots__},
                    "files": [file_out(file) for file in delivery.files],
                }
                for delivery in row.deliveries
            ],
        }
        for row in card.tranches
    ]
    return shown


@door.get("/supports/{support_id}", SupportOut, Text("Một khoản hỗ trợ", "A support"), need="view")
def read_support(request: HttpRequest, support_id: Id) -> Any:
    """For the lead organisation, and for staff who may read supports."""
    return support_values(queries.support_page(support_id, acting(request)))


@door.get("/tranches/{tranche_id}", TrancheLinkOut, Text("Một đợt giải ngân", "A tranche"), need="view")
def read_tranche(request: HttpRequest, tranche_id: Id) -> Any:
    """Which support it belongs to; there it stands with everything."""
    support = queries.support_of_tranche(tranche_id, acting(request))
    return {"support_id": support, "href": f"/api/v1/supports/{support}"}


@door.post(
    "/supports/{support_id}/tranches/{no}/deliveries",
    Done,
    Text("Bàn giao một đợt", "Deliver a tranche"),
    need="submit",
    takes="files",
)
def deliver_tranche(
    request: HttpRequest,
    support_id: Id,
    no: No,
    evidence: Annotated[str, Form(max_length=4000, description="What was delivered, in words")],
    files: File[list[UploadedFile]],
) -> Any:
    """Hands over what a tranche promises, in words and files; the acceptance goes to the desk."""
    if len(files) > MOST_FILES:
        text = Text(f"Nhiều nhất {MOST_FILES} tệp một lần.", f"At most {MOST_FILES} files at once.")
        raise Refused.because(Reason("many", text, Text("Mời ông/bà gửi ít hơn.", "Send fewer."), "files"))
    command = DeliverTranche(support_id, no, evidence.strip(), tuple(files), once=once_of(request))
    usecases.deliver_tranche(command, actor=acting(request))
    return {"href": f"/api/v1/supports/{support_id}"}


@door.post(
    "/supports/{support_id}/equipment",
    Made,
    Text("Ghi sổ thiết bị", "Register equipment"),
    need="submit",
    status=201,
)
def register_equipment(request: HttpRequest, support_id: Id, asked: EquipmentIn) -> Any:
    """One entry per machine that this support paid for. By the lead, or by an officer who may accept."""
    command = RegisterEquipment(
        support_id,
        asked.line_no,
        asked.name.strip(),
        asked.serial.strip(),
        asked.location.strip(),
        asked.cost,
        asked.in_use_on,
        once_of(request),
    )
    made = usecases.register_equipment(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/supports/{support_id}"}


@door.get("/equipment", Listing[ItemOut], Text("Sổ thiết bị", "Equipment register"), right=access.READ)
def list_equipment(request: HttpRequest, q: Words = "", after: After = None, size: Size = 25) -> Any:
    """All equipment that the city's support has paid for, newest first."""
    acting(request).require(access.READ)
    return listing(request, queries.equipment(q, after, size))
