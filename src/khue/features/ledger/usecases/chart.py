"""Accounts and budget lines: opened, never closed."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from django.conf import settings

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Conflict, require
from khue.features.ledger import domain
from khue.features.ledger.domain import Chart, ChartAccount, ChartLine
from khue.features.ledger.models import Account, BudgetLine
from khue.kernel.deeds import Deed, command


def load_accounts(*, actor: Actor) -> None:
    """Open what the city package's ``accounts.toml`` has and the database has not. Changes nothing that is there.

    Raises domain.ChartError for a file that is wrong.
    """
    text = (files(settings.KHUE_CITY) / "accounts.toml").read_text(encoding="utf-8")
    chart = domain.read_chart(tomllib.loads(text))
    known = set(Account.objects.values_list("code", flat=True))
    lines = set(BudgetLine.objects.values_list("code", flat=True))
    missing = Chart(
        tuple(account for account in chart.accounts if account.code not in known),
        tuple(line for line in chart.lines if line.code not in lines),
    )
    if not missing.accounts and not missing.lines:
        return
    with command("ledger.load_accounts", actor, subject="ledger:chart") as deed:
        for account in missing.accounts:
            _open_account(account, deed)
        for line in missing.lines:
            _open_budget_line(line, deed)


def open_account(account: ChartAccount, *, actor: Actor) -> None:
    """Add one account to the chart. Raises Conflict when the code is taken."""
    actor.require(domain.APPROPRIATE)
    with command("ledger.open_account", actor, subject="ledger:chart") as deed:
        _open_account(account, deed)


def open_budget_line(line: ChartLine, *, actor: Actor) -> None:
    """Add one budget line. Raises Conflict when the code is taken, Refused for an unusable code."""
    actor.require(domain.APPROPRIATE)
    require(domain.may_open_line(line))
    with command("ledger.open_budget_line", actor, subject=line.subject) as deed:
        _open_budget_line(line, deed)


def _open_account(account: ChartAccount, deed: Deed) -> None:
    _row, created = Account.objects.get_or_create(
        code=account.code,
        defaults={
            "name_vi": account.name.vi,
            "name_en": account.name.en,
            "kind": account.kind.value,
            "normal": account.normal.value,
            "guarded": account.guarded,
        },
    )
    if not created:
        raise _taken(account.code)
    deed.after(**{account.code: [account.kind.value, account.normal.value, account.guarded]})


def _open_budget_line(line: ChartLine, deed: Deed) -> None:
    names = {"name_vi": line.name.vi, "name_en": line.name.en, "year": line.year}
    _row, created = BudgetLine.objects.get_or_create(code=line.code, defaults=names)
    if not created:
        raise _taken(line.code)
    deed.after(**{line.code: names})


def _taken(code: str) -> Conflict:
    return Conflict(
        Text(f"Mã {code} đã được dùng.", f"The code {code} is taken."),
        Text("Chọn mã khác.", "Choose another code."),
    )
