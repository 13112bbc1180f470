"""A question to the public search, as an address has it. Whatever is none of its kind asks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from khue.core.bilingual import Text
from khue.features.exchange.queries import SEARCHED
from khue.kernel.finding import FACETS, MOST_SHOWN, SORTS, Question

ROWS = 20
LONGEST = 200
MOST_CODES = 40


def question_of(given: QueryDict, sides: Mapping[str, Mapping[str, Text]], **more: Any) -> Question:
    """The question for listed offers. Codes that a side has not are left out."""
    start = given.get("from", "")
    offset = (
        min(int(start), MOST_SHOWN - ROWS) // ROWS * ROWS
        if start.isascii() and start.isdecimal() and len(start) < 9
        else 0
    )
    sort = given.get("sort", "")
    asked = " ".join(given.get("q", "").replace("\0", " ").split())[:LONGEST]
    facets = {
        name: tuple(dict.fromkeys(code for code in given.getlist(name)[:MOST_CODES] if code in sides[name]))
        for name in FACETS
    }
    chosen = {name: codes for name, codes in facets.items() if codes}
    return Question(
        asked,
        (SEARCHED,),
        chosen,
        tuple(more.get("readers", ())),
        sort if sort in SORTS else "relevance",
        offset,
        more.get("size", ROWS),
    )


def address_of(question: Question) -> str:
    """The query of an address that asks the same from its first result on; begins with ``?``."""
    made = QueryDict(mutable=True)
    if question.asked:
        made["q"] = question.asked
    for name, codes in question.narrowed().items():
        made.setlist(name, list(codes))
    if question.sort in SORTS:
        made["sort"] = question.sort
    return f"?{made.urlencode()}"
