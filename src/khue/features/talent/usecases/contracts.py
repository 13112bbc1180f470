"""The contract by result: its money committed, its paper drawn up, rendered and signed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.core.number import document_number
from khue.features.documents import queries as papers
from khue.features.documents.domain import SignerKind, Wanted
from khue.features.documents.usecases import keep_rendering, register_paper
from khue.features.dossiers.usecases import check_square
from khue.features.dossiers.usecases import next_number as next_document
from khue.features.ledger import domain as ledger
from khue.features.ledger.usecases import post
from khue.features.people.queries.city import unit_names
from khue.features.rulebook import queries as rulebook
from khue.features.talent import access
from khue.features.talent.domain.commands import ConcludeContract
from khue.features.talent.domain.engagements import may_conclude_contract
from khue.features.talent.domain.words import ENGAGEMENT, ORIGINS
from khue.features.talent.events import ContractConcluded
from khue.features.talent.models import Engagement
from khue.features.talent.usecases.parts import about, entry_id, held_engagement, locked_engagement, tell_person, write
from khue.kernel import files
from khue.kernel.deeds import Deed, command
from khue.kernel.documents import check_values, kind_of, render, sign_places

KIND = "expert-contract"
CITY_SIDE = Text("Đại diện bên thuê", "For the city")


def conclude_contract(asked: ConcludeContract, *, actor: Actor) -> None:
    """Money is committed on a budget line and the contract gets its number; the ledger refuses more than the line holds."""
    actor.require(access.APPROVE)
    with command("talent.conclude_contract", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_engagement(asked.engagement_id, deed, asked.seen)
        access.require_open(actor, row.person_id)
        offer = row.offer
        near = actor.is_near(access.key_of(row.person_id))
        require(may_conclude_contract(row.state, (offer.drafted_by, offer.drafted_for), actor.hands, near, asked.line))
        line, total = f"budget:{asked.line}", sum(row.dues.values_list("amount", flat=True))
        text = Text(f"Hợp đồng chuyên gia {row.number}", f"Expert contract {row.number}")
        key = entry_id("commit", row.pk)
        post(ledger.commit(line, f"engagement:{row.pk}", total, id=key, on=deed.today, text=text), deed=deed)
        deed.before(state=row.state)
        row.name = row.person.name  # whoever was renamed since the offer signs under the present name
        write(
            row,
            name=row.name,
            state=ENGAGEMENT.after(row.state, "conclude"),
            budget_line=line,
            committed=total,
            concluded_by=actor.key,
            concluded_by_name=actor.name,
            concluded_on=deed.today,
            **_numbered(row, deed),
        )
        deed.after(state=row.state, line=line, committed=total, contract=row.contract_number)
        deed.emit(ContractConcluded(**about(row), contract=row.contract_number, amount=total))
        title = Text(f"Hợp đồng chuyên gia đã lập: {row.need.title}", f"Your contract is drawn up: {row.need.title}")
        body = Text(
            f"Số {row.contract_number}. Mời ông/bà đọc và ký.", f"No. {row.contract_number}. Please read and sign it."
        )
        tell_person(row.person_id, title, body, deed=deed)
        deed.result(True)


def _numbered(row: Engagement, deed: Deed) -> dict[str, Any]:
    known = kind_of(KIND)
    year = deed.today.year
    number = document_number(next_document(f"{known.register}:{year}"), year, known.symbol)
    values = _values(row, deed)
    check_values(KIND, {**values, "number": number})
    paper = register_paper(
        reference=f"engagement:{row.pk}",
        subject=f"engagement:{row.pk}",
        kind=KIND,
        number=number,
        title=known.title,
        about=Text(row.need.title, row.need.title),
        body=str(values["body"])[:200],
        deed=deed,
    )
    return {"contract_number": number, "contract_values": values, "paper_code": paper.code}


def _values(row: Engagement, deed: Deed) -> dict[str, Any]:
    """What is printed, fixed on the day of the contract."""
    city, offer, unit = rulebook.city_package(), row.offer, unit_names().get(row.unit)
    lines = row.dues.order_by("no")
    return {
        "body": unit.vi if unit else city.BODY,
        "body_above": city.BODY if unit else "",
        "place": city.PLACE,
        "issued_at": deed.moment.isoformat(),
        "engagement": f"{row.number} (lần {row.version})",
        "subject": row.need.title,
        "need_number": row.need.number,
        "giver": {"name": unit.vi if unit else city.BODY, "representative": deed.actor.name},
        "receiver": {"name": row.name, "representative": row.name},
        "origin": ORIGINS[row.origin].vi,
        "task": row.need.task,
        "from_on": str(row.from_on),
        "until_on": str(row.until_on),
        "pay_total": offer.monthly_pay * offer.months,
        "amount": offer.total,
        "results": [
            {"title": one.title, "criteria": one.criteria, "due_on": str(one.due_on), "amount": one.amount}
            for one in lines
            if one.kind == "result"
        ],
        "extras": [{"title": one.title, "amount": one.amount} for one in lines if one.kind != "result"],
        "sample": bool(settings.KHUE_SAMPLE),
    }


def render_contract(engagement_id: int, *, actor: Actor) -> None:
    """Render once: a second run finds the file and does nothing. The expert signs first, the city's side last."""
    actor.require(access.RENDER_JOB)
    with command("talent.render_contract", actor, subject=f"engagement:{engagement_id}") as deed:
        row = held_engagement(engagement_id, deed)
        if row.contract_file is not None or not row.contract_number:
            deed.nothing_done()
            return
        values = printed_contract(engagement_id)
        texts = values.pop("texts")
        content = render(KIND, values, texts=texts or None)
        stored = files.store(
            ContentFile(content, name=f"hop-dong-{row.contract_number.replace('/', '-')}.pdf"),
            deed=deed,
            owner=access.key_of(row.person_id),
            kind=KIND,
            subject=f"engagement:{row.pk}",
        )
        write(row, contract_file=stored.pk)
        deed.after(file=str(stored.pk), sha256=stored.sha256)
        keep_rendering(
            f"engagement:{row.pk}",
            file=stored.pk,
            sha256=stored.sha256,
            places=sign_places(KIND, values, texts=texts or None),
            wanted=signers_of(row),
            deed=deed,
        )


def printed_contract(engagement_id: int) -> dict[str, Any]:
    """For the room of papers: the values with which the contract is printed, its texts under ``texts``."""
    row = Engagement.objects.get(pk=engagement_id)
    known = kind_of(KIND)
    paper = papers.paper_of(f"engagement:{engagement_id}")
    names = {*known.required, *known.optional, "body", "body_above", "place", "issued_at", "sample"}
    given = {**row.contract_values, "number": row.contract_number}
    values = {name: value for name, value in given.items() if name in names and value not in ("", [])}
    if paper is None:
        return {**values, "texts": {}}
    return {
        **values,
        "check": check_square(paper.code),
        "texts": papers.texts_for(KIND, paper.issued_on, paper.template),
    }


def demand_on(engagement_id: int) -> papers.Demand:
    """For the room of papers: who must sign a contract; payments wait for it."""
    return papers.Demand(signers_of(Engagement.objects.get(pk=engagement_id)), True)


def signers_of(row: Engagement) -> tuple[Wanted, ...]:
    """The expert, then whoever concluded for the city."""
    office = str(row.contract_values.get("body", ""))[:200]
    expert = Text("Chuyên gia", "Expert")
    return (
        Wanted(SignerKind.PERSON, access.key_of(row.person_id), expert, "", 1),
        Wanted(SignerKind.PERSON, row.concluded_by, CITY_SIDE, office, 2),
    )
