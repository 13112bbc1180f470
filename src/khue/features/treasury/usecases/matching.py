"""Reconciling: what matches exactly is matched by itself, the rest by a person; each match is an entry in the books."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.entries import Entry
from khue.core.errors import Conflict, require
from khue.features.ledger import domain as ledger
from khue.features.ledger import queries as books
from khue.features.ledger.domain import Reversal
from khue.features.ledger.domain.recovery import Receiving
from khue.features.ledger.usecases import post_many, post_reversal
from khue.features.treasury import access
from khue.features.treasury.domain.deciding import KINDS, MatchLine, UndoMatch, may_match, may_undo
from khue.features.treasury.domain.matching import (
    OpenOrder,
    Orders,
    Proposal,
    exact_match,
    proposals,
    take,
)
from khue.features.treasury.domain.orders import UNDER_WAY, after_bank
from khue.features.treasury.domain.receivables import RECOVERY, OpenReceivable, Receivables
from khue.features.treasury.domain.reference import references_in
from khue.features.treasury.events import OrdersMoved, ReceivablesMoved
from khue.features.treasury.models import BankLine, CityAccount, Match, PaymentOrder, Receivable
from khue.features.treasury.queries.matching import open_order, open_receivable, statement_line
from khue.features.treasury.usecases.parts import entry_id, locked_line, move_orders, outstanding, paying
from khue.kernel.deeds import Deed, command


@dataclass(slots=True)
class _Run:
    """What one deed brings about, gathered and written in a few statements."""

    account: CityAccount
    deed: Deed
    open_from: date | None
    orders: dict[int, PaymentOrder] = field(default_factory=dict)
    matches: list[Match] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    moved: dict[int, PaymentOrder] = field(default_factory=dict)
    came_in: dict[int, Receivable] = field(default_factory=dict)
    aside: list[BankLine] = field(default_factory=list)

    def settle(
        self,
        line: BankLine,
        kind: str,
        proposal: Proposal | None,
        order: PaymentOrder | None,
        owed: Receivable | None = None,
        *,
        itself: bool,
        note: Text | None = None,
    ) -> None:
        """One line is matched: match, entries, the new sum of the order or receivable, the order's state."""
        turn = 0 if itself else line.matches.count()
        entries = self._receipt(line, owed, turn) if owed is not None else self._entries(line, kind, order, turn)
        self.entries += entries
        self.matches.append(
            Match(
                line=line,
                kind=kind,
                order=order,
                receivable=owed,
                amount=min(line.amount, owed.amount - owed.received) if owed else 0 if order is None else -line.amount,
                points=proposal.points if proposal else 0,
                why=[text.to_json() for text in (*(proposal.why if proposal else ()), *((note,) if note else ()))],
                by=self.deed.actor.key,
                by_name=self.deed.actor.name,
                itself=itself,
                at=self.deed.moment,
                entry=entries[0].id,
            )
        )
        over = line.amount - self.matches[-1].amount if owed is not None else 0
        if kind == "aside" or over > 0:
            line.set_aside = line.amount if kind == "aside" else over
            self.aside.append(line)
        if order is not None:
            order.settled -= line.amount
            order.state = after_bank(order.state, order.amount, order.settled, gave_back=kind == "return")
            order.settled_on = line.booked_on
            self.moved[order.pk] = order
        if owed is not None:
            owed.received += min(line.amount, owed.amount - owed.received)
            owed.received_on = line.booked_on
            self.came_in[owed.pk] = owed

    def _booked_on(self, line: BankLine) -> date:
        return max(line.booked_on, self.open_from) if self.open_from else line.booked_on

    def _receipt(self, line: BankLine, owed: Receivable, turn: int) -> list[Entry]:
        """What is owed comes in; the budget line has it again within its year; what is too much is set aside."""
        on, amount = self._booked_on(line), min(line.amount, owed.amount - owed.received)
        text = Text(
            f"Sao kê: {KINDS['recovery'].vi}, {owed.reference}", f"Statement: {KINDS['recovery'].en}, {owed.reference}"
        )
        received = Receiving(
            owed.subject,
            f"account:{self.account.pk}",
            amount,
            refills=owed.line if books.budget_year(owed.line) == on.year else "",
            over=line.amount - amount,
            bank_line=f"bank_line:{line.pk}",
        )
        return [received.entry(id=entry_id("match", line.pk, turn), on=on, text=text)]

    def _entries(self, line: BankLine, kind: str, order: PaymentOrder | None, turn: int) -> list[Entry]:
        account, key = f"account:{self.account.pk}", entry_id("match", line.pk, turn)
        on = self._booked_on(line)
        name = order.reference if order is not None else f"{line.booked_on:%d/%m/%Y}"
        text = Text(f"Sao kê: {KINDS[kind].vi}, {name}", f"Statement: {KINDS[kind].en}, {english_day(name)}")
        amount = abs(line.amount)
        if order is None:
            if kind == "aside":
                return [ledger.set_aside(account, f"bank_line:{line.pk}", line.amount, id=key, on=on, text=text)]
            make = ledger.fee if kind == "fee" else ledger.funding
            return [make(account, amount, id=key, on=on, text=text)]
        if kind == "order":
            return [paying(order).settled(account, amount, id=key, on=on, text=text)]
        found = [paying(order).returned(account, amount, id=key, on=on, text=text)]
        if order.state in UNDER_WAY and outstanding(order):
            # What was still on its way of an order that came back is not waited for any more.
            rest = entry_id("recall", line.pk, turn)
            found.append(paying(order).recalled(outstanding(order), id=rest, on=on, text=text))
        return found

    def write(self) -> None:
        Match.objects.bulk_create(self.matches, batch_size=2000)
        BankLine.objects.filter(pk__in=[match.line_id for match in self.matches]).update(waiting=False)
        for line in self.aside:
            line.save(update_fields=["set_aside"])
        move_orders(self.moved.values())
        for owed in self.came_in.values():
            owed.save(update_fields=["received", "received_on"])
        if self.entries:
            post_many(self.entries, deed=self.deed)
        self.tell()

    def tell(self) -> None:
        if self.moved:
            self.deed.emit(OrdersMoved(subject=self.deed.subject, orders=tuple(sorted(self.moved))))
        if self.came_in:
            self.deed.emit(ReceivablesMoved(subject=self.deed.subject, receivables=tuple(sorted(self.came_in))))


