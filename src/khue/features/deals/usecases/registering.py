"""The contract is filed for registration; an officer answers within one clock, another decides within the next."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.errors import require
from khue.features.deals import access
from khue.features.deals.domain.contracting import AnswerFiling, DecideFiling, FileContract, only_in
from khue.features.deals.domain.words import SAY
from khue.features.deals.models import Contract, Deal, Filing
from khue.features.deals.queries.law import ANSWER, CERTIFICATE, clock
from khue.features.deals.queries.papers import notice_due
from khue.features.deals.usecases.amending import amendment_holds, amendment_to_file, charge
from khue.features.deals.usecases.contracting import nothing_waits, officers_deal, take_effect
from khue.features.deals.usecases.parts import list_reasons, locked_deal, own_deal, tell, write
from khue.features.documents.queries import SignatureStanding, signature_standing
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command


def _contract(deal: Deal) -> Contract:
    row = Contract.objects.select_for_update().filter(deal=deal, signed_on__isnull=False).first()
    if row is None:
        raise nothing_waits()
    return row


def file_contract(asked: FileContract, *, actor: Actor) -> int:
    """The side that has to file hands the dossier in, of the contract or of an amendment that was signed; its number. Late is noted, not
    refused."""
    with command("deals.file_contract", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        deal, side = own_deal(asked.deal_id, deed)
        row = _contract(deal)
        found = [
            *only_in(deal.state, "signed", "effective"),
            *SAY.missing_text(asked.papers, "papers", Text("thành phần hồ sơ", "papers of the dossier")),
        ]
        if side != row.filer:
            found.append(
                SAY.reason(
                    "filer",
                    "Bên kia có trách nhiệm nộp hồ sơ.",
                    "The other side has to file.",
                    "Mời chờ bên đó nộp.",
                    "Wait for it.",
                )
            )
        found += not_fully_signed(signature_standing(f"deal_contract:{deal.pk}"))
        change = amendment_to_file(row)
        if change is not None:
            found += not_fully_signed(signature_standing(f"deal_amendment:{change.pk}"))
        under_way = row.filings.filter(state__in=["filed", "full"]).exists()
        if under_way or (change is None and row.filings.filter(state="registered", amendment=None).exists()):
            found.append(
                SAY.reason(
                    "filed",
                    "Hồ sơ đang được giải quyết hoặc đã được cấp giấy chứng nhận.",
                    "A filing is under way or was granted.",
                    "Mời ông/bà xem kết quả.",
                    "Look at its answer.",
                )
            )
        require(Decision.refuse_if_any(found))
        if change is not None:
            charge(change, asked.fee_paper, deed)
        filing = Filing.objects.create(
            contract=row,
            amendment=change,
            no=row.filings.count() + 1,
            papers=asked.papers.strip(),
            filed_on=deed.today,
            filed_by_name=actor.name,
            answer_due=clock(ANSWER, "filed_on", deed.today),
        )
        deed.after(
            filing=filing.no,
            amendment=change.no if change else None,
            answer_due=str(filing.answer_due or ""),
            late=bool(change is None and row.due_on and deed.today > row.due_on),
        )
        title = Text(f"Giao dịch {deal.number}: hồ sơ đăng ký hợp đồng", f"Deal {deal.number}: a contract to register")
        for card in people.people_with_right(access.REGISTER, deed.today):
            if card.key != actor.key:
                deed.notify(
                    card.key,
                    "deals",
                    title,
                    Text("Mời kiểm tra tính đầy đủ.", "Please check whether it is complete."),
                    f"/deals/{deal.pk}/",
                )
        deed.result(filing.no)
        return int(filing.no)


def not_fully_signed(standing: SignatureStanding | None) -> tuple[Reason, ...]:
    """A sheet whose signatures are asked for electronically goes to the registrar with all of them."""
    if standing is None or standing.signed or not standing.electronic:
        return ()
    vi, en = ("; ".join(one.into(words) for one in standing.missing) for words in ("vi", "en"))
    return (
        SAY.reason(
            "sheet_unsigned",
            f"Văn bản số {standing.number} còn thiếu chữ ký: {vi}.",
            f"Paper {standing.number} still lacks signatures: {en}.",
            "Mời bên còn thiếu ký tại trang “Cần ký”.",
            "Let whoever is missing sign under “To sign”.",
        ),
    )


def _filing(row: Contract, state: str) -> Filing:
    found = row.filings.select_for_update().filter(state=state).order_by("-no").first()
    if found is None:
        raise nothing_waits()
    return found


def answer_filing(asked: AnswerFiling, *, actor: Actor) -> None:
    """Full, or what is missing: from a full dossier the clock of the certificate runs."""
    actor.require(access.REGISTER)
    with command("deals.answer_filing", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal = officers_deal(asked.deal_id, deed)
        row = _contract(deal)
        filing = _filing(row, "filed")
        missing = (
            ()
            if asked.full
            else tuple(SAY.missing_text(asked.missing, "missing", Text("nội dung cần bổ sung", "what is missing")))
        )
        require(Decision.refuse_if_any(missing))
        answered = {"answered_by": actor.key, "answered_by_name": actor.name}
        if asked.full:
            due = clock(CERTIFICATE, "dossier_full_on", deed.today)
            write(filing, state="full", full_on=deed.today, certificate_due=due, **answered)
        else:
            write(filing, state="incomplete", missing=asked.missing.strip(), **answered)
        deed.after(filing=filing.no, state=filing.state)
        _told(
            deal,
            Text("hồ sơ đầy đủ", "the filing is full")
            if asked.full
            else Text("hồ sơ cần bổ sung", "the filing is to be completed"),
            deed,
        )
        deed.result(True)


def decide_filing(asked: DecideFiling, *, actor: Actor) -> None:
    """The certificate, or a refusal with its ground; by another person than who found the dossier full."""
    actor.require(access.CERTIFY)
    with command("deals.decide_filing", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal = officers_deal(asked.deal_id, deed)
        row = _contract(deal)
        filing = _filing(row, "full")
        found = [*SAY.four_eyes({filing.answered_by}, actor.hands)]
        if asked.granted:
            found += [
                *list_reasons(deal, deed),
                *SAY.missing_text(
                    asked.certificate, "certificate", Text("số giấy chứng nhận", "number of the certificate"), 60
                ),
            ]
        else:
            found += SAY.missing_ground(asked.ground)
        require(Decision.refuse_if_any(found))
        write(
            filing,
            state="registered" if asked.granted else "refused",
            decided_by_name=actor.name,
            decided_on=deed.today,
            ground=asked.ground.strip(),
        )
        deed.after(filing=filing.no, state=filing.state, certificate=asked.certificate.strip())
        if asked.granted and filing.amendment is not None:
            write(filing.amendment, certificate=asked.certificate.strip())
            amendment_holds(deal, filing.amendment, deed)
        elif asked.granted:
            write(row, certificate=asked.certificate.strip())
            if row.effect_on is None:
                take_effect(deal, row, deed)
        _told(
            deal,
            Text("đã cấp giấy chứng nhận đăng ký", "the contract is registered")
            if asked.granted
            else Text("từ chối đăng ký", "registration refused"),
            deed,
        )
        deed.result(True)


def _told(deal: Deal, said: Text, deed: Deed) -> None:
    title = Text(f"Giao dịch {deal.number}: {said.vi}", f"Deal {deal.number}: {said.en}")
    tell(deal, [deal.seller_id, deal.buyer_id], title, Text("Mời ông/bà mở giao dịch.", "Open the deal."), deed)


def remind_filer(contract_id: int, *, actor: Actor) -> None:
    """Tell who has to file that a day of notice has come, once for each day (facts fund:B.2, B-06)."""
    actor.require("job.deals.remind_filers")
    with command("deals.remind_filer", actor) as deed:
        deal_id = Contract.objects.filter(pk=contract_id).values_list("deal_id", flat=True).first()
        if deal_id is None:
            deed.nothing_done()
            return
        deal = locked_deal(deal_id, deed)
        row = Contract.objects.get(pk=contract_id)
        if deal.state != "signed" or not notice_due(row.pk, deed.today):
            deed.nothing_done()
            return
        write(row, reminded_on=deed.today)
        filer = deal.buyer_id if row.filer == "buyer" else deal.seller_id
        title = Text(f"Hợp đồng {deal.number} chưa nộp hồ sơ đăng ký", f"Contract {deal.number} is not filed yet")
        body = Text("Mời ông/bà nộp hồ sơ đăng ký.", "File it for registration.")
        if row.due_on:
            body = Text(
                f"Hạn nộp: {format_day(row.due_on, 'vi')}. {body.vi}",
                f"Due on {format_day(row.due_on, 'en')}. {body.into('en')}",
            )
        tell(deal, [filer], title, body, deed)
        deed.after(reminded_on=str(deed.today))
