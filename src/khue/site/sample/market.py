"""The three hundred sample listings on the exchange: brought in two sheets, handed in, checked and listed by two persons.

Deeds that people do with many rows are done with many rows here too (import, handing in, taking in charge); each check and
each listing is a deed of its own, as on a real day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from khue.core.actor import Actor
from khue.core.days import format_day
from khue.features.exchange import queries, usecases
from khue.features.exchange.domain.drafts import HandInDrafts
from khue.features.exchange.domain.offers import CheckOffer, ReleaseOffer, TakeOffers
from khue.features.exchange.domain.sheets import ImportOffers, template
from khue.features.people import queries as people
from khue.kernel.uploads import XLSX
from khue.site.sample.exchange import FIRST, SECOND
from khue.site.sample.listings import SampleListing, sample_listings
from khue.site.sample.parties import Parties

Act = Callable[[str], Actor]
JOB = "exchange.read_sheet"
KINDS = {"device": "machine"}
MODES = {"exclusive-licence": "exclusive", "joint-development": "joint", "free-transfer": "licence"}
"""How the words of the sample's file are called on the exchange; a transfer without refund needs a registered result."""
LEVELS = {"document-seen": "seen"}
RIGHTS = {
    "patent-granted": "patent | granted | VN | 1-00{no:05d} (mẫu)", "patent-pending": "patent | filed | VN | 1-2026-{no:05d} (mẫu)",
    "utility-solution": "utility | granted | VN | 2-00{no:05d} (mẫu)", "know-how": "secret | held | VN |",
    "industrial-design": "design | granted | VN | 3-00{no:05d} (mẫu)", "plant-variety": "variety | filed | VN | GC-{no:05d} (mẫu)",
    "copyright": "copyright | granted | VN | {no:05d}/QTG (mẫu)",
}  # fmt: skip
OWNERS = {"university": "Trường Đại học Kỹ thuật Tây Hồ", "startup": "Nhóm khởi nghiệp sáng tạo mẫu"}
"""Those who offer through another's membership, by their written consent."""
WRONG: Sequence[Mapping[str, str]] = (
    {"stage": "mười"}, {"price_from": "hai tỷ"}, {"kind": "đồ vật"}, {"owners": "Bên mẫu: 60%"}, {"valid_until": "31/02/2027"},
)  # fmt: skip
"""What is wrong with the last rows of the second sheet, so that a visitor sees how bad rows are named."""


def rows(listings: Sequence[SampleListing], supplier: str, until: str) -> Iterator[dict[str, str]]:
    """The listings as rows of the template."""
    for no, one in enumerate(listings, 1):
        level = LEVELS.get(one.evidence, one.evidence)
        other = OWNERS.get(one.owner, "")
        modes = dict.fromkeys(MODES.get(mode, mode) for mode in one.modes)
        yield {
            "title_vi": f"{one.title_vi} (mẫu)", "title_en": f"{one.title_en} (sample)", "summary_vi": f"{one.summary_vi} Dữ liệu mẫu.",
            "kind": KINDS.get(one.type, one.type), "field": one.field, "stage": str(one.trl),
            "stage_evidence": "Biên bản thử nghiệm ghi rõ điều kiện và kết quả (mẫu).", "basis": "passes-on" if other else "owner",
            "basis_paper": f"Văn bản số {no:02d} (mẫu)", "modes": ", ".join(modes), "price_from": str(one.price),
            "price_to": str(one.price * 3 // 2), "after_sale": "Đào tạo hai tuần, bảo hành mười hai tháng (mẫu).",
            "claim_1": one.summary_vi.split(". ")[-1], "claim_1_level": level, "claim_1_proof": "Phiếu kết quả (mẫu)" if level != "stated" else "",
            "claim_1_buyer": "Hợp tác xã Mẫu" if level == "used" else "", "owners": f"{other or supplier}: 100%",
            "rights": RIGHTS[one.ip].format(no=no), "confidential": "Thông số vận hành là bí quyết của bên cung (dữ liệu mẫu).",
            "valid_until": until,
        }  # fmt: skip


def fill(made: Parties, actors: Mapping[str, Actor], now: datetime, most: int = 300) -> None:
    """Bring the first ``most`` of them: each supplier a half."""

    def on(days: int) -> Act:
        return lambda key: replace(actors[key], moment=now - timedelta(days=days))

    listings = sample_listings()[:most]
    for turn, (organisation, who) in enumerate((("institute", "researcher"), ("firm", "founder"))):
        bring(made.organisations[organisation], listings[turn::2], WRONG if turn else (), on(27 - turn), who)


def bring(
    party: str, listings: Sequence[SampleListing], wrong: Sequence[Mapping[str, str]], act: Act, who: str
) -> None:
    """One supplier's sheet from the import to the list."""
    actor = act(who)
    until = format_day(actor.today + timedelta(days=365), "vi")
    good = list(rows(listings, people.party(party).name, until))
    bad = [{**one, **fault} for one, fault in zip(good[: len(wrong)], wrong, strict=True)]
    sheet = template(queries.field_names(actor.today), [*good, *bad])
    upload = SimpleUploadedFile("chao-ban.xlsx", BytesIO(sheet).getvalue(), content_type=XLSX)
    brought = usecases.import_offers(ImportOffers(party, upload, uuid4()), actor=actor)
    job = Actor(f"job:{JOB}", JOB, actor.moment, rights=frozenset({f"job.{JOB}"}))
    usecases.read_sheet(brought, actor=job)
    drafts = queries.drafts_of_import(brought, actor)
    asked = HandInDrafts(drafts, actor.today + timedelta(days=365), looked=True, once=uuid4())
    offers = usecases.hand_in_drafts(asked, actor=actor).offers
    first, second = act(FIRST), act(SECOND)
    usecases.take_offers(TakeOffers(offers, uuid4()), actor=first)
    for offer, facts in queries.open_checks(offers).items():
        check = CheckOffer(
            offer, True, True, facts.claims, dict.fromkeys(facts.entries, "applies"), "", facts.stamp, uuid4()
        )
        usecases.check_offer(check, actor=first)
    usecases.take_offers(TakeOffers(offers, uuid4()), actor=second)
    for offer in offers:
        usecases.release_offer(ReleaseOffer(offer, True, once=uuid4()), actor=second)
