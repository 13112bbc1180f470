"""What this room brings to the procedure of proposals: where one begins, the check, and what follows when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from khue.core.decision import Decision
from khue.features.calls.domain.proposing import check_answers, sums
from khue.features.calls.queries import rules
from khue.features.calls.queries.templates import papers_to_fill
from khue.features.calls.usecases.leaving import follow_end
from khue.features.calls.usecases.proposing import keep_revision
from khue.features.dossiers.usecases import Wiring
from khue.features.people.queries import PartyCard


def procedure_wiring() -> Wiring:
    """Called by ``site``: joins this room to the procedures of proposals and concepts."""
    return Wiring(
        check=_check,
        ended=follow_end,
        saved=keep_revision,
        begins_at=lambda: reverse("calls:calls"),
        home=_home,
        to_fill=papers_to_fill,
    )


def _check(answers: Mapping[str, Any], applicant: PartyCard, today: date) -> Decision:
    """The typed parts fit each other; the frame of the call is judged when the proposal is handed in."""
    return check_answers(answers, cost_frame=max(1, sums(answers).asked), one_source=rules.one_source(today))


def _home(envelope: str) -> str:
    return reverse("calls:proposal", args=[envelope.partition(":")[2]])