def _run(account: CityAccount, deed: Deed) -> _Run:
    closed = books.last_closed()
    return _Run(account, deed, ledger.next_month(closed.month) if closed else None)


def match_waiting(account: CityAccount, *, deed: Deed) -> dict[str, int]:
    """Go through the waiting lines of a locked account, oldest first; how many matched by themselves, how many wait.

    A line whose match a person has undone is left to people.
    """
    lines = list(BankLine.objects.filter(account=account, waiting=True).order_by("booked_on", "pk"))
    undone = set(Match.objects.filter(line__account=account, line__waiting=True).values_list("line_id", flat=True))
    run = _run(account, deed)
    run.orders = {order.pk: order for order in _locked_orders_for(account, lines)}
    orders = Orders.of(map(open_order, run.orders.values()))
    owing = {row.pk: row for row in _locked_receivables_for(lines)}
    receivables = Receivables.of(*map(open_receivable, owing.values()))
    for line in lines:
        if line.pk in undone:
            continue
        found = exact_match(statement_line(line), orders, receivables)
        if found is None:
            continue
        order = run.orders[found.order.id] if found.order else None
        owed = owing[found.receivable.id] if found.receivable else None
        run.settle(line, found.kind, found, order, owed, itself=True)
        take(found, abs(line.amount))
    run.write()
    return {"matched": len(run.matches), "waiting": len(lines) - len(run.matches)}


def _locked_orders_for(account: CityAccount, lines: Iterable[BankLine]) -> Iterable[PaymentOrder]:
    """Orders under way, and those that a line names."""
    named = {reference for line in lines for reference in references_in(line.text)}
    wanted = Q(account=account, state__in=UNDER_WAY) | Q(account=account, reference__in=named)
    return PaymentOrder.objects.select_for_update().filter(wanted).order_by("pk")


def _locked_receivables_for(lines: Iterable[BankLine]) -> Iterable[Receivable]:
    """Those that a line names; most files name none, and lock none."""
    named = {reference for line in lines if line.amount > 0 for reference in references_in(line.text)}
    return Receivable.objects.select_for_update().filter(reference__in=named).order_by("pk") if named else ()


