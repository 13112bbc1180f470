"""The fields of expertise: the key-field lists of the law on a day, with their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.rulebook import queries as rulebook

LISTS = ("law.key_fields.statutory", "law.key_fields.city")
FACT = "field"
"""The fact of the city's rules whose options hold the words of the fields."""


def key_fields(on: date) -> dict[str, Text]:
    """Code → words of every key field in force on the day, in the order of the law."""
    words = _words()
    found: dict[str, Text] = {}
    for name in LISTS:
        try:
            parameter = rulebook.parameter(name, on)
        except Missing:
            continue  # the list does not hold on that day
        if parameter.applies:
            found.update({code: words.get(code, Text(code, code)) for code in parameter.codes})
    return found


def field_words(codes: Iterable[str]) -> tuple[Text, ...]:
    """Words of codes, of those too that the law no longer lists."""
    words = _words()
    return tuple(words.get(code, Text(code, code)) for code in codes)


def _words() -> Mapping[str, Text]:
    for rule in rulebook.rulebook().rules.values():
        fact = rule.facts.get(FACT)
        if fact is not None and fact.labels:
            return {code: text.capitalised() for code, text in fact.labels.items()}
    return {}
