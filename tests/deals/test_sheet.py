"""The sheet of a signed contract: numbered once, rendered once, signed in order, read by the sides and by whoever registers."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Missing, Refused
from khue.features.deals import usecases
from khue.features.deals.domain.amending import Change
from khue.features.deals.models import Amendment, AmendmentPaper, ContractPaper, Filing
from khue.features.deals.queries import deal_card, hidden_contracts, may_read_amendment, may_read_contract
from khue.features.documents import usecases as papers
from khue.features.documents.domain import SignPaper
from khue.features.documents.models import Paper, PaperVersion, Signer
from khue.features.documents.queries import check_code, paper_card
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord
from khue.site.sample import deals as sample
from tests.cast import persona
from tests.deals.stories import agreed, codes
from tests.deals.test_contracts import after
from tests.deals.test_secret import browser, on_the_tests_day
from tests.documents.cases import certificate

__all__ = ["on_the_tests_day"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_tests_day")]
RENDER = "deals.render_contract"


def contracted(*, public_money: bool = False) -> int:
    deal = agreed()
    sample.drawn(deal, persona, public_money=public_money)
    sample.signed(deal, persona)
    usecases.render_contract(deal, actor=job_actor(RENDER))
    return deal


def sign(deal: int, who: str, turn: int) -> None:
    row = Signer.objects.select_related("signing").get(signing__paper__reference=f"deal_contract:{deal}", turn=turn)
    papers.sign_paper(SignPaper(row.pk, row.signing.stamp, once=uuid4()), actor=persona(who))


def test_the_last_signature_numbers_the_sheet_and_the_job_renders_it_once() -> None:
    deal = contracted()
    row = ContractPaper.objects.get()
    assert row.number.endswith("/HĐCGCN")
    assert (row.values["giver"]["representative"], row.values["amount"]) == (persona("researcher").name, 900_000_000)
    assert len(row.values["articles"]) == 8
    usecases.render_contract(deal, actor=job_actor(RENDER))
    assert PaperVersion.objects.filter(paper__reference=f"deal_contract:{deal}").count() == 1
    assert AuditRecord.objects.filter(deed=RENDER).count() == 1
    for change in ({"values": {}}, {"number": "1"}, {"file": uuid4()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ContractPaper.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ContractPaper.objects.all().delete()


def test_nothing_is_asked_twice_of_people_without_certificates() -> None:
    deal = contracted(public_money=True)
    sheet = deal_card(deal, persona("founder")).contract
    assert sheet is not None
    assert sheet.sheet is not None
    assert (sheet.sheet.electronic, sheet.sheet.signed) == (False, False)
    sample.filed(deal, lambda key: persona(key, days=3))
    assert Filing.objects.count() == 1


def test_with_certificates_a_filing_waits_for_both_signatures_giver_first() -> None:
    for who in ("researcher", "founder"):
        certificate(who)
    deal = contracted(public_money=True)
    for signer, turn, missing in (("researcher", 1, "Bên giao"), ("founder", 2, "Bên nhận")):
        with pytest.raises(Refused) as caught:
            sample.filed(deal, lambda key: persona(key, days=3))
        assert codes(caught) == {"sheet_unsigned"}
        assert missing in caught.value.decision.reasons[0].text.vi
        sign(deal, signer, turn)
    sample.filed(deal, lambda key: persona(key, days=3))
    assert Filing.objects.count() == 1


def test_sides_and_whoever_registers_read_the_sheet_and_the_public_check_names_nobody() -> None:
    deal = contracted()
    subject = f"deal_contract:{deal}"
    readers = ("researcher", "founder", "officer", "decider", "accountant", "resident", "administrator", "auditor")
    assert {who for who in readers if may_read_contract(persona(who), subject)} == {
        "researcher",
        "founder",
        "officer",
        "decider",
    }
    for odd in ("deal_contract:", "deal_contract:x", "deal_contract:99999999999999999999", f"deal:{deal}"):
        assert not may_read_contract(persona("officer"), odd)
    code = ContractPaper.objects.get().code
    assert paper_card(code, persona("founder")).number == ContractPaper.objects.get().number
    with pytest.raises(Missing):
        paper_card(code, persona("resident"))
    found = check_code(code)
    assert found is not None
    told = str(found)
    values = ContractPaper.objects.get().values
    assert not [
        word for word in (values["subject"], values["giver"]["name"], values["receiver"]["name"]) if word in told
    ]
    assert hidden_contracts(persona("officer")) == frozenset()


def test_the_page_of_the_deal_leads_to_the_sheet() -> None:
    deal = contracted()
    number = ContractPaper.objects.get().number
    code = Paper.objects.get(reference=f"deal_contract:{deal}").code
    for who in ("founder", "officer"):
        page = browser(who).get(f"/vi/deals/{deal}/").content.decode()
        assert number in page
        assert browser(who).get(f"/vi/documents/papers/{code}/").status_code == 200
    assert browser("resident").get(f"/vi/documents/papers/{code}/").status_code == 404


def amended() -> tuple[int, int]:
    """A contract in effect whose amendment both sides have signed and whose sheet is rendered; the deal and the amendment's id."""
    deal = contracted()
    due = ((after(200)("clerk").today, 50_000_000),)
    change = Change({"term": "Mười năm kể từ ngày ký."}, value=1_000_000_000, instalments=due)
    no = sample.amended(deal, change, after(4))
    sample.amendment_signed(deal, no, after(5))
    row = Amendment.objects.get()
    usecases.render_amendment(row.pk, actor=job_actor("deals.render_amendment"))
    return deal, row.pk


