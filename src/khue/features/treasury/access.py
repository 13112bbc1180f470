"""Who may look at payments, and who may prepare, approve and reconcile them."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing

READ = "treasury.read"
ORDER = "treasury.order"
"""Amend, cancel and send payment orders; open accounts. Preparing one is a right of the room whose subject is paid."""
APPROVE = "treasury.approve"
RECONCILE = "treasury.reconcile"


def require_read(actor: Actor) -> None:
    """Raises NotAllowed without ``treasury.read``: orders and statements name payees and their accounts."""
    actor.require(READ)


def books(actor: Actor) -> bool:
    """Whether the actor moves or books money, and so must know whose it is."""
    return actor.may(ORDER) or actor.may(APPROVE) or actor.may(RECONCILE)


def may_order(actor: Actor) -> bool:
    return actor.may(ORDER)


def may_approve(actor: Actor) -> bool:
    return actor.may(APPROVE)


def may_reconcile(actor: Actor) -> bool:
    return actor.may(RECONCILE)


def no_such_order() -> Missing:
    return _missing("lệnh chi", "payment order")


def no_such_account() -> Missing:
    return _missing("tài khoản", "account")


def no_such_file() -> Missing:
    return _missing("tệp lệnh chi", "payment file")


def no_such_statement() -> Missing:
    return _missing("sao kê", "statement")


def no_such_line() -> Missing:
    return _missing("dòng sao kê", "statement line")


def no_such_receivable() -> Missing:
    return _missing("khoản phải thu", "receivable")


def _missing(vi: str, en: str) -> Missing:
    return Missing(
        Text(f"Không tìm thấy {vi} này.", f"There is no such {en}."),
        Text("Mời ông/bà mở lại trang “Chi trả”.", "Open the page “Payments” again."),
    )
