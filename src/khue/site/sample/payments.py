"""How money moves in the sample city: accounts, orders approved and sent, what the bank answers, day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4
from xml.sax.saxutils import escape

from khue.core.actor import CITY_ZONE, Actor
from khue.features.ledger import queries as ledger
from khue.features.ledger.domain import MonthClose, next_month
from khue.features.ledger.usecases import close_period
from khue.features.missions import usecases as missions
from khue.features.rulebook.queries import calendar
from khue.features.treasury import queries, usecases
from khue.features.treasury.domain.accounts import AccountKind, OpenCityAccount, Payee
from khue.features.treasury.domain.bank_files import latin
from khue.features.treasury.domain.clearing import ClearSuspense, SendBack
from khue.features.treasury.domain.deciding import ImportStatement, MatchLine, ReadStatement
from khue.features.treasury.domain.orders import ApproveOrder, BudgetCodes, SendFile
from khue.features.treasury.queries import AccountCard, OrderFacts

Act = Callable[[str], Actor]
CODES = BudgetCodes("417", "102", "7049", "12")
TREASURY = OpenCityAccount(
    AccountKind.TREASURY, "9527300012345", "Sở Khoa học và Công nghệ Hà Nội (mẫu)", "Kho bạc Nhà nước Khu vực I (mẫu)"
)
BANK = OpenCityAccount(
    AccountKind.BANK, "0011009900123", "Quỹ đổi mới sáng tạo Hà Nội (mẫu)", "Ngân hàng Thăng Long (mẫu)", "TLBKVNVX"
)


@dataclass(frozen=True, slots=True)
class Booking:
    """One line of a sample statement; ``amount`` above zero came in."""

    day: date
    amount: int
    text: str
    reference: str = ""
    other: str = ""
    other_name: str = ""
    charge: bool = False


def main_account(*, actor: Actor) -> AccountCard:
    """The account of the State Treasury, opened when it is not there."""
    found = queries.city_accounts()
    if found:
        return found[0]
    return queries.city_account(usecases.open_city_account(TREASURY, actor=actor))


def payee_of(party: str, name: str) -> Payee:
    """The sample account of a party: its number follows from the party's, so that a story tells the same twice."""
    kept = queries.payee_accounts(party)
    number = int(party.partition(":")[2])
    return kept[0] if kept else Payee(f"10{number:011d}", name, "Ngân hàng Đông Đô (mẫu)", "DDBKVNVX")


def approved_and_sent(orders: Iterable[int], *, act: Act) -> int:
    """A second person approves, the accountant sends one file; the file's id."""
    ids = tuple(orders)
    for order in ids:
        usecases.approve_order(ApproveOrder(order, once=uuid4()), actor=act("treasurer"))
    account = queries.order(ids[0]).account.id
    return usecases.send_file(SendFile(account, ids, uuid4()), actor=act("accountant"))


def csv_statement(account: AccountCard, opening: int, bookings: Iterable[Booking]) -> bytes:
    """A statement as the State Treasury's portal exports it."""
    lines = [
        f"Số tài khoản:,{account.number}",
        f"Số dư đầu kỳ:,{opening}",
        "",
        "Ngày giao dịch,Số bút toán,Ghi nợ,Ghi có,Nội dung",
    ]
    closing = opening
    for booking in bookings:
        closing += booking.amount
        debit, credit = (-booking.amount, "") if booking.amount < 0 else ("", booking.amount)
        lines.append(f'{booking.day:%d/%m/%Y},{booking.reference},{debit},{credit},"{booking.text}"')
    return "\r\n".join(["\ufeff" + lines[0], *lines[1:], f"Số dư cuối kỳ:,{closing}", ""]).encode()


OPENING = 30_000_000_000


def balance_of(account: AccountCard, day: date, first: int = OPENING) -> int:
    """What lies on the account that day by the statements so far, so that the next one follows them; ``first`` before any."""
    found = next(one for one in queries.cash(day) if one.account.id == account.id)
    return found.balance if found.known_until else first


