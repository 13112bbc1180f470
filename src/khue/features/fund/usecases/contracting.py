"""The contract that follows an approval, the end of a case, and what the control board thinks of it."""

from __future__ import annotations

from dataclasses import replace

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import require
from khue.features.documents.queries import SignatureStanding, signature_standing
from khue.features.documents.usecases import supersede_paper
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.dossiers.usecases import close_dossier, close_task
from khue.features.fund import access
from khue.features.fund.domain.bodies import CONTROL, needs, reason
from khue.features.fund.domain.capital import COMMITTED
from khue.features.fund.domain.cases import (
    CASE,
    CloseCase,
    DrawUpContract,
    SignContract,
    WriteOpinion,
    may_draw_up,
    may_sign,
)
from khue.features.fund.domain.charter import LOAN
from khue.features.fund.events import CaseClosed, ContractSigned
from khue.features.fund.models import FundCase, FundPayment, Loan, Motion, Opinion
from khue.features.fund.queries.charter import seat_of
from khue.features.fund.usecases.parts import about, booking, locked_case, store_papers, tell_desk, tell_receiver, touch
from khue.features.fund.usecases.printing import print_contract
from khue.features.ledger import queries as ledger
from khue.features.ledger.usecases import post
from khue.kernel.deeds import Deed, command


