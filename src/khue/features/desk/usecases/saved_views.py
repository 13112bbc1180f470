"""Saved views: saved, replaced, removed, chosen as the default. What was is kept."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import NotAllowed, Refused, require
from khue.features.desk import access
from khue.features.desk.domain.saved_views import (
    ChooseDefaultView,
    RemoveView,
    SaveView,
    Wanted,
    faults_of,
    folded_name,
    may_save_view,
    name_taken,
    view_name,
)
from khue.features.desk.models import DeskChoice, SavedView
from khue.features.desk.queries.saved_views import known_keys, no_such_view, owners_of, standing_views
from khue.kernel.deeds import Deed, command


def save_view(asked: SaveView, *, actor: Actor) -> int:
    """Keep a filter under a name, for oneself or for a unit; its id. ``replaces`` gives the old one's place to it.

    Raises Refused with all reasons, Missing or NotAllowed for a view to replace that is not there or not the actor's.
    """
    access.require_desk(actor)
    owner = f"unit:{asked.unit}" if asked.unit else actor.key
    with command("desk.save_view", actor, subject=owner) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        old = _changeable(asked.replaces, actor) if asked.replaces is not None else None
        others = standing_views([owner])
        if old is not None:
            others = others.exclude(pk=old.pk)
        faults = faults_of(asked.wanted, *known_keys(deed.today))
        taken = set(others.values_list("folded", flat=True))
        require(may_save_view(asked, taken=taken, faults=faults, units=actor.units))
        if old is not None:
            _end(old, deed=deed)
        row = _kept(asked, owner, old, deed=deed)
        if old is not None:
            DeskChoice.objects.filter(default_view=old).update(default_view=row)
        if asked.default:
            _choose(actor.key, row)
        deed.after(view=row.pk, name=row.name, unit=asked.unit, filter=row.wanted, default=asked.default)
        deed.result(row.pk)
        return int(row.pk)


def _kept(asked: SaveView, owner: str, old: SavedView | None, *, deed: Deed) -> SavedView:
    name = view_name(asked.name)
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                owner=owner,
                name=name,
                folded=folded_name(name)[:80] or name[:80],
                wanted=asked.wanted.to_json(),
                replaces=old,
                saved_by=deed.actor.key,
                saved_by_name=deed.actor.name,
                saved_at=deed.moment,
            )
    except IntegrityError as error:  # a colleague of the unit took the name in this very moment
        raise Refused.because(name_taken()) from error


def remove_view(asked: RemoveView, *, actor: Actor) -> None:
    """Take a view off the desk. Whoever had it as default sees the whole desk again."""
    access.require_desk(actor)
    with command("desk.remove_view", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = _changeable(asked.view_id, actor)
        deed.subject = row.owner
        DeskChoice.objects.filter(default_view=row).update(default_view=None)
        _end(row, deed=deed)
        deed.result(True)


def choose_default_view(asked: ChooseDefaultView, *, actor: Actor) -> None:
    """The view with which the actor's desk opens; None for the whole desk."""
    access.require_desk(actor)
    with command("desk.choose_default_view", actor, subject=actor.key) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = None
        if asked.view_id is not None:
            row = standing_views(owners_of(actor)).filter(pk=asked.view_id).first()
            if row is None:
                raise no_such_view()
            faults = _faults(row, deed)
            if faults:
                raise Refused.because(*faults)
        deed.after(view=row.pk if row else None, name=row.name if row else "")
        _choose(actor.key, row)
        deed.result(True)


def _faults(row: SavedView, deed: Deed) -> list[Reason]:
    next_step = Text("Mời ông/bà lưu lại bộ lọc rồi chọn.", "Save the filter anew, then choose it.")
    faults = faults_of(Wanted.of(row.wanted), *known_keys(deed.today))
    return [Reason("desk.bad_filter", fault, next_step) for fault in faults]


def _choose(person: str, row: SavedView | None) -> None:
    DeskChoice.objects.update_or_create(person=person, defaults={"default_view": row})


def _changeable(view_id: int, actor: Actor) -> SavedView:
    """The standing view, locked. Raises Missing, NotAllowed."""
    row: Any = standing_views(owners_of(actor)).select_for_update().filter(pk=view_id).first()
    if row is None:
        raise no_such_view()
    found: SavedView = row
    if not access.may_change_view(actor, found.owner, found.saved_by):
        raise NotAllowed(
            Text(
                f"Bộ lọc chung này do {found.saved_by_name} lưu nên chỉ người đó hoặc trưởng đơn vị thay, bỏ được.",
                f"This shared view was saved by {found.saved_by_name}: only they or the head of the unit can change it.",
            ),
            Text("Mời ông/bà lưu một bộ lọc của riêng mình.", "Save a view of your own."),
        )
    return found


def _end(row: SavedView, *, deed: Deed) -> None:
    deed.before(view=row.pk, name=row.name, filter=row.wanted)
    row.removed_by, row.removed_at = deed.actor.key, deed.moment
    row.save(update_fields=["removed_by", "removed_at"])
