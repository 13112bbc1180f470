"""What comes in through the doors of this room."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter, field_validator

from khue.features.fund.domain.cases import InterestFacts
from khue.features.fund.domain.granting import LineGiven
from khue.features.fund.domain.loans import MOST_INSTALMENTS, Terms
from khue.kernel.api.shapes import LARGEST, Ask, Day, Dong, Line, PartyKey, Prose

Number = Annotated[int, Field(ge=1, le=LARGEST)]
PerCent = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{1,3}([.,][0-9]{1,4})?$"), Field(examples=["4.8"])]  # fmt: skip


class FundSourceIn(Ask):
    """Who puts how much into the fund, and by which instrument. No money moves yet."""

    kind: Literal["city", "donation", "trust", "other"]
    name_vi: Annotated[Line, Field(min_length=1)]
    name_en: Line = ""
    promised: Dong
    instrument: Line


class StatementLineIn(Ask):
    """A line of a bank statement that the treasury set aside."""

    line_id: Number


class SeatIn(Ask):
    """A person's post, from a day until the first day without it (empty: no end yet)."""

    person: PartyKey
    body: Literal["council", "control_board", "executive"]
    position: Literal["head", "member"]
    from_on: Day
    until_on: Day | None = None
    instrument: Line


class SeatEndIn(Ask):
    until_on: Day
    instrument: Line


class CharterAnswerIn(Ask):
    """``note`` says why, when it is not confirmed."""

    confirmed: bool
    note: Prose = ""


class CharterIn(Ask):
    """Settings as the charter has them; a limit of 0 leaves that deed to the council."""

    from_on: Day
    instrument: Line
    products: Annotated[list[Literal["grant", "sponsorship", "interest_support", "loan"]], Field(max_length=4)]
    decide: Dong = 0
    restructure: Dong = 0
    write_off: Dong = 0
    notice_days: Annotated[list[Annotated[int, Field(ge=0, le=9999)]], Field(max_length=20)]
    late_after: Annotated[int, Field(ge=0, le=3650)]


class FundLineIn(Ask):
    """How much of cost line ``no``; ``ground`` says why it is less than was asked for."""

    no: Annotated[int, Field(ge=1, le=999)]
    given: Dong
    ground: Annotated[str, Field(max_length=1000)] = ""


class MotionIn(Ask):
    """``deed``: decide, restructure or write_off. Terms where a loan is decided on or restructured, a cause for a write-off."""

    deed: Literal["decide", "restructure", "write_off"]
    amount: Annotated[Dong, Field(description="0 with lines: their sum")] = 0
    lines: Annotated[
        str,
        Field(
            max_length=20_000,
            description="Cost lines as JSON, when not all of each is given",
            examples=['[{"no": 1, "given": 200000000, "ground": "…"}]'],
        ),
    ] = ""
    opinion: Prose = ""
    cause: Literal["", "accepted_risk", "bankrupt", "uncollectable"] = ""
    kind: Literal["", "annuity", "equal_principal", "bullet"] = ""
    rate: Annotated[PerCent | None, Field(description="Interest a year in per cent")] = None
    late_rate: Annotated[PerCent | None, Field(description="Late interest a year in per cent")] = None
    day_count: Literal["actual_365", "thirty_360"] = "actual_365"
    first_due: Day | None = None
    every: Annotated[int, Field(ge=1, le=12, description="Months between instalments: 1, 3, 6 or 12")] = 1
    count: Annotated[int, Field(ge=1, le=MOST_INSTALMENTS)] = 12
    grace: Annotated[int, Field(ge=0, le=MOST_INSTALMENTS)] = 0
    allocation: Literal["interest_first", "principal_first"] = "interest_first"

    @field_validator("lines")
    @classmethod
    def _are_lines(cls, said: str) -> str:
        if said.strip():
            _LINES.validate_json(said)
        return said

    def given(self) -> tuple[LineGiven, ...]:
        """Empty: all of each line."""
        found = _LINES.validate_json(self.lines) if self.lines.strip() else []
        return tuple(LineGiven(one.no, one.given, one.ground) for one in found)

    def terms(self) -> Terms | None:
        """None where no kind of repayment was given; the decision says when terms are missing."""
        if not self.kind or self.rate is None or self.late_rate is None or self.first_due is None:
            return None
        return Terms(
            self.kind, _share(self.rate), _share(self.late_rate), self.day_count, self.first_due, self.every,
            self.count, self.grace, self.allocation,
        )  # fmt: skip


