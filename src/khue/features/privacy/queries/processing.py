"""The register of processing: for what the city processes personal data, on which basis, how long it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Source
from khue.features.privacy.domain.consents import BASES
from khue.features.privacy.domain.terms import value_words
from khue.features.privacy.queries.consents import purposes
from khue.features.rulebook import queries as rulebook


@dataclass(frozen=True, slots=True)
class ProcessingRow:
    """One purpose. ``kept`` in words, "not known" where the law's value is not confirmed."""

    code: str
    name: Text
    covers: Text
    basis: Text
    provision: Text
    kept: Text
    certainty: str
    source: Source
    version: int


def processing(on: date) -> tuple[ProcessingRow, ...]:
    """Every purpose with its legal basis and its retention on a day. Raises Missing where a parameter does not exist."""
    provisions = rulebook.lawbook().provisions
    rows = []
    for purpose in purposes():
        kept = rulebook.parameter(purpose.retention, on)
        rows.append(
            ProcessingRow(
                code=purpose.code,
                name=purpose.name,
                covers=purpose.covers,
                basis=BASES[purpose.basis].capitalised(),
                provision=provisions[purpose.provision].citation,
                kept=value_words(kept),
                certainty=kept.certainty,
                source=kept.source,
                version=purpose.version,
            )
        )
    return tuple(rows)
