"""Papers and pictures of an offer: added by its side, looked at by two persons, public with the version that shows them."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.exchange import queries, usecases
from khue.features.exchange.domain.keeping import ReadConfidential, WithdrawOffer
from khue.features.exchange.domain.offers import MOST_PICTURES, AddMaterial, DescribeOffer, NewPicture, TakeOffer
from khue.features.exchange.models import Offer, OfferPicture, OfferVersion
from khue.kernel.models import StoredFile
from khue.site.sample import exchange as sample
from khue.site.sample.applications import paper
from tests.calls.stories import browser_of
from tests.cast import MOMENT, persona
from tests.exchange.stories import CANARY, codes, handed_in, listed, traces

pytestmark = pytest.mark.django_db


def photo(name: str = "CANARY-N4ME.jpg") -> ContentFile[bytes]:
    exif = Image.Exif()
    exif[0x010E] = "CANARY-PLACE"
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(out, "JPEG", exif=exif)
    return ContentFile(out.getvalue(), name)


def new(**more: Any) -> NewPicture:
    given: dict[str, Any] = {"upload": photo(), "alt_vi": "Bể lọc (thử)", "alt_en": "A filter tank (test)"}
    return NewPicture(**given | more)


def added(offer: int, who: str = "researcher", **more: Any) -> int:
    given: dict[str, Any] = {"pictures": (new(),), "once": uuid4()}
    return usecases.add_material(AddMaterial(offer, "Thêm ảnh chụp", **given | more), actor=persona(who))


def files_of(offer: int) -> tuple[UUID, UUID]:
    row = OfferPicture.objects.filter(version__offer=offer).order_by("-version", "no")[0]
    return row.file, row.small


def test_a_picture_is_public_from_the_listing_of_its_version_on_and_not_before() -> None:
    offer, number = listed()
    assert added(offer) == 2
    large, small = files_of(offer)
    stranger, own, staff = (persona(who) for who in ("founder", "researcher", "officer"))
    for who in (own, staff):
        assert queries.picture_file(small, who).media_type == "image/jpeg"
    for identity in (large, small):
        with pytest.raises(Missing):
            queries.picture_file(identity, stranger)
    assert queries.public_offer(number, stranger).pictures == ()
    sample.listed(offer, persona)
    [row] = queries.public_offer(number, stranger).pictures
    assert (row.alt.vi, row.alt.en, row.small_size) == ("Bể lọc (thử)", "A filter tank (test)", (320, 213))
    assert queries.picture_file(large, stranger).pk == large
    rows = queries.offers(stranger, queries.OfferFilter(), None).rows
    assert [line.picture.file if line.picture else "" for line in rows] == [str(large)]
    usecases.withdraw_offer(WithdrawOffer(offer, "Không chào nữa", once=uuid4()), actor=own)
    with pytest.raises(Missing):
        queries.picture_file(large, stranger)


def test_a_picture_that_was_left_out_is_shown_to_nobody_else_any_more() -> None:
    offer, number = listed()
    added(offer)
    sample.listed(offer, persona)
    large, _small = files_of(offer)
    assert added(offer, drop=(1,), pictures=()) == 3
    sample.listed(offer, persona)
    assert queries.public_offer(number, persona("founder")).pictures == ()
    with pytest.raises(Missing):
        queries.picture_file(large, persona("founder"))
    assert queries.picture_file(large, persona("researcher")).pk == large


def test_words_and_papers_that_stand_go_on_and_so_does_the_confidential_part() -> None:
    offer = handed_in()
    before = queries.offer_card(offer, persona("researcher")).described
    assert added(offer, papers=(paper("Bản vẽ"),)) == 2, "nobody has it in charge, so the new version takes its place"
    card = queries.offer_card(offer, persona("researcher"))
    assert (card.described, len(card.papers), len(card.pictures), card.outcome) == (before, 2, 1, "pending")
    assert list(OfferVersion.objects.order_by("no").values_list("outcome", flat=True)) == ["returned", "pending"]
    assert usecases.read_confidential(ReadConfidential(offer), actor=persona("researcher")) == CANARY
    assert added(offer) == 3
    asked = DescribeOffer(offer, before, "Sửa lời", once=uuid4())
    sample.listed(offer, persona)
    usecases.describe_offer(asked, actor=persona("researcher"))
    assert [one.no for one in queries.offer_card(offer, persona("researcher")).pictures] == [1, 2]


def test_nothing_of_what_came_in_is_kept_neither_its_name_nor_its_data() -> None:
    offer = handed_in()
    added(offer)
    rows = StoredFile.objects.filter(kind="offer-picture")
    assert sorted(row.name for row in rows) == ["anh-1-s.jpg", "anh-1.jpg"]
    from khue.kernel import files

    for row in rows:
        assert b"CANARY" not in files.open_bytes(row.pk).read()


def test_refusals_say_every_reason_at_its_field_and_change_nothing() -> None:
    offer = handed_in()
    before = traces()
    wrong = new(upload=ContentFile(b"no picture", "a.jpg"), mark="_2")
    with pytest.raises(Refused) as refused:
        added(offer, pictures=(new(mark="_1"), wrong))
    assert {(reason.code, reason.field) for reason in refused.value.decision.reasons} == {("picture.unreadable", "picture_2")}  # fmt: skip
    with pytest.raises(Refused) as refused:
        added(offer, pictures=(new(alt_vi=" ", mark="_1"), new(alt_en="", mark="_3")), drop=(9,))
    assert codes(refused) == {"alt_vi_1", "alt_en_3", "drop"}
    with pytest.raises(Refused) as refused:
        added(offer, pictures=())
    assert codes(refused) == {"papers"}
    with pytest.raises(Refused) as refused:
        added(offer, pictures=tuple(new() for _ in range(MOST_PICTURES + 1)))
    assert codes(refused) == {"picture"}
    with pytest.raises(Missing):
        added(offer, "founder")
    with pytest.raises(NotAllowed):
        added(offer, "officer")
    assert traces() == before
    usecases.take_offer(TakeOffer(offer), actor=persona("officer"))
    with pytest.raises(Refused) as refused:
        added(offer)
    assert codes(refused) == {"in_charge"}


def test_the_database_keeps_pictures_and_their_words() -> None:
    offer = handed_in()
    added(offer)
    row = OfferPicture.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        OfferPicture.objects.update(alt_vi="Khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        OfferPicture.objects.create(
            version=row.version, no=2, file=uuid4(), small=uuid4(), width=1, height=1, alt_vi="Ảnh", alt_en=""
        )


def test_the_pages_take_a_picture_show_it_in_list_and_page_and_refuse_what_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    offer, number = listed()
    page = browser_of("researcher")
    at = f"/vi/exchange/offers/{offer}/material/"
    assert page.get(at).status_code == 200
    stamp = Offer.objects.get().stamp
    base = {"seen": stamp, "ground": "Thêm ảnh", "alt_vi_1": "Bể lọc", "alt_en_1": "A tank"}
    hostile = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 90, content_type="image/png")
    answer = page.post(at, base | {"picture_1": hostile})
    assert answer.status_code == 422
    assert "không phải là ảnh" in answer.content.decode()
    assert "Bể lọc" in answer.content.decode(), "what was typed stays"
    assert page.post(at, base).status_code == 422, "words without a picture"
    given = SimpleUploadedFile("anh.jpg", photo().read(), content_type="image/jpeg")
    assert page.post(at, base | {"picture_1": given}).status_code == 303
    large, small = files_of(offer)
    visitor = browser_of("founder")
    assert visitor.get(f"/vi/exchange/pictures/{small}/").status_code == 404
    sample.listed(offer, persona)
    answer = visitor.get(f"/vi/exchange/pictures/{large}/")
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")  # fmt: skip
    assert f"pictures/{small}/" in visitor.get("/vi/exchange/").content.decode()
    shown = visitor.get(f"/en/exchange/no/{number}/").content.decode()
    assert 'alt="A tank"' in shown
