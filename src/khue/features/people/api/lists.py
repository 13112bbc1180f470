"""Records that look alike, and the sanctions list: right-limited, every look at it written down, not public."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import File, Query
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.people import access, queries, usecases
from khue.features.people.api.history_shapes import (
    EndSanctionIn,
    FoundPairsOut,
    MatchSanctionIn,
    PairOut,
    SanctionIn,
    SanctionOut,
    SanctionPageOut,
    TakenEntriesOut,
    WhyIn,
    pair_values,
    sanction_values,
)
from khue.features.people.api.shapes import door
from khue.features.people.domain import DismissPair, EndSanction, ImportSanctions, MatchSanction
from khue.features.people.forms.lists import LARGEST_FILE
from khue.kernel import viewing
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, Words, listing

LIST = "list:sanctions"
PairState = Annotated[Literal["waiting", "different", "merged"], Query(description="Pairs in this state")]
SanctionState = Annotated[
    Literal["", "open", "holds"], Query(description="open: nobody confirmed whom it is about; holds: in force today")
]


# -- duplicates --------------------------------------------------------------------------------------------------------


@door.get("/duplicates", Listing[PairOut], Text("Bản ghi giống nhau", "Records that look alike"), right=access.MERGE)
def list_duplicates(request: HttpRequest, state: PairState = "waiting", after: After = None, size: Size = 25) -> Any:
    """Pairs of records that may be one party, the likeliest first."""
    access.require_merge(acting(request))
    return listing(request, queries.list_pairs(state, after, size), pair_values)


@door.post(
    "/duplicates/search",
    FoundPairsOut,
    Text("So sánh tất cả bản ghi", "Compare all records"),
    takes="nothing",
    right=access.MERGE,
)
def find_duplicates(request: HttpRequest) -> Any:
    """Every record with every other, as every night."""
    actor = acting(request)
    access.require_merge(actor)
    return {"found": usecases.find_duplicates(once_of(request), actor=actor)}


@door.post("/duplicates/{pair_id}/different", Done, Text("Không phải là một", "Not one party"), right=access.MERGE)
def dismiss_pair(request: HttpRequest, pair_id: Id, asked: WhyIn) -> Any:
    """It is remembered that the two are not one party."""
    usecases.dismiss_pair(DismissPair(pair_id, asked.ground, once_of(request)), actor=acting(request))
    return {"href": "/api/v1/duplicates"}


# -- sanctions ---------------------------------------------------------------------------------------------------------


@door.get("/sanctions", Listing[SanctionOut], Text("Danh sách hạn chế", "Sanctions"), right=access.SANCTIONS)
def list_sanctions(
    request: HttpRequest, q: Words = "", state: SanctionState = "", after: After = None, size: Size = 25
) -> Any:
    """Newest first; words of the name, or the beginning of the tax code."""
    actor = acting(request)
    access.require_sanctions(actor)
    viewing.note_view(actor, LIST, "sanctions", LIST)
    return listing(request, queries.list_sanctions(q, state, after, actor.today, size), sanction_values)


@door.get("/sanctions/{sanction_id}", SanctionPageOut, Text("Một mục hạn chế", "One sanction"), right=access.SANCTIONS)
def read_sanction(request: HttpRequest, sanction_id: Id) -> Any:
    """What it says, and while nobody confirmed it, whom it may be about."""
    actor = acting(request)
    access.require_sanctions(actor)
    line = queries.sanction(sanction_id)
    viewing.note_view(actor, line.party[0] if line.party else LIST, "sanctions", f"sanction:{line.id}")
    found = () if line.party else queries.candidates(line)
    return {
        "sanction": sanction_values(line),
        "candidates": [{"party": c.card, "same_tax_code": c.same_tax_code, "alike": c.alike} for c in found],
    }


@door.post("/sanctions", Made, Text("Thêm mục hạn chế", "Add a sanction"), status=201, right=access.SANCTIONS)
def add_sanction(request: HttpRequest, asked: SanctionIn) -> Any:
    """It has no effect before a person has confirmed whom it is about."""
    made = usecases.add_sanction(asked.command(once_of(request)), actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/sanctions/{made}"}


@door.post(
    "/sanction-files",
    TakenEntriesOut,
    Text("Nhập tệp hạn chế", "Take a file of sanctions in"),
    takes="files",
    right=access.SANCTIONS,
)
def import_sanctions(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """A CSV file with the columns of the list's own download: whole or not at all, each faulty line named."""
    actor = acting(request)
    access.require_sanctions(actor)
    if (file.size or 0) > LARGEST_FILE:
        text = Text("Tệp lớn hơn 5 MB.", "The file is larger than 5 MB.")
        raise Refused.because(Reason("large", text, Text("Mời ông/bà chia nhỏ tệp.", "Split the file."), "file"))
    command = ImportSanctions(file.name or "-", file.read(), once_of(request))
    return {"taken": usecases.import_sanctions(command, actor=actor)}


@door.post(
    "/sanctions/{sanction_id}/match",
    Done,
    Text("Xác nhận đối tượng", "Confirm whom it is about"),
    right=access.SANCTIONS,
)
def match_sanction(request: HttpRequest, sanction_id: Id, asked: MatchSanctionIn) -> Any:
    """The entry has its effect from now on."""
    command = MatchSanction(sanction_id, asked.party, once_of(request))
    usecases.match_sanction(command, actor=acting(request))
    return {"href": f"/api/v1/sanctions/{sanction_id}"}


@door.post("/sanctions/{sanction_id}/end", Done, Text("Chấm dứt hạn chế", "End a sanction"), right=access.SANCTIONS)
def end_sanction(request: HttpRequest, sanction_id: Id, asked: EndSanctionIn) -> Any:
    """From that day it holds no more."""
    command = EndSanction(sanction_id, asked.ends_on, asked.ground, once_of(request))
    usecases.end_sanction(command, actor=acting(request))
    return {"href": f"/api/v1/sanctions/{sanction_id}"}
