"""What a run computes, piece by piece. Apart from the deeds, because it loads the arithmetic of arrays."""

from __future__ import annotations

from typing import Any

from khue.core.rules.lab import Lab, Stopped
from khue.features.policylab import queries
from khue.features.policylab.domain import Content
from khue.features.policylab.models import RunPiece, StudyVersion
from khue.features.policylab.queries.past import past_effect
from khue.features.policylab.queries.reruns import control_of, is_whole
from khue.features.policylab.queries.results import figures_json, law_json, spreads_json, weights_json


def computed(row: StudyVersion, attempt: int) -> dict[str, Any]:
    """Result, effect on past decisions, and the sign of the run that anybody can repeat. Raises Stopped."""
    content = Content.from_json(row.content)
    book = queries.law_of(content.law_edition)
    people, reform = queries.people_of(content, book), queries.read_change(content, book)
    lab = Lab(book, reform, content.years, stop=lambda: not queries.runs_still(row.pk, attempt))
    pieces = lab.pieces(people)
    kept = queries.piece_keys(row.pk)
    for done, piece in enumerate(pieces, 1):
        if piece.key not in kept:
            RunPiece.objects.bulk_create(
                [RunPiece(version=row, key=piece.key, value=piece.run())], ignore_conflicts=True
            )
        mine = StudyVersion.objects.filter(pk=row.pk, attempt=attempt, state="running")
        if not mine.update(done=done, steps=len(pieces) + 1):
            raise Stopped
    result = lab.assemble(people, queries.pieces_of(row.pk))
    result |= {"law": law_json(content, book, reform), "assumptions": figures_json(people)}
    result |= {"weights": weights_json(content, people, book), "spreads": spreads_json(people, book)}
    whole = is_whole(people, content.years)
    control = result if whole else control_of(people, book, reform, content.years)
    past = past_effect(content, book, reform) if reform else []
    return {"result": result, "past": past, "control_digest": control["effects_digest"]}
