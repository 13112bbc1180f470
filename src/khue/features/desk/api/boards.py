"""Doors for those who watch over units: load, times of steps, promised days kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.desk import access, queries
from khue.features.desk.api.books import Procedure
from khue.features.desk.api.shapes import door
from khue.features.desk.api.working_shapes import CountedDossierOut, LoadOut, PunctualityOut, StepTimeOut
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import Period
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Day, Listing, Size, listing, whole

RIGHT = "desk.watch_unit, or desk.watch_city"
LONGEST = timedelta(days=366)
Since = Annotated[Day, Query(description="First day")]
Until = Annotated[Day, Query(description="Last day, at most a year later")]
Unit = Annotated[str, Query(max_length=40, description="Code of a unit; empty for all that you watch")]
Measure = Annotated[
    Literal["all", "on_time", "early", "overdue", "supplemented", "apologised", "first_promise", "electronic"],
    Query(description="Of which the dossiers are wanted"),
]


def _watcher(request: HttpRequest) -> Actor:
    actor = acting(request)
    access.require_watch(actor)
    return actor


def _period(actor: Actor, since: date, until: date, procedure: str, unit: str) -> Period:
    if not since <= until <= since + LONGEST:
        raise Refused.because(
            Reason(
                "period",
                Text(
                    "Ngày cuối không trước ngày đầu và không quá một năm sau đó.",
                    "The last day is not before the first one, and at most a year after it.",
                ),
                Text("Mời ông/bà chọn lại.", "Choose again."),
                "?until",
            )
        )
    return Period(since, until, procedure, queries.people_of(actor, unit, until) if unit else None)


@door.get("/desk/load", LoadOut, Text("Khối lượng việc của đơn vị", "Load of a unit"), right=RIGHT)
def read_load(request: HttpRequest, unit: Unit = "") -> Any:
    """Who has how much, by when it is due; without a unit the one where most lies."""
    actor = _watcher(request)
    board = queries.load_board(actor, unit or queries.busiest_unit(actor))
    people = [
        {
            "key": person.key,
            "name": person.name,
            "counts": dict(person.counts),
            "total": person.total,
            "away_until": person.away.valid_until if person.away else None,
        }
        for person in board.people
    ]
    return {
        "unit": board.unit,
        "unit_name": board.unit_name,
        "people": people,
        "unclaimed": dict(board.unclaimed),
    }


@door.get("/desk/step-times", Listing[StepTimeOut], Text("Thời gian từng bước", "Times of steps"), right=RIGHT)
def list_step_times(
    request: HttpRequest, since: Since, until: Until, procedure: Procedure = "", unit: Unit = ""
) -> Any:
    """Working days of half and of nine in ten of the steps closed in the period, and how often cases went back."""
    actor = _watcher(request)
    return whole(dossiers.step_times(_period(actor, since, until, procedure, unit), actor))


@door.get("/desk/punctuality", PunctualityOut, Text("Đúng hẹn", "Promised days kept"), right=RIGHT)
def read_punctuality(
    request: HttpRequest, since: Since, until: Until, procedure: Procedure = "", unit: Unit = ""
) -> Any:
    """Counts out of the dossiers decided in the period."""
    actor = _watcher(request)
    found = dossiers.punctuality(_period(actor, since, until, procedure, unit), actor)
    return {"decided": found.decided, "requests": found.requests, "counts": dict(found.counts)}


@door.get(
    "/desk/punctuality/dossiers",
    Listing[CountedDossierOut],
    Text("Các hồ sơ được tính", "Dossiers that are counted"),
    right=RIGHT,
)
def list_decided_dossiers(
    request: HttpRequest,
    since: Since,
    until: Until,
    measure: Measure = "all",
    procedure: Procedure = "",
    unit: Unit = "",
    after: After = None,
    size: Size = 30,
) -> Any:
    """What a count is made of, newest decision first."""
    actor = _watcher(request)
    period = _period(actor, since, until, procedure, unit)
    return listing(request, dossiers.decided_dossiers(period, measure, actor, after, size))
