"""The files: every award as a table and in the 360Giving standard, the flow, the times."""

from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from khue.features.publicity import queries
from khue.features.publicity.views.tables import AWARD_COLUMNS, FLOW_COLUMNS, TIME_COLUMNS, award_rows, edges, times
from khue.kernel import exports, limits
from khue.kernel.headers import disposition
from khue.kernel.web import actor_of

FORMATS = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}
KEPT = 300
"""Seconds for which anybody, a proxy too, may keep a public file."""


def public(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = f"public, max-age={KEPT}"
    return response


@require_safe
@limits.limited("publicity.file", "30/m", methods=("GET",))
def awards_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every published award, one line each."""
    return public(FORMATS[kind]("khue-awards", AWARD_COLUMNS, award_rows()))


@require_safe
@limits.limited("publicity.file", "30/m", methods=("GET",))
def flow_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    found = queries.money_flow(measure(request), actor_of(request).today)
    return public(FORMATS[kind]("khue-money-flow", FLOW_COLUMNS, edges(found)))


@require_safe
@limits.limited("publicity.file", "30/m", methods=("GET",))
def times_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    return public(FORMATS[kind]("khue-lead-times", TIME_COLUMNS, times(queries.lead_times(actor_of(request).today))))


@require_safe
@limits.limited("publicity.file", "30/m", methods=("GET",))
def giving(request: HttpRequest) -> HttpResponseBase:
    """The package of the 360Giving Data Standard, written grant by grant."""
    address = request.build_absolute_uri("/").rstrip("/")
    response = StreamingHttpResponse(
        queries.giving_parts(address, actor_of(request).moment), content_type="application/json"
    )
    response.headers["Content-Disposition"] = disposition("360giving.json")
    return public(response)


def measure(request: HttpRequest) -> str:
    """What is drawn: money ``paid`` (as it arrives) or ``granted``."""
    return queries.GRANTED if request.GET.get("of") == queries.GRANTED else queries.PAID
