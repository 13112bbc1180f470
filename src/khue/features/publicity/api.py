"""Doors of the room: what everybody may read of awards, without a name of a private person."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Schema

from khue.core.bilingual import Text
from khue.features.publicity import queries
from khue.features.publicity.domain.awards import POINTS
from khue.kernel.api.doors import Door, acting
from khue.kernel.api.shapes import Bilingual, Listing, whole
from khue.kernel.limits import allow

door = Door("publicity")
Of = Annotated[Literal["paid", "granted"], Query(description="Money that was paid, or that was granted")]


class AwardProgrammeOut(Schema):
    """Sums in đồng over all published awards of a programme; ``href`` is the public list."""

    code: str
    name: Bilingual
    awards: int
    granted: int
    paid: int
    href: str


class FlowNodeOut(Schema):
    """``level`` is budget, programme, field or party; ``amount`` flows through it."""

    key: str
    level: str
    name: Bilingual
    amount: int


class FlowEdgeOut(Schema):
    source: str
    target: str
    amount: int


class MoneyFlowOut(Schema):
    """What enters a node leaves it; each level sums to ``amount`` (đồng)."""

    amount: int
    nodes: list[FlowNodeOut]
    edges: list[FlowEdgeOut]


class LeadTimeOut(Schema):
    """Days between two points. ``cases`` have both, of ``begun`` that have the first; null without a case."""

    programme: str
    since: str
    since_name: Bilingual
    until: str
    until_name: Bilingual
    cases: int
    begun: int
    median: int | None
    ninetieth: int | None


class GivingPackageOut(Schema):
    """A package as the published schema of the standard describes it; ``grants`` are its lines."""

    version: str
    title: str
    identifier: str
    license: str
    grants: list[dict[str, Any]]


@door.get(
    "/public/award-programmes",
    Listing[AwardProgrammeOut],
    Text("Chương trình và số tiền", "Programmes and sums"),
    need="public",
)
def list_award_programmes(request: HttpRequest) -> Any:
    """How many awards, how much granted and paid; the awards themselves come as files (`/en/awards/awards.csv`)."""
    return whole(
        {"code": each.programme.code, "name": each.programme.name, "awards": each.awards}
        | {"granted": each.granted, "paid": each.paid, "href": each.register}
        for each in queries.sums()
    )


@door.get("/public/money-flow", MoneyFlowOut, Text("Dòng tiền", "The flow of money"), need="public")
def read_money_flow(request: HttpRequest, of: Of = "paid") -> Any:
    """From the budget line through programme and field to the receiver. Private persons are gathered in one node."""
    return queries.money_flow(of, acting(request).today)


@door.get(
    "/public/lead-times",
    Listing[LeadTimeOut],
    Text("Thời gian đến khi có tiền", "Time until money arrives"),
    need="public",
)
def list_lead_times(request: HttpRequest) -> Any:
    """Median and 90th percentile of every stretch, with numerator and denominator; decisions of the last two years."""
    rows = []
    for found in queries.lead_times(acting(request).today):
        stretches = (*found.parts, *((found.whole,) if found.whole and len(found.parts) > 1 else ()))
        for each in stretches:
            shown = {name: getattr(each, name) for name in ("since", "until", "cases", "begun", "median", "ninetieth")}
            names = {"since_name": POINTS[each.since], "until_name": POINTS[each.until]}
            rows.append(shown | names | {"programme": found.programme.code})
    return whole(rows)


@door.get(
    "/public/360giving", GivingPackageOut, Text("Theo chuẩn 360Giving", "In the 360Giving standard"), need="public"
)
def read_360giving(request: HttpRequest) -> HttpResponseBase:
    """All awards as one package of the 360Giving Data Standard, version 1.4."""
    allow(request, "publicity.file", "30/m")
    parts = queries.giving_parts(request.build_absolute_uri("/").rstrip("/"), acting(request).moment)
    return StreamingHttpResponse(parts, content_type="application/json")
