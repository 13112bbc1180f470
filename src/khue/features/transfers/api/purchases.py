"""Technology that the city buys and spreads: read by everybody from the decision on; licences asked for, reported, answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.transfers import access, queries, usecases
from khue.features.transfers.api.buying import (
    LicenceAnswerIn,
    LicenceIn,
    LicenceJudgementIn,
    LicenceReportIn,
    PurchaseDecisionIn,
    PurchaseDropIn,
    PurchaseIn,
    PurchaseLineOut,
    PurchaseOrderIn,
    PurchaseOut,
    PurchaseReceiptIn,
    PurchaseView,
)
from khue.features.transfers.api.shapes import door
from khue.features.transfers.domain.commands import DutyAsked
from khue.features.transfers.domain.purchasing import (
    AnswerLicence,
    AskLicence,
    DecidePurchase,
    DropPurchase,
    EndLicence,
    JudgeLicenceDuty,
    OrderPurchase,
    ProposePurchase,
    ReceivePurchase,
    ReportLicenceDuty,
)
from khue.features.transfers.queries import LicenceRow, PurchaseCard
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Name, Size, listing
from khue.kernel.viewing import note_view

AT = "/api/v1/technology-purchases"
CARD = (
    "need", "benefit", "rights", "basis", "valuer", "valued", "valued_on", "terms", "fee", "ground", "received_on", "received_note",
    "dropped_ground", "paid_on", "inside",
)  # fmt: skip
LINE = tuple(PurchaseLineOut.model_fields)


@door.get(
    "/technology-purchases", Listing[PurchaseLineOut], Text("Công nghệ Thành phố mua", "Technology that the city buys"), need="public"
)  # fmt: skip
def list_technology_purchases(request: HttpRequest, view: PurchaseView = "public", after: After = None, size: Size = 25) -> Any:  # fmt: skip
    """What was decided, newest first; one's own as seller or user; for staff also proposals."""
    chosen = view if view in queries.PURCHASE_VIEWS else queries.PURCHASE_VIEWS[0]
    return listing(request, queries.purchases(acting(request), chosen, after, size))


@door.get(
    "/technology-purchases/{number}", PurchaseOut, Text("Một công nghệ Thành phố mua", "A purchase"), need="public"
)
def read_technology_purchase(request: HttpRequest, number: Name) -> Any:
    """Need, price with its basis, value, and who uses it. What a user wants it for and reports stays between it and staff."""
    actor = acting(request)
    card = queries.purchase_card(number, actor)
    if card.inside:
        for one in card.licences:
            note_view(actor, one.party, "transfers.licences", f"purchase:{card.row.id}")
    return _purchase(card)


def _purchase(card: PurchaseCard) -> dict[str, Any]:
    return (
        {name: getattr(card.row, name) for name in LINE}
        | {name: getattr(card, name) for name in CARD}
        | {"line": card.line if card.inside else "", "licences": [_licence(one) for one in card.licences]}
    )


def _licence(one: LicenceRow) -> dict[str, Any]:
    plain = (
        "id",
        "name",
        "use",
        "state",
        "until_on",
        "ground",
        "end_ground",
        "is_mine",
        "fee",
        "fee_reference",
        "fee_received",
        "fee_on",
    )
    return {name: getattr(one, name) for name in plain} | {
        "duties": [
            {name: getattr(duty, name) for name in ("id", "no", "what", "due_on", "state")}
            | {"reports": [{"kind": kind, "said": said, "by": by, "at": at} for kind, said, by, at in duty.reports]}
            for duty in one.duties
        ]
    }


def _made(purchase_id: int, made: object) -> dict[str, Any]:
    return {"id": str(made), "href": f"{AT}/{queries.number_of_purchase(purchase_id)}"}


def _done(purchase_id: int) -> dict[str, Any]:
    return {"done": True, "href": f"{AT}/{queries.number_of_purchase(purchase_id)}"}


def _done_by_number(number: str) -> dict[str, Any]:
    return {"done": True, "href": f"{AT}/{number}"}


@door.post(
    "/technology-purchases", Made, Text("Đề xuất mua công nghệ", "Propose to buy a technology"), right=access.CHECK, status=201
)  # fmt: skip
def propose_technology_purchase(request: HttpRequest, asked: PurchaseIn) -> Any:
    """Of a listed offer that is not free of charge; another person decides."""
    said = asked.dict() | {"offer_id": asked.offer, "once": once_of(request)}
    del said["offer"]
    made = usecases.propose_purchase(ProposePurchase(**said), actor=acting(request))
    return _made(made, made)


@door.post(
    "/technology-purchases/{purchase_id}/decision", Done, Text("Quyết định mua công nghệ", "Decide on a purchase"),
    right=access.DECIDE,
)  # fmt: skip
def decide_technology_purchase(request: HttpRequest, purchase_id: Id, asked: PurchaseDecisionIn) -> Any:
    """By another than whoever proposed it; the price is bound on the budget line."""
    usecases.decide_purchase(
        DecidePurchase(purchase_id, asked.buys, asked.ground, once_of(request)), actor=acting(request)
    )
    return _done(purchase_id)


