"""What ``party:12`` or ``dossier:7`` is called, and its page, for pages of the kernel, which knows no room. ``site`` says it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from khue.kernel.ui import Link

Namer = Callable[[Collection[str]], Mapping[str, Link]]
_namer: Namer | None = None


def set_namer(namer: Namer) -> None:
    """``namer(subjects)`` gives a name and a page for each subject that it knows, in a constant number of queries."""
    global _namer
    _namer = namer


def names_of(subjects: Collection[str]) -> Mapping[str, Link]:
    """Names and pages by subject; a subject that nobody knows goes by its key, without a page."""
    wanted = {subject for subject in subjects if subject}
    known = _namer(wanted) if _namer is not None and wanted else {}
    return {subject: known.get(subject) or Link(subject, "") for subject in wanted}
