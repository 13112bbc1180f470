"""The printed decision of a body of the fund, from the motion as it was decided."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from khue.core.money import format_dong
from khue.features.dossiers.usecases import issue_document
from khue.features.fund.domain.bodies import BODIES
from khue.features.fund.domain.cases import DrawUpContract
from khue.features.fund.domain.charter import DECIDE, LOAN, PRODUCTS
from khue.features.fund.domain.lending import terms_of
from khue.features.fund.domain.loans import DAY_COUNTS, KINDS, Terms
from khue.features.fund.models import FundCase, Motion
from khue.features.fund.queries.lines import LineRow, lines_of_motion
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed

KIND = "fund-decision"
CONTRACT = "fund-contract"
NAME = "Quỹ phát triển khoa học và công nghệ"


def print_decision(case: FundCase, row: Motion, *, deed: Deed) -> int:
    """Number the decision and keep its values; the worker renders it, whoever decided signs it. The document's id."""
    approved = row.state == "approved"
    decider = BODIES[row.body].vi
    values: dict[str, Any] = {
        "decider": decider,
        "body": NAME,
        "body_above": rulebook.city_package().BODY,
        "signer_title": decider,
        "subject": f"Về việc {PRODUCTS[case.product].vi} thực hiện “{case.title}”" if approved else f"Về việc không chấp thuận hồ sơ “{case.title}”",
        "subject_en": f"{PRODUCTS[case.product].capitalised().en} for “{case.title}”" if approved else f"Refusal of “{case.title}”",
        "basis": [f"Điều lệ Quỹ, phiên bản {row.charter.no}", f"Tờ trình của cơ quan điều hành Quỹ về hồ sơ {case.dossier_number}"],
        "articles": [{"text": text} for text in (_granted(case, row) if approved else _refused(case, row))],
        "recipients": [case.party_name, "Ban kiểm soát Quỹ", "Lưu: VT"],
        "proposal": row.ground,
    }  # fmt: skip
    return issue_document(
        case.dossier_id, KIND, values=values | ({"amount": row.amount} if approved else {}), deed=deed
    )


def print_contract(case: FundCase, asked: DrawUpContract, *, deed: Deed) -> int:
    """Number the contract by what was decided; the document's id. Both sides sign it in the signing room."""
    decided = Motion.objects.filter(case=case, kind=DECIDE, state="approved").prefetch_related("lines").get()
    lines = [{"name": one.description, "amount": one.given} for one in lines_of_motion(decided) if one.given]
    values: dict[str, Any] = {
        "body": NAME,
        "body_above": rulebook.city_package().BODY,
        "subject": f"{PRODUCTS[case.product].capitalised().vi} thực hiện “{case.title}”",
        "basis": [
            f"Điều lệ Quỹ, phiên bản {decided.charter.no}",
            f"Quyết định của {BODIES[decided.body].vi} ngày {case.decided_on:%d/%m/%Y} về hồ sơ {case.dossier_number}",
        ],
        "giver": {"name": NAME, "representative": deed.actor.name},
        "receiver": {"name": case.party_name, "representative": asked.receiver_signs.strip() or case.party_name},
        "articles": _contract_articles(case, decided, asked),
        "amount": decided.amount,
    }
    if lines:
        values["lines"] = lines
    return issue_document(case.dossier_id, CONTRACT, values=values, deed=deed)


def _contract_articles(case: FundCase, decided: Motion, asked: DrawUpContract) -> list[dict[str, str]]:
    about = f"{PRODUCTS[case.product].capitalised().vi} theo hồ sơ {case.dossier_number}: “{case.title}”."
    found = [{"title": "Nội dung", "text": about}]
    if decided.terms is not None:
        found.append({"title": "Điều kiện vay và trả nợ", "text": _terms(terms_of(decided.terms))})
    return [
        *found,
        {
            "title": "Giải ngân",
            "text": f"Bên B gửi đề nghị kèm chứng từ, chậm nhất ngày {asked.until_on:%d/%m/%Y}. "
            "Quỹ kiểm tra chứng từ rồi chi; mỗi hóa đơn chỉ được một nguồn ngân sách chi trả.",
        },
        {
            "title": "Trách nhiệm của Bên B",
            "text": "Sử dụng tiền đúng nội dung đã được chấp thuận, lưu chứng từ và tạo điều kiện để Quỹ "
            "và Ban kiểm soát Quỹ kiểm tra.",
        },
        {
            "title": "Kết thúc",
            "text": "Hợp đồng kết thúc khi hai bên hoàn thành nghĩa vụ. Không đạt mục tiêu nhưng thực hiện đúng "
            "quy định thì được xem xét chấp nhận rủi ro theo Điều lệ Quỹ.",
        },
    ]


def _granted(case: FundCase, row: Motion) -> list[str]:
    found = [f"{PRODUCTS[case.product].capitalised().vi} cho {case.party_name} theo hồ sơ {case.dossier_number}."]
    found += [_line(one) for one in lines_of_motion(row)]
    if case.product == LOAN and row.terms is not None:
        found.append(_terms(terms_of(row.terms)))
    return [
        *found,
        "Tiền được chi theo hợp đồng; mỗi lần chi có chứng từ và được kiểm tra.",
        f"Cơ quan điều hành Quỹ ký hợp đồng với {case.party_name}; Ban kiểm soát Quỹ giám sát việc thực hiện Quyết định này.",
    ]


def _line(one: LineRow) -> str:
    given = one.given or 0
    if given == one.asked:
        return f"Hạng mục {one.no} “{one.description}”: {format_dong(given, 'vi')}, đủ số tiền đề nghị."
    share = f"{format_dong(given, 'vi')} trên {format_dong(one.asked, 'vi')} đề nghị" if given else "không hỗ trợ"
    return f"Hạng mục {one.no} “{one.description}”: {share}. Lý do: {one.ground}"


def _terms(said: Terms) -> str:
    grace = f", {said.grace} kỳ đầu chỉ trả lãi" if said.grace else ""
    return (
        f"Lãi suất {_per_cent(said.rate)}/năm; lãi quá hạn {_per_cent(said.late_rate)}/năm trên gốc quá hạn; "
        f"{KINDS[said.kind].vi}; {said.count} kỳ, mỗi kỳ {said.every} tháng{grace}, kỳ đầu ngày {said.first_due:%d/%m/%Y}; "
        f"tính lãi theo {DAY_COUNTS[said.day_count].vi}."
    )


def _per_cent(rate: Fraction) -> str:
    return f"{float(rate * 100):.4f}".rstrip("0").rstrip(".").replace(".", ",") + "%"


def _refused(case: FundCase, row: Motion) -> list[str]:
    return [
        f"Không chấp thuận hồ sơ {case.dossier_number} của {case.party_name}. Lý do: {row.ground}",
        f"{case.party_name} có quyền khiếu nại quyết định này theo quy định của pháp luật.",
    ]
