"""CAMT.053 (ISO 20022 bank-to-customer statement), any version of the message, read without entities or DTD."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from khue.core.bilingual import Text
from khue.features.treasury.domain.lines import MOST_FAULTS, BankLine, Fault, Sheet, Unreadable, sheet
from khue.features.treasury.domain.reading.text import amount_of, day_of

_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


class _Lines(TreeBuilder):
    """Builds the tree and writes on each entry the line on which it begins."""

    parser: Any = None

    def start(self, tag: Any, attrs: Any) -> Any:
        element = super().start(tag, attrs)
        if tag.endswith("}Ntry") and self.parser is not None:
            element.set("line", str(self.parser.CurrentLineNumber))
        return element


def read_camt(content: bytes) -> Sheet:
    statement = _statement(_tree(content))
    faults: list[Fault] = []
    lines = []
    for entry in _all(statement, "Ntry"):
        line = _entry(entry, faults)
        if line is not None:
            lines.append(line)
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise Unreadable(*faults)
    balances: dict[str, Element] = {}
    for balance in _all(statement, "Bal"):
        balances.setdefault(_text(balance, "Tp", "CdOrPrtry", "Cd"), balance)
    opening, closing = _balance(balances, _OPENING), _balance(balances, _CLOSING)
    number = _text(statement, "Acct", "Id", "IBAN") or _text(statement, "Acct", "Id", "Othr", "Id")
    days = tuple(found for balance in balances.values() if (found := day_of(_text(balance, "Dt", "Dt"))))
    return sheet(number, opening, closing, lines, days=days)


def _tree(content: bytes) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    builder = _Lines()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser.parser
    try:
        parser.feed(content)
        return parser.close()
    except DefusedXmlException as error:
        text = Text(
            "Tệp XML có khai báo DTD hoặc thực thể; sao kê CAMT.053 không dùng các khai báo này nên tệp không được mở.",
            "The XML file declares a DTD or entities; a CAMT.053 statement has none, so it was not opened.",
        )
        raise Unreadable(Fault(1, text)) from error
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (0, 0))[0]
        raise Unreadable(
            Fault(line, Text("Tệp XML bị hỏng ở dòng này.", "The XML file is broken on this line."))
        ) from error


def _statement(root: Element) -> Element:
    found = _all(_child(root, "BkToCstmrStmt"), "Stmt")
    if len(found) != 1:
        text = Text(
            f"Tệp XML có {len(found)} sao kê CAMT.053 (BkToCstmrStmt/Stmt); mỗi tệp cần đúng một.",
            f"The XML file has {len(found)} CAMT.053 statements (BkToCstmrStmt/Stmt); one is needed.",
        )
        raise Unreadable(Fault(0, text))
    return found[0]


def _entry(entry: Element, faults: list[Fault]) -> BankLine | None:
    line = int(entry.get("line", "0"))
    if _text(entry, "Sts", "Cd") == "PDNG" or _text(entry, "Sts") == "PDNG":
        return None  # not booked yet: it comes again with the booking
    amount = _amount(entry, line, faults)
    day = day_of(_text(entry, "BookgDt", "Dt") or _text(entry, "BookgDt", "DtTm") or _text(entry, "ValDt", "Dt"))
    if day is None:
        faults.append(Fault(line, Text("Bút toán này thiếu ngày hạch toán.", "This entry lacks its booking day.")))
    if amount is None or day is None:
        return None
    details = _child(_child(entry, "NtryDtls"), "TxDtls")
    other = "Cdtr" if amount < 0 else "Dbtr"
    parties = _child(details, "RltdPties")
    account = _child(_child(parties, f"{other}Acct"), "Id")
    words = [part.text or "" for part in _all(_child(details, "RmtInf"), "Ustrd")]
    words += [_text(details, "Refs", "EndToEndId"), _text(entry, "AddtlNtryInf"), _text(details, "AddtlTxInf")]
    return BankLine(
        line=line,
        booked_on=day,
        amount=amount,
        text=" ".join(" ".join(word for word in words if word and word != "NOTPROVIDED").split()),
        bank_reference=_text(entry, "AcctSvcrRef") or _text(details, "Refs", "AcctSvcrRef"),
        counter_number=_text(account, "IBAN") or _text(account, "Othr", "Id"),
        counter_name=_text(parties, other, "Nm") or _text(parties, other, "Pty", "Nm"),
        charge=_text(entry, "BkTxCd", "Domn", "Fmly", "SubFmlyCd") in ("CHRG", "FEES", "COMM"),
        reversal=_text(entry, "RvslInd") == "true" or _child(details, "RtrInf") is not None,
    )


def _balance(balances: dict[str, Element], wanted: tuple[str, ...]) -> int | None:
    for code in wanted:
        if code in balances:
            faults: list[Fault] = []
            amount = _amount(balances[code], 0, faults, may_be_zero=True)
            if faults:
                raise Unreadable(*faults)
            return amount
    return None


def _amount(holder: Element, line: int, faults: list[Fault], *, may_be_zero: bool = False) -> int | None:
    money = _child(holder, "Amt")
    typed = (money.text or "").strip() if money is not None else ""
    currency = money.get("Ccy", "") if money is not None else ""
    sign = {"CRDT": 1, "DBIT": -1}.get(_text(holder, "CdtDbtInd"))
    value = amount_of(typed) if typed else None
    if value is None or value < 0 or sign is None or currency != "VND" or (value == 0 and not may_be_zero):
        said = Text(
            f"Số tiền “{typed[:30]} {currency}” phải là số nguyên đồng (VND), có dấu ghi nợ (DBIT) hoặc ghi có (CRDT).",
            f"The amount “{typed[:30]} {currency}” must be whole VND and marked as debit (DBIT) or credit (CRDT).",
        )
        faults.append(Fault(line, said))
        return None
    return sign * value


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(parent: Element | None, name: str) -> Element | None:
    return next((child for child in parent if _local(child) == name), None) if parent is not None else None


def _all(parent: Element | None, name: str) -> list[Element]:
    return [child for child in parent if _local(child) == name] if parent is not None else []


def _text(parent: Element | None, *path: str) -> str:
    for name in path:
        parent = _child(parent, name)
    return (parent.text or "").strip() if parent is not None else ""
