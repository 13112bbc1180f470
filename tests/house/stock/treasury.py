"""Room ``treasury``: its part of the stock."""

from __future__ import annotations

from typing import Any

from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock, ordered: Any, paid: Any) -> None:
    """An order that waits for approval, a file that went out, a statement to take in, a line that waits and one that does not."""
    from khue.features.people import queries as people
    from khue.features.treasury import queries
    from khue.features.treasury.domain.deciding import ReadStatement
    from khue.features.treasury.usecases import upload_statement
    from khue.site.sample import payments

    accountant = act("accountant")
    account = queries.city_accounts()[0]
    done = queries.order(paid.order(1).id)
    stock.by_room["treasury", "order_id"] = ordered.order(1).id
    stock.by_room["treasury", "account_id"] = account.id
    stock.by_room["treasury", "file_id"] = done.files[0][0]
    stock.by_room["treasury", "form"] = "pain001"
    payer = people.party(organisation("VLSH")).name
    strange = [
        payments.Booking(accountant.today, 1_200_000, "Tiền lãi"),
        payments.Booking(accountant.today, 3_300_000, f"{payer} nộp nhầm"),
    ]
    payments.taken_in(account, "lai.csv", payments.csv_statement(account, 0, strange), actor=accountant)
    later = payments.csv_statement(account, 0, [payments.Booking(accountant.today, -4_000, "Không rõ")])
    stock.by_room["treasury", "statement_id"] = upload_statement(
        ReadStatement(account.id, "khac.csv", later), actor=accountant
    )
    stock.by_room["treasury", "line_id"] = queries.waiting_lines()[0].rows[-1].id
    stock.by_route["treasury:undo", "line_id"] = done.movements[0].line_id