def taken_in(account: AccountCard, name: str, content: bytes, *, actor: Actor) -> dict[str, int]:
    """Upload and import one statement."""
    statement = usecases.upload_statement(ReadStatement(account.id, name, content, uuid4()), actor=actor)
    return usecases.import_statement(ImportStatement(statement, uuid4()), actor=actor)


def paid_by_the_bank(order: OrderFacts, *, act: Act) -> None:
    """The bank books the whole order on the story's day, the statement comes in, and the tranche follows."""
    actor = act("accountant")
    account = queries.order(order.id).account
    bookings = [
        Booking(actor.today, -(order.amount - order.settled), f"{order.reference} chi trả", f"BK{uuid4().hex[:10]}")
    ]
    taken_in(
        account,
        f"sao-ke-{order.id}.csv",
        csv_statement(account, balance_of(account, actor.today), bookings),
        actor=actor,
    )
    followed(order.id, act=act)


def followed(order: int, *, act: Act) -> None:
    """What the worker does after a statement: it hears that the order moved."""
    actor = act("accountant")
    missions.follow_order(order, actor=Actor("job:missions.follow_orders", "missions.follow_orders", actor.moment))


# -- months of the sample city ---------------------------------------------------------------------------------------

FUNDS = 5_000_000_000
FEE = 22_000


@dataclass(frozen=True, slots=True)
class Sent:
    """An order that went out: what the bank will book, and when."""

    id: int
    day: date
    booking: Booking


def months_reconciled(act_at: Callable[[datetime], Act], now: datetime) -> None:
    """Month by month the bank's statements come in, in other formats each time; the books follow the bank.

    Every payment is found but for the last days: there one comes back, and one line nobody can explain yet.
    """
    today = now.astimezone(CITY_ZONE).date()
    sent = _sent_orders(today)
    if not sent:
        return
    account = queries.city_accounts()[0]
    writers = (csv_statement, mt940_statement, camt_statement)
    balance, first = OPENING, sent[0].day.replace(day=1)
    for turn, month in enumerate(_months(first, today)):
        following = next_month(month)
        ends = min(following - timedelta(days=1), today - timedelta(days=1))
        mine = [order for order in sent if month <= order.day <= ends]
        bookings = _bookings(month, ends, mine, last=following > today)
        moment = min(datetime.combine(following + timedelta(days=1), time(9), CITY_ZONE), now)
        last = following > today
        write = camt_statement if last else writers[turn % 3]
        ending = {csv_statement: "csv", mt940_statement: "sta", camt_statement: "xml"}[write]
        act = act_at(moment)
        taken_in(account, f"sao-ke-{month:%Y-%m}.{ending}", write(account, balance, bookings), actor=act("accountant"))
        balance += sum(booking.amount for booking in bookings)
        _told_apart(act("accountant"))
        for order in mine:
            followed(order.id, act=act)


def months_closed(*, actor: Actor) -> None:
    """Every reconciled month is closed and sealed but the last one, which is left for whoever looks at the books. Comes last: a closed
    month takes no entry any more."""
    this_month = actor.today.replace(day=1)
    open_months = sorted(card.month for card in ledger.periods(actor.today) if not card.seal)
    for month in open_months:
        if next_month(month) < this_month:
            close_period(MonthClose(month), actor=actor)


def _sent_orders(today: date) -> list[Sent]:
    """In the order in which the bank books them: the working day after they went out."""
    found = []
    for row in queries.order_rows("sent"):
        card = queries.order(row.id)
        assert card.sent_at is not None, "it was sent"
        day = calendar().add_working_days(card.sent_at.astimezone(CITY_ZONE).date(), 1)
        text = f"CT DI {row.reference} {row.content}"
        booking = Booking(day, -row.amount, text, f"FT{row.id:08d}", card.payee.number, card.payee.holder)
        if day < today:
            found.append(Sent(row.id, day, booking))
    return sorted(found, key=lambda order: (order.day, order.id))


