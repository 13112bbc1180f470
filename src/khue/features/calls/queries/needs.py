"""Reading needs and orders: lists, pages, likenesses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.folding import fold
from khue.features.calls import access
from khue.features.calls.domain.flows import MODES, NEED, ORDER
from khue.features.calls.domain.likeness import Alike, Known, alike, telling
from khue.features.calls.models import Call, Need, Order, Requirement
from khue.features.calls.queries import rules
from khue.features.calls.queries.cards import state_view
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView

NEED_VIEWS = ("open", "ordered", "ended", "mine")
ORDER_VIEWS = ("open", "approved", "ended")
MOST_KNOWN = 400
"""So many needs that share a telling word are compared with a new one, the newest first."""


@dataclass(frozen=True, slots=True)
class NeedRow:
    id: int
    number: str
    title: str
    raised_by: str
    field: Text
    state: StateView
    raised_on: date
    problem: str

    @property
    def state_words(self) -> Text:
        return NEED.label(self.state.code)


@dataclass(frozen=True, slots=True)
class NeedPage:
    """``contact`` is empty for everybody but officers; ``order`` is (id, number) of the live order."""

    id: int
    number: str
    title: str
    title_en: str
    description: str
    description_en: str
    field: Text
    product: str
    users: str
    cost_from: int | None
    cost_to: int | None
    problem: str
    state: StateView
    raised_by: str
    raised_on: date
    contact: str
    ground: str
    screened_by: str
    ended_on: date | None
    merged_into: tuple[int, str] | None
    merged: tuple[tuple[int, str, str], ...]
    order: tuple[int, str] | None
    files: tuple[FileCard, ...]
    is_side: bool
    may_handle: bool
    version: int


@dataclass(frozen=True, slots=True)
class OrderRow:
    id: int
    number: str
    title: str
    field: Text
    mode: Text
    cost_frame: int
    state: StateView
    approved_on: date | None

    @property
    def state_words(self) -> Text:
        return ORDER.label(self.state.code)


@dataclass(frozen=True, slots=True)
class RequirementLine:
    product: str
    criterion: str
    unit: str
    target: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """``why`` is what the rule says of the way of ordering; ``call`` is (id, number) of the live call."""

    id: int
    number: str
    need: tuple[int, str, str]
    title: str
    goal: str
    field: Text
    field_code: str
    cost_frame: int
    months: int
    mode_code: str
    mode: Text
    ground: str
    performer: str
    performer_key: str
    requirements: tuple[RequirementLine, ...]
    state: StateView
    turned_ground: str
    prepared_by: str
    approved_by: str
    approved_on: date | None
    call: tuple[int, str] | None
    why: Decision
    version: int


def needs(actor: Actor, view: str, search: str, after: str | None, size: int = 25) -> Page[NeedRow]:
    """Staff read all; everybody else those of the own side (``mine``)."""
    return keyset(_needs(actor, view, search), ["-id"], after, size).of(lambda row: _need_row(row, actor.today))


def _needs(actor: Actor, view: str, search: str) -> QuerySet[Need]:
    found = Need.objects.all()
    if view == "mine" or not actor.may(access.READ):
        mine = {access.number_of(key) for key, _scope in actor.acts_for} | {actor.person_id or 0}
        keys = actor.keys if actor.is_signed_in else ()
        found = found.filter(Q(party__in=mine) | Q(raised_by__in=keys))
    elif view == "ordered":
        found = found.filter(state="ordered")
    elif view == "ended":
        found = found.filter(state__in=["merged", "declined", "withdrawn"])
    else:
        found = found.filter(state__in=["raised", "accepted"])
    for word in fold(search).split():
        found = found.filter(folded__contains=word)
    return _unbarred(found, actor)


def _unbarred(found: QuerySet[Need], actor: Actor) -> QuerySet[Need]:
    """Without needs of persons whose restriction keeps the reader out."""
    hidden = access.barred(actor)
    if not hidden:
        return found
    return found.exclude(party__in=hidden).exclude(party=None, raised_by__in=[access.party_key(one) for one in hidden])


def _need_row(row: Need, on: date) -> NeedRow:
    return NeedRow(
        id=row.pk,
        number=row.number,
        title=row.title,
        raised_by=row.party_name,
        field=rules.field_label(row.field, on),
        state=state_view(NEED, row.state),
        raised_on=row.raised_on,
        problem=row.problem,
    )


def need(need_id: int, actor: Actor) -> NeedPage:
    """Raises Missing, also for a reader to whom it is nothing; NotAllowed while a restriction keeps the reader out."""
    row = Need.objects.select_related("merged_into").filter(pk=need_id).first()
    if row is None:
        raise access.no_such_need()
    access.require_read_need(actor, row)
    handles = actor.may(access.PREPARE)
    order = row.orders.exclude(state="dropped").values_list("pk", "number").first()
    other = row.merged_into
    return NeedPage(
        id=row.pk,
        number=row.number,
        title=row.title,
        title_en=row.title_en,
        description=row.description,
        description_en=row.description_en,
        field=rules.field_label(row.field, actor.today),
        product=row.product,
        users=row.users,
        cost_from=row.cost_from,
        cost_to=row.cost_to,
        problem=row.problem,
        state=state_view(NEED, row.state),
        raised_by=row.party_name,
        raised_on=row.raised_on,
        contact=row.contact if handles and access.number_of(row.raised_by) not in access.barred(actor) else "",
        ground=row.ground,
        screened_by=row.screened_by_name,
        ended_on=row.ended_on,
        merged_into=(other.pk, other.number) if other else None,
        merged=tuple(_unbarred(row.merged.all(), actor).order_by("pk").values_list("pk", "number", "title")),
        order=(order[0], order[1]) if order and actor.may(access.READ) else None,
        files=files.cards(f"need:{row.pk}") if row.files else (),
        is_side=access.is_side_of_need(actor, row),
        may_handle=handles,
        version=row.version,
    )


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Whether the actor may read the evidence of ``need:12``."""
    number = subject.partition(":")[2]
    row = Need.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    return row is not None and access.may_read_need(actor, row) and not access.bars_need(actor, row)