def draw_up_contract(asked: DrawUpContract, *, actor: Actor) -> int:
    """The contract as a numbered document, for both sides to sign; the document's id. Drawn up again, it takes the former's place."""
    actor.require(access.RUN)
    with command("fund.draw_up_contract", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        case = locked_case(asked.case_id, deed)
        access.require_staff(actor, access.RUN, case)
        standing = _standing(case)
        require(may_draw_up(asked, case.state, standing is not None and standing.signed, deed.today))
        earlier = case.contract_document
        document = print_contract(case, asked, deed=deed)
        if earlier is not None:
            ground = f"Quỹ lập lại hợp đồng của hồ sơ {case.dossier_number}"
            supersede_paper(f"document:{earlier}", f"document:{document}", ground, deed=deed)
        deed.before(contract_document=earlier)
        touch(case, contract_document=document)
        deed.after(contract_document=document, until_on=str(asked.until_on))
        title = Text(
            f"Hợp đồng với Quỹ chờ ký, hồ sơ {case.dossier_number}",
            f"A contract with the fund awaits signatures, case {case.dossier_number}",
        )
        says = Text(
            "Mời ông/bà đọc hợp đồng và ký tại mục “Cần ký”; nếu nội dung chưa đúng, mời ông/bà báo cơ quan điều hành Quỹ.",
            "Please read the contract and sign it under “To sign”; tell the executive body if something is wrong.",
        )
        tell_receiver(case, title, says, deed=deed)
        deed.result(document)
        return document


def _standing(case: FundCase) -> SignatureStanding | None:
    """Of the contract drawn up here; None where there is none."""
    return signature_standing(f"document:{case.contract_document}") if case.contract_document else None


def sign_contract(asked: SignContract, *, actor: Actor) -> None:
    """The contract is signed by both sides: the case runs, and a loan may be drawn by the terms that were approved."""
    actor.require(access.RUN)
    with command("fund.sign_contract", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        case = locked_case(asked.case_id, deed)
        access.require_staff(actor, access.RUN, case)
        standing = _standing(case)
        signed = standing is not None and standing.signed
        if standing is not None and not asked.number.strip():
            asked = replace(asked, number=standing.number)
        require(may_sign(asked, case.state, case.decided_on, signed, deed.today))
        if asked.paper is not None:
            store_papers([asked.paper], deed.subject, access.party_key(case), "contract", deed, "paper")
        deed.before(state=case.state)
        touch(
            case, state=CASE.after(case.state, "sign"), contract=asked.number.strip()[:100], signed_on=asked.signed_on
        )
        if case.product == LOAN:
            terms = Motion.objects.filter(case=case, kind="decide", state="approved").values_list("terms", flat=True)[0]
            Loan.objects.create(case=case, terms=terms)
        close_task(open_task_of(dossier_id=case.dossier_id, step="agreement").id, "agreed", deed=deed)
        deed.after(state=case.state, contract=case.contract, signed_on=str(case.signed_on))
        deed.emit(ContractSigned(**about(case, case.granted or 0)))
        title = Text(f"Đã ký hợp đồng {case.contract} với Quỹ", f"Contract {case.contract} with the fund is signed")
        says = Text(
            "Mời ông/bà gửi đề nghị giải ngân kèm chứng từ.", "You may ask for payment, with the papers that show it."
        )
        tell_receiver(case, title, says, deed=deed)
        deed.result(True)


def close_case(asked: CloseCase, *, actor: Actor) -> None:
    """Settled, or ended with an accepted risk and its file; what is still committed is free again."""
    actor.require(access.RUN)
    with command("fund.close_case", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        case = locked_case(asked.case_id, deed)
        access.require_staff(actor, access.RUN, case)
        step = "excuse" if asked.excused else "close"
        faults = list(CASE.decision(case.state, step).reasons)
        faults += needs(asked.ground, "ground", "Chưa nêu căn cứ kết thúc.", "Give the ground.")
        if asked.excused and not asked.papers:
            faults.append(
                reason(
                    "papers", "Chấp nhận rủi ro phải có hồ sơ kèm theo.", "An accepted risk needs its file.", "papers"
                )
            )
        if FundPayment.objects.filter(case=case, state__in=("asked", "due", "ordered")).exists():
            faults.append(reason("payments_open", "Còn đề nghị giải ngân chưa xong.", "A payment is still under way."))
        loan = Loan.objects.filter(case=case).first()
        if loan is not None and loan.state == "running":
            faults.append(reason("loan_open", "Khoản vay còn dư nợ.", "The loan still owes money."))
        require(Decision.refuse_if_any(faults))
        store_papers(asked.papers, deed.subject, access.party_key(case), "closing", deed)
        _free(case.pk, case.dossier_number, deed)
        deed.before(state=case.state)
        touch(case, state=CASE.after(case.state, step), closed_on=deed.today, ground=asked.ground.strip())
        close_dossier(case.dossier_id, deed=deed)
        deed.after(state=case.state, ground=case.ground)
        deed.emit(CaseClosed(**about(case)))
        title = Text(f"Hồ sơ Quỹ {case.dossier_number} đã kết thúc", f"Fund case {case.dossier_number} came to its end")
        tell_receiver(case, title, Text(case.ground, case.ground), deed=deed)
        deed.result(True)


def _free(case_id: int, number: str, deed: Deed) -> None:
    left = ledger.balance(COMMITTED, f"fund_case:{case_id}")
    if left:
        text = Text(f"Giải phóng vốn còn lại, hồ sơ {number}", f"What case {number} did not need is free again")
        post(booking(deed, text, "free", case_id).released(f"fund_case:{case_id}", left), deed=deed)


def write_opinion(asked: WriteOpinion, *, actor: Actor) -> int:
    """The control board's opinion, on a case or on the fund; it stays, and the executive body is told; its id."""
    actor.require(access.OVERSEE)
    with command("fund.write_opinion", actor, subject="fund:opinions") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        case = locked_case(asked.case_id, deed) if asked.case_id is not None else None
        if case is not None:
            access.require_staff(actor, access.OVERSEE, case)
        faults = list(needs(asked.text, "text", "Chưa ghi ý kiến.", "Write the opinion."))
        seat = seat_of(actor, deed.today)
        if seat is None or seat.body != CONTROL:
            faults.append(
                reason(
                    "not_control",
                    "Chỉ thành viên Ban kiểm soát Quỹ ghi ý kiến.",
                    "Only members of the control board write opinions.",
                    "",
                    Text("Mời ông/bà gửi ý kiến cho Ban kiểm soát.", "Tell the control board."),
                )
            )
        require(Decision.refuse_if_any(faults))
        row = Opinion.objects.create(
            case=case, text=asked.text.strip(), by=actor.key, by_name=actor.name, at=deed.moment
        )
        deed.after(opinion=row.pk)
        path = f"/fund/cases/{case.pk}/" if case is not None else "/fund/portfolio/"
        title = Text("Ban kiểm soát Quỹ có ý kiến mới", "The control board wrote an opinion")
        tell_desk(access.RUN, title, Text(row.text[:300], row.text[:300]), path, deed=deed)
        deed.result(row.pk)
        return int(row.pk)
