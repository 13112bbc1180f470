"""The fund as its staff, its bodies and the receivers read it. The ETag of a case or of a loan is what deeds rest on."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.fund import access, queries
from khue.features.fund.api.shapes import (
    FundCapitalOut,
    FundCaseOut,
    FundCharterOut,
    FundLoanOut,
    FundLossOut,
    FundMotionLineOut,
    FundMotionOut,
    FundOpinionOut,
    FundPaymentLineOut,
    FundSeatOut,
    door,
)
from khue.features.fund.queries import CaseCard, CharterCard, LoanCard, MotionCard, PaymentCard
from khue.kernel.api.answers import note_version
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Id, Listing, Size, file_out, listing, whole

Which = Annotated[str, Query(max_length=20, description="State that they are in; empty for all")]


def plain(row: Any, **more: Any) -> dict[str, Any]:
    """A frozen row by its own names, with some of them in another shape."""
    return {name: getattr(row, name) for name in row.__slots__} | more


# -- a case ----------------------------------------------------------------------------------------------------------


@door.get("/fund/cases/{fund_case_id}", FundCaseOut, Text("Một hồ sơ của Quỹ", "A case of the fund"), need="view")
def read_fund_case(request: HttpRequest, fund_case_id: Id) -> Any:
    """For its receiver's side and for staff. Its ETag is what a motion rests on."""
    actor = acting(request)
    found = queries.case_card(fund_case_id, actor)
    note_version(request, found.stamp)
    return _case(found if actor.may(access.READ) else replace(found, motions=()))


def _case(found: CaseCard) -> dict[str, Any]:
    return plain(
        found,
        contract_papers=[file_out(one) for one in found.contract_papers],
        closing_papers=[file_out(one) for one in found.closing_papers],
        motions=[_motion(one) for one in found.motions],
        payments=[_payment(one) for one in found.payments],
        loan=_loan(found.loan) if found.loan else None,
    )


def _payment(row: PaymentCard) -> dict[str, Any]:
    return plain(row, papers=[file_out(one) for one in row.papers])


def _motion(row: MotionCard) -> dict[str, Any]:
    return plain(row, papers=[file_out(one) for one in row.papers], terms=row.terms)


@door.get("/fund/loans/{loan_id}", FundLoanOut, Text("Một khoản vay của Quỹ", "A loan of the fund"), need="view")
def read_fund_loan(request: HttpRequest, loan_id: Id) -> Any:
    """Terms, schedule in force, repayments, and where it stands today. Its ETag is what a repayment rests on."""
    found = queries.case_card(queries.case_of_loan(loan_id), acting(request)).loan
    assert found is not None, "the case was found by its loan"
    note_version(request, found.stamp)
    return _loan(found)


def _loan(row: LoanCard) -> dict[str, Any]:
    now = row.standing if row.code == "running" else None
    return plain(
        row,
        terms=row.in_force.terms if row.in_force else row.terms,
        principal=now.principal if now else 0,
        payable=now.payable if now else 0,
        overdue=now.overdue if now else 0,
        days_past_due=now.days_past_due if now else 0,
        instalments=[
            {
                "no": line.due.planned.no, "due_on": line.due.planned.due_on, "principal": line.due.planned.principal,
                "interest": line.due.planned.interest, "late": line.late, "paid": line.paid, "owed": line.owed,
                "days_past_due": line.days_past_due,
            }
            for line in (row.standing.lines if row.standing else ())
        ],
    )  # fmt: skip


# -- motions and payments --------------------------------------------------------------------------------------------


@door.get("/fund/motions", Listing[FundMotionLineOut], Text("Tờ trình của Quỹ", "Motions of the fund"), right=access.READ)  # fmt: skip
def list_fund_motions(request: HttpRequest, state: Which = "", after: After = None, size: Size = 25) -> Any:
    """What was laid before the bodies, newest first; ``state`` is open, approved, rejected or withdrawn."""
    return listing(request, queries.motions(acting(request), state, after, size))


@door.get("/fund/motions/{motion_id}", FundMotionOut, Text("Một tờ trình", "A motion"), right=access.READ)
def read_fund_motion(request: HttpRequest, motion_id: Id) -> Any:
    """With its opinion, terms, papers and votes."""
    return _motion(queries.motion_card(motion_id, acting(request)))


@door.get("/fund/payments", Listing[FundPaymentLineOut], Text("Đề nghị chi của Quỹ", "Money asked of the fund"), right=access.READ)  # fmt: skip
def list_fund_payments(request: HttpRequest, state: Which = "", after: After = None, size: Size = 25) -> Any:
    """Newest first; ``state`` is asked, returned, due, ordered or paid."""
    return listing(request, queries.payments(acting(request), state, after, size))


@door.get("/fund/losses", Listing[FundLossOut], Text("Tổn thất và rủi ro được chấp nhận", "Losses and accepted risks"), right=access.READ)  # fmt: skip
def list_fund_losses(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Each with its cause and how many papers its file has, newest first."""
    return listing(request, queries.losses(acting(request), after, size))


@door.get("/fund/opinions", Listing[FundOpinionOut], Text("Ý kiến của Ban kiểm soát", "Opinions of the control board"), right=access.READ)  # fmt: skip
def list_fund_opinions(request: HttpRequest) -> Any:
    """On the fund as a whole, newest first; those on a case stand with the case."""
    acting(request).require(access.READ)
    return whole(queries.opinions(None))


# -- capital, bodies, charter ----------------------------------------------------------------------------------------


@door.get("/fund/capital", FundCapitalOut, Text("Nguồn vốn của Quỹ", "Capital of the fund"), right=access.READ)
def read_fund_capital(request: HttpRequest) -> Any:
    """What the books say now, and who promised what."""
    acting(request).require(access.READ)
    return queries.capital()


@door.get("/fund/seats", Listing[FundSeatOut], Text("Các cơ quan của Quỹ", "Bodies of the fund"), right=access.READ)
def list_fund_seats(request: HttpRequest) -> Any:
    """Every post with its term and its instrument."""
    actor = acting(request)
    actor.require(access.READ)
    return whole(queries.seats(None, actor))


@door.get("/fund/charters", Listing[FundCharterOut], Text("Điều lệ Quỹ", "Charter of the fund"), right=access.READ)
def list_fund_charters(request: HttpRequest) -> Any:
    """Versions of its settings, newest first; what is not confirmed holds nothing."""
    acting(request).require(access.READ)
    return whole(queries.charter_versions(), _charter)


def _charter(row: CharterCard) -> dict[str, Any]:
    said = row.charter
    return plain(row) | {
        "no": said.no, "from_on": said.from_on, "products": sorted(said.products), "executive": dict(said.executive),
        "notice_days": list(said.notice_days), "late_after": said.late_after,
    }  # fmt: skip
