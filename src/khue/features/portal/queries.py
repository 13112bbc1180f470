"""What the public pages show; nothing here names a private person."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.features.documents.domain import readable_code
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.definition import Procedure
from khue.features.dossiers.queries import PublicPaper, StepTerm
from khue.features.dossiers.queries.figures import on_time
from khue.features.dossiers.usecases import public_copy
from khue.features.ledger import queries as ledger
from khue.features.missions import queries as missions
from khue.features.missions.domain.application import PRIVATE
from khue.features.missions.queries import GrantedSupport, SupportCard
from khue.features.portal.domain import ENOUGH, Meanings, cut_by_appraisal, likeness, meanings_of
from khue.features.rulebook import queries as rulebook
from khue.kernel.audit import latest_checkpoint
from khue.kernel.paging import LARGEST_PAGE, Page

KEPT_FOR = 30
"""Seconds for which the front page's figures are kept: live enough to read, and no visitor waits for a sum."""
COPY_KEPT_FOR = 3600
"""Seconds for which a public copy of a paper is kept."""
FIGURE_DAYS = 30
"""Days that the share of punctual decisions looks back on."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Live figures of the front page; money in đồng."""

    decided: int
    in_time: int
    paid: int
    supports: int
    granted: int


@dataclass(frozen=True, slots=True)
class PersonaCard:
    """A person whom a visitor of the sample city may be."""

    key: str
    name: Text
    role: Text
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PublicSupport:
    """One granted support as everybody may see it: amounts, grounds, tranches, papers that are public; no names of officers.

    ``why`` explains the most that the law allows for each cost line, with its provision and whether it binds.
    """

    entry: GrantedSupport
    card: SupportCard
    why: Decision
    papers: tuple[PublicPaper, ...] = ()

    @property
    def accepted(self) -> int:
        """đồng of the tranches that are accepted, paid or not."""
        return self.card.accepted


_personas: Callable[[], tuple[PersonaCard, ...]] = tuple


def set_personas(found: Callable[[], tuple[PersonaCard, ...]]) -> None:
    """``site`` says who may be entered as; nobody on a real server."""
    global _personas
    _personas = found


def personas() -> tuple[PersonaCard, ...]:
    return _personas()


# -- figures -------------------------------------------------------------------------------------------------------


def figures(today: date) -> Figures:
    """From kept sums and one index range, and kept for ``KEPT_FOR`` seconds."""
    key = f"portal.figures.{today}"
    found = cache.get(key)
    if found is None:
        found = _figures(today)
        cache.set(key, found, KEPT_FOR)
    return Figures(*found)


def _figures(today: date) -> tuple[int, int, int, int, int]:
    punctual, totals = on_time(today, FIGURE_DAYS), missions.totals()
    paid = sum(line.paid for line in ledger.budget_lines())
    return punctual.decided, punctual.in_time, paid, totals.supports, totals.granted


# -- procedures ----------------------------------------------------------------------------------------------------


def procedures(search: str) -> tuple[Procedure, ...]:
    """The catalogue; with words, the procedures in whose own words enough of them stand, the likest first."""
    every = dossiers.procedures()
    if not search.strip():
        return every
    same = _meanings()
    ranked = sorted(
        ((likeness(search, _words(found), same), found.key, found) for found in every), key=lambda row: -row[0]
    )
    return tuple(found for score, _key, found in ranked if score >= ENOUGH)


@functools.cache
def _meanings() -> Meanings:
    """What the city's file of synonyms says, read once."""
    file = rulebook.city_package().path("synonyms.toml")
    return meanings_of(tomllib.loads(file.read_text("utf-8"))["meanings"]) if file.exists() else ()


def _words(found: Procedure) -> list[str]:
    texts = [found.name, found.summary, found.who, found.result, *found.needs, *(b.text for b in found.basis)]
    for field in found.fields():
        texts += [field.label, *(choice.text for choice in field.choices), *(column.label for column in field.columns)]
        texts += [field.help] if field.help else []
    return [word for text in texts for word in (text.vi, text.en)]


def terms(found: Procedure, on: date) -> tuple[StepTerm, ...]:
    """Each step up to the decision with the time that the law gives on a day, where it gives one."""
    wanted = {step.name for step in found.main_steps if step.clock is not None}
    return tuple(term for term in dossiers.step_terms(found, on) if term.name in wanted and term.why)


# -- the register --------------------------------------------------------------------------------------------------


def register(search: str, after: str | None, size: int = 25) -> Page[GrantedSupport]:
    return missions.granted_supports(search, after, size)


def whole_register(search: str, size: int = LARGEST_PAGE) -> Iterator[GrantedSupport]:
    """Every line that fits, page by page, so that an export holds no more than one page in memory."""
    after: str | None = None
    while True:
        page = missions.granted_supports(search, after, size)
        yield from page.rows
        if page.next is None:
            return
        after = page.next


def support(number: str) -> PublicSupport:
    """Raises Missing unless it was granted."""
    entry, card = missions.granted_support(number)
    reasons = (*card.reasons, *cut_by_appraisal(card.asked, entry.granted))
    papers = dossiers.public_papers(card.dossier_id)
    return PublicSupport(entry, card, Decision.grant(reasons, binding=card.binding), papers)


def paper_copy(number: str, code: str) -> tuple[str, bytes]:
    """File name and PDF of the public copy of a paper. Raises Missing. A private person whom the register does not name stays out.

    Kept for an hour: the same values give the same bytes.
    """
    entry, card = missions.granted_support(number)
    hide = (card.lead_name,) if entry.receiver == PRIVATE else ()
    key = f"portal.paper.{card.dossier_id}.{readable_code(code)}.{len(hide)}"
    found = cache.get(key)
    if found is None:
        found = public_copy(card.dossier_id, readable_code(code), hide=hide)
        cache.set(key, found, COPY_KEPT_FOR)
    return str(found[0]), bytes(found[1])


def checkpoint() -> str:
    """The newest signed checkpoint of the audit as published; empty before the first."""
    found = latest_checkpoint()
    return found.line if found else ""
