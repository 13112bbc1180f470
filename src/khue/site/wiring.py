"""Where rooms meet: events to jobs, readers of files, procedures to the rooms that they belong to, the frame's menu."""

from __future__ import annotations


def wire() -> None:
    """Called once when Django is ready. Every line joins two rooms that may not know each other."""
    from khue.features.dossiers.events import DocumentIssued
    from khue.kernel import events, files
    from khue.site import menu, sign_in

    sign_in.wire()
    menu.wire()
    events.subscribe(DocumentIssued.wire, "dossiers.render_document")