def match_line(asked: MatchLine, *, actor: Actor) -> None:
    """A person says what a waiting line is. Raises Refused, Conflict when a colleague was faster."""
    actor.require(access.RECONCILE)
    with command("treasury.match_line", actor, subject=f"bank_line:{asked.line_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        account, line = locked_line(asked.line_id)
        if not line.waiting:
            raise _matched_already(line)
        order = PaymentOrder.objects.select_for_update().filter(pk=asked.order_id).first() if asked.order_id else None
        seen = open_order(order) if order is not None else None
        same = order is not None and order.account_id == account.pk
        owed = _locked_receivable(asked)
        owing = open_receivable(owed) if owed is not None else None
        deed.decide(require(may_match(asked, line.amount, seen, owing, same_account=same)))
        if asked.kind not in ("order", "return"):
            order = None
        run = _run(account, deed)
        note = Text(asked.ground.strip(), asked.ground.strip()) if asked.ground.strip() else None
        proposed = _as_proposed(line, seen, owing, asked.kind)
        run.settle(line, asked.kind, proposed, order, owed, itself=False, note=note)
        run.write()
        known = order or owed
        deed.after(kind=asked.kind, amount=line.amount, order=known.reference if known is not None else "")
        deed.result(True)


def _locked_receivable(asked: MatchLine) -> Receivable | None:
    if asked.kind != RECOVERY or not asked.receivable_id:
        return None
    return Receivable.objects.select_for_update().filter(pk=asked.receivable_id).first()


def _as_proposed(line: BankLine, order: OpenOrder | None, owing: OpenReceivable | None, kind: str) -> Proposal | None:
    """What the rule would have said to the choice: kept beside the person's word."""
    receivables = Receivables.of(owing) if owing else None
    found = proposals(statement_line(line), Orders.of([order] if order else []), receivables)
    return next((proposal for proposal in found if proposal.kind == kind), None)


def undo_match(asked: UndoMatch, *, actor: Actor) -> None:
    """Take a match back: a reversing entry, the order as it was before, the line waits again."""
    actor.require(access.RECONCILE)
    with command("treasury.undo_match", actor, subject=f"bank_line:{asked.line_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        account, line = locked_line(asked.line_id)
        match = line.matches.filter(undone_at=None).first()
        if match is None:
            raise Conflict(
                Text("Dòng sao kê này đang chờ ghép.", "This line waits to be matched already."),
                Text("Mở lại danh sách chờ ghép.", "Open the queue again."),
            )
        order = PaymentOrder.objects.select_for_update().get(pk=match.order_id) if match.order_id else None
        cleared = line.clearings.filter(ended_at=None).exists()
        require(may_undo(match.kind, order.state if order else "", asked.ground, cleared=cleared))
        run = _run(account, deed)
        if order is not None:
            _as_before(match, order)
            run.moved[order.pk] = order
        owed = Receivable.objects.select_for_update().get(pk=match.receivable_id) if match.receivable_id else None
        match.undone_at, match.undone_by, match.undone_ground = deed.moment, actor.key, asked.ground.strip()
        match.save(update_fields=["undone_at", "undone_by", "undone_ground"])
        BankLine.objects.filter(pk=line.pk).update(waiting=True, set_aside=0)
        move_orders(run.moved.values())
        if owed is not None:
            _as_before_it_came(match, owed)
            run.came_in[owed.pk] = owed
        _reverse(match, line, asked.ground, deed)
        run.tell()
        deed.after(kind=match.kind, amount=line.amount, ground=match.undone_ground)
        deed.result(True)


def _as_before(match: Match, order: PaymentOrder) -> None:
    order.settled -= match.amount
    if match.kind == "order":
        order.state = "part_paid" if order.settled else "sent"
        order.settled_on = order.settled_on if order.settled else None
    else:
        order.state = "paid" if order.settled == order.amount else "part_paid"


def _as_before_it_came(match: Match, owed: Receivable) -> None:
    owed.received -= match.amount
    left = owed.matches.filter(undone_at=None).aggregate(last=Max("line__booked_on"))["last"]
    cleared = owed.clearings.aggregate(last=Max("line__booked_on"))["last"]
    owed.received_on = max((day for day in (left, cleared) if day is not None), default=None)
    owed.save(update_fields=["received", "received_on"])


def _reverse(match: Match, line: BankLine, ground: str, deed: Deed) -> None:
    """The entries of the match, the rest that was recalled with it among them."""
    turn = line.matches.count() - 1
    keys = [match.entry, *books.stored_entries((entry_id("recall", line.pk, turn),))]
    for key in reversed(keys):
        post_reversal(Reversal(entry_id("undo", key), key, ground), deed=deed)


def _matched_already(line: BankLine) -> Conflict:
    match = line.matches.filter(undone_at=None).first()
    who = match.by_name if match is not None else ""
    return Conflict(
        Text(f"{who} đã ghép dòng sao kê này.", f"{who} has matched this line already."),
        Text("Mở dòng sao kê để xem.", "Open the line to see how."),
    )
