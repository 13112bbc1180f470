"""What the pages of staff, applicants and the public show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import CasePage
from khue.features.dossiers.queries.tasks import task_facts
from khue.features.ledger import queries as ledger
from khue.features.missions import access
from khue.features.missions.domain.answers import application, scaled
from khue.features.missions.domain.application import PRIVATE, PlannedTranche
from khue.features.missions.domain.limits import KIND_NAMES, TaskKind
from khue.features.missions.models import EquipmentItem, EquipmentSupport, TotalChange
from khue.features.missions.queries.cards import ItemRow, SupportCard, card_of, item_of
from khue.features.people import queries as people
from khue.features.privacy import queries as privacy
from khue.features.privacy.domain.consents import PUBLIC_NAME
from khue.kernel.paging import Page, keyset

IN_REGISTER = Q(granted__isnull=False, decided_on__isnull=False, state__in=("granted", "running", "completed"))
"""A grant that was withdrawn before its agreement leaves the register; no money of it was ever owed."""

LISTED = IN_REGISTER | Q(granted__isnull=False, decided_on__isnull=False, state="annulled")
"""What the register lists: also a grant that was annulled, because it was published; the sums leave it out."""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A step of this room on the desk. ``seen`` is the dossier's stamp; ``closed_by`` says who was faster."""

    task_id: int
    step: str
    step_name: Text
    right: str
    seen: int
    closed: bool
    closed_by: str
    assignee: str
    assignee_name: str
    due_on: date | None
    subject: str
    dossier_number: str
    support: SupportCard
    tranche_no: int | None


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the dossier's page."""

    template: str
    page: SupportCard


@dataclass(frozen=True, slots=True)
class GrantedSupport:
    """A line of the public register: no personal data of private persons. ``receiver`` as on the day of the application,
    ``receiver_now`` when it is called otherwise today."""

    number: str
    receiver: str
    task_title: str
    task_kind: Text
    granted: int
    paid: int
    decided_on: date
    basis: Text
    state: str
    receiver_now: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Kept sums for the front page, in đồng."""

    supports: int
    granted: int
    paid: int


def task_page(task_id: int, actor: Actor, right: str = "") -> TaskPage:
    """Raises Missing when the task is unknown or not of this room, NotAllowed without its right and while the data are restricted.

    ``right`` also opens it: of those who worked on it before it was laid before others.
    """
    task = task_facts(task_id)
    if not (right and actor.may(right)):
        actor.require(task.right)
    support = EquipmentSupport.objects.select_related("task", "lead").filter(dossier_id=task.dossier_id).first()
    if support is None:
        raise access.no_such_support()
    dossiers.require_unbarred(task.dossier_id, actor)
    card = card_of(support, step=task.step)
    number = next((t.no for t in card.tranches if f"tranche:{t.id}" == task.subject), None)
    return TaskPage(
        task_id=task_id,
        step=task.step,
        step_name=task.name,
        right=task.right,
        seen=task.stamp,
        closed=task.closed,
        closed_by=task.closed_by_name,
        assignee=task.assignee,
        assignee_name=task.assignee_name,
        due_on=task.due_on,
        subject=task.subject,
        dossier_number=support.dossier_number,
        support=card,
        tranche_no=number,
    )


def panels(case: CasePage, actor: Actor) -> tuple[Panel, ...]:
    """The cost table, and the tranches once there are any."""
    support = EquipmentSupport.objects.select_related("task", "lead").filter(dossier_id=case.facts.id).first()
    if support is None or not access.may_read(actor, support):
        return ()
    card = card_of(support, case.cards, whole=False)
    found = [Panel("missions/panel_costs.html", card)]
    if card.tranches:
        found.append(Panel("missions/panel_tranches.html", card))
    return tuple(found)


def budget_choices() -> tuple[ledger.BudgetLine, ...]:
    """Budget lines with what is left of each."""
    return tuple(ledger.budget_lines())


def planned_tranches(support_id: int) -> tuple[PlannedTranche, ...]:
    """The tranches as asked for, scaled to what was granted: the start of the agreement's form."""
    support = EquipmentSupport.objects.get(pk=support_id)
    planned = application(dossiers.facts(support.dossier_id).answers, "").tranches
    return scaled(planned, support.granted or support.asked)


