"""To sign: what waits, one turn, sign or decline. A signature is a person's own: no key opens these doors."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.documents import queries, usecases
from khue.features.documents.api.shapes import (
    DeclineIn,
    QueueRowOut,
    SignedOut,
    SignIn,
    TurnPageOut,
    door,
    paper_file,
    paper_whole,
    turn_state,
)
from khue.features.documents.domain import DeclinePaper, SignPaper
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, DecisionOut, Done, Id, Listing, Size, listing


@door.get("/turns", Listing[QueueRowOut], Text("Văn bản cần ký", "Papers to sign"))
def list_turns(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Turns that the caller may take, the oldest paper first."""
    return listing(request, queries.my_queue(acting(request), after, size))


@door.get("/turns/{signer_id}", TurnPageOut, Text("Một lượt ký", "A turn to sign"))
def read_turn(request: HttpRequest, signer_id: Id) -> Any:
    """The paper, the file that will be signed, the caller's certificates, and whether it may be signed now. The ETag goes with the signature."""
    found = queries.turn_page(signer_id, acting(request))
    note_version(request, found.stamp)
    paper = found.paper
    version = next((v.number for v in paper.versions if v.file == found.file), len(paper.versions))
    return {
        "signer": found.signer,
        "label": found.label,
        "office": found.office,
        "state": turn_state(found.state),
        "paper": paper_whole(paper),
        "file": paper_file(paper.number, version, found.file, found.sha256),
        "original_sha256": found.original_sha256,
        "certificates": found.certificates,
        "decision": DecisionOut.of(found.decision),
        "open_turn": found.open_turn,
    }


@door.post("/turns/{signer_id}/sign", SignedOut, Text("Ký văn bản", "Sign a paper"), edits=True)
def sign_paper(request: HttpRequest, signer_id: Id, asked: SignIn) -> Any:
    """The caller has read the paper and signs the file that was shown, with a certificate of the caller's own."""
    actor = acting(request)
    found = queries.turn_page(signer_id, actor)
    command = SignPaper(found.signer, seen_version(request), asked.certificate, once_of(request))
    with unchanged():
        complete = usecases.sign_paper(command, actor=actor)
    return {"complete": complete, "href": f"/api/v1/turns/{signer_id}"}


@door.post("/turns/{signer_id}/decline", Done, Text("Từ chối ký", "Decline to sign"), edits=True)
def decline_paper(request: HttpRequest, signer_id: Id, asked: DeclineIn) -> Any:
    """Whoever prepared the paper and whoever signed before reads the ground."""
    actor = acting(request)
    found = queries.turn_page(signer_id, actor)
    command = DeclinePaper(found.signer, asked.ground, seen_version(request), once_of(request))
    with unchanged():
        usecases.decline_paper(command, actor=actor)
    return {"href": f"/api/v1/turns/{signer_id}"}
