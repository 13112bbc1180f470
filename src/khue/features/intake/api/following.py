"""What a source reads: one case, its changes, and the reconciliation of a day."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query

from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import ResultFile
from khue.features.intake import access, queries, usecases
from khue.features.intake.api.shapes import (
    AcknowledgedOut,
    AcknowledgeIn,
    ChangesOut,
    External,
    IntakeOut,
    IntakeResultOut,
    ListDay,
    ListIn,
    ReportOut,
    door,
    file_values,
)
from khue.features.intake.domain.reconciling import GiveList, Listed
from khue.features.intake.domain.sending import Acknowledge
from khue.features.intake.domain.states import STATES, WAYS
from khue.kernel import files
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import LARGEST, Listing, Size, Uuid, whole
from khue.kernel.headers import disposition

Place = Annotated[int, Query(ge=0, le=LARGEST, description="The `next` of the answer before; 0 from the beginning")]


@door.get("/intake/dossiers/{external_id}", IntakeOut, Text("Trạng thái một hồ sơ", "State of a case"), need="intake")
def read_intake(request: HttpRequest, external_id: External) -> Any:
    """The four states with their history, what is asked for, and why its content was refused."""
    found = queries.case_of(access.source_of(acting(request)), external_id)
    return {
        "external_id": found.external_id,
        "revision": found.revision,
        "procedure": found.procedure_code,
        "dossier": found.number,
        "title": found.facts.title if found.facts else "",
        "lodged_at": found.lodged_at,
        "received_at": found.received_at,
        "due_on": found.due_on,
        "states": [
            {
                "kind": kind,
                "code": code,
                "label": STATES[kind].get(code, Text(code, code)),
                "since": found.since.get(kind),
            }
            for kind, code in found.states.items()
        ],
        "reasons": found.refusal,
        "request": found.asked,
        "handed_way": WAYS[found.handed_way].to_json() if found.handed_way else None,
        "handed_at": found.handed_at,
        "history": found.changes,
    }


@door.get(
    "/intake/dossiers/{external_id}/results",
    Listing[IntakeResultOut],
    Text("Kết quả của một hồ sơ", "Results of a case"),
    need="intake",
)
def list_intake_results(request: HttpRequest, external_id: External) -> Any:
    """What a decision produced, to be handed to the applicant: papers in force, printed and signed; empty before that."""
    return whole(_results(request, external_id), lambda found: _result(found, external_id))


@door.get(
    "/intake/dossiers/{external_id}/results/{file_id}",
    "*/*",
    Text("Tải một kết quả", "Download a result"),
    need="intake",
)
def read_intake_result(request: HttpRequest, external_id: External, file_id: Uuid) -> HttpResponseBase:
    """The bytes of one result, as it was signed."""
    card = next((found.file for found in _results(request, external_id) if found.file.id == str(file_id)), None)
    if card is None:
        raise access.no_such("kết quả", "result")
    response = FileResponse(files.open_bytes(file_id), content_type=card.media_type)
    response.headers["Content-Length"] = str(card.size)
    response.headers["Content-Disposition"] = disposition(card.name)
    response.headers["ETag"] = f'"{card.sha256}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _results(request: HttpRequest, external_id: str) -> tuple[ResultFile, ...]:
    case = queries.case_of(access.source_of(acting(request)), external_id)
    return dossiers.results_of(case.facts.id) if case.facts else ()


def _result(found: ResultFile, external_id: str) -> dict[str, Any]:
    names = ("number", "kind", "title", "issued_on", "code")
    href = f"/api/v1/intake/dossiers/{external_id}/results/{found.file.id}"
    return {**{name: getattr(found, name) for name in names}, "file": {**file_values(found.file), "href": href}}


@door.get("/intake/changes", ChangesOut, Text("Các thay đổi từ một vị trí", "Changes since a place"), need="intake")
def list_changes(request: HttpRequest, after: Place = 0, size: Size = 100) -> Any:
    """What webhooks say, to be fetched: oldest first, nothing is ever put before a place that was read."""
    source = access.source_of(acting(request))
    usecases.number_changes(source.pk)
    found = queries.changes(source, after, size)
    return {"items": found, "next": found[-1].seq if found else after}


@door.post(
    "/intake/changes/acknowledge", AcknowledgedOut, Text("Xác nhận đã đọc", "Acknowledge changes"), need="intake"
)
def acknowledge_changes(request: HttpRequest, asked: AcknowledgeIn) -> Any:
    """Every change up to the place was read: none of them needs to be sent any more."""
    return {"messages": usecases.acknowledge_changes(Acknowledge(asked.up_to), actor=acting(request))}


@door.post(
    "/intake/reconciliations/{day}", ReportOut, Text("Gửi danh sách của ngày", "Give the list of a day"), need="intake"
)
def give_list(request: HttpRequest, day: ListDay, asked: ListIn) -> Any:
    """The source's list of the dossiers lodged on that day, compared with the city's. May be given again at any time."""
    actor = acting(request)
    lines = tuple(Listed(line.external_id, line.business, line.payment, line.delivery) for line in asked.lines)
    command = GiveList(
        access.source_of(actor).pk, day, asked.drawn_at or actor.moment, lines, "program", once_of(request)
    )
    return _report(queries.report_of(usecases.give_list(command, actor=actor)))


@door.get(
    "/intake/reconciliations/{day}",
    ReportOut,
    Text("Kết quả đối soát của ngày", "Reconciliation of a day"),
    need="intake",
)
def read_reconciliation(request: HttpRequest, day: ListDay) -> Any:
    """The newest comparison of that day."""
    return _report(queries.newest_report(access.source_of(acting(request)), day))


def _report(found: queries.ReportPage) -> dict[str, Any]:
    row = found.row
    return {
        "day": row.day,
        "run": row.run,
        "compared_at": row.compared_at,
        "as_of": row.as_of,
        "ours": row.ours,
        "theirs": row.theirs,
        "same": row.same,
        "different": row.different,
        "differences": [
            {
                "kind": line.kind,
                "external_id": line.external_id,
                "theirs": line.theirs,
                "ours": line.ours,
                "why": line.why.to_json(),
                "next_step": line.next_step.to_json(),
            }
            for line in queries.all_differences(row.id)
        ],
    }