_LINES = TypeAdapter(list[FundLineIn])


def _share(per_cent: Any) -> Fraction:
    return Fraction(per_cent.replace(",", ".")) / 100


class FundContractIn(Ask):
    """``until_on``: last day on which money may be asked for under the contract; ``receiver_signs``: name and position."""

    until_on: Day
    receiver_signs: Annotated[str, Field(max_length=200)] = ""


class FundVoteIn(Ask):
    agrees: bool
    note: Annotated[str, Field(max_length=1000)] = ""


class FundConclusionIn(Ask):
    """``back`` sends it to the executive body again."""

    outcome: Literal["approve", "reject", "back"]
    ground: Prose


class FundRequestIn(Ask):
    """Money under the contract; the invoice that it pays, or the statement of interest where the product needs one."""

    amount: Dong
    purpose: Annotated[str, Field(max_length=1000)]
    seller: Annotated[str, Field(max_length=20)] = ""
    symbol: Annotated[str, Field(max_length=20)] = ""
    invoice_number: Annotated[str, Field(max_length=20)] = ""
    invoice_line: Annotated[int, Field(ge=1, le=999)] = 1
    from_on: Day | None = None
    until_on: Annotated[Day | None, Field(description="First day after the time of the interest")] = None
    interest_paid: Dong = 0
    balance: Dong = 0
    ends_on: Annotated[Day | None, Field(description="Last day of the bank loan")] = None

    def invoice(self) -> tuple[str, str, str, int] | None:
        number = self.invoice_number.strip()
        return (self.seller.strip(), self.symbol.strip(), number, self.invoice_line) if number else None

    def statement(self) -> InterestFacts | None:
        if self.from_on is None or self.until_on is None or self.ends_on is None:
            return None
        return InterestFacts(self.from_on, self.until_on, self.interest_paid, self.balance, self.ends_on)


class FundAnswerIn(Ask):
    """``accepted`` false sends it back, and ``ground`` says why."""

    accepted: bool
    ground: Annotated[str, Field(max_length=1000)] = ""


class FundPayeeIn(Ask):
    """The account that the money goes to."""

    number: Annotated[str, Field(min_length=6, max_length=40)]
    holder: Annotated[str, Field(min_length=1, max_length=200)]
    bank: Annotated[str, Field(min_length=1, max_length=200)]
    bank_code: Annotated[str, Field(max_length=11)] = ""


class FundCodesIn(Ask):
    """Chapter, economic sector, economic item and source of funds."""

    chapter: Annotated[str, Field(max_length=3)]
    sector: Annotated[str, Field(max_length=3)]
    item: Annotated[str, Field(max_length=4)]
    source: Annotated[str, Field(max_length=4)]


class FundOrderIn(Ask):
    """``account_id``: the fund's own account. ``same_holder``: a holder of another name was compared and is right."""

    payee: FundPayeeIn
    codes: FundCodesIn
    content: Annotated[str, Field(min_length=1, max_length=140)]
    account_id: Number
    same_holder: bool = False


class RepaymentIn(Ask):
    """``amount``: the part of the line that repays this loan; null for as much as the loan owes."""

    line_id: Number
    amount: Dong | None = None


class FundOpinionIn(Ask):
    text: Prose


class RepaymentUndoneIn(Ask):
    """Why it was booked wrongly."""

    ground: Prose