def number_of_need(need_id: int) -> str:
    return str(Need.objects.values_list("number", flat=True).get(pk=need_id))


def needs_by_problem() -> dict[str, int]:
    """How many living needs name each problem."""
    rows = Need.objects.exclude(problem="").exclude(state__in=["declined", "withdrawn", "merged"])
    return dict(rows.values_list("problem").annotate(count=Count("pk")).values_list("problem", "count"))


# -- likenesses -------------------------------------------------------------------------------------------------------


def alike_to(title: str, field: str, others: Iterable[Known], *, but: int = 0) -> tuple[Alike, ...]:
    """Needs and what other rooms know that may be about the same problem. ``but`` is the need itself.

    Anybody who raises a need reads them: none of a party whose data are restricted.
    """
    words = telling(title)
    if not words:
        return ()
    return alike(title, [*_known_needs(words, but), *others], field=field)


def _known_needs(words: tuple[str, ...], but: int) -> Iterator[Known]:
    shared = Q()
    for word in words:
        shared |= Q(folded__contains=word)
    rows = Need.objects.filter(shared).exclude(pk=but).exclude(state="withdrawn")
    for row in rows.exclude(party__in=people.restricted_ids()).order_by("-pk")[:MOST_KNOWN]:
        label = NEED.label(row.state)
        yield Known(
            key=f"need:{row.pk}",
            kind=Text("nhu cầu", "need"),
            title=row.title,
            note=f"{row.number} · {label.vi}",
            href=f"/needs/{row.pk}/",
            field=row.field,
        )


# -- orders -----------------------------------------------------------------------------------------------------------


def orders(actor: Actor, view: str, search: str, after: str | None, size: int = 25) -> Page[OrderRow]:
    """Raises NotAllowed without the right."""
    actor.require(access.READ)
    states = {
        "open": ["draft", "submitted"],
        "approved": ["approved", "called"],
        "ended": ["dropped"],
    }.get(view, list(ORDER.labels))
    found = Order.objects.filter(state__in=states)
    hidden = access.barred(actor)
    if hidden:
        found = found.exclude(performer__in=hidden)
    for word in search.split():
        # An order is written from its need, whose words are kept folded.
        found = found.filter(Q(title__icontains=word) | Q(need__folded__contains=fold(word)))
    return keyset(found, ["-id"], after, size).of(lambda row: _order_row(row, actor.today))


def _order_row(row: Order, on: date) -> OrderRow:
    return OrderRow(
        id=row.pk,
        number=row.number,
        title=row.title,
        field=rules.field_label(row.field, on),
        mode=MODES[row.mode],
        cost_frame=row.cost_frame,
        state=state_view(ORDER, row.state),
        approved_on=row.approved_on,
    )


def order(order_id: int, actor: Actor) -> OrderPage:
    """Raises NotAllowed without the right and while the performer's data are restricted, Missing."""
    actor.require(access.READ)
    row = Order.objects.select_related("need").filter(pk=order_id).first()
    if row is None:
        raise access.no_such_order()
    if row.performer_id in access.barred(actor):
        people.require_unrestricted(actor, access.party_key(row.performer_id))
    about = people.restricted_words() if access.bars_need(actor, row.need) else row.need.title
    standing = Call.objects.filter(order=row).exclude(state="cancelled").order_by("-pk")
    call = standing.values_list("pk", "number").first()
    return OrderPage(
        id=row.pk,
        number=row.number,
        need=(row.need_id, row.need.number, about),
        title=row.title,
        goal=row.goal,
        field=rules.field_label(row.field, actor.today),
        field_code=row.field,
        cost_frame=row.cost_frame,
        months=row.months,
        mode_code=row.mode,
        mode=MODES[row.mode],
        ground=row.ground,
        performer=row.performer_name,
        performer_key=access.party_key(row.performer_id),
        requirements=requirements_of(row.pk),
        state=state_view(ORDER, row.state),
        turned_ground=row.turned_ground,
        prepared_by=row.prepared_by_name,
        approved_by=row.approved_by_name,
        approved_on=row.approved_on,
        call=(call[0], call[1]) if call else None,
        why=rules.ordering_mode(row.mode, row.ground, row.approved_on or actor.today),
        version=row.version,
    )


def requirements_of(order_id: int) -> tuple[RequirementLine, ...]:
    rows = Requirement.objects.filter(order=order_id).order_by("no")
    return tuple(RequirementLine(row.product, row.criterion, row.unit, row.target) for row in rows)