def _months(first: date, today: date) -> Iterator[date]:
    month = first
    while month < today:
        yield month
        month = next_month(month)


def _bookings(month: date, ends: date, mine: list[Sent], *, last: bool) -> list[Booking]:
    """Funds on the first working day, the payments, a fee; at the very end a return and a riddle."""
    opening = calendar().add_working_days(month - timedelta(days=1), 1)
    found = [Booking(min(opening, ends), FUNDS, f"Cap kinh phi thang {month:%m/%Y}", f"FD{month:%Y%m}")]
    found += [order.booking for order in mine]
    if mine:
        found.append(Booking(mine[-1].day, -FEE, "Phi chuyen tien", f"FE{month:%Y%m}", charge=True))
    if last and mine:
        back = mine[-1].booking
        when = min(calendar().add_working_days(back.day, 2), ends)
        found.append(Booking(when, -back.amount, f"HOAN TRA {back.text.split()[2]} SAI SO TAI KHOAN", "RT000001"))
        found.append(Booking(ends, -45_600_000, "UNC theo giay de nghi so 17", "FT99000001", "1900200300", "CTY TNHH MINH HOA (MAU)"))  # fmt: skip
    return sorted(found, key=lambda booking: booking.day)


def _told_apart(actor: Actor) -> None:
    """Funds, and fees that a CSV does not mark as such, are told apart by a person; the riddle stays."""
    rows, _proposed = queries.waiting_lines(size=50)
    for row in rows.rows:
        kind = {FUNDS: "funding", -FEE: "fee"}.get(row.amount)
        if kind:
            usecases.match_line(MatchLine(row.id, kind, once=uuid4()), actor=actor)


def given_back(*, actor: Actor, part: int = 300_000_000) -> None:
    """Support that must be given back comes in: a part with its reference, and the rest without, which waits for a person."""
    owed = next((row for row in queries.receivable_rows("open") if row.outstanding > part), None)
    if owed is None:
        return
    account = queries.city_accounts()[0]
    rest = owed.outstanding - part
    bookings = [
        Booking(actor.today, part, f"VLSH HOAN TRA KINH PHI {owed.reference}", "RB00000001", "1900500600", "Vien Vat lieu Song Hong"),
        Booking(actor.today, rest, "NOP LAI KINH PHI HO TRO CON THIEU", "RB00000002", "1900500600", "Vien Vat lieu Song Hong"),
    ]  # fmt: skip
    taken_in(
        account, "sao-ke-hoan-tra.csv", csv_statement(account, balance_of(account, actor.today), bookings), actor=actor
    )
    job = Actor("job:missions.follow_receivables", "missions.follow_receivables", actor.moment)
    missions.follow_receivable(owed.id, actor=job)


def suspense_cleared(*, act: Act) -> None:
    """Three receipts that nobody could explain: one was support given back, one goes back to its payer, one still waits."""
    actor = act("accountant")
    account = queries.city_accounts()[0]
    owed = next((row for row in queries.receivable_rows("open") if row.outstanding > 5_000_000), None)
    bookings = [
        Booking(actor.today, 5_000_000, "NOP TIEN THEO GIAY BAO", "SU00000001", "1900500600", owed.party_name if owed else ""),
        Booking(actor.today, 12_500_000, "THANH TOAN TIEN HANG DOT 3", "SU00000002", "1900700800", "CTY TNHH MINH HOA (MAU)"),
        Booking(actor.today, 730_000, "CK", "SU00000003"),
    ]  # fmt: skip
    # CAMT names who paid; a CSV of the State Treasury does not.
    taken_in(
        account, "sao-ke-chua-ro.xml", camt_statement(account, balance_of(account, actor.today), bookings), actor=actor
    )
    rows, _proposed = queries.waiting_lines(size=100)
    found = {row.amount: row.id for row in rows.rows if row.bank_reference.startswith("SU")}
    for amount, line in found.items():
        ground = "Chưa rõ người nộp và nội dung, đã hỏi ngân hàng." if amount < 1_000_000 else "Chưa rõ là khoản gì."
        usecases.match_line(MatchLine(line, "aside", ground=ground, once=uuid4()), actor=actor)
    if owed is not None:
        said = ClearSuspense(
            found[5_000_000], "recovery", owed.id, "Đơn vị xác nhận bằng văn bản là tiền hoàn trả.", uuid4()
        )
        usecases.clear_suspense(said, actor=actor)
        job = Actor("job:missions.follow_receivables", "missions.follow_receivables", actor.moment)
        missions.follow_receivable(owed.id, actor=job)
    payee = Payee("1900700800", "CTY TNHH MINH HOA (MAU)", "Ngân hàng mẫu, chi nhánh Hà Nội")
    back = SendBack(
        found[12_500_000], payee, "Trả lại tiền chuyển nhầm", CODES, "Công ty báo chuyển nhầm tài khoản, có công văn.", once=uuid4()
    )  # fmt: skip
    approved_and_sent([usecases.send_back(back, actor=actor)], act=act)