def equipment(search: str, after: str | None, size: int = 25) -> Page[ItemRow]:
    """The equipment register, newest first; words in any order, with or without marks."""
    rows = EquipmentItem.objects.select_related("support__lead").exclude(support__lead__in=people.restricted_ids())
    for word in fold(search).split()[:8]:
        rows = rows.filter(folded__contains=word)
    return keyset(rows, ("-id",), after, size).of(item_of)


def granted_supports(search: str = "", after: str | None = None, size: int = 25) -> Page[GrantedSupport]:
    """The public register, newest decision first."""
    rows = EquipmentSupport.objects.filter(LISTED).exclude(lead__in=people.restricted_ids()).select_related("task")
    for word in fold(search).split()[:8]:
        rows = rows.filter(folded__contains=word)
    page = keyset(rows, ("-decided_on", "-id"), after, size)
    return Page(tuple(named_supports(page.rows)), page.next, page.previous)


def listed_dossiers() -> QuerySet[EquipmentSupport, Any]:
    """Ids of the dossiers whose support stands in the public register, for a subquery."""
    rows = EquipmentSupport.objects.filter(LISTED).exclude(lead__in=people.restricted_ids())
    return rows.order_by().values_list("dossier_id", flat=True)


def granted_support(number: str) -> tuple[GrantedSupport, SupportCard]:
    """One line of the register with its card. Raises Missing unless it was granted."""
    rows = EquipmentSupport.objects.filter(LISTED, dossier_number=number).exclude(lead__in=people.restricted_ids())
    support = rows.select_related("task", "lead").first()
    if support is None:
        raise access.no_such_support()
    return next(named_supports([support])), card_of(support)


def named_supports(supports: Iterable[EquipmentSupport]) -> Iterator[GrantedSupport]:
    """The lines, with the present name of receivers that were renamed or go on under another."""
    listed = tuple(supports)
    now = people.names_now((access.lead_key(support), support.public_name) for support in listed)
    named = _agreed_to_be_named(listed)
    for support in listed:
        key = access.lead_key(support)
        if key in named:
            yield replace(_granted(support), receiver=named[key])
        else:
            yield replace(_granted(support), receiver_now=now.get(key, ""))


def _agreed_to_be_named(supports: Iterable[EquipmentSupport]) -> dict[str, str]:
    """Private persons who agreed to stand in the register by name: asked at each reading, so a withdrawal counts at once."""
    persons = {access.lead_key(support) for support in supports if support.public_name == PRIVATE}
    agreed = privacy.parties_with_consent(PUBLIC_NAME, persons)
    return {key: card.name for key, card in people.parties(agreed).items()} if agreed else {}


def _granted(support: EquipmentSupport) -> GrantedSupport:
    assert support.granted is not None
    assert support.decided_on is not None
    return GrantedSupport(
        number=support.dossier_number,
        receiver=support.public_name,
        task_title=support.task.title,
        task_kind=KIND_NAMES[TaskKind(support.task.kind)],
        granted=support.granted,
        paid=support.paid,
        decided_on=support.decided_on,
        basis=Text(support.basis_vi or support.dossier_number, support.basis_en),
        state=support.state,
    )


def totals() -> Totals:
    """How much was granted and paid so far, from kept sums: as quick with a million supports as with ten."""
    found = TotalChange.objects.aggregate(n=Sum("supports"), g=Sum("granted"), p=Sum("paid"))
    return Totals(int(found["n"] or 0), int(found["g"] or 0), int(found["p"] or 0))


def support_of_tranche(tranche_id: int, actor: Actor) -> int:
    """The support's id, for links from the ledger. Raises Missing for a stranger, as for a tranche that does not exist."""
    support = EquipmentSupport.objects.filter(tranches=tranche_id).first()
    if support is None:
        raise access.no_such_support()
    access.require_read(actor, support)
    return int(support.pk)


def support_of_dossier(dossier_id: int) -> int | None:
    """The support's id, for links from the dossier."""
    return EquipmentSupport.objects.filter(dossier_id=dossier_id).values_list("pk", flat=True).first()
