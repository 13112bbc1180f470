"""The file of an offer: its supplier writes, confirms, withdraws; its confidential part is read by a deed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.exchange import queries, usecases
from khue.features.exchange.api.shapes import (
    OfferConfidentialOut,
    OfferConfirmIn,
    OfferDeskLineOut,
    OfferGroundIn,
    TechnologyOfferFileOut,
    TechnologyOfferIn,
    TechnologyVersionIn,
    door,
)
from khue.features.exchange.domain.keeping import ConfirmOffer, ReadConfidential, WithdrawOffer
from khue.features.exchange.domain.offers import DescribeOffer, HandInOffer
from khue.features.exchange.queries import OfferCard
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, file_out, listing


def href_of(offer_id: int) -> str:
    return f"/api/v1/technology-offer-files/{offer_id}"


@door.get(
    "/my-technology-offers",
    Listing[OfferDeskLineOut],
    Text("Chào bán của tôi", "My technologies on offer"),
    need="view",
)
def list_my_technology_offers(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those of the parties that the caller acts for, newest first."""
    return listing(request, queries.offers_of(acting(request), after, size))


@door.get(
    "/technology-offer-files/{offer_id}",
    TechnologyOfferFileOut,
    Text("Hồ sơ một chào bán", "The file of an offer"),
    need="view",
)
def read_technology_offer_file(request: HttpRequest, offer_id: Id) -> Any:
    """For its side and staff: everything but what is confidential. Its ETag is what deeds on it rest on."""
    found = queries.offer_card(offer_id, acting(request))
    note_version(request, found.stamp)
    return _file(found)


def _file(found: OfferCard) -> dict[str, Any]:
    shown = {name: getattr(found, name) for name in TechnologyOfferFileOut.model_fields if hasattr(found, name)}
    return shown | {
        "title": found.described.title,
        "summary": found.described.summary,
        "owners": [{"name": one.name, "share": str(one.share)} for one in found.owners],
        "papers": [file_out(card) for card in found.papers],
        "version": found.stamp,
    }


@door.post(
    "/technology-offer-files",
    Made,
    Text("Gửi một chào bán", "Offer a technology"),
    need="submit",
    status=201,
)
def hand_in_technology_offer(request: HttpRequest, asked: TechnologyOfferIn) -> Any:
    """Awaits the check by two persons. Papers and pictures are handed in by operations of their own."""
    command = HandInOffer(
        asked.party, asked.described(), asked.valid_until, (), asked.confidential, asked.looked, once_of(request), asked.draft
    )  # fmt: skip
    made = usecases.hand_in_offer(command, actor=acting(request))
    return {"id": str(made), "href": href_of(made)}


def require_reader(request: HttpRequest, offer_id: int) -> None:
    """Raises Missing for strangers before a tag is compared: nobody learns from a 412 which offers there are."""
    queries.offer_card(offer_id, acting(request))


@door.post(
    "/technology-offer-files/{offer_id}/versions",
    Done,
    Text("Sửa mô tả chào bán", "Change the description of an offer"),
    need="submit",
    edits=True,
)
def describe_technology_offer(request: HttpRequest, offer_id: Id, asked: TechnologyVersionIn) -> Any:
    """A new version; the list changes once two persons have accepted it. Papers that stand go on."""
    require_reader(request, offer_id)
    with unchanged():
        seen, once = seen_version(request), once_of(request)
        command = DescribeOffer(offer_id, asked.described(), asked.ground, (), asked.confidential, seen, once)
        usecases.describe_offer(command, actor=acting(request))
    return {"href": href_of(offer_id)}


@door.post(
    "/technology-offer-files/{offer_id}/confirmation",
    Done,
    Text("Xác nhận, gia hạn chào bán", "Confirm or renew an offer"),
    need="submit",
    edits=True,
)
def confirm_technology_offer(request: HttpRequest, offer_id: Id, asked: OfferConfirmIn) -> Any:
    """The offer still holds, until the day that is given (not included)."""
    require_reader(request, offer_id)
    with unchanged():
        command = ConfirmOffer(offer_id, asked.valid_until, seen_version(request), once_of(request))
        usecases.confirm_offer(command, actor=acting(request))
    return {"href": href_of(offer_id)}


@door.post(
    "/technology-offer-files/{offer_id}/withdrawal",
    Done,
    Text("Rút chào bán", "Withdraw an offer"),
    need="submit",
    edits=True,
)
def withdraw_technology_offer(request: HttpRequest, offer_id: Id, asked: OfferGroundIn) -> Any:
    """It goes from the list at once; what it said stays on record."""
    require_reader(request, offer_id)
    with unchanged():
        command = WithdrawOffer(offer_id, asked.ground, seen_version(request), once_of(request))
        usecases.withdraw_offer(command, actor=acting(request))
    return {"href": href_of(offer_id)}


@door.post(
    "/technology-offer-files/{offer_id}/confidential",
    OfferConfidentialOut,
    Text("Đọc phần bảo mật", "Read the confidential part"),
    need="view",
    takes="nothing",
    keeps=False,
)
def read_offer_confidential(request: HttpRequest, offer_id: Id) -> Any:
    """A deed that leaves a record for the supplier to see; its answer is never kept, so each call is a reading of its own."""
    return {"text": usecases.read_confidential(ReadConfidential(offer_id), actor=acting(request))}
