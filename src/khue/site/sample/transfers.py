"""Transfers without refund of the sample city: a tool of the institute goes to the firm, which owes reports on its use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.results import queries as result_queries
from khue.features.results import usecases as results
from khue.features.results.domain.claims import ClaimTransfer
from khue.features.results.domain.rights import OfferTransfer
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
from khue.site.sample import exchange, purchases
from khue.site.sample.parties import Parties
from khue.site.sample.results import registered
from khue.site.sample.stories import Act

KIT = Text("Bộ dụng cụ đếm vi nhựa tại hiện trường (mẫu)", "Field kit that counts microplastics (sample)")
KIT_SAYS = Text(
    "Bộ lấy mẫu, kính hiển vi cầm tay và phần mềm đếm hạt, đã thử tại sáu điểm quan trắc của Thành phố. Dữ liệu mẫu.",
    "Sampler, hand microscope and counting software, tried at six monitoring points of the city. Sample data.",
)
CONDITIONS = Text(
    "Dùng để quan trắc nước tại Hà Nội; báo cáo kết quả sử dụng hằng năm. Dữ liệu mẫu.",
    "For monitoring water in Hà Nội; a yearly report on the use. Sample data.",
)


def offered(result: int, number: str, party: str, act: Act, days: int) -> int:
    """Offered for ``days`` days, on the register of results and on the exchange; the offer's id."""
    actor = act("researcher")
    until = actor.today + timedelta(days=days)
    made = results.offer_transfer(OfferTransfer(result, CONDITIONS, actor.today, until, uuid4()), actor=actor)
    goods = exchange.offered(
        exchange.FILTER, party, act, "researcher", title=KIT, summary=KIT_SAYS, modes=("free",), public_money=True, result=number,
        price_from=None, price_to=None,
    )  # fmt: skip
    exchange.listed(goods, act)
    return made


def claimed(offer: int, party: str, purpose: str, act: Act) -> int:
    return results.claim_transfer(ClaimTransfer(offer, party, purpose, uuid4()), actor=act("founder"))


def proposed(offer: int, firm: int, other: int, act: Act) -> int:
    """The file, checks of both claims, the proposal for the firm; the file's id."""
    officer = act("officer")
    made = usecases.open_transfer(OpenTransfer(offer, uuid4()), actor=officer)
    shown = "Hợp đồng vận hành ba trạm bơm, hai kỹ sư môi trường, phòng thử nghiệm tại Tây Hồ. Dữ liệu mẫu."
    usecases.check_claim(CheckClaim(made, firm, "enterprise", True, shown, "Đủ năng lực ứng dụng ngay.", uuid4()), actor=officer)  # fmt: skip
    usecases.check_claim(
        CheckClaim(made, other, "other", False, "Đơn đăng ký của cá nhân. Dữ liệu mẫu.", "Chưa có người và thiết bị để sử dụng.", uuid4()), actor=officer
    )  # fmt: skip
    answers = {
        firm: (True, "Có kế hoạch dùng tại ba trạm của Thành phố."),
        other: (False, "Quy định cho phép chuyển giao cho tổ chức; cá nhân chưa chứng minh năng lực."),
    }
    ground = "Bên có năng lực, có kế hoạch dùng tại Hà Nội và cam kết báo cáo. Dữ liệu mẫu."
    usecases.propose_transfer(ProposeTransfer(made, answers, ground, uuid4()), actor=officer)
    return made


def decided(transfer: int, act: Act) -> None:
    usecases.decide_transfer(DecideTransfer(transfer, "Theo đề xuất của cán bộ thụ lý.", uuid4()), actor=act("decider"))


def handed(transfer: int, claim: int, act: Act) -> int:
    """Written by the officer, signed by both sides; the record's id. Duties: a report within ten days, and one a year later."""
    officer = act("officer")
    today = officer.today
    duties = (
        DutyAsked("Báo cáo lắp đặt và người sử dụng (mẫu)", today + timedelta(days=10)),
        DutyAsked("Báo cáo kết quả sử dụng năm thứ nhất (mẫu)", today + timedelta(days=365)),
    )
    items = "02 bộ dụng cụ kèm hướng dẫn sử dụng\nMã nguồn và tài liệu phần mềm đếm hạt\nDữ liệu huấn luyện (mẫu)"
    made = usecases.write_handover(WriteHandover(transfer, claim, items, today, duties, uuid4()), actor=officer)
    for who in ("researcher", "founder"):
        usecases.sign_handover(SignHandover(made, uuid4()), actor=act(who))
    return made


def duties_of(transfer: int, act: Act) -> tuple[int, ...]:
    card = queries.transfer_card(queries.number_of(transfer), act("officer"))
    return tuple(one.id for made in card.handovers for one in made.duties)


def reported(duty: int, act: Act) -> None:
    said = "Đã lắp tại ba trạm bơm, bốn người được tập huấn. Dữ liệu mẫu."
    usecases.report_duty(ReportDuty(duty, said, uuid4()), actor=act("founder"))


def confirmed(duty: int, act: Act) -> None:
    usecases.judge_duty(JudgeDuty(duty, True, "Biên bản lắp đặt kèm theo đầy đủ.", uuid4()), actor=act("officer"))


def story(support: int, party: str, firm: str, on: Callable[[int], Act]) -> int:
    """From a registered result to the first duty done, over the thirty days before; the transfer's id."""
    result = registered(support, on(30), KIT, KIT_SAYS)
    offer = offered(result.id, result.number, party, on(30), 10)
    mine = claimed(
        offer, firm, "Quan trắc nước thải tại ba trạm bơm của Công ty, báo cáo hằng năm. Dữ liệu mẫu.", on(28)
    )
    person = on(27)("founder").key
    other = claimed(offer, person, "Dùng trong nghiên cứu riêng. Dữ liệu mẫu.", on(27))
    transfer = proposed(offer, mine, other, on(20))
    decided(transfer, on(17))
    handed(transfer, mine, on(16))
    first = duties_of(transfer, on(10))[0]
    reported(first, on(9))
    confirmed(first, on(7))
    return transfer


def fill(made: Parties, actors: Mapping[str, Actor], now: datetime) -> None:
    """One result handed over, whose receiver owes a yearly report; one technology bought and spread."""

    def on(days: int) -> Act:
        return lambda key: replace(actors[key], moment=now - timedelta(days=days))

    researcher = on(30)("researcher")
    origins = [one.subject for one in result_queries.origins_for(researcher) if one.party != researcher.key]
    supports = [int(subject.removeprefix("support:")) for subject in origins if subject.startswith("support:")]
    if supports:
        support = supports[0]
        story(support, made.organisations["institute"], made.organisations["firm"], on)
    purchases.fill(made.organisations["institute"], made.organisations["firm"], on(5))
