"""What a room brings to a procedure of its own: checks, and what comes into being with the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Missing
from khue.features.dossiers.domain.definition import Procedure
from khue.features.dossiers.models import Document
from khue.features.dossiers.queries import CasePage, DossierFacts, PaperToFill
from khue.features.people.queries import PartyCard
from khue.kernel.deeds import Deed


class Panel(Protocol):
    """A part of the dossier's page that the room draws: its template and its plain data."""

    @property
    def template(self) -> str: ...
    @property
    def page(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Wiring:
    """The room's side of a procedure; every function is optional but for ``check``.

    ``check``     is this application in order? pure but for the legal values of ``today``
    ``submitted`` runs in the deed that hands the dossier in: ``submitted(facts, applicant, first=…, deed=…)``; ``first``
                  is False when it is handed in again after a supplement
    ``ended``     runs in the deed that ends it (refused, withdrawn, refused receipt)
    ``signatures`` runs in the deed by which a document of the dossier lost or regained its signatures: ``signatures(dossier_id,
                  ground, deed=…)``
    ``details``   panels for the dossier's page, from the case as it was read
    ``saved``     runs in the deed that saves a section of a dossier in an envelope: ``saved(facts, section, values, deed=…)``
    ``begins_at`` the address where such dossiers are begun: they are never begun at the counter
    ``to_fill``   template papers that applicants fill, by envelope: shown beside the questions that take them back
    ``home``      the address of the page that an envelope (``proposal:12``) belongs to
    """

    check: Callable[[Mapping[str, Any], PartyCard, date], Decision]
    submitted: Callable[..., None] | None = None
    ended: Callable[..., None] | None = None
    details: Callable[[CasePage, Actor], Sequence[Panel]] | None = None
    signatures: Callable[..., None] | None = None
    saved: Callable[..., None] | None = None
    begins_at: Callable[[], str] | None = None
    home: Callable[[str], str] | None = None
    to_fill: Callable[[str], Sequence[PaperToFill]] | None = None


_wirings: dict[str, Wiring] = {}
PanelsOf = Callable[[CasePage, Actor], Sequence[Panel]]
_panels: list[PanelsOf] = []


def wire(procedure_key: str, wiring: Wiring) -> None:
    """Called by ``site`` when Django is ready: joins a procedure to its room."""
    _wirings[procedure_key] = wiring


def papers_to_fill(facts: DossierFacts) -> tuple[PaperToFill, ...]:
    """Template papers for a dossier in an envelope; none where no room has any."""
    wiring = _wirings.get(facts.procedure_key)
    return tuple(wiring.to_fill(facts.envelope)) if wiring and wiring.to_fill and facts.envelope else ()


def wire_panels(found: PanelsOf) -> None:
    """Called by ``site``: panels that the page of every dossier shows, whatever its procedure. Safe to repeat."""
    if found not in _panels:
        _panels.append(found)


_preview: Callable[[str, Actor], Procedure | None] | None = None


def wire_preview(drafted: Callable[[str, Actor], Procedure | None]) -> None:
    """Called by ``site``: who knows the procedure that staff are writing. It checks the right, and raises Missing."""
    global _preview
    _preview = drafted


def drafted_procedure(key: str, actor: Actor) -> Procedure:
    """The procedure as it is being written, to look at. Raises Missing, also while it can't be built."""
    found = _preview(key, actor) if _preview else None
    if found is None:
        raise Missing(
            Text("Bản soạn thảo này chưa xem trước được.", "This draft can't be shown yet."),
            Text("Mời ông/bà mở trang kiểm tra và sửa các lỗi trước.", "Open the check and mend the problems first."),
        )
    return found


Follower = Callable[..., None]
_followers: list[Follower] = []


def wire_follower(follower: Follower) -> None:
    """Called by ``site``: hears in the same deed, in order, of each new state of a dossier that another system sent.

    ``follower(facts, before, deed=…)``; a state that stays is no news, though its due day may have moved. Safe to repeat.
    """
    if follower not in _followers:
        _followers.append(follower)


def tell_moved(facts: DossierFacts, before: str, *, deed: Deed) -> None:
    for follower in _followers:
        follower(facts, before, deed=deed)


def check_application(facts: DossierFacts, applicant: PartyCard, today: date) -> Decision:
    """What the room says of the answers; granted when no room is wired."""
    found = _wirings.get(facts.procedure_key)
    return found.check(facts.answers, applicant, today) if found else Decision.grant()


def tell_submitted(facts: DossierFacts, applicant: PartyCard, *, first: bool, deed: Deed) -> None:
    found = _wirings.get(facts.procedure_key)
    if found and found.submitted:
        found.submitted(facts, applicant, first=first, deed=deed)


def tell_ended(facts: DossierFacts, outcome: str, *, deed: Deed) -> None:
    found = _wirings.get(facts.procedure_key)
    if found and found.ended:
        found.ended(facts, outcome, deed=deed)


def tell_signatures(document_id: int, ground: str, *, deed: Deed) -> None:
    """Heard of a paper that a dossier issued."""
    row = Document.objects.filter(pk=document_id).values_list("dossier", "dossier__procedure_key").first()
    found = _wirings.get(row[1]) if row else None
    if row and found and found.signatures:
        found.signatures(row[0], ground, deed=deed)


def tell_saved(facts: DossierFacts, section: str, values: Mapping[str, Any], *, deed: Deed) -> None:
    found = _wirings.get(facts.procedure_key)
    if found and found.saved:
        found.saved(facts, section, values, deed=deed)


def begins_at(procedure_key: str) -> str:
    """Where dossiers of this procedure are begun; empty: at the counter."""
    found = _wirings.get(procedure_key)
    return found.begins_at() if found and found.begins_at else ""


def home_of(facts: DossierFacts) -> str:
    """The page of the envelope that a dossier lies in; empty when it lies in none."""
    found = _wirings.get(facts.procedure_key)
    return found.home(facts.envelope) if facts.envelope and found and found.home else ""


def panels(case: CasePage, actor: Actor, *, every: bool = True) -> Sequence[Panel]:
    """What the rooms draw on the page of this case; not ``every``: only the room of its procedure."""
    found = _wirings.get(case.facts.procedure_key)
    own = found.details(case, actor) if found and found.details else ()
    return (*own, *(panel for drawn in _panels if every for panel in drawn(case, actor)))
