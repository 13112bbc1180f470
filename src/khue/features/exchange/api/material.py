"""Papers and pictures of an offer: its side reads and hands them in, staff read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import File, Form
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.features.exchange import queries, usecases
from khue.features.exchange.api.own import href_of, require_reader
from khue.features.exchange.api.shapes import OfferMaterialOut, door
from khue.features.exchange.domain.offers import LONGEST_ALT, AddMaterial, NewPicture
from khue.features.exchange.queries import PictureRow
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id, file_out
from khue.kernel.files import FileCard

Ground = Annotated[str, Form(max_length=1000, description="What is added, and why")]
Alt = Annotated[str, Form(max_length=LONGEST_ALT, description="What the picture shows")]


def picture_out(row: PictureRow) -> dict[str, Any]:
    """A picture as ``OfferPictureOut``."""
    shown = {name: getattr(row, name) for name in ("no", "alt", "width", "height")}
    return shown | {"href": _href(row.file), "small_href": _href(row.small)}


def _href(file: str) -> str:
    return reverse("exchange:picture", args=[file])


def material_out(version: int, papers: Iterable[FileCard], pictures: Iterable[PictureRow]) -> dict[str, Any]:
    """``OfferMaterialOut``."""
    return {"version": version, "papers": [file_out(card) for card in papers], "pictures": [picture_out(row) for row in pictures]}  # fmt: skip


@door.get(
    "/technology-offer-files/{offer_id}/papers",
    OfferMaterialOut,
    Text("Tài liệu, ảnh trong hồ sơ chào bán", "Papers and pictures of an offer's file"),
    need="view",
)
def list_offer_papers(request: HttpRequest, offer_id: Id) -> Any:
    """Of the newest version, for its side and staff. ``version`` is its number; the ETag is what deeds on the offer rest on."""
    found = queries.offer_card(offer_id, acting(request))
    note_version(request, found.stamp)
    return material_out(found.summary_version, found.papers, found.pictures)


@door.post(
    "/technology-offer-files/{offer_id}/papers",
    Done,
    Text("Nộp tài liệu của chào bán", "Hand in papers of an offer"),
    need="submit",
    takes="files",
    edits=True,
)
def hand_in_offer_papers(
    request: HttpRequest,
    offer_id: Id,
    ground: Ground = "",
    papers: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """Papers that everybody may read once two persons have accepted the version that they make."""
    return _added(request, AddMaterial(offer_id, ground, tuple(papers), (), (), seen_version(request), once_of(request)))  # fmt: skip


@door.post(
    "/technology-offer-files/{offer_id}/pictures",
    Done,
    Text("Nộp ảnh của chào bán", "Hand in a picture of an offer"),
    need="submit",
    takes="files",
    edits=True,
)
def hand_in_offer_picture(
    request: HttpRequest,
    offer_id: Id,
    alt_vi: Alt = "",
    alt_en: Alt = "",
    ground: Ground = "",
    picture: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """One PNG, JPEG or WebP, drawn anew without its metadata; what it shows is said in both languages."""
    given = tuple(NewPicture(one, alt_vi, alt_en) for one in picture[:1])
    return _added(request, AddMaterial(offer_id, ground, (), given, (), seen_version(request), once_of(request)))


def _added(request: HttpRequest, asked: AddMaterial) -> dict[str, str]:
    require_reader(request, asked.offer_id)
    with unchanged():
        usecases.add_material(asked, actor=acting(request))
    return {"href": href_of(asked.offer_id)}
