"""What a line of the bank may be: certain alone when nothing contradicts, in words for a person otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from khue.core.errors import Refused
from khue.features.treasury.domain.bank_files import FileLine, PaymentList, faults, latin, pain001, remittance
from khue.features.treasury.domain.matching import OpenOrder, Orders, StatementLine, exact_match, proposals, take
from khue.features.treasury.domain.orders import ORDER, may_approve
from khue.features.treasury.domain.receivables import OpenReceivable, Receivables
from khue.features.treasury.domain.reference import RECEIVABLES, reference_of
from tests.cast import MOMENT

DAY = date(2026, 3, 2)


def order(number: int = 1, amount: int = 1_000_000, state: str = "sent", settled: int = 0) -> OpenOrder:
    return OpenOrder(
        number, reference_of(2026, number), state, amount, settled, f"10{number:08d}", "Viện Vật liệu Sông Hồng",
        f"tranche:{number}", "budget:2026-EQ",
    )  # fmt: skip


def line(amount: int, text: str = "", other: str = "", name: str = "", **marks: bool) -> StatementLine:
    return StatementLine(1, DAY, amount, text, other, name, **marks)


def test_reference_and_whole_amount_match_by_themselves_and_say_why() -> None:
    one = order()
    found = exact_match(line(-1_000_000, f"ct di {one.reference}", one.number), Orders.of([one, order(2)]))
    assert found is not None
    assert (found.kind, found.order, found.points) == ("order", one, 95)
    assert all(text.vi and text.en for text in found.why)


@pytest.mark.parametrize(
    ("amount", "words", "other"),
    [
        (-999_999, "{ref}", ""),
        (-1_000_000, "", "1000000001"),
        (-1_000_000, "{ref}", "9999999"),
        (-1_000_001, "{ref}", ""),
    ],
)
def test_a_part_a_missing_reference_or_another_account_waits_for_a_person(amount: int, words: str, other: str) -> None:
    one = order()
    asked = line(amount, words.format(ref=one.reference), other)
    assert exact_match(asked, Orders.of([one])) is None
    for proposal in proposals(asked, Orders.of([one])):
        assert not proposal.exact
        assert proposal.why


def test_the_name_without_marks_counts_a_little() -> None:
    one = order()
    (with_name,) = proposals(line(-1_000_000, "VIEN VAT LIEU SONG HONG dot 1"), Orders.of([one]))
    (without,) = proposals(line(-1_000_000, "dot 1"), Orders.of([one]))
    assert with_name.points == without.points + 5


def test_one_order_is_settled_once_even_when_two_lines_of_a_file_name_it() -> None:
    one = order()
    orders = Orders.of([one])
    asked = line(-1_000_000, one.reference)
    first = exact_match(asked, orders)
    assert first is not None
    take(first, 1_000_000)
    assert (one.state, one.settled) == ("paid", 1_000_000)
    assert exact_match(asked, orders) is None
    back = exact_match(line(1_000_000, f"Hoan tra {one.reference}"), orders)
    assert back is not None
    take(back, 1_000_000)
    assert (back.kind, one.state, one.settled) == ("return", "returned", 0)


def test_a_line_that_names_two_orders_is_no_ones_by_itself() -> None:
    both = [order(1), order(2)]
    assert exact_match(line(-1_000_000, f"{both[0].reference} {both[1].reference}"), Orders.of(both)) is None


def test_fees_and_funds_are_proposed_and_a_marked_charge_is_certain() -> None:
    none = Orders.of([])
    marked = exact_match(line(-1_100, "x", charge=True), none)
    assert marked is not None
    assert marked.kind == "fee"
    assert exact_match(line(-1_100, "Phi chuyen tien"), none) is None
    assert [p.kind for p in proposals(line(-1_100, "Phi chuyen tien"), none)] == ["fee"]
    assert [p.kind for p in proposals(line(5_000, "Cap kinh phi"), none)] == ["funding"]
    assert proposals(line(5_000, "Hoan tra tien"), none) == ()


def test_neither_the_preparer_nor_whoever_the_preparer_stood_in_for_approves() -> None:
    assert may_approve("prepared", ("party:1", ""), ("party:2",)).granted
    for approvers in (("party:1",), ("party:2", "party:1")):
        assert not may_approve("prepared", ("party:1", "party:3"), approvers).granted
    assert not may_approve("prepared", ("party:1", "party:2"), ("party:2",)).granted
    assert not may_approve("sent", ("party:1", ""), ("party:2",)).granted


def test_an_order_leaves_no_state_by_a_way_that_skips_the_second_person_or_the_bank() -> None:
    assert ORDER.possible("prepared") == ("approve", "amend", "cancel")
    assert ORDER.possible("sent") == ("reopen",)
    assert ORDER.is_final("paid")
    with pytest.raises(Refused):
        ORDER.after("prepared", "send")


def a_file(content: str = "Chi trả đợt 1 “hồ sơ” & <b>") -> PaymentList:
    lines = tuple(
        FileLine(n, reference_of(2026, n), 1, 1_000_000 + n, "Viện Đo", "Viện Đo lường", "1020304050", "Ngân hàng", "DDBKVNVX",
                 content, "417", "102", "7049", "12", "2026-EQ")
        for n in (1, 2)
    )  # fmt: skip
    return PaymentList("KHUE-1", "bank", "Sở", "9527300012345", "Ngân hàng", "TLBKVNVX", MOMENT, DAY, lines)


def test_pain001_is_sound_and_a_spoilt_one_is_found_out() -> None:
    good = pain001(a_file())
    assert list(faults(good)) == []
    assert b"<BtchBookg>false</BtchBookg>" in good
    assert b"<EndToEndId>" + reference_of(2026, 1).encode() in good
    assert list(faults(good.replace(b"<CtrlSum>2000003<", b"<CtrlSum>2000004<", 1)))
    assert list(faults(good.replace(b"<RmtInf>", b"<RmtInfo>").replace(b"</RmtInf>", b"</RmtInfo>")))
    assert list(faults(pain001(a_file("x" * 300)))) == [], "the text is cut, the reference stays in front"


def test_what_travels_with_the_money_begins_with_the_reference() -> None:
    (first, _second) = a_file().lines
    assert remittance(first).startswith(f"{first.reference} Chi tra dot 1")
    assert latin("Đường Lê Lợi – số 5", 40) == "Duong Le Loi so 5"


def owed(number: int, amount: int = 1_000_000, received: int = 0) -> OpenReceivable:
    reference = reference_of(2026, number, RECEIVABLES)
    return OpenReceivable(number, reference, amount, received, "Viện Vật liệu Sông Hồng", f"claim:{number}")


def test_money_owed_is_known_by_its_reference_also_a_part_and_never_more_than_is_owed() -> None:
    one, none = owed(3), Orders.of([])
    for amount, exact in ((400_000, True), (1_000_000, True), (1_000_001, False)):
        (found, *_others) = proposals(line(amount, f"hoan tra {one.reference}"), none, Receivables.of(one))
        assert (found.kind, found.receivable, found.exact) == ("recovery", one, exact)
        assert (exact_match(line(amount, one.reference), none, Receivables.of(one)) is not None) == exact
    assert exact_match(line(-400_000, one.reference), none, Receivables.of(one)) is None, "money that went out"
    take(found := exact_match(line(400_000, one.reference), none, Receivables.of(one)), 400_000)  # type: ignore[arg-type]  # it matches, or the test fails here
    assert found is not None
    assert one.outstanding == 600_000


def test_the_same_amount_without_the_reference_is_proposed_and_two_references_are_for_a_person() -> None:
    one, two = owed(3), owed(4)
    (found, *_others) = proposals(
        line(1_000_000, "VIEN VAT LIEU SONG HONG nop lai"), Orders.of([]), Receivables.of(one)
    )
    assert (found.kind, found.exact, found.points) == ("recovery", False, 30)
    both = line(500_000, f"{one.reference} {two.reference}")
    assert exact_match(both, Orders.of([]), Receivables.of(one, two)) is None
    settled = owed(5, received=1_000_000)
    assert not [
        p for p in proposals(line(7, settled.reference), Orders.of([]), Receivables.of(settled)) if p.receivable
    ]
