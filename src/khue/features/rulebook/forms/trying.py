"""A case for a rule, typed by a reader: one field per fact that the rule may ask. It stands in the address, so it can be shared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import Kind
from khue.core.rules.reading import FactProblem
from khue.kernel.forms import DayField
from khue.kernel.web import language

MOST_LINES = 20
LONGEST = 60
HINTS = {
    Kind.MONEY: _("In đồng. For example: 1.850.000.000"),
    Kind.COUNT: _("A whole number. For example: 30"),
    Kind.SHARE: _("For example: 60%"),
    Kind.DAY: _("Day/month/year. For example: 17/03/2026"),
}


class TryForm(forms.Form):
    """``on`` and ``known`` as on every page of the law; each fact under its name, lines as ``extensions.1.start``.

    What is left empty is not known: the rule then says what is missing. Faults of facts are found by the rule itself.
    """

    on = DayField(label=_("As it stands on"), required=False)
    known = DayField(label=_("As known on"), required=False)

    def __init__(self, facts: Mapping[str, Fact], asked: QueryDict) -> None:
        given = {name: asked.get(name, "") for name in asked}
        super().__init__(given)
        self._facts = facts
        # Lists come last: their lines are many.
        for name, fact in sorted(facts.items(), key=lambda pair: pair[1].kind is Kind.LINES):
            if fact.kind is Kind.LINES:
                for number in range(1, _rows_shown(name, given) + 1):
                    for part in (fact.fields or {}).values():
                        self.fields[f"{name}.{number}.{part.name}"] = _field(part, _named(part), number)
            else:
                self.fields[name] = _field(fact, fact.question.into(language()))

    @property
    def asked(self) -> bool:
        """Whether anything of a case was typed."""
        return any(self.data.get(name) for name in self.fields if name not in ("on", "known"))

    @property
    def fact_fields(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.fields if name not in ("on", "known"))

    def typed(self) -> dict[str, Any]:
        """Facts as they came in; empty ones are left out, and so are lines of which nothing is filled in."""
        found: dict[str, Any] = {}
        for name, fact in self._facts.items():
            if fact.kind is not Kind.LINES:
                if typed := str(self.data.get(name, "")).strip():
                    found[name] = typed[: LONGEST + 1]
                continue
            lines = [line for number in range(1, MOST_LINES + 1) if (line := self._line(fact, number))]
            if lines or self.asked:
                # A list that was left empty is told as empty: "none" is an answer, and the only one that can be typed.
                found[name] = lines
        return found

    def _line(self, fact: Fact, number: int) -> dict[str, str]:
        typed = {part: str(self.data.get(f"{fact.name}.{number}.{part}", "")).strip() for part in fact.fields or {}}
        return {part: words[: LONGEST + 1] for part, words in typed.items() if words}

    def tell(self, problems: Iterable[FactProblem]) -> None:
        """Puts each fault beside its field."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.text.into(language()))


def _named(fact: Fact) -> str:
    return fact.label.into(language()) if fact.label else fact.question.into(language())


def _rows_shown(name: str, given: Mapping[str, str]) -> int:
    """One more than the last line of which something is filled in."""
    pattern = re.compile(rf"{re.escape(name)}\.(\d{{1,2}})\.\w+")
    filled = [int(found[1]) for each, typed in given.items() if typed and (found := pattern.fullmatch(each))]
    return min(MOST_LINES, max(filled, default=0) + 1)


def _field(fact: Fact, label: str, line: int = 0) -> forms.Field:
    words = f"{line}. {label}" if line else label
    help_text = fact.help.into(language()) if fact.help else HINTS.get(fact.kind, "")
    if fact.kind is Kind.YESNO:
        options = [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]
        return forms.ChoiceField(label=words, required=False, choices=options, help_text=help_text)
    if fact.kind is Kind.CHOICE:
        labels = fact.labels or {}
        named = [(code, labels[code].into(language()) if code in labels else code) for code in fact.options or ()]
        return forms.ChoiceField(
            label=words, required=False, choices=[("", _("not known")), *named], help_text=help_text
        )
    return forms.CharField(label=words, required=False, max_length=LONGEST, help_text=help_text)
