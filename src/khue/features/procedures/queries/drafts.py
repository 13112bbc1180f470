"""A draft: its content, what is wrong with it, what it changes, who wrote what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.checking import City, check_content
from khue.features.dossiers.domain.definition import Procedure, build
from khue.features.people.queries.city import known_rights
from khue.features.procedures import access
from khue.features.procedures.domain import naming
from khue.features.procedures.domain.comparison import Difference, compare
from khue.features.procedures.domain.places import Place, mark, part, place_of
from khue.features.procedures.models import DefinitionDraft, DraftEdit
from khue.features.rulebook import queries as rulebook
from khue.kernel.documents import sides


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem of the checker, with the page on which it is mended."""

    place: Place
    where: Text
    text: Text


@dataclass(frozen=True)
class Draft:
    """An open draft. ``base`` and ``newest`` are version numbers; ``authors`` keys of those who changed it."""

    id: int
    key: str
    content: Mapping[str, Any]
    base_id: int
    base: int
    newest: int
    started_by: str
    started_at: datetime
    authors: tuple[str, ...]
    author_names: tuple[str, ...]
    edits: int

    @cached_property
    def problems(self) -> tuple[ProblemLine, ...]:
        return problems_of(self.content)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        return compare(dossiers.version_content(self.base_id), self.content)

    @property
    def name(self) -> Text:
        return naming.words(self.content.get("name"))

    def seen(self, place: Place) -> str:
        return mark(part(self.content, place))


@dataclass(frozen=True, slots=True)
class EditLine:
    """One change of a draft; ``told`` says it in words."""

    number: int
    at: datetime
    by: str
    told: tuple[Text, ...]


def open_draft(key: str, actor: Actor) -> Draft:
    """The open draft of a procedure. Raises NotAllowed, Missing."""
    access.require_read(actor)
    row = DefinitionDraft.objects.filter(key=key, state="open").first()
    if row is None:
        raise access.no_such_draft()
    return one_draft(row)


def one_draft(row: DefinitionDraft) -> Draft:
    numbers = {line.id: line.number for line in dossiers.versions(row.key)}
    newest = max((line.number for line in dossiers.versions(row.key) if not line.withdrawn), default=0)
    writers = list(DraftEdit.objects.filter(draft=row).order_by("number").values_list("by", "by_name", "hands"))
    return Draft(
        id=row.pk,
        key=row.key,
        content=row.content,
        base_id=row.base_id,
        base=numbers[row.base_id],
        newest=newest,
        started_by=row.started_by_name,
        started_at=row.started_at,
        authors=tuple(dict.fromkeys(key for by, _name, hands in writers for key in (by, *hands))),
        author_names=tuple(dict.fromkeys(name for _by, name, _hands in writers)),
        edits=len(writers),
    )


def problems_of(content: Mapping[str, Any]) -> tuple[ProblemLine, ...]:
    """What ``khue procedures check`` finds, by the page on which each is mended."""
    entries = rulebook.lawbook().entries
    found = check_content(content, City(known_rights(), lambda identity: identity in entries, sides()))
    return tuple(
        ProblemLine(place, _where(content, place), item.words)
        for item in found
        for place in [place_of(content, item.path)]
    )


def _where(content: Mapping[str, Any], place: Place) -> Text:
    if place.kind in ("needs", "basis", "documents"):
        return naming.FRAME[place.kind].capitalised()
    if place.kind in ("texts", "all"):
        return Text("Thông tin chung", "General texts")
    found = part(content, place)
    return naming.label(found) if found else Text(place.key or "?", place.key or "?")


def sound(content: Mapping[str, Any]) -> Procedure | None:
    """The procedure of a content that can be built; None while something necessary is missing."""
    try:
        return build(content)
    except (KeyError, TypeError, ValueError):
        return None


def drafted(key: str, actor: Actor) -> Procedure | None:
    """The procedure as it is being written; None while it can't be built. Raises NotAllowed, Missing."""
    return sound(open_draft(key, actor).content)


def edits(draft: Draft) -> tuple[EditLine, ...]:
    """Every change, newest first, told as the comparison of what stood there."""
    rows = DraftEdit.objects.filter(draft=draft.id).order_by("-number")
    return tuple(EditLine(row.number, row.at, row.by_name, _told(row)) for row in rows)


def _told(row: DraftEdit) -> tuple[Text, ...]:
    if (
        isinstance(row.before, Mapping)
        and isinstance(row.after, Mapping)
        and "key" in row.after
        and row.deed == "import"
    ):
        return tuple(difference.text for difference in compare(row.before, row.after))
    kind = row.place.partition(":")[0]
    value = row.after or row.before or {}
    name = naming.label(value) if isinstance(value, Mapping) and value.get("key") else naming.FRAME.get(kind, _GENERAL)
    verbs = {"remove": ("Bỏ", "Removed"), "move": ("Chuyển chỗ", "Moved"), "put": ("Sửa", "Changed")}
    vi, en = ("Thêm", "Added") if row.deed == "put" and row.before is None else verbs.get(row.deed, ("Sửa", "Changed"))
    what = _KINDS.get(kind)
    if what is None:
        return (Text(f"{vi} {name.vi}", f"{en} {name.into('en')}"),)
    return (Text(f"{vi} {what.vi} “{name.vi}”", f"{en} {what.into('en')} “{name.into('en')}”"),)


_GENERAL = Text("thông tin chung", "general texts")
_KINDS = {
    "section": Text("mục", "section"),
    "field": Text("câu hỏi", "field"),
    "column": Text("cột", "column"),
    "step": Text("bước", "step"),
}