@door.post(
    "/technology-purchases/{purchase_id}/receipt", Done, Text("Nhận bàn giao công nghệ", "Record the delivery"),
    right=access.CHECK,
)  # fmt: skip
def receive_technology_purchase(request: HttpRequest, purchase_id: Id, asked: PurchaseReceiptIn) -> Any:
    """From then on the city owes the price, and licences may be asked for."""
    usecases.receive_purchase(ReceivePurchase(purchase_id, asked.note, once_of(request)), actor=acting(request))
    return _done(purchase_id)


@door.post(
    "/technology-purchases/{purchase_id}/drop", Done, Text("Dừng mua công nghệ", "Drop a purchase"), right=access.DECIDE
)  # fmt: skip
def drop_technology_purchase(request: HttpRequest, purchase_id: Id, asked: PurchaseDropIn) -> Any:
    """Before anything is delivered: the money goes back to its budget line."""
    usecases.drop_purchase(DropPurchase(purchase_id, asked.ground, once_of(request)), actor=acting(request))
    return _done(purchase_id)


@door.post(
    "/technology-purchases/{purchase_id}/payment-orders", Made, Text("Lập lệnh chi mua công nghệ", "Prepare the payment order"),
    right=access.PAY, status=201,
)  # fmt: skip
def order_technology_purchase(request: HttpRequest, purchase_id: Id, asked: PurchaseOrderIn) -> Any:
    """The whole price, once received; a second person approves the order in the treasury."""
    payee, codes = Payee(**asked.payee.dict()), BudgetCodes(**asked.codes.dict())
    command = OrderPurchase(
        purchase_id, payee, asked.content, codes, asked.account_id, asked.same_holder, once_of(request)
    )
    made = usecases.order_purchase(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/payment-orders/{made}"}


@door.post(
    "/technology-purchases/{purchase_id}/licences", Made, Text("Xin sử dụng công nghệ", "Ask for a licence"), need="submit", status=201
)  # fmt: skip
def ask_technology_licence(request: HttpRequest, purchase_id: Id, asked: LicenceIn) -> Any:
    """From the delivery on, once at a time for a party."""
    made = usecases.ask_licence(
        AskLicence(purchase_id, asked.party, asked.use, once_of(request)), actor=acting(request)
    )
    return _made(purchase_id, made)


@door.post(
    "/technology-licences/{licence_id}/answer", Done, Text("Trả lời đề nghị sử dụng", "Answer a request for a licence"),
    right=access.CHECK,
)  # fmt: skip
def answer_technology_licence(request: HttpRequest, licence_id: Id, asked: LicenceAnswerIn) -> Any:
    """Granted with its duties, or refused; under conditions at least one duty is written."""
    number = queries.purchase_of_licence(licence_id)
    duties = tuple(DutyAsked(one.what, one.due_on) for one in asked.duties)
    command = AnswerLicence(licence_id, asked.grants, asked.ground, asked.until_on, duties, once_of(request))
    usecases.answer_licence(command, actor=acting(request))
    return _done_by_number(number)


@door.post(
    "/technology-licences/{licence_id}/end", Done, Text("Chấm dứt quyền sử dụng", "End a licence"), right=access.DECIDE
)  # fmt: skip
def end_technology_licence(request: HttpRequest, licence_id: Id, asked: PurchaseDropIn) -> Any:
    """With a ground that everybody reads."""
    number = queries.purchase_of_licence(licence_id)
    usecases.end_licence(EndLicence(licence_id, asked.ground, once_of(request)), actor=acting(request))
    return _done_by_number(number)


@door.post(
    "/technology-licence-duties/{licence_duty_id}/reports", Done, Text("Báo cáo nghĩa vụ sử dụng", "Report on a duty"), need="submit", status=201
)  # fmt: skip
def report_technology_licence(request: HttpRequest, licence_duty_id: Id, asked: LicenceReportIn) -> Any:
    """By the user; an officer confirms it or asks again."""
    number = queries.purchase_of_duty(licence_duty_id)
    usecases.report_licence_duty(
        ReportLicenceDuty(licence_duty_id, asked.said, once_of(request)), actor=acting(request)
    )
    return _done_by_number(number)


@door.post(
    "/technology-licence-duties/{licence_duty_id}/judgement", Done, Text("Xác nhận nghĩa vụ sử dụng", "Judge a report"),
    right=access.CHECK,
)  # fmt: skip
def judge_technology_licence(request: HttpRequest, licence_duty_id: Id, asked: LicenceJudgementIn) -> Any:
    """Done, or asked for again with what is missing."""
    number = queries.purchase_of_duty(licence_duty_id)
    command = JudgeLicenceDuty(licence_duty_id, asked.done, asked.ground, once_of(request))
    usecases.judge_licence_duty(command, actor=acting(request))
    return _done_by_number(number)
