"""Past cases replayed through a draft, beside the version in force."""

from __future__ import annotations

from dataclasses import dataclass

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.definition import Step
from khue.features.procedures.domain.rehearsal import PastCase, PastVisit, Rehearsal, assumptions, rehearse
from khue.features.procedures.queries.drafts import Draft, sound

SEED = 2026


@dataclass(frozen=True, slots=True)
class Compared:
    """The version in force and the draft over the same past cases; ``told`` says what the figures rest on."""

    present: Rehearsal
    drafted: Rehearsal
    told: tuple[Text, ...]
    seed: int


def rehearsal(draft: Draft, actor: Actor) -> Compared | None:
    """None while the draft cannot be built. Clocks of the law count as they stand today."""
    new = sound(draft.content)
    if new is None or not new.steps or new.steps[0].kind == "follow":
        return None
    present = dossiers.procedure(draft.key, actor.today)
    past = dossiers.past_cases(draft.key)
    known: dict[str, Step] = {}
    for version in {case.version for case in past}:
        known |= {step.key: step for step in dossiers.definition(version).steps}
    cases = tuple(
        PastCase(case.number, tuple(PastVisit(v.step, v.outcome, v.worked, v.waited) for v in case.visits))
        for case in past
    )
    before = rehearse(present, dossiers.terms_on(present, actor.today), cases, known, seed=SEED)
    after = rehearse(new, dossiers.terms_on(new, actor.today), cases, known, seed=SEED)
    return Compared(before, after, assumptions(after), SEED)
