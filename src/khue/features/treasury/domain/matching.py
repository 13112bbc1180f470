"""Which order a line of the bank belongs to, how sure that is, and why, in words.

Points add up to at most 100: the reference 55, the amount 25, the payee's account 15, the payee's name 5. A line is
matched by itself only when nothing contradicts: right reference, whole outstanding amount, and no other account named.
Money that comes in on a receivable is matched by itself by its reference, also a part: whoever owes may pay in several sums
and from any account. More than is owed waits for a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.core.money import format_dong
from khue.core.transfers import account_number
from khue.features.treasury.domain.orders import UNDER_WAY, after_bank
from khue.features.treasury.domain.receivables import (
    RECOVERY,
    OpenReceivable,
    Receivables,
    names_party,
    receipt_says,
)
from khue.features.treasury.domain.reference import references_in

REFERENCE, AMOUNT, ACCOUNT, NAME = 55, 25, 15, 5
LIKE = 85
"""Names at least so alike (0 to 100, rapidfuzz token set) count as the same."""
MOST_PROPOSALS = 5
FEE_WORDS = ("phi ", "le phi", "thu phi", "fee", "charge")
RETURN_WORDS = ("hoan tra", "tra lai", "chuyen tra", "hoan lai", "return", "rtn")


@dataclass(slots=True)
class OpenOrder:
    """An order as matching sees it; ``settled`` and ``state`` move while lines are taken one after the other."""

    id: int
    reference: str
    state: str
    amount: int
    settled: int
    number: str
    holder: str
    subject: str
    line: str

    @property
    def outstanding(self) -> int:
        return self.amount - self.settled


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of the bank that waits. ``amount`` above zero came in."""

    id: int
    booked_on: date
    amount: int
    text: str
    counter_number: str = ""
    counter_name: str = ""
    charge: bool = False
    reversal: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a line may be: ``kind`` is order, return, recovery, fee or funding. ``points`` of 100; ``exact`` needs no person."""

    kind: str
    points: int
    why: tuple[Text, ...]
    order: OpenOrder | None = None
    exact: bool = False
    receivable: OpenReceivable | None = None


@dataclass(slots=True)
class Orders:
    """The orders of one account, found by reference, amount and payee's account without going through all."""

    by_reference: dict[str, OpenOrder] = field(default_factory=dict)
    by_amount: dict[int, list[OpenOrder]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[str, list[OpenOrder]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, orders: Iterable[OpenOrder]) -> Orders:
        found = cls()
        for order in orders:
            found.by_reference[order.reference] = order
            found.by_amount[order.amount].append(order)
            found.by_number[account_number(order.number)].append(order)
        return found

    def near(self, line: StatementLine) -> list[OpenOrder]:
        """Orders that the line names by reference, or that have its amount or its account; each once."""
        found = {ref: self.by_reference[ref] for ref in references_in(line.text) if ref in self.by_reference}
        others = self.by_amount.get(abs(line.amount), [])[:200]
        if line.counter_number:
            others = [*others, *self.by_number.get(account_number(line.counter_number), [])[:200]]
        for order in others:
            found.setdefault(order.reference, order)
        return list(found.values())


def proposals(line: StatementLine, orders: Orders, receivables: Receivables | None = None) -> tuple[Proposal, ...]:
    """What the line may be, most certain first; at most five."""
    found = [proposal for order in orders.near(line) if (proposal := _of_order(line, order)) is not None]
    found += _of_receivables(line, receivables)
    found += list(_of_words(line))
    found.sort(key=lambda proposal: (-proposal.exact, -proposal.points, proposal.order.id if proposal.order else 0))
    return tuple(found[:MOST_PROPOSALS])


def exact_match(line: StatementLine, orders: Orders, receivables: Receivables | None = None) -> Proposal | None:
    """The one proposal that needs no person, or None: also when two would do."""
    found = [proposal for order in _named(line, orders) if (proposal := _of_order(line, order)) and proposal.exact]
    found += [proposal for proposal in _of_receivables(line, receivables) if proposal.exact]
    if line.charge and line.amount < 0 and not found:
        return next((proposal for proposal in _of_words(line) if proposal.exact), None)
    return found[0] if len(found) == 1 else None


def _named(line: StatementLine, orders: Orders) -> list[OpenOrder]:
    return [orders.by_reference[ref] for ref in references_in(line.text) if ref in orders.by_reference]


def take(proposal: Proposal, amount: int) -> None:
    """The order or receivable after the line: what the next line of the same run sees. ``amount`` above zero."""
    if proposal.receivable is not None:
        proposal.receivable.received += min(amount, proposal.receivable.outstanding)
    order = proposal.order
    if order is None:
        return
    gave_back = proposal.kind == "return"
    order.settled += -amount if gave_back else amount
    order.state = after_bank(order.state, order.amount, order.settled, gave_back=gave_back)


# -- one order -------------------------------------------------------------------------------------------------------


def _of_order(line: StatementLine, order: OpenOrder) -> Proposal | None:
    """A debit pays an order that is under way; a credit gives back what an order had paid."""
    if line.amount < 0:
        kind, wanted = "order", order.outstanding
        possible = order.state in UNDER_WAY and -line.amount <= wanted
    else:
        kind, wanted = "return", order.settled
        possible = 0 < line.amount <= wanted
    if not possible:
        return None
    why, points, against = _compare(line, order, abs(line.amount), wanted, kind)
    if points < AMOUNT:
        return None
    sure = points >= REFERENCE + AMOUNT and not against and abs(line.amount) == wanted
    return Proposal(kind, points, why, order, exact=sure)


def _compare(
    line: StatementLine, order: OpenOrder, amount: int, wanted: int, kind: str
) -> tuple[tuple[Text, ...], int, bool]:
    """Sentences, points, and whether something contradicts."""
    why: list[Text] = []
    points, against = 0, False
    if order.reference in references_in(line.text):
        points += REFERENCE
        why.append(
            Text(
                f"Nội dung có mã {order.reference}, đúng số kiểm tra.",
                f"The text has the reference {order.reference}, check digits right.",
            )
        )
    else:
        against = True
        why.append(Text("Nội dung không có mã của lệnh chi.", "The text lacks the order's reference."))
    if amount == wanted:
        points += AMOUNT
        why.append(_amount_says(kind, amount))
    else:
        why.append(_part_says(amount, wanted))
    if line.counter_number:
        if account_number(line.counter_number) == account_number(order.number):
            points += ACCOUNT
            why.append(Text("Đúng tài khoản bên nhận.", "The payee's account is the same."))
        else:
            against = True
            why.append(
                Text(
                    f"Tài khoản đối ứng {line.counter_number} khác tài khoản bên nhận {order.number}.",
                    f"The other account {line.counter_number} is not the payee's {order.number}.",
                )
            )
    if _names_it(line, order.holder):
        points += NAME
        why.append(Text(f"Có tên bên nhận “{order.holder}”.", f"It names the payee “{order.holder}”."))
    return tuple(why), points, against


def _amount_says(kind: str, amount: int) -> Text:
    vi, en = format_dong(amount, "vi"), format_dong(amount, "en")
    if kind == "return":
        return Text(f"Đúng số đã chi {vi}.", f"Exactly what was paid, {en}.")
    return Text(f"Đúng số còn phải chi {vi}.", f"Exactly what is outstanding, {en}.")


def _part_says(amount: int, wanted: int) -> Text:
    return Text(
        f"Chỉ {format_dong(amount, 'vi')} trong {format_dong(wanted, 'vi')}.",
        f"Only {format_dong(amount, 'en')} of {format_dong(wanted, 'en')}.",
    )


def _names_it(line: StatementLine, holder: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.token_set_ratio(fold(holder), fold(f"{line.counter_name} {line.text}")) >= LIKE


# -- what is owed to the city ----------------------------------------------------------------------------------------


def _of_receivables(line: StatementLine, receivables: Receivables | None) -> list[Proposal]:
    if receivables is None or line.amount <= 0:
        return []
    references = references_in(line.text)
    return [_of_receivable(line, one, references) for one in receivables.near(references, line.amount)]


def _of_receivable(line: StatementLine, one: OpenReceivable, references: tuple[str, ...]) -> Proposal:
    named = one.reference in references
    why = [receipt_says(line.amount, one.outstanding)]
    points = (REFERENCE if named else 0) + (AMOUNT if line.amount == one.outstanding else 0)
    if named:
        said = Text(f"Nội dung có mã {one.reference}.", f"The text has the reference {one.reference}.")
        why.insert(0, said)
    else:
        why.insert(0, Text("Nội dung không có mã của khoản phải thu.", "The text lacks the reference of the claim."))
    if names_party(f"{line.counter_name} {line.text}", one.party_name, LIKE):
        points += NAME
        why.append(Text(f"Có tên bên nộp “{one.party_name}”.", f"It names “{one.party_name}”."))
    return Proposal(RECOVERY, points, tuple(why), exact=named and line.amount <= one.outstanding, receivable=one)


# -- what is no order ------------------------------------------------------------------------------------------------


def _of_words(line: StatementLine) -> Iterator[Proposal]:
    words = f"{fold(line.text)} "
    if line.amount < 0 and (line.charge or words.startswith(FEE_WORDS) or " phi " in words):
        if line.charge:
            why = Text("Sao kê đánh dấu đây là phí.", "The statement marks it as a charge.")
        else:
            why = Text("Nội dung nói về phí.", "The text speaks of a fee.")
        yield Proposal("fee", 90 if line.charge else 50, (why,), exact=line.charge)
    returns = line.reversal or any(word in words for word in RETURN_WORDS)
    if line.amount > 0 and not returns:
        why = Text("Tiền vào, không thuộc lệnh chi nào.", "Money came in that belongs to no order.")
        yield Proposal("funding", 20, (why,))
