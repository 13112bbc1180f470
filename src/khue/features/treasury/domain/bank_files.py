"""Payment files out: ISO 20022 pain.001.001.09 for banks, lists for banks and the State Treasury.

The XML is built from values only and checked against the message's structure before it leaves (``faults``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape

from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.core.numerals import amount_in_words

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_NOT_SWIFT = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


@dataclass(frozen=True, slots=True)
class FileLine:
    """One transfer of a file, as it was sent. ``amount`` in đồng."""

    no: int
    reference: str
    attempt: int
    amount: int
    party_name: str
    holder: str
    number: str
    bank: str
    bank_code: str
    content: str
    chapter: str
    sector: str
    item: str
    source: str
    budget_line: str


@dataclass(frozen=True, slots=True)
class PaymentList:
    """A file: who pays, from which account, when, what."""

    name: str
    kind: str
    holder: str
    number: str
    institution: str
    bic: str
    made_at: datetime
    pays_on: date
    lines: tuple[FileLine, ...]

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


def latin(text: str, longest: int) -> str:
    """Letters of the SWIFT set: marks dropped, case kept, other signs as a space."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(_NOT_SWIFT.sub(" ", bare).split())[:longest]


def remittance(line: FileLine) -> str:
    """The text that travels with the money: the reference first, so that no bank cuts it off."""
    return f"{line.reference} {latin(line.content, 140 - len(line.reference) - 1)}".strip()


def pain001(file: PaymentList) -> bytes:
    """The customer credit transfer initiation, one payment block with one booking per transfer."""
    moment = file.made_at.replace(microsecond=0).isoformat()
    count, total = len(file.lines), f"{file.total}"
    head = (
        f"<GrpHdr><MsgId>{file.name}</MsgId><CreDtTm>{moment}</CreDtTm><NbOfTxs>{count}</NbOfTxs>"
        f"<CtrlSum>{total}</CtrlSum><InitgPty><Nm>{_x(file.holder, 140)}</Nm></InitgPty></GrpHdr>"
    )
    agent = f"<BICFI>{file.bic}</BICFI>" if file.bic else f"<Nm>{_x(file.institution, 140)}</Nm>"
    block = (
        f"<PmtInf><PmtInfId>{file.name}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg><NbOfTxs>{count}</NbOfTxs>"
        f"<CtrlSum>{total}</CtrlSum><ReqdExctnDt><Dt>{file.pays_on.isoformat()}</Dt></ReqdExctnDt>"
        f"<Dbtr><Nm>{_x(file.holder, 140)}</Nm></Dbtr><DbtrAcct>{_account(file.number)}<Ccy>VND</Ccy></DbtrAcct>"
        f"<DbtrAgt><FinInstnId>{agent}</FinInstnId></DbtrAgt><ChrgBr>DEBT</ChrgBr>"
        + "".join(map(_transfer, file.lines))
        + "</PmtInf>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}"><CstmrCdtTrfInitn>{head}{block}'
        "</CstmrCdtTrfInitn></Document>\n"
    ).encode()


def _transfer(line: FileLine) -> str:
    agent = f"<BICFI>{line.bank_code}</BICFI>" if line.bank_code else f"<Nm>{_x(line.bank, 140)}</Nm>"
    return (
        f"<CdtTrfTxInf><PmtId><InstrId>{line.reference}-{line.attempt}</InstrId><EndToEndId>{line.reference}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="VND">{line.amount}</InstdAmt></Amt><CdtrAgt><FinInstnId>{agent}</FinInstnId></CdtrAgt>'
        f"<Cdtr><Nm>{_x(line.holder, 140)}</Nm></Cdtr><CdtrAcct>{_account(line.number)}</CdtrAcct>"
        f"<RmtInf><Ustrd>{escape(remittance(line))}</Ustrd></RmtInf></CdtTrfTxInf>"
    )


def _account(number: str) -> str:
    return f"<Id><Othr><Id>{escape(number)}</Id></Othr></Id>"


def _x(text: str, longest: int) -> str:
    return escape(latin(text, longest)) or "-"


# -- is it right -----------------------------------------------------------------------------------------------------

