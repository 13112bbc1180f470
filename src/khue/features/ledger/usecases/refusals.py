"""From the database's refusal to a sentence: each guard of migration 0002 by the name of its constraint."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from django.db import IntegrityError

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import KhueError, Missing, Refused
from khue.features.ledger import domain

_AGAIN = Text("Sửa bút toán rồi ghi lại.", "Correct the entry and post it again.")


def refusal_of(error: IntegrityError) -> KhueError:
    """The reasons behind a refused posting. Raises the error itself when it is none of the ledger's guards.

    The transaction is spent: whoever raises the answer leaves the command, and nothing of it stays.
    """
    said = getattr(error.__cause__, "diag", None)
    words = _WORDS.get(said.constraint_name or "") if said is not None else None
    if said is None or words is None:
        raise error
    return words(said.message_detail or "")


def _below_zero(detail: str) -> KhueError:
    short = json.loads(detail)
    return Refused.because(
        *(domain.overdrawn(s["account"], s["subject"], s["left"], s["asked"], s["currency"]) for s in short)
    )


def _closed(detail: str) -> KhueError:
    days = json.loads(detail)
    return Refused.because(
        domain.period_closed(date.fromisoformat(days["booked_on"]), date.fromisoformat(days["closed"]))
    )


def _unknown_account(_detail: str) -> KhueError:
    return Missing(
        Text("Bút toán dùng một tài khoản chưa mở.", "The entry uses an account that is not open."),
        Text("Kiểm tra hệ thống tài khoản.", "Check the chart of accounts."),
    )


def _unsound(vi: str, en: str) -> Callable[[str], KhueError]:
    reason = Reason("ledger.unsound", Text(vi, en), _AGAIN)
    return lambda _detail: Refused.because(reason)


_WORDS: dict[str, Callable[[str], KhueError]] = {
    "ledger_balance_floor": _below_zero,
    "ledger_period_open": _closed,
    "ledger_posting_account": _unknown_account,
    "ledger_entry_balanced": _unsound("Bút toán không cân.", "The entry does not balance."),
    "ledger_entry_whole": _unsound("Bút toán không đủ dòng.", "The entry's lines are not whole."),
    "ledger_posting_line": _unsound("Bút toán đã ghi không thể thêm dòng.", "A posted entry takes no further lines."),
}
