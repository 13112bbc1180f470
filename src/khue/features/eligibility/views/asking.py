"""The questionnaire: one question a page, and beside it what is still possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.decision import Outcome
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import Kind
from khue.features.eligibility import queries
from khue.features.eligibility.domain import DONT_KNOW, Check, Short, answered, pairs, shorts, spelled
from khue.features.eligibility.views.frame import (
    CHANGE,
    PARTY,
    Asking,
    Pairs,
    answer_lines,
    asking_of,
    spoken_value,
    unlisted,
)
from khue.kernel import ui, web

MANY_OPTIONS = 6
"""From so many options on they stand in two columns."""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to press: where it leads, and whether it is the present one."""

    label: Text
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Question:
    """``options`` for what is chosen; else a field: ``name``, ``typed`` so far, ``before`` and ``after`` go along hidden."""

    text: Text
    help: Text | None
    wrong: Text | None
    options: tuple[Option, ...]
    wide: bool
    name: str
    typed: str
    hint: str
    suffix: str
    numeric: bool
    before: Pairs
    after: Pairs
    dont_know_href: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is possible now: how many, and each with its reason."""

    yes: tuple[Short, ...]
    open: tuple[Short, ...]
    no: tuple[Short, ...]

    @property
    def possible(self) -> int:
        return len(self.yes) + len(self.open)

    @property
    def settled(self) -> int:
        return len(self.yes) + len(self.no)

    @property
    def every(self) -> int:
        return self.possible + len(self.no)


@dataclass(frozen=True, slots=True)
class AskPage:
    first: bool
    question: Question
    standing: Standing
    number: int
    left: int
    left_words: str
    left_why: str
    answers: tuple[ui.Answer, ...]
    known: tuple[ui.CardView, ...]
    action: str
    result_href: str
    restart_href: str
    saved_href: str


@require_safe
@unlisted
def ask(request: HttpRequest) -> HttpResponseBase:
    """The next question that still matters; an answer that cannot be read, or is to be changed, comes first."""
    asking = asking_of(request)
    if not asking.entitlements.bounds:
        return web.render(request, "eligibility/none.html", None)
    done, wrong = asking.done, asking.done.wrong
    given = {each.name: each for each in done.given}
    wanted = request.GET.get(CHANGE, "")
    named = wanted in given or (wanted in asking.facts and any(wanted in each.missing for each in done.answers))
    fact = asking.facts[wrong.name] if wrong else asking.facts[wanted] if named else done.next
    if fact is None:
        return web.redirect(asking.href("result"))
    left_words, left_why = _left(done)
    page = AskPage(
        first=not given,
        question=_question(asking, fact),
        standing=standing_of(asking),
        number=len(given) + (fact.name not in given),
        left=done.left,
        left_words=left_words,
        left_why=left_why,
        answers=answer_lines(asking),
        known=_known(asking) if not given and not asking.party else (),
        action=request.path,
        result_href=asking.href("result") if given else "",
        restart_href=request.path if given else "",
        saved_href=asking.href("saved-list", ()) if asking.actor.is_signed_in else "",
    )
    return web.render(request, "eligibility/ask.html", page, 422 if wrong else 200)


def standing_of(asking: Asking) -> Standing:
    found = shorts(asking.done.answers)
    yes, open_, no = (
        tuple(each for each in found if each.outcome is outcome)
        for outcome in (Outcome.GRANTED, Outcome.UNKNOWN, Outcome.REFUSED)
    )
    return Standing(yes, open_, no)


def _left(done: Check) -> tuple[str, str]:
    """How many questions still come, and why that is an estimate; the last few are counted, not estimated."""
    left, likely = done.left, done.likely
    if not left:
        return _("This is the last question."), ""
    if likely == left:
        return ngettext("At most %(left)s question is left.", "At most %(left)s questions are left.", left) % {
            "left": left
        }, ""
    told = _("About %(likely)s more questions.") % {"likely": likely}
    why = _(
        "%(left)s questions might still matter, but nobody is asked them all: every answer drops those that no longer do. "
        "About %(likely)s come as a rule."
    ) % {"left": left, "likely": likely}
    return told, why


def _question(asking: Asking, fact: Fact) -> Question:
    given = asking.done.given
    before = {each.name: each for each in given}
    now = before.get(fact.name)
    typed = pairs(given)
    at = next((number for number, (name, _typed) in enumerate(typed) if name == fact.name), len(typed))
    party = ((PARTY, str(asking.party.id)),) if asking.party else ()
    values = (True, False) if fact.kind is Kind.YESNO else (fact.options or ()) if fact.kind is Kind.CHOICE else ()
    options = tuple(
        Option(
            spoken_value(fact, value),
            asking.href("ask", answered(given, fact.name, spelled(value))),
            now is not None and now.typed == spelled(value),
        )
        for value in values
    )
    return Question(
        text=fact.question,
        help=fact.help,
        wrong=now.wrong if now else None,
        options=options,
        wide=len(options) >= MANY_OPTIONS,
        name=fact.name,
        typed=now.typed if now and not now.passed_over else "",
        hint=_hint(fact.kind),
        suffix="đồng" if fact.kind is Kind.MONEY else "",
        numeric=fact.kind in (Kind.MONEY, Kind.COUNT),
        before=(*party, *typed[:at]),
        after=typed[at + 1 :],
        dont_know_href=asking.href("ask", answered(given, fact.name, DONT_KNOW)),
    )


def _hint(kind: Kind) -> str:
    return {
        Kind.MONEY: _("In đồng, for example 1.500.000.000. An estimate will do."),
        Kind.COUNT: _("A whole number."),
        Kind.SHARE: _("For example 60%."),
        Kind.DAY: _("Day/month/year, for example 17/03/2026."),
    }.get(kind, "")


def _known(asking: Asking) -> tuple[ui.CardView, ...]:
    """For each party that the reader may ask for: begin with what its record, and the last saved check, answer."""
    found = []
    facts = dict(asking.facts)
    for card in asking.parties:
        known = queries.record_of(card, facts) | queries.told_of(card, facts, asking.actor)
        if known:
            typed = tuple((name, spelled(value)) for name, value in known.items())
            found.append(
                ui.CardView(
                    card.name,
                    " · ".join(_in_short(facts[name], value) for name, value in known.items()),
                    asking.href("ask", ((PARTY, str(card.id)), *typed)),
                    "user" if card.is_private_person else "building",
                    "firm",
                )
            )
    return tuple(found)


def _in_short(fact: Fact, value: Any) -> str:
    """The option of a choice; of a yes the name of the fact, of a no both, as of a choice that begins with yes or no."""
    language = web.language()
    if fact.kind is Kind.CHOICE and "none" not in (fact.options or ()):
        return spoken_value(fact, value).into(language)
    label = (fact.label or Text(fact.name)).into(language)
    return label if value is True else f"{label}: {spoken_value(fact, value).into(language).lower()}"
