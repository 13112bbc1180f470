"""Posting: what a balance allows is decided by the database; its refusals are put into words here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, connection

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.entries import Entry, reverse
from khue.core.errors import Conflict, Missing, Refused, require
from khue.features.ledger import domain, queries
from khue.features.ledger.domain import Appropriation, Reversal
from khue.features.ledger.events import BudgetAppropriated
from khue.features.ledger.models import BudgetLine
from khue.features.ledger.usecases.refusals import refusal_of
from khue.kernel.deeds import Deed, command

NAMED_ENTRIES = 100
"""An audit record names up to this many entries one by one, a larger batch by number and digest."""

# Entry and postings in one statement: one round trip, and the balance triggers see an entry as a whole. An id that is
# there already, or a second reversal of one entry, inserts nothing: neither the entry nor its postings. No index is
# named: twins at the same instant may meet on either of the two that hold the id.
_POST = """
WITH fresh AS (
    INSERT INTO ledger_entry (id, booked_on, subject, text_vi, text_en, reverses_id, created_at)
    SELECT e.*, %s FROM unnest(%s::uuid[], %s::date[], %s::text[], %s::text[], %s::text[], %s::uuid[])
        AS e(id, booked_on, subject, text_vi, text_en, reverses_id)
    ON CONFLICT DO NOTHING RETURNING id, booked_on
)
INSERT INTO ledger_posting (entry_id, line, account_id, subject, currency, amount, booked_on)
SELECT fresh.id, p.line, p.account_id, p.subject, p.currency, p.amount, fresh.booked_on
FROM unnest(%s::uuid[], %s::smallint[], %s::text[], %s::text[], %s::text[], %s::bigint[])
    AS p(entry_id, line, account_id, subject, currency, amount)
JOIN fresh ON fresh.id = p.entry_id
"""


class _AlreadyPosted(Exception):
    """Leaves a command that has nothing to do, so that a retry writes no second audit record."""


def post(entry: Entry, *, deed: Deed) -> bool:
    """Post one entry inside ``deed``. True when it is new, False when this very entry was posted before.

    Raises Conflict when another entry has the id, Refused (over-commitment, unaccepted tranche, closed period,
    unbalanced …) with what is left and what to do, Missing for an unknown account. After Refused the deed is over.
    """
    return post_many((entry,), deed=deed)


def post_many(entries: Sequence[Entry], *, deed: Deed) -> bool:
    """Post entries in one statement, whole or not at all; as ``post``. True when at least one of them is new.

    Several entries of one deed belong here: their balances are then locked in one order, which several calls are not.
    """
    unique = _once_each(entries)
    for entry in unique.values():
        require(domain.may_post(entry, deed.today))
    wanted = sum(len(entry.postings) for entry in unique.values())
    written = _write(tuple(unique.values()), deed)
    if written != wanted:
        _require_same(unique)
    if len(unique) <= NAMED_ENTRIES:
        for key in unique:
            deed.entry(key)
    else:
        mark = hashlib.sha256("\n".join(sorted(map(str, unique))).encode()).hexdigest()
        deed.after(entries=len(unique), entries_sha256=mark)
    return written > 0


def _once_each(entries: Sequence[Entry]) -> dict[UUID, Entry]:
    unique: dict[UUID, Entry] = {}
    for entry in entries:
        if unique.setdefault(entry.id, entry) != entry:
            raise _other_content(entry.id)
    return unique


def _write(entries: Sequence[Entry], deed: Deed) -> int:
    """Number of postings written. One statement; its triggers keep balances and may refuse."""
    heads = [(e.id, e.booked_on, e.subject, e.text.vi, e.text.en, e.reverses) for e in entries]
    lines = [
        (e.id, number, p.account, p.subject, p.currency, p.amount)
        for e in entries
        for number, p in enumerate(e.postings, 1)
    ]
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                _POST, [deed.moment, *map(list, zip(*heads, strict=True)), *map(list, zip(*lines, strict=True))]
            )
            return int(cursor.rowcount)
    except IntegrityError as error:
        raise refusal_of(error) from error


def _require_same(entries: dict[UUID, Entry]) -> None:
    """Every entry stands in the books as given: those that were not written now are retries, not other entries."""
    stored = queries.stored_entries(entries)
    for key, entry in entries.items():
        if key not in stored:
            raise _second_reversal()
        if stored[key] != entry:
            raise _other_content(key)


def _second_reversal() -> Conflict:
    return Conflict(
        Text("Bút toán này vừa được người khác đảo.", "Somebody has just reversed this entry."),
        Text("Mở lại bút toán để xem.", "Open the entry again to see it."),
    )


def _other_content(key: UUID) -> Conflict:
    return Conflict(
        Text(f"Mã bút toán {key} đã dùng cho bút toán khác.", f"Entry id {key} belongs to another entry."),
        Text("Mở lại trang rồi lập bút toán mới.", "Open the page again and make a new entry."),
    )


def post_entry(entry: Entry, *, actor: Actor) -> None:
    """Post an entry that belongs to no bigger deed. A retry changes nothing and writes no second audit record."""
    actor.require(domain.POST)
    try:
        with command("ledger.post_entry", actor, subject=entry.subject) as deed:
            if not post(entry, deed=deed):
                raise _AlreadyPosted
    except _AlreadyPosted:
        return


def appropriate_budget(wish: Appropriation, *, actor: Actor) -> None:
    """Put money on a budget line by the decision in ``ground``. Repeating the same id changes nothing.

    Raises Missing for an unknown line, Refused for an amount that is not above zero or a missing ground.
    """
    actor.require(domain.APPROPRIATE)
    require(domain.may_appropriate(wish))
    if not BudgetLine.objects.filter(pk=wish.line).exists():
        raise Missing(Text(f"Không có dòng ngân sách {wish.line}.", f"There is no budget line {wish.line}."))
    entry = domain.appropriation(wish, on=actor.today)
    try:
        with command("ledger.appropriate_budget", actor, subject=entry.subject) as deed:
            if not post(entry, deed=deed):
                raise _AlreadyPosted
            deed.after(amount=wish.amount, ground=wish.ground)
            deed.emit(BudgetAppropriated(subject=entry.subject, amount=wish.amount))
    except _AlreadyPosted:
        return


def reverse_entry(wish: Reversal, *, actor: Actor) -> None:
    """Take an entry back by one with the signs turned, booked today. Repeating the same id changes nothing.

    Raises Missing, Refused (reversed already, guarded balance, no ground).
    """
    actor.require(domain.REVERSE)
    require(domain.may_reverse(wish))
    try:
        with command("ledger.reverse_entry", actor) as deed:
            if not post_reversal(wish, deed=deed):
                raise _AlreadyPosted
    except _AlreadyPosted:
        return


def post_reversal(wish: Reversal, *, deed: Deed) -> bool:
    """As ``reverse_entry``, inside a bigger deed. True when it is new."""
    original = queries.stored_entries((wish.entry,)).get(wish.entry)
    if original is None:
        raise Missing(Text(f"Không có bút toán {wish.entry}.", f"There is no entry {wish.entry}."))
    by = queries.reversal_of(wish.entry)
    if by is not None and by != wish.id:
        raise Refused.because(domain.already_reversed(by))
    deed.subject = deed.subject or original.subject
    deed.after(reverses=str(wish.entry), ground=wish.ground)
    return post(reverse(original, wish.id, deed.today), deed=deed)
