"""Field and patent codes that listed offers near to a text bear; only what everybody reads."""

from __future__ import annotations

from datetime import date

from khue.features.exchange.domain.offers.suggesting import Neighbour, Suggestion, suggested
from khue.features.exchange.queries.texts import texts_of
from khue.kernel import finding
from khue.kernel.finding import Question

LONGEST, NEAREST = 400, 12


def codes_for(text: str, on: date) -> tuple[Suggestion, ...]:
    """Nothing while the index is not built, or where nothing is near."""
    asked = " ".join(text.replace("\0", " ").split())[:LONGEST]
    if not asked:
        return ()
    hits = finding.find(Question(asked, ("offers",), size=NEAREST), facets=False).hits
    order = {hit.key.partition(":")[2]: place for place, hit in enumerate(hits)}
    rows = sorted(texts_of(map(int, order), on), key=lambda row: order[str(row.id)])
    near = [Neighbour(row.number, f"{row.title_vi} {row.summary_vi} {row.words}", row.field, row.codes) for row in rows]
    return suggested(asked, near)
