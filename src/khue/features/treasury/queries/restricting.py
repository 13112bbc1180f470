"""What a restriction of processing hides from who only looks at payments. Who books them reads on: money can't be moved blind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from django.db.models import Q

from khue.core.actor import Actor
from khue.features.people import queries as people
from khue.features.treasury import access
from khue.features.treasury.domain.bank_files import FileLine
from khue.features.treasury.models import BankLine, FileEntry, Match, PaymentOrder
from khue.features.treasury.queries.orders import OrderRow
from khue.features.treasury.queries.receivables import ReceivableRow
from khue.features.treasury.queries.statements import LineRow, Preview, sheet_of
from khue.features.treasury.queries.suspense import SuspenseRow

Row = TypeVar("Row", OrderRow, ReceivableRow)


def hidden_parties(actor: Actor) -> frozenset[str]:
    """Payees and debtors whose names and accounts are kept from this reader; nobody for who prepares, approves or reconciles."""
    return frozenset() if access.books(actor) else people.barred_keys(actor)


def require_shown(actor: Actor, party: str) -> None:
    """Raises NotAllowed with the reason for a reader who does not book payments, while the party's data are restricted."""
    if not access.books(actor):
        people.require_unrestricted(actor, party)


def require_file_shown(actor: Actor, file_id: int) -> None:
    """The same for a payment file as it went out: its bytes hold every payee."""
    hidden = hidden_parties(actor)
    _first(
        actor,
        FileEntry.objects.filter(file=file_id, order__party__in=hidden).values_list("order__party", flat=True)
        if hidden
        else (),
    )


def require_statement_shown(actor: Actor, statement_id: int) -> None:
    """The same for a statement as the bank sent it."""
    hidden = hidden_parties(actor)
    if hidden:
        found = Match.objects.filter(_of(hidden), line__statement=statement_id, undone_at=None).select_related(
            "order", "receivable"
        )
        _first(actor, (_party(match) for match in found))
        told = _told(hidden)
        _first(actor, (told.who(line) for line in sheet_of(statement_id).lines))


def veiled(row: Row, hidden: Collection[str]) -> Row:
    """Reference, amount and state stay: the sums of a list must be right for every reader."""
    if row.party not in hidden:
        return row
    if isinstance(row, OrderRow):
        return replace(row, party="", party_name=people.restricted_words(), holder="", number="", bank="", content="")
    return replace(row, party="", party_name=people.restricted_words())


def veiled_lines(rows: Collection[LineRow], hidden: Collection[str]) -> dict[int, LineRow]:
    """Lines of the bank by their id; of those that are matched to a hidden party, or name one as the bank wrote it, only day and
    amount. Three queries, none without such a party."""
    found = {row.id: row for row in rows}
    if not hidden:
        return found
    told = _told(hidden)
    named = set(
        Match.objects.filter(_of(hidden), line__in=list(found), undone_at=None).values_list("line", flat=True)
    ) | {row.id for row in rows if told.who(row)}
    for line in named:
        found[line] = replace(
            found[line], text=people.restricted_words(), counter_name="", counter_number="", bank_reference=""
        )
    return found


def veiled_list(rows: Iterable[LineRow], hidden: Collection[str]) -> Iterator[LineRow]:
    """The same for lines that are not matched, or not taken in yet: read as they are asked for."""
    told = _told(hidden)
    for row in rows:
        named = told.who(row)
        yield (
            replace(row, text=people.restricted_words(), counter_name="", counter_number="", bank_reference="")
            if named
            else row
        )


def veiled_preview(seen: Preview, hidden: Collection[str]) -> Preview:
    """What a file would bring, before it is taken in."""
    return replace(seen, rows=tuple(veiled_list(seen.rows, hidden)))


def veiled_suspense(rows: Iterable[SuspenseRow], hidden: Collection[str]) -> Iterator[SuspenseRow]:
    """Money in suspense; of a hidden party day and amount only."""
    told = _told(hidden)
    for row in rows:
        named = told.find(row.payer_number, row.text, row.payer)
        yield replace(row, text=people.restricted_words(), payer="", payer_number="", note=None) if named else row


def require_line_shown(actor: Actor, line_id: int) -> None:
    """Raises NotAllowed for a reader who does not book payments, when the line is matched to a party whose data are restricted, or
    names one."""
    hidden = hidden_parties(actor)
    if hidden:
        found = Match.objects.filter(_of(hidden), line=line_id).select_related("order", "receivable")
        _first(actor, (_party(match) for match in found))
        _first(actor, (_told(hidden).who(row) for row in BankLine.objects.filter(pk=line_id)))


def veiled_transfers(file_id: int, lines: tuple[FileLine, ...], hidden: Collection[str]) -> tuple[FileLine, ...]:
    """Transfers of a payment file; of a hidden payee number and amount only."""
    if not hidden:
        return lines
    named = set(FileEntry.objects.filter(file=file_id, order__party__in=hidden).values_list("no", flat=True))
    return tuple(
        replace(
            line,
            party_name=people.restricted_words(),
            holder=people.restricted_words(),
            number="",
            bank="",
            bank_code="",
            content="",
        )
        if line.no in named
        else line
        for line in lines
    )


class _Wording(Protocol):
    """A line as the bank wrote it: from its file, from the table, or as a list shows it."""

    @property
    def text(self) -> str: ...
    @property
    def counter_name(self) -> str: ...
    @property
    def counter_number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Told:
    """How hidden parties are known in the words of a bank: by account, or by name."""

    accounts: Mapping[str, str]
    names: people.BarredNames

    def find(self, number: str, *texts: str) -> str:
        """The party's key; empty for nobody hidden."""
        return self.accounts.get(number, "") or self.names.find(*texts)

    def who(self, line: _Wording) -> str:
        return self.find(line.counter_number, line.text, line.counter_name)


def _told(hidden: Collection[str]) -> _Told:
    """Two queries; none without anybody hidden."""
    if not hidden:
        return _Told({}, people.names_of(()))
    paid = PaymentOrder.objects.filter(party__in=hidden).exclude(number="").values_list("number", "party").distinct()
    return _Told(dict(paid), people.names_of(hidden))


def _of(hidden: Collection[str]) -> Q:
    return Q(order__party__in=hidden) | Q(receivable__party__in=hidden)


def _party(match: Match) -> str:
    known = match.order or match.receivable
    return known.party if known else ""


def _first(actor: Actor, parties: Iterable[str]) -> None:
    for party in filter(None, parties):
        people.require_unrestricted(actor, party)
