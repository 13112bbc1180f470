"""What rooms above bring to the questions of a dossier: template papers to download and fill."""

from __future__ import annotations

from dataclasses import dataclass

from khue.kernel.files import FileCard


@dataclass(frozen=True, slots=True)
class PaperToFill:
    """``question`` is the key of the upload question that takes it back; empty: it belongs to none alone."""

    question: str
    title: str
    card: FileCard
