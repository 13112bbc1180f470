"""Parts that several use-cases share: locking, numbering, writing, telling. Each joins the deed that is under way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import connection, models

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import KhueError, Missing
from khue.features.calls import access
from khue.features.calls.models import Call, Need, Order, Proposal
from khue.features.dossiers.usecases import locked_dossier, next_number
from khue.features.people import queries as people
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen

Row = TypeVar("Row", bound=models.Model)
SERIES = {"need": "NC", "order": "DH", "call": "TB", "round": "VX"}
"""Symbols of the numbers: nhu cầu, đặt hàng, thông báo, vòng xét chọn."""


def new_number(kind: str, year: int) -> str:
    """``NC-2026-0007``: the next number of a kind in a year."""
    return f"{SERIES[kind]}-{year}-{next_number(f'calls.{kind}:{year}'):04d}"


def _locked(model: type[Row], pk: int, seen: int | None, missing: Missing) -> Row:
    found = model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise missing
    if seen is not None:
        require_seen(seen, int(getattr(found, "version")))  # noqa: B009 - each of the four has it
    return found


def locked_need(pk: int, seen: int | None = None) -> Need:
    return _locked(Need, pk, seen, access.no_such_need())


def locked_order(pk: int, seen: int | None = None) -> Order:
    return _locked(Order, pk, seen, access.no_such_order())


def locked_call(pk: int, seen: int | None = None) -> Call:
    return _locked(Call, pk, seen, access.no_such_call())


def locked_proposal(pk: int, seen: int | None = None) -> Proposal:
    """The proposal, locked after its dossier: the order in which a withdrawal comes, so that nobody deadlocks.

    Raises Missing, or Stale when the page showed an older state.
    """
    dossier_id = Proposal.objects.filter(pk=pk).values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise access.no_such_proposal()
    locked_dossier(dossier_id)
    return _locked(Proposal, pk, seen, access.no_such_proposal())


def shared_call(pk: int) -> Call:
    """The call, held against changes but not against others who hold it so: many hand in at once, and who opens waits.

    Always before the proposal, so that nobody deadlocks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM calls_call WHERE id = %s FOR SHARE", [pk])
        if cursor.fetchone() is None:
            raise access.no_such_call()
    return Call.objects.get(pk=pk)


def write(row: Need | Order | Call | Proposal, **values: Any) -> None:
    """Write the named columns, and a new version."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])


def party_name(key: str) -> str:
    """The name of a party; empty when there is none."""
    try:
        return people.party(key).name
    except KhueError:
        return ""


def tell(readers: Iterable[str], title: Text, body: Text, path: str, *, deed: Deed) -> None:
    """One notice of the kind ``calls`` to each of them but the actor."""
    for reader in dict.fromkeys(readers):
        if reader.startswith("party:") and reader != deed.actor.key:
            deed.notify(reader, "calls", title, body, path)


def require_signed_in(actor: Actor) -> None:
    from khue.core.errors import NotAllowed

    if not actor.is_signed_in:
        raise NotAllowed(
            Text("Ông/bà cần đăng nhập để làm việc này.", "You need to sign in for this."),
            Text("Mời ông/bà đăng nhập rồi tiếp tục.", "Sign in, then go on."),
        )
