"""Where rooms meet: events to jobs, readers of files, procedures to the rooms that they belong to, the frame's menu."""

from __future__ import annotations


def wire() -> None:
    """Called once when Django is ready. Every line joins two rooms that may not know each other."""
    from khue.features.dossiers import queries as dossiers
    from khue.features.dossiers import usecases as dossier_usecases
    from khue.features.dossiers.events import DocumentIssued
    from khue.features.missions import usecases as missions
    from khue.features.portal import queries as portal
    from khue.kernel import events, files
    from khue.site import menu, sample, sign_in

    menu.wire()
    sign_in.wire()
    events.subscribe(DocumentIssued.wire, "dossiers.render_document")
    files.register_reader("dossier", dossiers.may_read_subject)
    dossier_usecases.wire("equipment-support", missions.procedure_wiring())
    portal.set_personas(sample.persona_cards)
