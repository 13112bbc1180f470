"""Drafts: a sheet of ten thousand rows with three hundred bad ones, a document's text, many handed in at once; all of it the side's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from khue.core.actor import Actor
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.exchange import queries, usecases
from khue.features.exchange.domain.drafts import (
    DropDrafts,
    HandInDrafts,
    KeepDraft,
    ReadDocument,
    from_json,
    to_json,
)
from khue.features.exchange.domain.keeping import ReadConfidential
from khue.features.exchange.domain.offers import HandInOffer, TakeOffers
from khue.features.exchange.domain.sheets import COLUMNS, CellFault, GoodRow, ImportOffers, read_row, template
from khue.features.exchange.models import DraftConfidential, Offer, OfferConfidential, OfferDraft, OfferImport
from khue.features.exchange.usecases import importing
from khue.kernel.models import AuditRecord, Notice, StoredFile
from khue.kernel.uploads import XLSX
from khue.site.sample import exchange as sample
from khue.site.sample import market
from khue.site.sample.listings import sample_listings
from tests.cast import MOMENT, persona
from tests.exchange.stories import CANARY, codes, firm, handed_in, institute, listed, supplier, traces

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()
UNTIL = TODAY + timedelta(days=365)


def row(**more: str) -> dict[str, str]:
    listing = sample_listings()[0]
    [made] = market.rows([listing], "Viện", f"{UNTIL:%d/%m/%Y}")
    return made | {"confidential": CANARY} | more


def book(rows: Iterable[Mapping[str, str]]) -> SimpleUploadedFile:
    return SimpleUploadedFile("chao-ban.xlsx", template(queries.field_names(TODAY), rows), content_type=XLSX)


def brought(rows: Iterable[Mapping[str, str]], **more: Any) -> int:
    asked = ImportOffers(institute(), book(rows), uuid4())
    return usecases.import_offers(asked, actor=persona("researcher"))


def job() -> Actor:
    return Actor(f"job:{market.JOB}", market.JOB, MOMENT, rights=frozenset({f"job.{market.JOB}"}))


def read(number: int) -> int:
    return usecases.read_sheet(number, actor=job())


def hand_in(*drafts: int, looked: bool = True, who: str = "researcher", once: Any = None) -> Any:
    return usecases.hand_in_drafts(HandInDrafts(drafts, UNTIL, looked, once), actor=persona(who))


# -- one row -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("title_vi", ""), ("kind", "đồ vật"), ("field", "phép màu"), ("codes", "nước"), ("stage", "10"), ("stage", "mười"), ("basis", "tôi"),
        ("public_money", "có lẽ"), ("modes", "bán, cho"), ("price_from", "hai tỷ"), ("price_from", "-5"), ("price_to", "1"), ("own_cost", "1,5 tr"),
        ("videos", "http://a.example"), ("claim_1_level", "chắc chắn"), ("owners", "Viện"), ("owners", "Viện: 60%"), ("owners", "Viện: 0/0"),
        ("rights", "bằng | cấp"), ("confidential", "x" * 8001), ("valid_until", "31/02/2027"), ("valid_until", "01/01/2020"), ("title_en", "x" * 301),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_by_its_column_and_what_belongs_there_and_never_repeated(column: str, cell: str) -> None:
    found = read_row(7, row(**{column: cell}), queries.field_names(TODAY), TODAY)
    assert isinstance(found, tuple)
    named = {fault.column.removesuffix("_en").removesuffix("_vi") for fault in found}
    assert column.removesuffix("_en").removesuffix("_vi") in named
    assert all(isinstance(fault, CellFault) and fault.row == 7 and fault.expected.vi and fault.expected.en for fault in found)  # fmt: skip
    assert len(cell) < 4 or cell not in repr(found)
    assert CANARY not in repr(found)


def test_a_good_row_is_the_offer_that_it_says_by_codes_or_by_words() -> None:
    words = row(kind="Phương án, quy trình, giải pháp", modes="cho thuê; licence", codes="c02f 3/34, B01D", owners="Viện: 2/3; Trường: 1/3")  # fmt: skip
    found = read_row(2, words, queries.field_names(TODAY), TODAY)
    assert isinstance(found, GoodRow)
    said = found.described
    assert (said.kind, said.modes, said.codes) == ("process", ("lease", "licence"), ("C02F3/34", "B01D"))
    assert [(one.name, one.numerator, one.denominator) for one in said.owners] == [("Viện", 2, 3), ("Trường", 1, 3)]
    assert (found.confidential, found.valid_until) == (CANARY, UNTIL)
    assert from_json(to_json(said)) == said


# -- sheets ------------------------------------------------------------------------------------------------------------


def test_ten_thousand_rows_with_three_hundred_bad_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    supplier()
    good, bad = row(), row(stage="mười", owners="Viện: 60%")
    number = brought(bad if no % 33 == 0 and no < 9_900 else good for no in range(10_000))
    assert read(number) == 10_000
    found = queries.import_row(number, persona("researcher"))
    assert (found.rows, found.done, found.good, found.bad, found.left) == (10_000, 10_000, 9_700, 300, 9_700)
    assert found.state.code == "done"
    faults = queries.faults_of_import(number, persona("researcher"), None, 100).rows
    assert [(one.row, one.key) for one in faults[:4]] == [(2, "stage"), (2, "owners"), (35, "stage"), (35, "owners")]
    assert "1 đến 9" in faults[0].expected.vi
    assert Notice.objects.filter(party=persona("researcher").key, body_vi="9700 bản nháp; 300 dòng cần sửa.").count() == 1  # fmt: skip
    assert AuditRecord.objects.filter(deed="exchange.take_rows").count() == 20
    assert not StoredFile.objects.filter(kind="offer-import").exists(), "the sheet itself is gone"
    assert read(number) == 0, "again: nothing more to do"


def test_a_worker_that_is_killed_between_lots_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    supplier()
    monkeypatch.setattr(importing, "LOT", 3)
    number = brought([row() for _no in range(8)])
    whole = importing._take_lot
    calls: list[int] = []

    def dies(*given: Any) -> bool:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return whole(*given)

    monkeypatch.setattr(importing, "_take_lot", dies)
    with pytest.raises(RuntimeError):
        read(number)
    assert OfferDraft.objects.count() == 3
    assert read(number) == 5
    assert list(OfferDraft.objects.order_by("row").values_list("row", flat=True)) == list(range(2, 10))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: _sheet([["Tên", "Giá"]]), "thiếu cột"), (lambda: _without_sheet(template({})), "hỏng"),
    ], ids=["head", "broken"],
)  # fmt: skip
def test_a_sheet_that_cannot_be_read_says_why(content: Any, said: str) -> None:
    supplier()
    upload = SimpleUploadedFile("a.xlsx", content(), content_type=XLSX)
    number = usecases.import_offers(ImportOffers(institute(), upload, uuid4()), actor=persona("researcher"))
    read(number)
    found = queries.import_row(number, persona("researcher"))
    assert found.state.code == "failed"
    assert found.why is not None
    assert said in found.why.vi
    assert not StoredFile.objects.filter(kind="offer-import").exists()


def _sheet(rows: list[list[str]]) -> bytes:
    from openpyxl import Workbook

    made = Workbook()
    for cells in rows:
        made.worksheets[0].append(cells)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _without_sheet(content: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name.startswith("xl/worksheets/") else old.read(name))
    return out.getvalue()


def test_who_is_no_supplier_or_sends_no_sheet_is_told_so_and_nothing_is_kept() -> None:
    with pytest.raises(Refused) as caught:
        usecases.import_offers(ImportOffers(institute(), None), actor=persona("researcher"))
    assert codes(caught) == {"sheet", "no_supplier"}
    supplier()
    before = traces()
    upload = SimpleUploadedFile("a.txt", b"abc", content_type="text/plain")
    with pytest.raises(Refused):
        usecases.import_offers(ImportOffers(institute(), upload), actor=persona("researcher"))
    with pytest.raises(NotAllowed):
        usecases.import_offers(ImportOffers(institute(), book([])), actor=persona("founder"))
    assert OfferImport.objects.count() == 0
    assert traces() == before


# -- many at once ------------------------------------------------------------------------------------------------------


def drafts() -> tuple[int, ...]:
    """Of three rows; the institute becomes a supplier where it is none yet."""
    if not queries.memberships_of(persona("researcher")).rows:
        supplier()
    flood = row(title_vi="Bản đồ ngập úng theo thời gian thực", title_en="Flood maps", field="climate-response")
    number = brought([row(), flood, row(title_vi="Sấy lạnh trái cây", title_en="Drying")])
    read(number)
    return queries.drafts_of_import(number, persona("researcher"))


def test_drafts_are_handed_in_together_and_go_on_with_what_is_confidential() -> None:
    once = uuid4()
    chosen = drafts()
    found = hand_in(*chosen, once=once)
    assert len(found.offers) == 3
    assert hand_in(*chosen, once=once).offers == found.offers, "posted twice, done once"
    assert OfferDraft.objects.count() == DraftConfidential.objects.count() == 0
    assert list(OfferConfidential.objects.values_list("text", flat=True)) == [CANARY] * 3
    assert AuditRecord.objects.filter(deed="exchange.hand_in_drafts").count() == 1
    assert Notice.objects.filter(title_vi="3 chào bán chờ kiểm tra").count() == 2, "one notice for all, to each officer"
    assert usecases.take_offers(TakeOffers(found.offers, uuid4()), actor=persona("officer")) == 3
    assert usecases.read_confidential(ReadConfidential(found.offers[0]), actor=persona("officer")) == CANARY


def test_what_is_wrong_or_like_something_listed_stays_a_draft() -> None:
    listed(sample.FLOOD)
    chosen = drafts()
    OfferDraft.objects.filter(pk=chosen[0]).update(said=OfferDraft.objects.get(pk=chosen[0]).said | {"stage": 0})
    found = hand_in(*chosen, looked=False)
    assert {one: [reason.code for reason in reasons] for one, reasons in found.staying.items()} == {
        chosen[0]: ["exchange.stage"], chosen[1]: ["exchange.looked"],
    }  # fmt: skip
    assert len(found.offers) == 1
    assert list(OfferDraft.objects.order_by("pk").values_list("pk", flat=True)) == list(chosen[:2])


def test_several_are_taken_all_or_none() -> None:
    offers = hand_in(*drafts()).offers
    usecases.take_offers(TakeOffers(offers[:1]), actor=persona("officer"))
    sample.checked(offers[0], persona)
    before = traces()
    with pytest.raises(Refused):  # who checked the first does not list it
        usecases.take_offers(TakeOffers(offers), actor=persona("officer"))
    for nothing in ((), range(1, 400)):
        with pytest.raises(Refused):
            usecases.take_offers(TakeOffers(nothing), actor=persona("officer"))
    with pytest.raises(NotAllowed):
        usecases.take_offers(TakeOffers(offers), actor=persona("researcher"))
    assert traces() == before


def test_a_draft_is_its_sides_own() -> None:
    number = drafts()[0]
    assert queries.draft_card(number, persona("researcher")).has_confidential
    for who in ("founder", "officer", "auditor", "resident"):
        with pytest.raises(Missing):
            queries.draft_card(number, persona(who))
        assert queries.drafts_of(persona(who)).rows == ()
    with pytest.raises(Refused):
        hand_in(number, who="founder")
    with pytest.raises(Refused):
        usecases.drop_drafts(DropDrafts((number,)), actor=persona("founder"))
    asked = HandInOffer(firm(), sample.described(sample.AIR, "TLX"), UNTIL, looked=True, draft=number)
    sample.verified(firm(), ("supplier",), persona, "founder")
    with pytest.raises(Missing):
        usecases.hand_in_offer(asked, actor=persona("founder"))
    assert usecases.drop_drafts(DropDrafts((number,)), actor=persona("researcher")) == 1
    assert not DraftConfidential.objects.filter(draft=number).exists()


def test_one_draft_goes_on_by_the_form_with_its_confidential_part_unread() -> None:
    number = drafts()[0]
    card = queries.draft_card(number, persona("researcher"))
    asked = HandInOffer(institute(), card.described, UNTIL, looked=True, draft=number)
    offer = usecases.hand_in_offer(asked, actor=persona("researcher"))
    assert OfferConfidential.objects.get(version__offer=offer).text == CANARY
    assert not OfferDraft.objects.filter(pk=number).exists()
    kept = KeepDraft(institute(), card.described, None, CANARY)
    again = usecases.keep_draft(kept, actor=persona("researcher"))
    with pytest.raises(Refused):
        usecases.keep_draft(
            KeepDraft(institute(), card.described, confidential="x" * 8001), actor=persona("researcher")
        )
    wrote = HandInOffer(institute(), card.described, UNTIL, confidential="Viết lại", looked=True, draft=again)
    offer = usecases.hand_in_offer(wrote, actor=persona("researcher"))
    assert OfferConfidential.objects.get(version__offer=offer).text == "Viết lại"


# -- documents ---------------------------------------------------------------------------------------------------------


def docx(*paragraphs: str) -> SimpleUploadedFile:
    import docx as maker

    made = maker.Document()
    for words in paragraphs:
        made.add_paragraph(words)
    out = BytesIO()
    made.save(out)
    return SimpleUploadedFile("mo-ta.docx", out.getvalue())


def test_a_documents_text_begins_a_draft_and_the_document_is_not_kept() -> None:
    files = StoredFile.objects.count()
    paper = docx("Quy trình lên men bã cà phê thành phân bón hữu cơ.", "Giảm 30% chi phí so với phân nhập khẩu.")
    number = usecases.read_document(ReadDocument(institute(), paper, uuid4()), actor=persona("researcher"))
    card = queries.draft_card(number, persona("researcher"))
    assert card.described.title.vi == "Quy trình lên men bã cà phê thành phân bón hữu cơ"
    assert "Giảm 30% chi phí" in card.described.summary.vi
    assert StoredFile.objects.count() == files
    with pytest.raises(Refused) as caught:
        usecases.read_document(ReadDocument(institute(), docx("")), actor=persona("researcher"))
    assert codes(caught) == {"no_text"}
    with pytest.raises(NotAllowed):
        usecases.read_document(ReadDocument(institute(), paper), actor=persona("founder"))


# -- canaries ----------------------------------------------------------------------------------------------------------


def test_no_table_but_its_own_and_no_file_holds_what_a_sheet_said_in_confidence() -> None:
    supplier()
    number = brought([row(), row(stage="mười"), row(valid_until=CANARY), row(owners=CANARY)])
    read(number)
    hand_in(*queries.drafts_of_import(number, persona("researcher")))
    asked = KeepDraft(institute(), sample.described(sample.AIR, "Viện"), None, CANARY)
    usecases.keep_draft(asked, actor=persona("researcher"))
    with connection.cursor() as cursor:
        tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"procrastinate_jobs"}
        found = set()
        for table in sorted(tables):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" AS t WHERE t::text LIKE %s)', [f"%{CANARY}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    assert found == {"exchange_offerconfidential", "exchange_draftconfidential"}


def test_the_sheets_bytes_are_gone_from_the_disk_when_it_is_read(django_capture_on_commit_callbacks: Any) -> None:
    supplier()
    number = brought([row()])
    [stored] = StoredFile.objects.filter(kind="offer-import")
    path = Path(settings.KHUE_FILES) / stored.pk.hex[:2] / str(stored.pk)
    assert path.is_file()
    for who in ("", "researcher", "officer", "auditor"):
        client = Client()
        if who:
            client.post(reverse("sample-persona", args=[who]))
        assert client.get(f"/vi/files/{stored.pk}/").status_code in (303, 404), "nobody reads the sheet by an address"
    with django_capture_on_commit_callbacks(execute=True):
        read(number)
    assert not path.exists()


def test_the_pages_lead_from_the_sheet_to_the_desk() -> None:
    supplier()
    client = Client()
    client.post(reverse("sample-persona", args=["researcher"]))
    told = client.get("/vi/exchange/imports/template/")
    head = next(load_workbook(BytesIO(told.content), read_only=True).worksheets[0].iter_rows(values_only=True))
    assert len(head) == len(COLUMNS)
    assert head[0] == "Tên tiếng Việt *"
    number = brought([row(), row(stage="mười")])
    waiting = client.get(f"/vi/exchange/imports/{number}/").content.decode()
    assert 'hx-trigger="every 1s"' in waiting
    read(number)
    done = client.get(f"/vi/exchange/imports/{number}/").content.decode()
    assert "Một số từ 1 đến 9" in done
    assert CANARY not in done
    rows = client.get(f"/vi/exchange/imports/{number}/", {"format": "csv"})
    assert b"stage" in rows.getvalue()
    [draft] = OfferDraft.objects.all()
    form = client.get("/vi/exchange/offers/new/", {"draft": draft.pk}).content.decode()
    assert draft.title_vi in form
    assert CANARY not in form
    assert "Bản nháp đã có phần bảo mật" in form
    assert client.get("/vi/exchange/offers/new/", {"draft": "999999"}).status_code == 404


def test_whoever_reads_an_offer_that_came_from_a_sheet_leaves_a_record_like_any_other() -> None:
    handed_in()
    offers = hand_in(*drafts()).offers
    assert set(Offer.objects.filter(pk__in=offers).values_list("state", flat=True)) == {"handed_in"}
    with pytest.raises(NotAllowed):
        usecases.read_confidential(ReadConfidential(offers[0]), actor=persona("officer"))
