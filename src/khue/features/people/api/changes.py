"""What happens to parties over time: merged, succeeded, renamed, moved, no more; and their whole history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Missing, Refused
from khue.features.people import access, queries, usecases
from khue.features.people.api.history_shapes import (
    ComparisonOut,
    DissolutionIn,
    HistoryOut,
    MergeIn,
    MoveIn,
    RenameIn,
    SuccessionIn,
    SuccessionOut,
    WhyIn,
    succession_values,
)
from khue.features.people.api.shapes import door
from khue.features.people.domain import EndDissolution, EndSuccession, MergeDuplicates
from khue.kernel import viewing
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing


def _history(party_id: int) -> str:
    return f"/api/v1/parties/{party_id}/history"


@door.get("/parties/{party_id}/history", HistoryOut, Text("Lịch sử của một bên", "History of a party"))
def read_party_history(request: HttpRequest, party_id: Id) -> Any:
    """Names, addresses, merges, members, and every matter that goes on under it."""
    actor, key = acting(request), f"party:{party_id}"
    if not access.may_read(actor, key):
        raise Missing(queries.UNKNOWN.text, queries.UNKNOWN.next_step)
    card = queries.party(key)
    if card.is_private_person:
        viewing.note_view(actor, key, "record", key)
    return {
        "party": card,
        "notes": queries.notes_of(key, actor.today),
        "successions": [succession_values(line) for line in queries.successions_of(key)],
        "changes": queries.changes_of(key),
        "dissolutions": queries.dissolutions_of(key),
        "members": queries.members_of(key) if card.legal_form == "group" else (),
        "matters": queries.what_follows(key),
    }


# -- one party, two records --------------------------------------------------------------------------------------------


@door.get(
    "/parties/{party_id}/merge/{other_id}",
    ComparisonOut,
    Text("So sánh hai bản ghi", "Compare two records"),
    right=access.MERGE,
)
def compare_parties(request: HttpRequest, party_id: Id, other_id: Id) -> Any:
    """Field by field, with what would go on under the second record. ``seen`` goes with the merge."""
    actor = acting(request)
    access.require_merge(actor)
    for number in (party_id, other_id):
        access.require_unrestricted(actor, f"party:{number}")
    found = _compared(party_id, other_id)
    for card in (found.former, found.survivor):
        if card.is_private_person:
            viewing.note_view(actor, card.key, "record", card.key)
    return found


def _compared(party_id: int, other_id: int) -> queries.Comparison:
    return queries.comparison(f"party:{party_id}", f"party:{other_id}")


@door.post(
    "/parties/{party_id}/merge/{other_id}",
    Made,
    Text("Gộp hai bản ghi", "Merge two records"),
    status=201,
    right=access.MERGE,
)
def merge_parties(request: HttpRequest, party_id: Id, other_id: Id, asked: MergeIn) -> Any:
    """The first record goes on under the second. It can be taken back at any time."""
    actor = acting(request)
    access.require_merge(actor)
    found = _compared(party_id, other_id)
    known = {line.field for line in found.lines if line.former is not None}
    strange = [field for field in asked.take if field not in known]
    if strange:
        text = Text(f"Không lấy được: {', '.join(strange)}.", f"This can't be taken over: {', '.join(strange)}.")
        raise Refused.because(Reason("take", text, Text("Mời ông/bà so sánh lại.", "Compare again."), "take"))
    command = MergeDuplicates(
        found.former.key, found.survivor.key, tuple(asked.take), asked.ground, asked.seen, once_of(request)
    )
    made = usecases.merge_duplicates(command, actor=actor)
    return {"id": str(made), "href": _history(other_id)}


@door.get("/successions", Listing[SuccessionOut], Text("Gộp và kế thừa", "Merges and successions"), right=access.MERGE)
def list_successions(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Every one, newest first, with those taken back."""
    access.require_merge(acting(request))
    return listing(request, queries.list_successions(after, size), succession_values)


@door.post("/successions", Made, Text("Ghi nhận kế thừa", "Record a succession in law"), status=201, right=access.MERGE)
def record_succession(request: HttpRequest, asked: SuccessionIn) -> Any:
    """A merger, consolidation, conversion, division or separation. The history of each former party says what will follow."""
    made = usecases.record_succession(asked.command(once_of(request)), actor=acting(request))
    return {"id": str(made), "href": _history(int(asked.successors[0].removeprefix("party:")))}


@door.post(
    "/successions/{succession_id}/end", Done, Text("Hủy gộp, kế thừa", "Take a succession back"), right=access.MERGE
)
def end_succession(request: HttpRequest, succession_id: Id, asked: WhyIn) -> Any:
    """The records stand for themselves again; what was begun meanwhile stays where it is."""
    usecases.end_succession(EndSuccession(succession_id, asked.ground, once_of(request)), actor=acting(request))
    return {"href": "/api/v1/successions"}


# -- renamed, moved, no more -------------------------------------------------------------------------------------------


@door.post("/parties/{party_id}/rename", Done, Text("Đổi tên", "Rename"), right=access.MERGE)
def rename_party(request: HttpRequest, party_id: Id, asked: RenameIn) -> Any:
    """A new name from a day, with its document. Dossiers keep the name under which they were handed in."""
    command = asked.command(queries.party(f"party:{party_id}").key, once_of(request))
    usecases.rename_party(command, actor=acting(request))
    return {"href": _history(party_id)}


@door.post("/parties/{party_id}/move", Done, Text("Đổi địa chỉ", "Change the address"), right=access.MERGE)
def move_party(request: HttpRequest, party_id: Id, asked: MoveIn) -> Any:
    """A new address from a day, with its document."""
    command = asked.command(queries.party(f"party:{party_id}").key, once_of(request))
    usecases.move_party(command, actor=acting(request))
    return {"href": _history(party_id)}


@door.post(
    "/parties/{party_id}/dissolve",
    Made,
    Text("Ghi nhận chấm dứt", "Record that it is no more"),
    status=201,
    right=access.MERGE,
)
def dissolve_party(request: HttpRequest, party_id: Id, asked: DissolutionIn) -> Any:
    """Nothing new can be begun in its name; the officers of its open matters are told."""
    command = asked.command(queries.party(f"party:{party_id}").key, once_of(request))
    return {"id": str(usecases.dissolve_party(command, actor=acting(request))), "href": _history(party_id)}


@door.post(
    "/dissolutions/{dissolution_id}/end", Done, Text("Hủy ghi nhận chấm dứt", "Take it back"), right=access.MERGE
)
def end_dissolution(request: HttpRequest, dissolution_id: Id, asked: WhyIn) -> Any:
    """That the party is no more was wrong."""
    actor = acting(request)
    access.require_merge(actor)
    card = queries.dissolved_party(dissolution_id)
    usecases.end_dissolution(EndDissolution(dissolution_id, asked.ground, once_of(request)), actor=actor)
    return {"href": _history(card.id)}
