"""What the fund gave and lent, for everybody; its portfolio and cases, for staff; one's own cases."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.fund import access, queries
from khue.features.fund.api.shapes import FundCaseLineOut, FundGrantOut, FundPortfolioOut, door
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Listing, Size, listing
from khue.kernel.paging import Page

Product = Annotated[
    str, Query(max_length=20, description="grant, sponsorship, interest_support or loan; empty for all")
]


@door.get(
    "/fund/grants", Listing[FundGrantOut], Text("Quỹ đã tài trợ, cho vay", "What the fund gave and lent"), need="public"
)
def list_fund_grants(request: HttpRequest, product: Product = "", after: After = None, size: Size = 25) -> Any:
    """Approved cases, newest decision first; private persons are not named."""
    return listing(request, queries.public_cases(product, after, size))


@door.get("/fund/cases", Listing[FundCaseLineOut], Text("Hồ sơ của Quỹ", "Cases of the fund"), need="view")
def list_fund_cases(request: HttpRequest, product: Product = "", after: After = None, size: Size = 25) -> Any:
    """Staff read every case, others those of the parties that they stand for; newest first."""
    actor = acting(request)
    if actor.may(access.READ):
        return listing(request, queries.cases(actor, product, "", "", after, size))
    return listing(request, queries.my_cases(actor, after, size))


@door.get("/fund/portfolio", Listing[FundPortfolioOut], Text("Danh mục của Quỹ", "Portfolio of the fund"))
def read_fund_portfolio(request: HttpRequest) -> Any:
    """By product and year of decision: what is owed, late, written off and excused."""
    actor = acting(request)
    actor.require(access.READ)
    return listing(request, Page(queries.portfolio(actor.today)))
