"""Statements in: read and shown first, taken in by a second click; a line counts once, whatever file brings it."""

from __future__ import annotations

import hashlib
import zlib

from django.db import IntegrityError, connection, transaction

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Reason
from khue.core.errors import Conflict, Refused, require
from khue.features.treasury import access
from khue.features.treasury.domain.deciding import ImportStatement, ReadStatement, fault_reason, may_read
from khue.features.treasury.domain.lines import Sheet, Unreadable
from khue.features.treasury.domain.reading import read_statement
from khue.features.treasury.models import CityAccount, Statement
from khue.features.treasury.usecases.matching import match_waiting
from khue.features.treasury.usecases.parts import locked_account
from khue.kernel.deeds import command

# The unique (account, key) decides what is new: also when two people take in overlapping files at the same moment.
_TAKE = """
INSERT INTO treasury_bankline (account_id, statement_id, no, key, booked_on, amount, text, bank_reference,
    counter_number, counter_name, charge, reversal, waiting)
SELECT %s, %s, l.*, true FROM unnest(%s::int[], %s::text[], %s::date[], %s::bigint[], %s::text[], %s::text[], %s::text[],
    %s::text[], %s::bool[], %s::bool[]) AS l
ON CONFLICT (account_id, key) DO NOTHING
"""


def upload_statement(asked: ReadStatement, *, actor: Actor) -> int:
    """Read a file and keep it for the preview; the statement's id. Nothing is booked yet.

    Raises Refused with one reason per faulty line, and for a file that was taken in before.
    """
    actor.require(access.RECONCILE)
    account = CityAccount.objects.filter(pk=asked.account_id).first()
    if account is None:
        raise access.no_such_account()
    mark = hashlib.sha256(asked.content).hexdigest()
    twin = Statement.objects.filter(account=account, sha256=mark).defer("content").first()
    if twin is not None:
        return _known(twin)
    kind, sheet = _read(asked.content)
    require(may_read(sheet, account.number, actor.today))
    with command("treasury.upload_statement", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        try:
            with transaction.atomic():
                statement = Statement.objects.create(
                    account=account,
                    name=asked.name[:150],
                    format=kind,
                    sha256=mark,
                    content=zlib.compress(asked.content),
                    starts_on=sheet.starts_on,
                    ends_on=sheet.ends_on,
                    opening=sheet.opening,
                    closing=sheet.closing,
                    lines=len(sheet.lines),
                    read_by=actor.key,
                    read_at=deed.moment,
                )
        except IntegrityError as error:
            raise _just_now() from error
        deed.subject = f"statement:{statement.pk}"
        deed.after(account=account.number, file=statement.name, sha256=mark, lines=len(sheet.lines))
        deed.result(statement.pk)
        return int(statement.pk)


def _read(content: bytes) -> tuple[str, Sheet]:
    try:
        return read_statement(content)
    except Unreadable as error:
        raise Refused.because(*map(fault_reason, error.faults)) from error


def _known(twin: Statement) -> int:
    """The same bytes again: on to the preview when nothing was taken in yet, else a plain no."""
    if twin.imported_at is None:
        return int(twin.pk)
    on = twin.imported_at.astimezone(CITY_ZONE)
    raise Refused.because(
        Reason(
            "treasury.file_twice",
            Text(
                f"Tệp này đã được {twin.imported_name} nhập ngày {on:%d/%m/%Y} (sao kê số {twin.pk}).",
                f"This very file was taken in by {twin.imported_name} on {format_day(on, 'en')} (statement no. {twin.pk}).",
            ),
            Text(
                "Không cần nhập lại; mở danh sách sao kê để xem.", "There is nothing to do; see the list of statements."
            ),
            "file",
        )
    )


def _just_now() -> Conflict:
    return Conflict(
        Text("Tệp này vừa được một người khác tải lên.", "Somebody else has just uploaded this file."),
        Text("Mở danh sách sao kê để xem.", "Open the list of statements to see it."),
    )


def import_statement(asked: ImportStatement, *, actor: Actor) -> dict[str, int]:
    """Take in the lines that are new and match what matches by itself: lines, taken, matched, waiting."""
    actor.require(access.RECONCILE)
    with command("treasury.import_statement", actor, subject=f"statement:{asked.statement_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return dict(before)
        account_id = Statement.objects.filter(pk=asked.statement_id).values_list("account_id", flat=True).first()
        if account_id is None:
            raise access.no_such_statement()
        account = locked_account(account_id)
        statement = Statement.objects.get(pk=asked.statement_id)
        if statement.imported_at is not None:
            raise _imported(statement)
        _kind, sheet = _read(zlib.decompress(bytes(statement.content)))
        statement.taken = _take(statement, sheet)
        statement.imported_by, statement.imported_name, statement.imported_at = actor.key, actor.name, deed.moment
        statement.save(update_fields=["taken", "imported_by", "imported_name", "imported_at"])
        run = match_waiting(account, deed=deed)
        found = {"lines": statement.lines, "taken": statement.taken, **run}
        deed.after(**found)
        deed.result(found)
        return found


def _imported(statement: Statement) -> Conflict:
    return Conflict(
        Text(
            f"Sao kê này đã được {statement.imported_name} nhập.", f"{statement.imported_name} took in this statement."
        ),
        Text(
            "Không cần làm gì thêm; mỗi dòng chỉ được tính một lần.", "There is nothing to do: each line counts once."
        ),
    )


def _take(statement: Statement, sheet: Sheet) -> int:
    """How many lines were new."""
    rows = [
        (
            line.line, line.key, line.booked_on, line.amount, line.text, line.bank_reference[:80],
            line.counter_number[:64], line.counter_name[:200], line.charge, line.reversal,
        )
        for line in sheet.lines
    ]  # fmt: skip
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [statement.account_id, statement.pk, *map(list, zip(*rows, strict=True))])
        return int(cursor.rowcount)
