"""What the persons of the exchange do: checks, listings, rulings, lists, clearances."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.exchange import access, queries, usecases
from khue.features.exchange.api.own import href_of
from khue.features.exchange.api.shapes import (
    ClearanceIn,
    ClearanceOut,
    OfferChargeIn,
    OfferCheckIn,
    OfferDeskLineOut,
    OfferGroundIn,
    OfferReleaseIn,
    TechnologyEntryEndIn,
    TechnologyEntryIn,
    TechnologyRulingIn,
    door,
)
from khue.features.exchange.domain.lists import EndClearance, EndEntry, GrantClearance, PutEntry, RuleOnEntry
from khue.features.exchange.domain.offers import CheckOffer, ReleaseOffer, TakeOffer, TakeOffers
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing

View = Annotated[str, Query(max_length=20, description="Which of them; an unknown word: all")]
DESK = "/api/v1/technology-offer-files"


@door.get(
    "/technology-offer-files",
    Listing[OfferDeskLineOut],
    Text("Chào bán phải xử lý", "Offers to look after"),
    right=access.READ,
)
def list_technology_offer_files(
    request: HttpRequest, view: View = "check", after: After = None, size: Size = 25
) -> Any:  # fmt: skip
    """``view`` is check, second (awaiting the second person), ruling, listed or all."""
    return listing(request, queries.desk(acting(request), view, after, size))


@door.post(
    "/technology-offer-files/{offer_id}/charge",
    Done,
    Text("Nhận giải quyết chào bán", "Take an offer in charge"),
    right=access.CHECK,
    takes="nothing",
)
def take_technology_offer(request: HttpRequest, offer_id: Id) -> Any:
    """The step that is open; from then on the confidential part is open to the caller until the step is done."""
    usecases.take_offer(TakeOffer(offer_id, once_of(request)), actor=acting(request))
    return {"href": href_of(offer_id)}


@door.post(
    "/technology-offer-charges",
    Done,
    Text("Nhận giải quyết nhiều chào bán", "Take several offers in charge"),
    right=access.CHECK,
)
def take_technology_offers(request: HttpRequest, asked: OfferChargeIn) -> Any:
    """At most 300; all of them or none."""
    usecases.take_offers(TakeOffers(tuple(asked.offers), once_of(request)), actor=acting(request))
    return {"href": DESK}


@door.post(
    "/technology-offer-files/{offer_id}/check",
    Done,
    Text("Kiểm tra chào bán", "Check an offer"),
    right=access.CHECK,
    edits=True,
)
def check_technology_offer(request: HttpRequest, offer_id: Id, asked: OfferCheckIn) -> Any:
    """The first person's answer on rights, the evidence of each claim and entries of lists."""
    with unchanged():
        command = CheckOffer(
            offer_id,
            asked.accepted,
            asked.rights_seen,
            {one.no: one.level for one in asked.levels},
            {one.entry_id: one.ruling for one in asked.rulings},
            asked.note,
            seen_version(request),
            once_of(request),
        )
        usecases.check_offer(command, actor=acting(request))
    return {"href": href_of(offer_id)}


@door.post(
    "/technology-offer-files/{offer_id}/release",
    Done,
    Text("Duyệt niêm yết chào bán", "List an offer"),
    right=access.CHECK,
    edits=True,
)
def release_technology_offer(request: HttpRequest, offer_id: Id, asked: OfferReleaseIn) -> Any:
    """The second person's answer: into the list, or back."""
    with unchanged():
        command = ReleaseOffer(offer_id, asked.accepted, asked.note, seen_version(request), once_of(request))
        usecases.release_offer(command, actor=acting(request))
    return {"href": href_of(offer_id)}


@door.post(
    "/technology-offer-files/{offer_id}/rulings/{entry_id}",
    Done,
    Text("Kết luận theo danh mục", "Rule on an entry of a list"),
    right=access.CHECK,
    edits=True,
)
def rule_on_technology_entry(request: HttpRequest, offer_id: Id, entry_id: Id, asked: TechnologyRulingIn) -> Any:
    """Whether a checked or listed offer is on an entry that came later; until then it is hidden."""
    with unchanged():
        command = RuleOnEntry(
            offer_id, entry_id, asked.ruling, asked.ground, seen_version(request), once_of(request)
        )  # fmt: skip
        usecases.rule_on_entry(command, actor=acting(request))
    return {"href": href_of(offer_id)}


@door.post(
    "/technology-entries",
    Made,
    Text("Thêm mục vào danh mục công nghệ", "Put an entry on a technology list"),
    right=access.LISTS,
    status=201,
)
def put_technology_entry(request: HttpRequest, asked: TechnologyEntryIn) -> Any:
    """Every live offer is compared with it at once; who supplies what it hides is told."""
    title = Text(asked.title_vi.strip() or "–", asked.title_en)
    command = PutEntry(
        asked.which, title, asked.source, asked.from_on, tuple(asked.terms), tuple(asked.codes), asked.until_on, once_of(request)
    )  # fmt: skip
    made = usecases.put_entry(command, actor=acting(request))
    return {"id": str(made), "href": "/api/v1/technology-entries"}


@door.post(
    "/technology-entries/{entry_id}/end",
    Done,
    Text("Kết thúc mục của danh mục", "End an entry of a technology list"),
    right=access.LISTS,
)
def end_technology_entry(request: HttpRequest, entry_id: Id, asked: TechnologyEntryEndIn) -> Any:
    """It gets its last day, once; what was judged by it stays on record."""
    command = EndEntry(entry_id, asked.until_on, asked.ground, once_of(request))
    usecases.end_entry(command, actor=acting(request))
    return {"href": "/api/v1/technology-entries"}


@door.get(
    "/technology-clearances",
    Listing[ClearanceOut],
    Text("Ai được xem công nghệ hạn chế", "Who may see restricted technology"),
    right=access.READ,
)
def list_technology_clearances(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Newest first, those that have ended too."""
    return listing(request, queries.clearances(acting(request), after, size))


@door.post(
    "/technology-clearances",
    Made,
    Text("Cho phép xem công nghệ hạn chế", "Clear a party for restricted technology"),
    right=access.LISTS,
    status=201,
)
def grant_technology_clearance(request: HttpRequest, asked: ClearanceIn) -> Any:
    """Until a day, for a stated purpose."""
    command = GrantClearance(asked.party, asked.until_on, asked.ground, once_of(request))
    made = usecases.grant_clearance(command, actor=acting(request))
    return {"id": str(made), "href": "/api/v1/technology-clearances"}


@door.post(
    "/technology-clearances/{clearance_id}/end",
    Done,
    Text("Chấm dứt việc cho phép", "End a clearance"),
    right=access.LISTS,
)
def end_technology_clearance(request: HttpRequest, clearance_id: Id, asked: OfferGroundIn) -> Any:
    """With its ground; from now on the party sees no restricted technology any more."""
    usecases.end_clearance(EndClearance(clearance_id, asked.ground, once_of(request)), actor=acting(request))
    return {"href": "/api/v1/technology-clearances"}
