"""The papers of an item: those kept here, and those of the record of a room above, which gives them through a source.

Files kept here belong to one of two subjects: ``council_item:7`` the papers, ``council_blind:7`` their redacted copies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import KhueError
from khue.features.councils import access
from khue.features.councils.models import Item, ItemPaper
from khue.features.councils.queries.interests import Reading, readable_item
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.ui import Answer

FULL, BLIND = "council_item", "council_blind"


@dataclass(frozen=True, slots=True)
class SourcePaper:
    """A paper of a record above: its file, and the redacted copy for the blind phase when there is one."""

    title: str
    file: UUID
    blind: UUID | None = None


PaperSource = Callable[[str], Iterable[SourcePaper | Answer]]
_sources: dict[str, PaperSource] = {}


def wire_papers(kind: str, source: PaperSource) -> None:
    """Called by ``site``: ``source("proposal:7")`` gives the papers of subjects of this kind, and what they say in words.

    The room above lets ``may_read_papers_of`` answer for its own files, so that a recused member gets none of them.
    """
    _sources[kind] = source


@dataclass(frozen=True, slots=True)
class Papers:
    """``files`` what the reader may open, ``closed`` titles without a redacted copy in the blind phase, ``told`` what stands in words."""

    files: tuple[FileCard, ...]
    closed: tuple[str, ...]
    blind: bool
    note: Text | str = ""
    told: tuple[Answer, ...] = ()


def papers_for(reading: Reading, actor: Actor) -> Papers:
    """What this reader may open now: in the blind phase redacted copies only, for whoever runs the council everything."""
    listed = [
        SourcePaper(row.title, row.file, row.blind)
        for row in ItemPaper.objects.filter(item_id=reading.item.id).order_by("pk")
    ]
    kind = reading.item.subject.partition(":")[0]
    given = tuple(_sources[kind](reading.item.subject)) if kind in _sources else ()
    listed += (one for one in given if isinstance(one, SourcePaper))
    told = tuple(one for one in given if isinstance(one, Answer))
    blind = is_blind(reading.item.id) and not reading.runs
    wanted = [(paper, paper.blind if blind else paper.file) for paper in listed]
    cards = tuple(_named(paper.title, file) for paper, file in wanted if file is not None)
    closed = tuple(paper.title for paper, file in wanted if file is None)
    note: Text | str = ""
    if blind:
        note = Text(
            "Đang ở giai đoạn chấm ẩn danh: chỉ xem được bản đã che thông tin của bên đề nghị.",
            "This is the blind phase: only redacted copies are open.",
        )
    elif not given and not listed:
        note = Text("Chưa có tài liệu nào.", "No paper yet.")
    return Papers(cards, closed, blind, note, () if blind else told)


def _named(title: str, identity: UUID) -> FileCard:
    card = files.card(identity)
    return FileCard(card.id, title, card.size, card.media_type, card.sha256, card.url, card.name)


def is_blind(item_id: int) -> bool:
    """Whether the item is being scored in a blind phase now."""
    return Item.objects.filter(pk=item_id, state="scoring", review__state="blind").exists()


def blind_items(council_id: int, actor: Actor) -> frozenset[int]:
    """Items of which this reader may not learn yet who is behind them: scored blind now. None for who runs the council."""
    if actor.may(access.RUN):
        return frozenset()
    rows = Item.objects.filter(council_id=council_id, state="scoring", review__state="blind")
    return frozenset(rows.values_list("pk", flat=True))


def may_read_subject(actor: Actor, subject: str) -> bool:
    """For the files of this room: ``council_item:7`` and ``council_blind:7``."""
    kind, _, number = subject.partition(":")
    if not number.isdigit() or len(number) > 18:
        return False
    try:
        reading = readable_item(int(number), actor)
    except KhueError:
        return False
    return kind == BLIND or reading.runs or not is_blind(reading.item.id)


def may_read_papers_of(actor: Actor, subject: str) -> bool:
    """For a room above: whether a council lets the actor read the papers of its record (``proposal:7``) now."""
    for item_id in Item.objects.filter(subject=subject).exclude(state="withdrawn").values_list("pk", flat=True):
        try:
            readable_item(item_id, actor)
        except KhueError:
            continue
        return actor.may(access.RUN) or not is_blind(item_id)
    return False
