"""What a result rests on, kept beside it: the legal values of its programmes, and the figures of its population."""

from __future__ import annotations

from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.rules.answer import plain_json
from khue.core.rules.engine import Rulebook
from khue.core.rules.kinds import Kind
from khue.core.rules.population import Population
from khue.core.rules.reform import Reform
from khue.core.rules.weights import weightings
from khue.core.rules.yearly import MIDYEAR
from khue.features.policylab.domain import Content
from khue.features.policylab.queries.law import legal_lines


def law_json(content: Content, book: Rulebook, reform: Reform | None, day: date | None = None) -> list[dict[str, Any]]:
    """Every legal value of the programmes on a day (in the last year), before and after, with certainty and provision."""
    on = day or date(content.last_year, *MIDYEAR)
    view = book.view(None, reform)
    found = []
    for line in legal_lines(content, book, on):
        span = view.at(line.id, on)
        found.append(
            {
                "id": line.id,
                "title": line.title.to_json(),
                "unit": line.unit,
                "before": plain_json(line.value),
                "after": plain_json(span.value) if span else None,
                "certainty": line.certainty,
                "sample": line.sample,
                "provision": line.provision,
                "cited": line.cited.to_json(),
                "rules": list(line.rules),
            }
        )
    return found


def figures_json(people: Population) -> list[dict[str, Any]]:
    """Every figure that the programmes use, with value, source and certainty."""
    used = dict.fromkeys(id for programme in people.programmes for id in programme.figures)
    return [
        {
            "id": figure.id,
            "title": figure.text.to_json(),
            "value": str(figure.value),
            "certainty": figure.certainty,
            "row": figure.row,
            "url": figure.url,
        }
        for figure in (people.figures[id] for id in used)
    ]


def weights_json(content: Content, people: Population, book: Rulebook) -> list[dict[str, Any]]:
    """How the applicants of each programme part into groups and options, as they were drawn; all are assumptions."""
    return [
        {
            "rule": programme.rule,
            "programme": programme.text.to_json(),
            "way": way.text.to_json(),
            "id": part.id,
            "title": part.text.to_json(),
            "weight": str(part.weight),
            "scale": str(part.scale),
            "changed": part.id in content.weights,
        }
        for programme in people.programmes
        for way in weightings(programme, book.rules[programme.rule].facts)
        for part in way.parts
    ]


def spreads_json(people: Population, book: Rulebook) -> list[dict[str, Any]]:
    """How far drawn amounts and numbers lie from their median: two in three between median ÷ times and median × times."""
    return [
        {
            "programme": programme.text.to_json(),
            "title": (fact.label or Text(how.fact)).to_json(),
            "median": str(people.figures[how.median].value if isinstance(how.median, str) else how.median),
            "spread": how.spread,
            "most": min(how.most, fact.limit),
            "money": fact.kind is Kind.MONEY,
        }
        for programme in people.programmes
        for how in programme.draws
        if how.median is not None
        for fact in (book.rules[programme.rule].facts[how.fact],)
    ]
