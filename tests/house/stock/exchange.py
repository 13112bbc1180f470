"""Room ``exchange``: a supplier, an offer on the list, one that waits for its check, entries of lists, a cleared party."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.features.exchange import queries, usecases
    from khue.features.exchange.domain.drafts import KeepDraft
    from khue.features.exchange.domain.lists import GrantClearance
    from khue.features.exchange.domain.searching import PutMeaning, SaveSearch
    from khue.features.exchange.domain.sheets import ImportOffers, template
    from khue.features.exchange.models import OfferPicture
    from khue.kernel.uploads import XLSX
    from khue.site.sample import exchange as sample

    institute = organisation("VLSH")
    [member] = sample.verified(institute, ("supplier",), act, "researcher")
    shown = sample.offered(sample.FILTER, institute, act, "researcher")
    sample.pictured(shown, act, "researcher")
    number = sample.listed(shown, act)
    waiting = sample.offered(sample.SLUDGE, institute, act, "researcher")
    entry = sample.entered("encouraged", "Công nghệ xử lý nước", act, ("nước sinh hoạt",))
    asked = GrantClearance(
        organisation("TLX"), act("appraiser").today + timedelta(days=90), "Đề án thử nghiệm (mẫu)", uuid4()
    )
    clearance = usecases.grant_clearance(asked, actor=act("appraiser"))
    sheet = SimpleUploadedFile("a.xlsx", template(queries.field_names(act("researcher").today)), content_type=XLSX)
    brought = usecases.import_offers(ImportOffers(institute, sheet, uuid4()), actor=act("researcher"))
    said = sample.described(sample.AIR, "Viện")
    kept = usecases.keep_draft(KeepDraft(institute, said, once=uuid4()), actor=act("researcher"))
    search = usecases.save_search(SaveSearch("Nước", "?q=nước", uuid4()), actor=act("researcher"))
    line = usecases.put_meaning(
        PutMeaning(("lọc nước", "water purification test"), "Đề nghị của bên cung (mẫu)", once=uuid4()),
        actor=act("appraiser"),
    )
    assert queries.public_offer(number, act("resident")).id == shown
    for name, value in {
        "member_id": member,
        "offer_id": shown,
        "number": number,
        "identity": OfferPicture.objects.values_list("small", flat=True)[0],
        "entry_id": entry,
        "clearance_id": clearance,
        "import_id": brought,
        "draft_id": kept,
        "search_id": search,
        "line_id": line,
    }.items():
        stock.by_room["exchange", name] = value
    stock.by_route["exchange:check", "offer_id"] = waiting
    stock.by_route["exchange:take", "offer_id"] = waiting
