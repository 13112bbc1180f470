"""The sheet of a signed amendment: a paper like the contract itself (decision 0060)."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from khue.core.actor import Actor
from khue.core.money import format_dong
from khue.core.number import document_number
from khue.features.deals import access
from khue.features.deals.domain.contracting import CLAUSES
from khue.features.deals.events import AmendmentSigned
from khue.features.deals.models import Amendment, AmendmentPaper, ContractPaper, Deal
from khue.features.deals.usecases.drawing import BOTH, printed, rendered, side_of, signers_of
from khue.features.deals.usecases.parts import about, locked_deal, write
from khue.features.documents import queries as papers
from khue.features.documents.usecases import register_paper
from khue.features.dossiers.usecases import next_number
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command
from khue.kernel.documents import check_values, kind_of

KIND = "technology-amendment"


def number_amendment(deal: Deal, row: Amendment, deed: Deed) -> None:
    """Number and values, a paper under a check code, in the deed of the last signature."""
    known = kind_of(KIND)
    year = deed.today.year
    number = document_number(next_number(f"{known.register}:{year}"), year, known.symbol)
    values = _values(deal, row, deed)
    check_values(KIND, {**{name: said for name, said in values.items() if said not in ("", [])}, "number": number})
    paper = register_paper(
        reference=reference_of(row.pk), subject=reference_of(row.pk), kind=KIND, number=number, title=known.title, about=None, body=BOTH.vi, deed=deed,
    )  # fmt: skip
    AmendmentPaper.objects.create(amendment=row, number=number, values=values, code=paper.code)
    deed.emit(AmendmentSigned(**about(deal), amendment=row.pk, sheet=number))


def reference_of(amendment_id: int) -> str:
    return f"deal_amendment:{amendment_id}"


def _values(deal: Deal, row: Amendment, deed: Deed) -> dict[str, Any]:
    """What is printed, fixed on the day of the last signature."""
    sheet = ContractPaper.objects.filter(contract=row.contract).first()
    signed_on = row.contract.signed_on
    added = [{"name": f"Kỳ bổ sung {no}", "due_on": day, "amount": sum_} for no, (day, sum_) in enumerate(row.after.get("instalments", []), 1)]  # fmt: skip
    return {
        "body": deal.seller_name,
        "place": rulebook.city_package().PLACE,
        "issued_at": deed.moment.isoformat(),
        "issued_on": str(deed.today),
        "subject": deal.title_vi,
        "deal": deal.number,
        "contract": sheet.number if sheet else "",
        "signed_on": str(signed_on),
        "part": row.no,
        "giver": side_of(deal.seller_id, deal.seller_name, row.seller_by_name),
        "receiver": side_of(deal.buyer_id, deal.buyer_name, row.buyer_by_name),
        "ground": row.ground,
        "changes": _changes(row),
        "tranches": added,
        "sample": bool(settings.KHUE_SAMPLE),
    }


def _changes(row: Amendment) -> list[dict[str, str]]:
    """Before and after in words, as an officer reads them."""
    before, after = row.before, row.after
    found = [
        {"title": CLAUSES[code].capitalised().vi, "before": before.get("clauses", {}).get(code, "–"), "after": text}
        for code, text in after.get("clauses", {}).items()
    ]
    for name, title in (
        ("royalty", "Phí bản quyền"),
        ("royalty_least", "Phí bản quyền tối thiểu mỗi năm"),
        ("value", "Giá trị hợp đồng"),
    ):
        if name in after:
            said = _share if name == "royalty" else lambda amount: format_dong(amount, "vi")
            found.append({"title": title, "before": said(before[name]), "after": said(after[name])})
    return found


def _share(hundredths: int) -> str:
    return f"{hundredths / 100:g}% doanh thu".replace(".", ",")


def render_amendment(amendment_id: int, *, actor: Actor) -> None:
    """Render once: a second run finds the file and does nothing. The giver signs first."""
    actor.require(access.AMENDMENT_JOB)
    found = Amendment.objects.filter(pk=amendment_id).values_list("contract__deal", flat=True).first()
    if found is None:
        return
    with command("deals.render_amendment", actor, subject=f"deal:{found}") as deed:
        deal = locked_deal(found, deed)
        row = AmendmentPaper.objects.select_for_update(of=("self",)).filter(amendment=amendment_id).first()
        if row is None or row.file is not None:
            deed.nothing_done()
            return
        wanted = signers_of(row.amendment)
        write(row, file=rendered(KIND, reference_of(amendment_id), printed_amendment(amendment_id), wanted, deal, "phu-luc", deed))  # fmt: skip


def printed_amendment(amendment_id: int) -> dict[str, Any]:
    """For the room of papers: the values with which the amendment is printed, its texts under ``texts``."""
    row = AmendmentPaper.objects.get(amendment=amendment_id)
    return printed(KIND, reference_of(amendment_id), row.number, row.values)


def demand_on_amendment(amendment_id: int) -> papers.Demand:
    """For the room of papers: who must sign; money follows from it, so a copy by hand needs a second person."""
    return papers.Demand(signers_of(Amendment.objects.get(pk=amendment_id)), binds_money=True)
