"""Papers and pictures of an offer through the interface: listed, handed in on the version that was read, refused with the reason."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from khue.features.exchange.models import OfferPicture, OfferVersion
from khue.site.sample import exchange as sample
from tests.api.conftest import Program, signed_in
from tests.cast import MOMENT, persona
from tests.exchange.stories import CANARY, handed_in, listed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_tests_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(out, "WEBP")
    return out.getvalue()


def sent(program: Program, path: str, given: dict[str, Any], tag: str, once: Any = None) -> Any:
    headers = {"accept-language": "en", "idempotency-key": str(once or uuid4()), "x-csrftoken": "x", "if-match": tag}
    return program.client.post(f"/api/v1{path}", data=given, headers=headers)


def test_papers_and_pictures_are_handed_in_by_the_side_and_read_by_who_may() -> None:
    offer, number = listed()
    own, stranger, staff = (signed_in(who) for who in ("researcher", "founder", "officer"))
    path = f"/technology-offer-files/{offer}"
    answer = own.get(f"{path}/papers")
    before, tag = answer.json(), answer["ETag"]
    assert (before["version"], len(before["papers"]), before["pictures"]) == (1, 1, [])
    assert stranger.get(f"{path}/papers").status_code == 404
    paper = {
        "papers": [SimpleUploadedFile("ban-ve.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")],
        "ground": "Thêm bản vẽ",
    }
    once = uuid4()
    assert sent(own, f"{path}/papers", paper, '"0.ab"').status_code == 412
    paper["papers"][0].seek(0)  # type: ignore[attr-defined]  # the upload of the line above
    done = sent(own, f"{path}/papers", paper, tag, once)
    assert done.status_code == 200, done.content
    tag = own.get(f"{path}/papers")["ETag"]
    picture = {"alt_vi": "Bể lọc", "alt_en": "A tank", "ground": "Thêm ảnh"}
    bad = picture | {"picture": SimpleUploadedFile("a.webp", b"RIFF\x40\x00\x00\x00WEBPVP8 " + b"\xff" * 90)}
    refused = sent(own, f"{path}/pictures", bad, tag)
    assert (refused.status_code, refused.json()["reasons"][0]["code"]) == (422, "picture.unreadable")
    good = picture | {"picture": SimpleUploadedFile("CANARY-N4ME.webp", photo(), "image/webp")}
    assert sent(own, f"{path}/pictures", good, tag).status_code == 200
    seen = staff.get(f"{path}/papers").json()
    assert (seen["version"], len(seen["papers"]), seen["pictures"][0]["alt"]) == (
        3,
        2,
        {"vi": "Bể lọc", "en": "A tank"},
    )
    assert list(OfferVersion.objects.order_by("no").values_list("outcome", flat=True)) == [
        "accepted",
        "returned",
        "pending",
    ]
    newest = next(one["href"] for one in seen["papers"] if one["name"] == "ban-ve.pdf")
    first = before["papers"][0]["href"]
    reads = {
        who: [program.get(path.removeprefix("/api/v1")).status_code for path in (first, newest)]
        for who, program in (("own", own), ("staff", staff), ("stranger", stranger))
    }
    assert reads == {"own": [200, 200], "staff": [200, 200], "stranger": [200, 404]}
    # Not public before two persons have looked at it, by whatever way.
    public = f"/technology-offers/{number}/papers"
    assert stranger.get(public).json()["pictures"] == []
    row = OfferPicture.objects.get()
    for identity in (row.file, row.small):
        assert stranger.get(f"/files/{identity}").status_code == 404
        assert Client().get(f"/vi/exchange/pictures/{identity}/").status_code == 404
    sample.listed(offer, persona)
    assert stranger.get(newest.removeprefix("/api/v1")).status_code == 200
    [shown] = stranger.get(public).json()["pictures"]
    got = Client().get(shown["small_href"])
    assert (got.status_code, got["Content-Type"]) == (200, "image/jpeg")


def test_what_is_confidential_is_in_no_answer_about_papers_and_pictures() -> None:
    offer = handed_in()
    sample.pictured(offer, persona, "researcher")
    number = sample.listed(offer, persona)
    for who in ("researcher", "founder", "officer", "auditor"):
        program = signed_in(who)
        for path in (
            f"/technology-offer-files/{offer}/papers",
            f"/technology-offers/{number}/papers",
            f"/technology-offers/{number}",
        ):
            answer = program.get(path)
            assert CANARY not in answer.content.decode() + str(dict(answer.headers)), (who, path)
