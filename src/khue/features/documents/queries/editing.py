"""The text of a paper as it can be edited, and where its values come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.documents import access
from khue.features.documents.models import PaperVersion
from khue.features.documents.queries.papers import paper_card
from khue.kernel import documents as sheets
from khue.kernel.sheet_blocks import blocks_from, editable_kinds

# ``read(number)`` gives the values with which the room's record was printed.
Source = Callable[[int], Mapping[str, Any]]
_sources: dict[str, Source] = {}


def wire_source(kind: str, read: Source) -> None:
    """Called by ``site``: where the values of papers with references ``<kind>:<id>`` are kept."""
    _sources[kind] = read


@dataclass(frozen=True, slots=True)
class DraftText:
    """The text that a colleague may edit. ``frame`` is what stays: letterhead, title, signatures."""

    code: str
    reference: str
    kind: str
    number: str
    title: Text
    blocks: tuple[Mapping[str, Any], ...]
    frame: Mapping[str, Any]
    seen: int
    open: bool


def source_of(reference: str) -> tuple[dict[str, Any], dict[str, Text]]:
    """Values and texts with which the paper was printed. Raises Missing for a paper whose room keeps none."""
    kind, _, number = reference.partition(":")
    if kind not in _sources or not number.isdigit():
        raise access.no_such_paper()
    values = dict(_sources[kind](int(number)))
    return values, dict(values.pop("texts"))


def is_edited_as_text(kind: str, reference: str) -> bool:
    """Whether papers of this kind, made by this room, can be edited as a text at all."""
    return kind in editable_kinds() and reference.partition(":")[0] in _sources


def draft_text(code: str, actor: Actor) -> DraftText:
    """The present text: as last edited, else as the template made it. Raises NotAllowed; Missing, also for a paper that is not edited."""
    actor.require(access.EDIT)
    card = paper_card(code, actor)
    if not is_edited_as_text(card.kind, card.reference):
        raise access.not_edited()
    values, texts = source_of(card.reference)
    edited = PaperVersion.objects.filter(paper_id=card.id, cause="edited").order_by("-number").first()
    blocks = edited.blocks if edited and edited.blocks else blocks_from(card.kind, values, texts)
    return DraftText(
        code=card.code,
        reference=card.reference,
        kind=card.kind,
        number=card.number,
        title=card.title,
        blocks=tuple(blocks),
        frame={**values, "title": sheets.kind_of(card.kind).title.vi},
        seen=card.stamp,
        open=card.draft_open,
    )


def printed_frame(found: DraftText) -> dict[str, Any]:
    """What stands around the text when it is written as DOCX: letterhead, number, day, signers."""
    values = found.frame
    issued = date.fromisoformat(str(values["issued_on"])[:10])
    month = f"{issued.month:02}" if issued.month < 3 else str(issued.month)
    return {
        **values,
        "number": found.number,
        "day": f"ngày {issued.day:02} tháng {month} năm {issued.year}",
        "signatures": _signatures(found.kind, values),
    }


def _signatures(kind: str, values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    match kind:
        case "agreement":
            sides = (values["giver"], values["receiver"])
            names = [side.get("representative") or side["name"] for side in sides]
            return ("Đại diện Bên A", names[0]), ("Đại diện Bên B", names[1])
        case "acceptance":
            return ("Đại diện bên giao", values["receiver_signer"]), ("Đại diện bên nghiệm thu", values["giver_signer"])
    return ((str(values["signer_title"]), str(values["signer"])),)
