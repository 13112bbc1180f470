"""Support that is given back: it counts when a bank line brought it, in parts, once, never beyond the claim; the budget has it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.actor import Actor
from khue.core.errors import Conflict, Missing, Refused
from khue.features.ledger import queries as ledger
from khue.features.missions import queries as missions_read
from khue.features.missions import usecases as missions
from khue.features.missions.models import RecoveryClaim
from khue.features.treasury import queries, usecases
from khue.features.treasury.domain.deciding import MatchLine, UndoMatch
from khue.features.treasury.models import BankLine, Match, Receivable
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample.payments import Booking, csv_statement, taken_in
from tests.appeals.stories import given
from tests.cast import MOMENT, persona
from tests.desk.browsers import inputs
from tests.missions.stories import running

LINE = "budget:2026-EQ"
DAYS = 9  # after the decision on the appeal
InThreads = Callable[..., list[Any]]


def accountant() -> Actor:
    return persona("accountant", days=DAYS)


def claimed() -> RecoveryClaim:
    """A support that was paid and annulled: its whole amount is to come back."""
    story = running().delivered(1).accepted(1).paid(1)
    given(story).decided("annulled", repay_by=MOMENT.date() + timedelta(days=60))
    return RecoveryClaim.objects.latest("pk")


def receivable_of(claim: RecoveryClaim) -> Receivable:
    return Receivable.objects.get(subject=f"claim:{claim.pk}")


def statement(*amounts_and_words: tuple[int, str], name: str = "ve.csv", on: date | None = None) -> dict[str, int]:
    account = queries.city_accounts()[0]
    lines = [Booking(on or accountant().today, amount, words) for amount, words in amounts_and_words]
    return taken_in(account, name, csv_statement(account, 1_000, lines), actor=accountant())


def followed(claim: RecoveryClaim) -> RecoveryClaim:
    """What the worker does after a statement."""
    actor = Actor("job:missions.follow_receivables", "missions.follow_receivables", accountant().moment)
    missions.follow_receivable(receivable_of(claim).pk, actor=actor)
    claim.refresh_from_db()
    return claim


def balances(claim: RecoveryClaim) -> tuple[int, int, int, int]:
    """Still owed, set aside, spent and available on the budget line."""
    aside = sum(
        ledger.balance("treasury.suspense", f"bank_line:{pk}") for pk in BankLine.objects.values_list("pk", flat=True)
    )
    line = next(found for found in ledger.budget_lines() if found.subject == LINE)
    return ledger.balance("recovery.receivable", f"claim:{claim.pk}"), aside, line.paid, line.available


@pytest.mark.django_db
def test_a_claim_gets_a_reference_that_the_debtor_sees_and_nobody_books_it_by_hand() -> None:
    claim = claimed()
    owed = receivable_of(claim)
    assert (owed.amount, owed.received, owed.line) == (claim.amount, 0, LINE)
    row = missions_read.claim(claim.pk, persona("researcher", days=DAYS))
    assert (row.reference, row.owed) == (owed.reference, claim.amount)
    assert row.account.startswith("9527300012345")
    assert not hasattr(missions, "record_recovery")


@pytest.mark.django_db
def test_parts_count_when_they_stand_on_a_statement_and_refill_the_budget_line() -> None:
    claim = claimed()
    owed, (receivable, aside, paid, available) = receivable_of(claim), balances(claim)
    assert (receivable, aside) == (claim.amount, 0)
    part = claim.amount // 3
    assert statement((part, f"Hoan tra {owed.reference}"))["matched"] == 1
    claim.refresh_from_db()
    assert claim.recovered == 0, "the job has not run yet"
    for _time in range(2):
        followed(claim)
    assert (claim.recovered, claim.settled_on) == (part, None)
    assert balances(claim) == (claim.amount - part, 0, paid - part, available + part)
    assert AuditRecord.objects.filter(deed="missions.follow_receivable").count() == 1
    lead = f"party:{claim.debtor_id}"
    assert TimelineRow.objects.filter(wire="missions.recovery_received", party=lead).count() == 1
    assert Notice.objects.filter(title_vi__startswith="Đã nhận tiền hoàn trả").exists()
    assert statement((claim.amount - part, owed.reference), name="het.csv")["matched"] == 1
    followed(claim)
    assert (claim.recovered, claim.settled_on) == (claim.amount, accountant().today)
    assert balances(claim) == (0, 0, paid - claim.amount, available + claim.amount)
    assert [one.amount for one in queries.receivable(owed.pk).receipts] == [part, claim.amount - part]
    assert ledger.verify().sound


@pytest.mark.django_db
def test_a_statement_taken_in_twice_brings_the_money_once() -> None:
    claim = claimed()
    owed = receivable_of(claim)
    line = (1_000_000, f"Nop lai {owed.reference}")
    statement(line)
    with pytest.raises(Refused) as again:
        statement(line)
    assert again.value.decision.reasons[0].code == "treasury.file_twice"
    overlapping = statement((7_000, "Lai"), line, name="ca-hai.csv")
    assert (overlapping["lines"], overlapping["taken"]) == (2, 1)
    assert followed(claim).recovered == 1_000_000
    assert Match.objects.filter(receivable=owed, undone_at=None).count() == 1


@pytest.mark.django_db
def test_more_than_is_owed_waits_for_a_person_and_the_rest_is_set_aside() -> None:
    claim = claimed()
    owed, before = receivable_of(claim), balances(claim)
    over = claim.amount + 50_000
    assert statement((over, owed.reference)) == {"lines": 1, "taken": 1, "matched": 0, "waiting": 1}
    (row,) = queries.waiting_lines()[0].rows
    (proposal, *_others) = queries.waiting_lines()[1][row.id]
    assert (proposal.kind, proposal.exact) == ("recovery", False)
    assert any("Thừa 50.000" in why.vi.replace("\xa0", " ") for why in proposal.why)
    asked = MatchLine(row.id, "recovery", receivable_id=owed.pk, once=uuid4())
    with pytest.raises(Refused) as refused:
        usecases.match_line(replace(asked, once=uuid4()), actor=accountant())
    assert refused.value.decision.reasons[0].code == "treasury.over"
    with pytest.raises(Refused) as refused:
        usecases.match_line(replace(asked, receivable_id=None, once=uuid4()), actor=accountant())
    assert refused.value.decision.reasons[0].code == "treasury.no_receivable"
    assert balances(claim) == before
    for _time in range(2):
        usecases.match_line(replace(asked, ground="Trả lại 50.000 đồng cho Viện"), actor=accountant())
    assert followed(claim).settled_on == accountant().today
    assert balances(claim) == (0, -50_000, before[2] - claim.amount, before[3] + claim.amount)
    (receipt,) = queries.receivable(owed.pk).receipts
    assert (receipt.amount, receipt.over) == (claim.amount, 50_000)
    assert ledger.verify().sound


@pytest.mark.django_db
def test_a_wrong_match_is_taken_back_by_a_reversing_entry_and_the_claim_is_open_again() -> None:
    claim = claimed()
    owed, before = receivable_of(claim), balances(claim)
    statement((claim.amount, owed.reference))
    assert followed(claim).settled_on is not None
    line = BankLine.objects.latest("pk")
    undo = UndoMatch(line.pk, "Tiền của một việc khác", uuid4())
    for _time in range(2):
        usecases.undo_match(undo, actor=accountant())
    assert (followed(claim).recovered, claim.settled_on) == (0, None)
    assert balances(claim) == before
    assert TimelineRow.objects.filter(wire="missions.recovery_taken_back").exists()
    owed.refresh_from_db()
    assert (owed.received, owed.received_on) == (0, None)
    assert BankLine.objects.get(pk=line.pk).waiting
    assert ledger.verify().sound


@pytest.mark.django_db
def test_after_its_year_the_money_is_income_and_the_budget_line_stays_as_it_was() -> None:
    claim = claimed()
    owed, (_receivable, _aside, paid, available) = receivable_of(claim), balances(claim)
    later = replace(accountant(), moment=accountant().moment + timedelta(days=365))
    account = queries.city_accounts()[0]
    content = csv_statement(account, 0, [Booking(later.today, claim.amount, owed.reference)])
    taken_in(account, "nam-sau.csv", content, actor=later)
    assert followed(claim).recovered == claim.amount
    assert balances(claim) == (0, 0, paid, available)


@pytest.mark.django_db
def test_the_database_takes_no_receipt_without_its_bank_line() -> None:
    claim = claimed()
    owed = receivable_of(claim)
    for change in ({"received": 5}, {"amount": 1}, {"reference": "RF00"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Receivable.objects.filter(pk=owed.pk).update(**change)
    statement((claim.amount, owed.reference))
    match = Match.objects.get(receivable=owed)
    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.filter(pk=match.pk).update(receivable=None, kind="funding", amount=0)


@pytest.mark.django_db
def test_the_pages_show_what_is_owed_and_what_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: accountant().moment)
    claim = claimed()
    owed = receivable_of(claim)
    statement((1_000_000, owed.reference), (claim.amount, f"thừa {owed.reference}"))
    followed(claim)
    client = Client()
    client.post(reverse("sample-persona", args=["accountant"]))
    listed = client.get("/vi/treasury/receivables/").content.decode()
    assert owed.reference in listed
    assert owed.reference not in client.get("/vi/treasury/receivables/?state=settled").content.decode()
    assert owed.reference in client.get("/vi/treasury/receivables/?format=csv").getvalue().decode()
    page = client.get(f"/en/treasury/receivables/{owed.pk}/").content.decode()
    assert "received in part" in page
    waiting = BankLine.objects.get(waiting=True)
    path = f"/vi/treasury/lines/{waiting.pk}/"
    shown = client.get(path)
    assert f"recovery:{owed.pk}" in shown.content.decode()
    once = inputs(shown.content.decode())["once"]
    refused = client.post(path, {"once": once, "choice": f"recovery:{owed.pk}"})
    assert refused.status_code == 422
    assert "phần thừa" in refused.content.decode()
    done = client.post(
        path, {"once": once, "choice": "recovery", "reference": owed.reference, "ground": "Trả lại phần thừa"}
    )
    assert done.status_code == 303
    assert followed(claim).recovered == claim.amount
    support = client.get(reverse("missions:support", args=[claim.support_id])).content.decode()
    assert f"/vi/treasury/receivables/{owed.pk}/" in support
    with pytest.raises(Missing):
        queries.receivable(999_999)


@pytest.mark.slow
@pytest.mark.usefixtures("clone_db")
def test_two_lines_matched_at_once_never_bring_more_than_is_owed(in_threads: InThreads) -> None:
    claim = claimed()
    owed = receivable_of(claim)
    most = claim.amount * 2 // 3
    statement((most, "nop lai lan 1"), (most, "nop lai lan 2"))
    lines = list(BankLine.objects.filter(waiting=True).values_list("pk", flat=True))
    assert len(lines) == 2
    results = in_threads(
        *(
            lambda line=line: usecases.match_line(
                MatchLine(line, "recovery", receivable_id=owed.pk, once=uuid4()), actor=accountant()
            )
            for line in (*lines, *lines)
        )
    )
    kinds = Counter(type(result).__name__ if isinstance(result, Exception) else "done" for result in results)
    assert kinds["done"] == 1
    assert set(kinds) == {"done", "Refused", "Conflict"} or set(kinds) == {"done", "Refused"}, kinds
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, (Refused, Conflict))]
    owed.refresh_from_db()
    assert owed.received == most
    assert followed(claim).recovered == most
    assert ledger.balance("recovery.receivable", f"claim:{claim.pk}") == claim.amount - most
    assert ledger.verify().sound
