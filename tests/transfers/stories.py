"""Transfers at the tests' day: a result on offer, the firm's claim and a person's, examined until where a test needs it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from khue.features.transfers import queries, usecases
from khue.features.transfers.domain.commands import (
    CheckClaim,
    DecideTransfer,
    DutyAsked,
    JudgeDuty,
    OpenTransfer,
    ProposeTransfer,
    ReportDuty,
    SignHandover,
    WriteHandover,
)
from khue.features.transfers.models import Duty
from tests.cast import MOMENT, persona
from tests.exchange import stories as exchange
from tests.results.stories import result_of
from tests.results.test_claims import claimed, on_offer

CLOSED = 30
"""Days after the tests' day on which claims are taken no longer."""
DUTIES = (
    DutyAsked("Báo cáo kết quả sử dụng sáu tháng đầu", date(2026, 10, 1)),
    DutyAsked("Báo cáo kết quả sử dụng cả năm", date(2027, 4, 1)),
)


def posted() -> int:
    """A result on offer that stands on the exchange too, as the law of the sample asks; the offer's id."""
    result, offer = on_offer()
    exchange.listed(modes=("free",), public_money=True, result=result_of(result).number)
    return offer


def claimed_twice() -> tuple[int, int, int]:
    """An offer, the firm's claim and the founder's own."""
    offer = posted()
    return offer, claimed(offer), claimed(offer, party=persona("founder").key)


def opened(offer: int, who: str = "officer", days: int = CLOSED) -> int:
    return usecases.open_transfer(OpenTransfer(offer, uuid4()), actor=persona(who, days=days))


def checked(
    transfer: int, claim: int, kind: str = "enterprise", able: bool = True, who: str = "officer", **more: Any
) -> None:
    given = {"shown": "Ba trạm bơm, hai kỹ sư (mẫu)", "ground": "Đủ năng lực ứng dụng", "once": uuid4()} | more
    usecases.check_claim(CheckClaim(transfer, claim, kind, able, **given), actor=persona(who, days=CLOSED))


def proposed(transfer: int, *granted: int, refused: tuple[int, ...] = (), who: str = "officer") -> None:
    answers = dict.fromkeys(granted, (True, "Có kế hoạch dùng tại Hà Nội"))
    answers |= dict.fromkeys(refused, (False, "Không thuộc đối tượng nhận"))
    asked = ProposeTransfer(transfer, answers, "Bên có năng lực và kế hoạch rõ nhất", uuid4())
    usecases.propose_transfer(asked, actor=persona(who, days=CLOSED))


def decided(transfer: int, who: str = "decider") -> None:
    asked = DecideTransfer(transfer, "Theo đề xuất", uuid4())
    usecases.decide_transfer(asked, actor=persona(who, days=CLOSED))


def granted() -> tuple[int, int, int]:
    """A transfer decided for the firm: its id, the firm's claim, the refused one."""
    offer, firm, person = claimed_twice()
    transfer = opened(offer)
    checked(transfer, firm)
    checked(transfer, person, "other", able=False)
    proposed(transfer, firm, refused=(person,))
    decided(transfer)
    return transfer, firm, person


def written(transfer: int, claim: int, **more: Any) -> int:
    day = MOMENT.date() + timedelta(days=CLOSED)
    given = {"items": "Hồ sơ thiết kế; hai bộ mẫu", "handed_on": day, "duties": DUTIES, "once": uuid4()} | more
    return usecases.write_handover(WriteHandover(transfer, claim, **given), actor=persona("officer", days=CLOSED))


def signed(handover: int, *who: str) -> None:
    for one in who or ("researcher", "founder"):
        usecases.sign_handover(SignHandover(handover, uuid4()), actor=persona(one, days=CLOSED))


def handed() -> tuple[int, int, list[int]]:
    """A transfer, its signed hand-over record and the duties that run."""
    transfer, firm, _person = granted()
    handover = written(transfer, firm)
    signed(handover)
    return transfer, handover, list(Duty.objects.filter(handover=handover).order_by("no").values_list("pk", flat=True))


def reported(duty: int, said: str = "Đã lắp tại ba trạm, giảm 40% vi nhựa (mẫu).") -> None:
    usecases.report_duty(ReportDuty(duty, said, uuid4()), actor=persona("founder", days=CLOSED))


def judged(duty: int, done: bool = True, ground: str = "") -> None:
    usecases.judge_duty(JudgeDuty(duty, done, ground, uuid4()), actor=persona("officer", days=CLOSED))


def card(transfer: int, who: str, days: int = CLOSED) -> queries.TransferCard:
    return queries.transfer_card(queries.number_of(transfer), persona(who, days=days))
