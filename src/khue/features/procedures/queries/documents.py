"""The documents of a draft: how each is called, who signs it, and how it would be printed today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.documents import queries as papers
from khue.features.procedures import access
from khue.features.procedures.domain import naming
from khue.features.procedures.queries.drafts import open_draft
from khue.kernel import documents as sheets


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document that a case produces. ``printable``: there are invented values to print it with."""

    kind: str
    title: Text
    signers: Text
    printable: bool


def document_kinds() -> tuple[sheets.Kind, ...]:
    """Kinds of documents that can be signed: those whose sheet has a place for it."""
    return tuple(kind for kind in sheets.kinds() if kind.sides)


def documents_of(content: Mapping[str, Any]) -> tuple[DocumentLine, ...]:
    """In the order of the draft; an unknown kind is shown by its key, and found by the check."""
    known = {kind.key: kind.title for kind in document_kinds()}
    return tuple(
        DocumentLine(kind, known.get(kind, Text(kind, kind)), naming.signers(item), _is_printable(kind, known))
        for item in content.get("documents", ())
        for kind in [str(item.get("kind", ""))]
    )


def _is_printable(kind: str, known: Mapping[str, Text]) -> bool:
    return kind in known and sheets.has_example(kind)


def example(key: str, kind: str, actor: Actor) -> bytes:
    """The PDF of a document of the open draft, with invented values. Raises NotAllowed, Missing."""
    line = next((line for line in documents_of(open_draft(key, actor).content) if line.kind == kind), None)
    if line is None or not line.printable:
        raise access.no_such_part()
    return sheets.render_example(kind, papers.texts_for(kind, actor.today))