_SHAPE: dict[str, tuple[str, ...]] = {
    "Document": ("CstmrCdtTrfInitn",),
    "CstmrCdtTrfInitn": ("GrpHdr", "PmtInf"),
    "GrpHdr": ("MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"),
    "PmtInf": (
        "PmtInfId",
        "PmtMtd",
        "BtchBookg",
        "NbOfTxs",
        "CtrlSum",
        "ReqdExctnDt",
        "Dbtr",
        "DbtrAcct",
        "DbtrAgt",
        "ChrgBr",
        "CdtTrfTxInf",
    ),
    "CdtTrfTxInf": ("PmtId", "Amt", "CdtrAgt", "Cdtr", "CdtrAcct", "RmtInf"),
    "PmtId": ("InstrId", "EndToEndId"),
}
_SIZES = {"MsgId": 35, "PmtInfId": 35, "InstrId": 35, "EndToEndId": 35, "Nm": 140, "Ustrd": 140, "Id": 34}


def faults(content: bytes) -> Iterator[str]:
    """What breaks the structure of pain.001.001.09: order of elements, lengths, counts and sums. Empty when right."""
    from defusedxml.ElementTree import fromstring

    root = fromstring(content, forbid_dtd=True)
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        children = list(dict.fromkeys(child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element))
        if name in _SHAPE and tuple(children) != _SHAPE[name]:
            yield f"{name} holds {children}"
        if name in _SIZES and not len(element) and not 0 < len(element.text or "") <= _SIZES[name]:
            yield f"{name} has {len(element.text or '')} characters"
    amounts = [int(found.text or "0") for found in root.iter(f"{{{NAMESPACE}}}InstdAmt")]
    for name, wanted in (("NbOfTxs", len(amounts)), ("CtrlSum", sum(amounts))):
        for found in root.iter(f"{{{NAMESPACE}}}{name}"):
            if int(found.text or "0") != wanted:
                yield f"{name} says {found.text}, the transfers make {wanted}"
    ids = [found.text for found in root.iter(f"{{{NAMESPACE}}}InstrId")]
    if len(ids) != len(set(ids)):
        yield "an InstrId stands twice"


# -- lists -----------------------------------------------------------------------------------------------------------

BANK_COLUMNS = (
    ("no", Text("STT", "No.")),
    ("number", Text("Số tài khoản thụ hưởng", "Payee's account")),
    ("holder", Text("Tên người thụ hưởng", "Payee")),
    ("bank", Text("Ngân hàng thụ hưởng", "Payee's bank")),
    ("bank_code", Text("Mã BIC", "BIC")),
    ("amount", Text("Số tiền", "Amount")),
    ("content", Text("Nội dung chuyển tiền", "Content of the transfer")),
    ("reference", Text("Mã tham chiếu", "Reference")),
)
TREASURY_COLUMNS = (
    ("no", Text("STT", "No.")),
    ("reference", Text("Số lệnh chi", "Order")),
    ("content", Text("Nội dung thanh toán", "Content of the payment")),
    ("item", Text("Mã NDKT", "Economic item")),
    ("chapter", Text("Mã chương", "Chapter")),
    ("sector", Text("Mã ngành KT", "Economic sector")),
    ("source", Text("Mã nguồn NSNN", "Source of funds")),
    ("amount", Text("Số tiền", "Amount")),
    ("words", Text("Bằng chữ", "In words")),
    ("holder", Text("Đơn vị nhận tiền", "Payee")),
    ("number", Text("Tài khoản", "Account")),
    ("bank", Text("Tại Kho bạc (ngân hàng)", "At treasury (bank)")),
    ("budget_line", Text("Dòng ngân sách", "Budget line")),
)


def bank_row(line: FileLine) -> dict[str, object]:
    """A line of the bank's list; names without marks, as banks' own forms ask."""
    return {
        "no": line.no,
        "number": line.number,
        "holder": fold(line.holder).upper(),
        "bank": line.bank,
        "bank_code": line.bank_code,
        "amount": line.amount,
        "content": remittance(line),
        "reference": line.reference,
    }


def treasury_row(line: FileLine) -> dict[str, object]:
    """A line of the State Treasury's list: the columns of the payment order (ủy nhiệm chi, form C4-02a/KB)."""
    return {
        "no": line.no,
        "reference": line.reference,
        "content": f"{line.reference} {line.content}",
        "item": line.item,
        "chapter": line.chapter,
        "sector": line.sector,
        "source": line.source,
        "amount": line.amount,
        "words": amount_in_words(line.amount),
        "holder": line.holder,
        "number": line.number,
        "bank": line.bank,
        "budget_line": line.budget_line,
    }


LISTS: dict[str, tuple[tuple[tuple[str, Text], ...], Callable[[FileLine], dict[str, object]]]] = {
    "bank": (BANK_COLUMNS, bank_row),
    "treasury": (TREASURY_COLUMNS, treasury_row),
}
"""The lists into which a file can be written: columns, and a line of it."""
