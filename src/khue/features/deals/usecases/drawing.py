"""The sheet of a signed technology contract: numbered by the deed of the last signature, rendered after it, signed in order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.number import document_number
from khue.features.deals import access
from khue.features.deals.domain.contracting import CLAUSES, DIRECTIONS
from khue.features.deals.domain.words import MODES
from khue.features.deals.events import ContractSigned
from khue.features.deals.models import Amendment, Contract, ContractPaper, Deal
from khue.features.deals.usecases.parts import about, locked_deal, write
from khue.features.documents import queries as papers
from khue.features.documents.domain import SignerKind, Wanted
from khue.features.documents.usecases import keep_rendering, register_paper
from khue.features.dossiers.usecases import check_square, next_number
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.kernel import files
from khue.kernel.deeds import Deed, command
from khue.kernel.documents import check_values, kind_of, render, sign_places

KIND = "technology-contract"
BOTH = Text("Hai bên ký hợp đồng", "The two sides of the contract")
GIVER = Text("Bên giao công nghệ", "Giver of the technology")
RECEIVER = Text("Bên nhận công nghệ", "Receiver of the technology")


def number_contract(deal: Deal, row: Contract, deed: Deed) -> None:
    """Number and values, a paper under a check code. The public check names neither side nor technology."""
    known = kind_of(KIND)
    year = deed.today.year
    number = document_number(next_number(f"{known.register}:{year}"), year, known.symbol)
    values = _values(deal, row, deed)
    check_values(KIND, {**values, "number": number})
    paper = register_paper(
        reference=f"deal_contract:{deal.pk}",
        subject=f"deal_contract:{deal.pk}",
        kind=KIND,
        number=number,
        title=known.title,
        about=None,
        body=BOTH.vi,
        deed=deed,
    )
    ContractPaper.objects.create(contract=row, number=number, values=values, code=paper.code)
    deed.emit(ContractSigned(**about(deal), contract=number))


def _values(deal: Deal, row: Contract, deed: Deed) -> dict[str, Any]:
    """What is printed, fixed on the day of the last signature."""
    terms = row.terms
    parts = [{"name": f"Kỳ {no}", "due_on": day, "amount": sum_} for no, (day, sum_) in enumerate(terms.instalments, 1)]
    values: dict[str, Any] = {
        "body": deal.seller_name,
        "place": rulebook.city_package().PLACE,
        "issued_at": deed.moment.isoformat(),
        "issued_on": str(deed.today),
        "subject": deal.title_vi,
        "deal": deal.number,
        "offer_number": deal.offer_number,
        "giver": side_of(deal.seller_id, deal.seller_name, row.seller_by_name),
        "receiver": side_of(deal.buyer_id, deal.buyer_name, row.buyer_by_name),
        "direction": DIRECTIONS[row.direction].vi,
        "mode": MODES[terms.mode].vi,
        "territory": terms.territory,
        "articles": [
            {"title": name.capitalised().vi, "text": row.clauses[code]}
            for code, name in CLAUSES.items()
            if code in row.clauses
        ],
        "amount": terms.lump,
        "tranches": parts,
        "royalty": f"{terms.royalty / 100:g}% doanh thu".replace(".", ",") if terms.royalty else "",
        "sample": bool(settings.KHUE_SAMPLE),
    }
    return {**values, "least": terms.royalty_least} if terms.royalty_least else values


def side_of(party: int, name: str, signer: str) -> dict[str, str]:
    card = people.party(access.key_of(party))
    found = {"name": name, "representative": signer, "tax_code": card.tax_code}
    return {key: value for key, value in found.items() if value}


def render_contract(deal_id: int, *, actor: Actor) -> None:
    """Render once: a second run finds the file and does nothing. The giver signs first."""
    actor.require(access.RENDER_JOB)
    with command("deals.render_contract", actor, subject=f"deal:{deal_id}") as deed:
        deal = locked_deal(deal_id, deed)
        row = ContractPaper.objects.select_for_update(of=("self",)).filter(contract__deal=deal).first()
        if row is None or row.file is not None:
            deed.nothing_done()
            return
        kept = rendered(
            KIND,
            f"deal_contract:{deal.pk}",
            printed_contract(deal_id),
            signers_of(row.contract),
            deal,
            "hop-dong",
            deed,
        )
        write(row, file=kept)


def rendered(
    kind: str, reference: str, values: dict[str, Any], wanted: tuple[Wanted, ...], deal: Deal, name: str, deed: Deed
) -> UUID:
    """The sheet as a file of the giver, kept as the paper's first version; the file's id."""
    texts = values.pop("texts") or None
    stored = files.store(
        ContentFile(render(kind, values, texts=texts), name=f"{name}-{values['number'].replace('/', '-')}.pdf"),
        deed=deed, owner=access.key_of(deal.seller_id), kind=kind, subject=reference,
    )  # fmt: skip
    deed.after(file=str(stored.pk), sha256=stored.sha256)
    keep_rendering(
        reference, file=stored.pk, sha256=stored.sha256, places=sign_places(kind, values, texts=texts), wanted=wanted, deed=deed,
    )  # fmt: skip
    return UUID(str(stored.pk))


def printed_contract(deal_id: int) -> dict[str, Any]:
    """For the room of papers: the values with which the contract is printed, its texts under ``texts``."""
    row = ContractPaper.objects.get(contract__deal=deal_id)
    return printed(KIND, f"deal_contract:{deal_id}", row.number, row.values)


def printed(kind: str, reference: str, number: str, kept: dict[str, Any]) -> dict[str, Any]:
    """Values as they are printed, with the number, the check and the texts of the template that counts."""
    values = {name: value for name, value in kept.items() if value not in ("", [])}
    values["number"] = number
    paper = papers.paper_of(reference)
    if paper is None:
        return {**values, "texts": {}}
    texts = papers.texts_for(kind, paper.issued_on, paper.template)
    return {**values, "check": check_square(paper.code), "texts": texts}


def demand_on(deal_id: int) -> papers.Demand:
    """For the room of papers: who must sign a contract; money follows from it, so a copy by hand needs a second person."""
    return papers.Demand(signers_of(Contract.objects.get(deal=deal_id)), binds_money=True)


def signers_of(row: Contract | Amendment) -> tuple[Wanted, ...]:
    """The two persons who signed for the sides; the names of the sides stand on the sheet, not in the public check."""
    return (
        Wanted(SignerKind.PERSON, row.seller_by, GIVER, "", 1),
        Wanted(SignerKind.PERSON, row.buyer_by, RECEIVER, "", 2),
    )
