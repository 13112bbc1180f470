"""The register of papers, one paper, and its text as a colleague edits it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Path, Query
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.features.documents import access, queries, usecases
from khue.features.documents.api.shapes import (
    DeclineIn,
    DraftTextOut,
    PaperOut,
    PaperRowOut,
    ReplacedOut,
    door,
    paper_row,
    paper_whole,
)
from khue.features.documents.domain import PrepareAgain, ReplaceDraft
from khue.features.documents.domain.comparing import changed_lines
from khue.features.documents.forms import edited_blocks
from khue.kernel import editable, uploads
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of, sent
from khue.kernel.api.shapes import After, Done, Listing, Size, listing
from khue.kernel.headers import disposition

Code = Annotated[str, Path(max_length=40, description="Check code, as K7QM-2XRT-9DWA")]
State = Annotated[
    Literal["", "prepared", "under_way", "signed", "declined", "superseded", "by_hand", "awaiting_copy"],
    Query(description="How far the signing is, by_hand for signed on paper; empty for all papers"),
]


@door.get("/papers", Listing[PaperRowOut], Text("Sổ văn bản", "Register of papers"), right=access.READ)
def list_papers(request: HttpRequest, state: State = "", after: After = None, size: Size = 25) -> Any:
    """Papers that count, newest first."""
    return listing(request, queries.list_papers(acting(request), state, after, size), paper_row)


@door.get("/papers/{code}", PaperOut, Text("Một văn bản", "A paper"), need="view")
def read_paper(request: HttpRequest, code: Code) -> Any:
    """Files and signatures, for those whom its subject concerns and for its signers."""
    card = queries.paper_card(code, acting(request))
    note_version(request, card.stamp)
    return paper_whole(card)


@door.post(
    "/papers/{code}/sign-again",
    Done,
    Text("Đề nghị ký lại", "Ask for the signatures again"),
    edits=True,
    right=access.EDIT,
)
def prepare_again(request: HttpRequest, code: Code, asked: DeclineIn) -> Any:
    """After a signer declined: the same signers are asked once more, in the same order; ``ground`` says what changed."""
    command = PrepareAgain(code, asked.ground, seen_version(request), once_of(request))
    with unchanged():
        usecases.prepare_again(command, actor=acting(request))
    return {"href": f"/api/v1/papers/{code}"}


@door.get("/papers/{code}/text", DraftTextOut, Text("Nội dung văn bản", "Text of a paper"), right=access.EDIT)
def read_draft_text(request: HttpRequest, code: Code) -> Any:
    """What may be edited before the first signature: what stands between the title and the signatures."""
    found = queries.draft_text(code, acting(request))
    note_version(request, found.seen)
    return found


@door.get("/papers/{code}/draft.docx", uploads.DOCX, Text("Tải văn bản để sửa", "The text as DOCX"), right=access.EDIT)
def download_draft(request: HttpRequest, code: Code) -> HttpResponse:
    """The present text with the national header, to be edited and sent back."""
    found = queries.draft_text(code, acting(request))
    name = f"{found.number.replace('/', '-')}.docx"
    return sent(editable.write(found.blocks, queries.printed_frame(found)), uploads.DOCX, disposition(name))


@door.post(
    "/papers/{code}/text",
    ReplacedOut,
    Text("Thay nội dung văn bản", "Replace the text"),
    takes="files",
    edits=True,
    right=access.EDIT,
)
def replace_draft(request: HttpRequest, code: Code, file: File[UploadedFile]) -> Any:
    """The edited DOCX becomes the paper's next version; signing starts anew. The answer says what differs."""
    actor, seen = acting(request), seen_version(request)
    found = queries.draft_text(code, actor)
    blocks = edited_blocks(file)
    changes = changed_lines([block["text"] for block in found.blocks], [block["text"] for block in blocks])
    with unchanged():
        command = ReplaceDraft(found.code, tuple(blocks), seen, once_of(request))
        number = usecases.replace_draft(command, actor=actor)
    return {"version": number, "changes": changes, "href": f"/api/v1/papers/{found.code}"}