def test_an_amendment_is_numbered_by_its_last_signature_rendered_once_and_fixed() -> None:
    deal, row = amended()
    sheet = AmendmentPaper.objects.get()
    assert sheet.number.endswith("/PLHĐCGCN")
    assert sheet.values["contract"] == ContractPaper.objects.get().number
    assert [one["after"] for one in sheet.values["changes"]] == ["Mười năm kể từ ngày ký.", "1.000.000.000 đ"]
    assert sheet.values["tranches"][0]["amount"] == 50_000_000
    usecases.render_amendment(row, actor=job_actor("deals.render_amendment"))
    assert PaperVersion.objects.filter(paper__reference=f"deal_amendment:{row}").count() == 1
    assert AuditRecord.objects.filter(deed="deals.render_amendment").count() == 1
    for change in ({"values": {}}, {"number": "1"}, {"file": uuid4()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            AmendmentPaper.objects.update(**change)
    code = sheet.code
    for who in ("founder", "officer"):
        assert sheet.number in browser(who).get(f"/vi/deals/{deal}/").content.decode()
        assert browser(who).get(f"/vi/documents/papers/{code}/").status_code == 200
    assert browser("resident").get(f"/vi/documents/papers/{code}/").status_code == 404
    assert may_read_amendment(persona("decider"), f"deal_amendment:{row}")
    for odd in ("deal_amendment:", "deal_amendment:x", "deal_amendment:99", f"deal_contract:{deal}"):
        assert not may_read_amendment(persona("officer"), odd)
    told = str(check_code(code))
    assert not [word for word in (sheet.values["subject"], sheet.values["giver"]["name"]) if word in told]


def test_with_certificates_the_filing_of_an_amendment_waits_for_its_own_signatures() -> None:
    deal = contracted(public_money=True)
    sample.filed(deal, after(1))
    sample.complete(deal, after(2))
    sample.certified(deal, after(3))
    for who in ("researcher", "founder"):
        certificate(who)
    no = sample.amended(deal, Change({"term": "Mười năm kể từ ngày ký."}), after(4))
    sample.amendment_signed(deal, no, after(5))
    row = Amendment.objects.get()
    usecases.render_amendment(row.pk, actor=job_actor("deals.render_amendment"))
    reference = f"deal_amendment:{row.pk}"
    for who, turn in (("researcher", 1), ("founder", 2)):
        with pytest.raises(Refused) as caught:
            sample.filed(deal, after(6), fee_paper="Biên lai 01")
        assert codes(caught) == {"sheet_unsigned"}
        signer = Signer.objects.select_related("signing").get(signing__paper__reference=reference, turn=turn)
        papers.sign_paper(SignPaper(signer.pk, signer.signing.stamp, once=uuid4()), actor=persona(who))
    sample.filed(deal, after(6), fee_paper="Biên lai 01")
    assert Filing.objects.filter(amendment=row).count() == 1
