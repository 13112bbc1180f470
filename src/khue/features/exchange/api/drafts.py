"""Drafts of offers and the sheets that bring them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.features.exchange import queries, usecases
from khue.features.exchange.api.shapes import (
    OfferDraftIn,
    OfferDraftLineOut,
    OfferDraftOut,
    OfferDraftsHandedInOut,
    OfferDraftsHandInIn,
    OfferDraftsIn,
    OfferImportFaultOut,
    OfferImportOut,
    door,
)
from khue.features.exchange.domain.drafts import DropDrafts, HandInDrafts, KeepDraft, ReadDocument
from khue.features.exchange.domain.sheets import ImportOffers, template
from khue.kernel.api.doors import acting, once_of, sent
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing
from khue.kernel.uploads import XLSX

Party = Annotated[str, Form(max_length=40, pattern=r"^party:[0-9]{1,18}$", examples=["party:12"])]
DRAFTS, IMPORTS = "/api/v1/offer-drafts", "/api/v1/offer-imports"


@door.get("/offer-drafts", Listing[OfferDraftLineOut], Text("Bản nháp chào bán", "Drafts of offers"), need="view")
def list_offer_drafts(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those of the parties that the caller acts for, newest first."""
    return listing(request, queries.drafts_of(acting(request), after, size))


@door.get("/offer-drafts/{draft_id}", OfferDraftOut, Text("Một bản nháp chào bán", "A draft of an offer"), need="view")
def read_offer_draft(request: HttpRequest, draft_id: Id) -> Any:
    """Its public words, for its side only."""
    found = queries.draft_card(draft_id, acting(request))
    said = found.described
    shown = {name: getattr(said, name) for name in ("title", "summary", "kind", "field", "stage", "modes")}
    kept = {name: getattr(found, name) for name in ("id", "party", "valid_until", "has_confidential")}
    return shown | kept


@door.post("/offer-drafts", Made, Text("Lưu bản nháp chào bán", "Keep a draft of an offer"), need="submit", status=201)
def keep_offer_draft(request: HttpRequest, asked: OfferDraftIn) -> Any:
    """Words to go on with; nothing need be complete."""
    command = KeepDraft(
        asked.party, asked.described(), asked.valid_until, asked.confidential, "program", once_of(request)
    )
    made = usecases.keep_draft(command, actor=acting(request))
    return {"id": str(made), "href": f"{DRAFTS}/{made}"}


@door.post(
    "/offer-documents",
    Made,
    Text("Lập bản nháp từ tài liệu", "Begin a draft with a document"),
    need="submit",
    status=201,
    takes="files",
)
def read_offer_document(request: HttpRequest, party: Party, file: File[UploadedFile]) -> Any:
    """The text of a PDF, DOCX or TXT becomes the beginning of a draft; the paper is not kept."""
    made = usecases.read_document(ReadDocument(party, file, once_of(request)), actor=acting(request))
    return {"id": str(made), "href": f"{DRAFTS}/{made}"}


@door.post(
    "/offer-draft-handings-in",
    OfferDraftsHandedInOut,
    Text("Gửi các bản nháp", "Hand in drafts of offers"),
    need="submit",
)
def hand_in_offer_drafts(request: HttpRequest, asked: OfferDraftsHandInIn) -> Any:
    """At most 300 at once; a draft that has something wrong, or is like something listed, stays, with every reason."""
    command = HandInDrafts(tuple(asked.drafts), asked.valid_until, asked.looked, once_of(request))
    found = usecases.hand_in_drafts(command, actor=acting(request))
    staying = [
        {"draft": draft, "reasons": [_reason(one) for one in reasons]} for draft, reasons in found.staying.items()
    ]
    return {"offers": list(found.offers), "staying": staying}


def _reason(one: Any) -> dict[str, Any]:
    return {"code": one.code, "text": one.text, "next_step": one.next_step, "field": one.field}


@door.post("/dropped-offer-drafts", Done, Text("Xóa các bản nháp", "Drop drafts of offers"), need="submit")
def drop_offer_drafts(request: HttpRequest, asked: OfferDraftsIn) -> Any:
    """They are gone for good, with what was confidential of them."""
    usecases.drop_drafts(DropDrafts(tuple(asked.drafts), once_of(request)), actor=acting(request))
    return {"href": DRAFTS}


@door.post(
    "/offer-imports",
    Made,
    Text("Nhập chào bán từ bảng tính", "Bring a sheet of offers"),
    need="submit",
    status=201,
    takes="files",
)
def import_offers(request: HttpRequest, party: Party, file: File[UploadedFile]) -> Any:
    """An XLSX as the template has it. The worker reads it: good rows become drafts, each wrong cell is named."""
    made = usecases.import_offers(ImportOffers(party, file, once_of(request)), actor=acting(request))
    return {"id": str(made), "href": f"{IMPORTS}/{made}"}


@door.get("/offer-imports", Listing[OfferImportOut], Text("Các bảng tính đã gửi", "Sheets of offers"), need="view")
def list_offer_imports(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those of the parties that the caller acts for, newest first."""
    return listing(request, queries.imports_of(acting(request), after, size))


@door.get("/offer-imports/{import_id}", OfferImportOut, Text("Một bảng tính đã gửi", "A sheet of offers"), need="view")
def read_offer_import(request: HttpRequest, import_id: Id) -> Any:
    """How far it is read. Ask again while its state is waiting."""
    return queries.import_row(import_id, acting(request))


@door.get(
    "/offer-imports/{import_id}/faults",
    Listing[OfferImportFaultOut],
    Text("Các ô cần sửa", "Cells to mend"),
    need="view",
)
def list_import_faults(request: HttpRequest, import_id: Id, after: After = None, size: Size = 25) -> Any:
    """Every wrong cell in the order of the sheet; never what it said."""
    return listing(request, queries.faults_of_import(import_id, acting(request), after, size))


@door.get("/offer-import-template", XLSX, Text("Tệp mẫu của bảng tính", "Template of a sheet of offers"), need="view")
def download_offer_template(request: HttpRequest) -> HttpResponse:
    """An XLSX with the columns, what belongs into each, and the codes of today."""
    content = template(queries.field_names(acting(request).today))
    return sent(content, XLSX, 'attachment; filename="mau-chao-ban.xlsx"')