def mt940_statement(account: AccountCard, opening: int, bookings: Iterable[Booking]) -> bytes:
    """The same as MT940."""
    rows = list(bookings)
    closing = opening + sum(row.amount for row in rows)
    lines = [f":20:KHUE{rows[0].day:%y%m%d}", f":25:MAU/{account.number}", ":28C:1/1", f":60F:{_balance(opening, rows[0].day)}"]  # fmt: skip
    for row in rows:
        mark = "C" if row.amount > 0 else "D"
        kind = "NCHG" if row.charge else "NTRF"
        lines.append(f":61:{row.day:%y%m%d%m%d}{mark}{abs(row.amount)},{kind}NONREF//{row.reference}")
        lines.append(f":86:{latin(f'{row.text} {row.other_name}', 200)}")
    lines += [f":62F:{_balance(closing, rows[-1].day)}", "-", ""]
    return "\r\n".join(lines).encode()


def _balance(amount: int, day: date) -> str:
    return f"{'C' if amount >= 0 else 'D'}{day:%y%m%d}VND{abs(amount)},"


def camt_statement(account: AccountCard, opening: int, bookings: Iterable[Booking]) -> bytes:
    """The same as CAMT.053."""
    rows = list(bookings)
    closing = opening + sum(row.amount for row in rows)
    balances = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(amount)}<Dt><Dt>{day}</Dt></Dt></Bal>\n"
        for code, amount, day in (("OPBD", opening, rows[0].day), ("CLBD", closing, rows[-1].day))
    )
    entries = "".join(map(_camt_entry, rows))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>KHUE-{rows[0].day:%Y%m}</MsgId></GrpHdr>\n<Stmt><Id>1</Id><Acct><Id><Othr>"
        f"<Id>{account.number}</Id></Othr></Id></Acct>\n{balances}{entries}</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _amount(amount: int) -> str:
    return f'<Amt Ccy="VND">{abs(amount)}</Amt><CdtDbtInd>{"CRDT" if amount >= 0 else "DBIT"}</CdtDbtInd>'


def _camt_entry(row: Booking) -> str:
    other = "Cdtr" if row.amount < 0 else "Dbtr"
    party = ""
    if row.other:
        party = (
            f"<RltdPties><{other}><Pty><Nm>{escape(row.other_name)}</Nm></Pty></{other}>"
            f"<{other}Acct><Id><Othr><Id>{row.other}</Id></Othr></Id></{other}Acct></RltdPties>"
        )
    code = "<BkTxCd><Domn><Fmly><SubFmlyCd>CHRG</SubFmlyCd></Fmly></Domn></BkTxCd>" if row.charge else ""
    return (
        f"<Ntry>{_amount(row.amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{row.day}</Dt></BookgDt>"
        f"<AcctSvcrRef>{row.reference}</AcctSvcrRef>{code}<NtryDtls><TxDtls>{party}"
        f"<RmtInf><Ustrd>{escape(row.text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )
